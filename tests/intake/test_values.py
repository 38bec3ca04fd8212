"""The guide's table 怎么填，怎么理解, row by row, through a real workbook and the real pipeline."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from drafter.catalogue.indicator_row import INDICATOR_COLUMNS
from drafter.catalogue.sheet import TABLE_COLUMNS
from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.model.figure import Figure, Table, text
from drafter.model.finding import Blank, Finding, Severity
from tests.building import SETTINGS, said, workspace
from tests.conftest import Convert
from tests.intake.guide import Case, cases
from tools.build import catalogue

CASES = cases()
KEYS = [f"表.n{number}" for number in range(len(CASES))]
SEVERITY = {"收": {Severity.HINT}, "问": {Severity.WARNING}, "退": {Severity.ERROR}}
WORDS = {"约数": "允许约数", "必有数": "允许不适用", "选填": "必填"}


def indicator(key: str, described: str) -> list[str]:
    """A catalogue row from the guide's words: 整数 件 约数."""
    kind, *words = described.split()
    numeric = kind in ("整数", "小数", "金额")
    row = dict.fromkeys((*INDICATOR_COLUMNS, "其他量词", "填无视为"), "")
    row |= {"指标编号": key, "指标名称": f"第{key[3:]}项", "类型": kind, "填报部门": "县局"}
    row["计量单位"] = words.pop(0) if numeric else ""
    row["计算公式"] = "直接填报" if kind == "比率" else ""
    for word in words:
        name, _, value = word.partition("=")
        if name == "无":
            row["填无视为"] = value
        elif word[:2] in ("下限", "上限"):
            row[word[:2]] = word[2:]
        elif word in WORDS:
            row[WORDS[word]] = "是" if word == "约数" else "否"
        else:
            row["其他量词"] = word
    return list(row.values())


def asked(folder: Path, indicators: list[list[str]], tables: list[list[str]]) -> Workspace:
    """A workspace that asks one department for all of it."""
    heads = [*INDICATOR_COLUMNS, "其他量词", "填无视为"]
    settings = [
        ["项目", "内容"],
        *(line.split(maxsplit=1) for line in SETTINGS.split("\n") if line.strip()),
    ]
    sheets = {
        "报告": settings,
        "部门": [["部门", "联系人", "联系电话"], ["县局", "", ""]],
        "指标": [heads, *indicators],
        "明细表": [list(TABLE_COLUMNS), *tables],
        "校验规则": [["规则", "级别", "说明"]],
    }
    return workspace(folder, catalogue(sheets))


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Path]:
    """One form with every case in it, handed in."""
    folder = tmp_path_factory.mktemp("怎么填")
    rows = [indicator(key, case.indicator) for key, case in zip(KEYS, CASES, strict=True)]
    opened = asked(folder, rows, [])
    book = openpyxl.load_workbook(opened.forms().files[0])
    known = dict(zip(KEYS, CASES, strict=True))
    for sheet in book:
        for row in range(1, sheet.max_row + 1):
            if case := known.get(str(sheet.cell(row, 1).value)):
                case.typed.put(sheet.cell(row, 4))
    target = folder / "inputs/2024/县局.xlsx"
    target.parent.mkdir(parents=True)
    book.save(target)
    return opened, target


@pytest.fixture(scope="module")
def checked(form: tuple[Workspace, Path]) -> Checked:
    return form[0].check()


def found_at(checked: Checked, key: str) -> list[Finding]:
    return [finding for finding in checked.findings if finding.indicator == key]


def printed(figure: object) -> str:
    """The answer as the report prints it; "" where it is awaited."""
    assert isinstance(figure, Figure)
    if isinstance(figure.value, Blank):
        return "" if figure.value is Blank.MISSING else "不适用"
    return text(figure, 2)


def outcome(findings: Iterable[Finding]) -> str:
    """收, 问 or 退, by the gravest finding."""
    weights = {finding.severity for finding in findings}
    return "退" if Severity.ERROR in weights else "问" if Severity.WARNING in weights else "收"


def test_the_table_is_long_and_has_all_kinds() -> None:
    assert len(CASES) >= 400
    kinds = {case.indicator.split()[0] for case in CASES}
    assert kinds == {"整数", "小数", "金额", "比率", "日期", "文本", "长文本"}


@pytest.mark.parametrize(
    ("key", "case"), list(zip(KEYS, CASES, strict=True)), ids=[c.name for c in CASES]
)
def test_a_cell_becomes_what_the_guide_says(checked: Checked, key: str, case: Case) -> None:
    found = found_at(checked, key)
    assert sorted(f.code for f in found) == sorted(case.codes), said(found)
    assert outcome(found) == case.result
    assert printed(checked.ledger.entries[key]) == case.expected


# The same in the columns of a 明细表, and in files that LibreOffice has saved

PLAIN = ("整数 件", "金额 万元", "小数 公里", "比率", "日期")


def test_the_same_holds_in_the_columns_of_a_table(tmp_path: Path) -> None:
    mine = {
        kind: [c for c in CASES if c.indicator == kind and c.typed.shown.strip("\u200b")]
        for kind in PLAIN
    }
    keys = {kind: f"表.t{number}" for number, kind in enumerate(PLAIN)}
    rows = [indicator(key, "明细表") for key in keys.values()]
    columns = [[keys[k], "答", *(k.split()[1:] or [""]), k.split()[0], ""] for k in PLAIN]
    opened = asked(tmp_path, rows, columns)
    book = openpyxl.load_workbook(opened.forms().files[0])
    for number, kind in enumerate(PLAIN):
        sheet = book.worksheets[1 + number]
        assert sheet.cell(5, 1).value == f"明细表:{keys[kind]}"
        for row, case in enumerate(mine[kind], start=6):
            case.typed.put(sheet.cell(row, 3))
    (tmp_path / "inputs/2024").mkdir(parents=True)
    book.save(tmp_path / "inputs/2024/县局.xlsx")
    checked = opened.check()
    for kind, key in keys.items():
        entry = checked.ledger.entries[key]
        assert isinstance(entry, Table)
        assert len(entry.rows) == len(mine[kind])
        for row, (figures, case) in enumerate(zip(entry.rows, mine[kind], strict=True), start=6):
            found = [f for f in found_at(checked, key) if f.place.cell == f"C{row}"]
            assert (sorted(f.code for f in found), printed(figures["答"])) == (
                *(sorted(case.codes), case.expected),
            ), case


def changed_by_libreoffice(case: Case) -> bool:
    """It calculates formulas, makes TRUE a 1, and writes a time into an .ods as text."""
    return case.typed.kind in ("真", "公式") or case.typed.format == "时间格式"


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_the_same_holds_after_libreoffice_has_saved_the_form(
    form: tuple[Workspace, Path], soffice: Convert, tmp_path: Path, ending: str
) -> None:
    opened, path = form
    saved = soffice(path, ending)
    other = workspace(tmp_path, opened.folders.catalogue.read_bytes())
    (tmp_path / "inputs/2024").mkdir(parents=True)
    saved.rename(tmp_path / "inputs/2024" / saved.name)
    checked = other.check()
    differs = [
        (case.name, case.read, printed(checked.ledger.entries[key]), said(found_at(checked, key)))
        for key, case in zip(KEYS, CASES, strict=True)
        if not changed_by_libreoffice(case)
        if printed(checked.ledger.entries[key]) != case.expected
        or sorted(f.code for f in found_at(checked, key)) != sorted(case.codes)
    ]
    assert not differs, "\n".join(map(str, differs))
