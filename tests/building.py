"""What tests are built from: catalogues, templates and filled forms, all from text."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

import drafter
from drafter.catalogue.bygone import COLUMNS as BYGONE_COLUMNS
from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.fixed_sheet import FIXED_COLUMNS, LINE_COLUMNS
from drafter.catalogue.indicator_row import (
    ANNEX,
    CLASSIFIERS,
    DISTRICTS,
    INDICATOR_COLUMNS,
    NOTHING,
    ROLLUP,
    SWING,
)
from drafter.catalogue.lineage import LINEAGE
from drafter.catalogue.regions import COLUMNS as REGION_COLUMNS
from drafter.catalogue.regions import HEAD
from drafter.catalogue.sheet import RULE_COLUMNS, TABLE_COLUMNS, read_catalogue
from drafter.desk.files.equipment import Equipment
from drafter.desk.files.folders import CATALOGUE, TEMPLATE, Folders, write_file
from drafter.desk.year.workspace import Clock, Workspace, now
from drafter.model.finding import Finding
from drafter.model.sentence import line
from drafter.workbook.reader import Reader, Workbook
from tests.answering import Form
from tools.build import catalogue, template

_ROOT = Path(__file__).parents[1]
# A start of it is dearer than most tests: what is built here is read by one for the whole process.
READER = Reader()
atexit.register(READER.worker.stop)
EQUIPMENT = Equipment(READER)
SETTINGS = """
    地区          平安县
    级别          县
    年度          2024
    标题          平安县2024年法治政府建设年度报告
    统计起始日期  2024年1月1日
    截止日期      2024年10月31日
"""


def table(text: str) -> list[list[str]]:
    """Rows of cells: lines of a drawing, cells separated by | or by two spaces and more."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return [[cell.strip() for cell in row.split("|")] for row in lines]


def catalogue_bytes(
    indicators: str,
    rules: str = "",
    tables: str = "",
    settings: str = SETTINGS,
    lineages: Mapping[str, str] | None = None,
    regions: str = "",
    fixed: str = "",
    lines: str = "",
    bygone: str = "",
) -> bytes:
    """A catalogue. Indicators: `key | label | unit | kind | departments | formula | options`,
    options being 约 (approximate allowed), 选 (optional), 必 (不适用 refused), 下限n, 上限n, 量词起,
    视为0 (填无视为), 幅度30% (同比幅度), 汇总合计 (汇总方式), 附 (附件). `lineages` are the texts of 沿革 by
    key, `regions` the rows of 地区, `fixed` and `lines` those of 固定表 and 固定表行列."""
    asked = [_indicator(row) for row in table(indicators)]
    departments = dict.fromkeys(d for row in asked for d in row[4].split("、") if d)
    departments.pop(DISTRICTS, None)
    heads = [*INDICATOR_COLUMNS, CLASSIFIERS, NOTHING, SWING]
    if lineages:
        heads.append(LINEAGE)
        asked = [[*row, lineages.get(row[0], "")] for row in asked]
    for column, way in ((ROLLUP, _way), (ANNEX, _annexed)):
        cells = [way(_wide(row, 7)[6].split()) for row in table(indicators)]
        if any(cells):
            heads.append(column)
            asked = [[*row, cell] for row, cell in zip(asked, cells, strict=True)]
    sheets = {
        "报告": [["项目", "内容"], *(line.split(maxsplit=1) for line in _lines(settings))],
        "部门": [["部门", "联系人", "联系电话"], *([name, "", ""] for name in departments)],
        "指标": [heads, *asked],
        "明细表": [list(TABLE_COLUMNS), *(_wide(row, 5) for row in table(tables) if row[0])],
        "校验规则": [list(RULE_COLUMNS), *(_wide(row, 3) for row in table(rules) if row[0])],
    }
    if regions:
        sheets["地区"] = [[*REGION_COLUMNS, HEAD], *(_wide(row, 4) for row in table(regions))]
    if bygone:
        sheets["历年"] = [list(BYGONE_COLUMNS), *(_wide(row, 4) for row in table(bygone))]
    if fixed:
        names = [row[5] for row in table(fixed)]
        sheets["部门"] += [
            [name, "", ""] for name in dict.fromkeys(names) if name not in departments
        ]
        sheets["固定表"] = [list(FIXED_COLUMNS), *table(fixed)]
        sheets["固定表行列"] = [list(LINE_COLUMNS), *(_wide(row, 6) for row in table(lines))]
    return catalogue(sheets)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def _wide(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _indicator(row: list[str]) -> list[str]:
    key, label, unit, kind, departments, formula, options = _wide(row, 7)
    given = options.split()
    named = {
        name: next((o[2:] for o in given if o.startswith(name)), "")
        for name in ("下限", "上限", "量词", "视为", "幅度")
    }
    yes = "是" if "约" in given else ""
    inapplicable, required = ("否" if word in given else "" for word in ("必", "选"))
    where = [key, label, unit, kind, departments, formula]
    optional = (named["量词"], named["视为"], named["幅度"])
    return [*where, named["下限"], named["上限"], yes, inapplicable, required, "", *optional]


def _way(options: list[str]) -> str:
    """The 汇总方式 among an indicator's options."""
    return next((o[2:] for o in options if o.startswith("汇总")), "")


def _annexed(options: list[str]) -> str:
    return "是" if "附" in options else ""


def read(path: Path) -> Workbook:
    """A workbook through the real reader."""
    book = READER.read(path)
    assert isinstance(book, Workbook), book
    return book


def read_text_catalogue(folder: Path, *args: str, **kwargs: str) -> Catalogue:
    """The catalogue that the text makes, free of mistakes."""
    made, mistakes = read_catalogue(_saved(folder, catalogue_bytes(*args, **kwargs)))
    assert made is not None, [line(mistake) for mistake in mistakes]
    return made


def mistakes_of(folder: Path, *args: str, **kwargs: str) -> list[str]:
    """The mistakes in the catalogue that the text makes, as cell and sentence."""
    _, mistakes = read_catalogue(_saved(folder, catalogue_bytes(*args, **kwargs)))
    return [line(mistake).replace("错误 指标目录.xlsx › ", "") for mistake in mistakes]


def _saved(folder: Path, content: bytes) -> Workbook:
    path = folder / "指标目录.xlsx"
    path.write_bytes(content)
    return read(path)


def workspace(
    folder: Path,
    catalogue_content: bytes,
    template_lines: str = "|{{ 报告.标题 }}",
    clock: Clock = now,
) -> Workspace:
    """A workspace with that catalogue and a template in standard format."""
    write_file(folder / CATALOGUE, catalogue_content)
    write_file(folder / TEMPLATE, template(_lines(template_lines)))
    return Workspace(Folders(folder), clock, equipment=EQUIPMENT)


def fill_form(
    opened: Workspace,
    department: str,
    values: Mapping[str, Any],
    rows: Mapping[str, list[list[Any]]] | None = None,
    notes: Mapping[str, str] | None = None,
) -> Path:
    """Issue the forms, fill in one department's, and hand it in."""
    path = next(f for f in opened.forms().files if f.stem == department)
    form = Form(path.read_bytes())
    for title, sheet in form.sheets.items():
        for row, key in sheet.labels():
            if key in values:
                sheet.write(row, 4, values[key])
            if notes and key in notes:
                sheet.write(row, 6 if title == "填报表" else 5, notes[key])
            for at, cells in enumerate((rows or {}).get(key.removeprefix("明细表:"), []), row + 1):
                for column, value in enumerate(cells, start=3):
                    sheet.write(at, column, value)
    year = path.parent.parent.name
    target = opened.folders.root / "inputs" / year / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(form.saved())
    return target


def sample(folder: Path) -> Workspace:
    """A copy of the sample's workspace, 城中区, without drafts."""
    for name in ("templates", "inputs"):
        shutil.copytree(_ROOT / name, folder / name)
    return drafter.open(folder, equipment=EQUIPMENT)


def copied(opened: Workspace, folder: Path) -> Workspace:
    """A copy of the workspace, with its clock."""
    shutil.copytree(opened.folders.root, folder, dirs_exist_ok=True)
    return Workspace(Folders(folder), opened.clock, equipment=EQUIPMENT)


def once(build: Callable[[Path], Workspace]) -> Callable[..., Workspace]:
    """A fixture: what is built in the folder, for each test a copy of its own in its `tmp_path`."""

    built: list[tuple[Path, Workspace]] = []

    @pytest.fixture
    def own(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
        if not built:
            folder = tmp_path_factory.mktemp("once")
            built.append((folder, build(folder)))
        ((folder, first),) = built
        return copied(first, tmp_path / first.folders.root.relative_to(folder))

    return own


def paragraphs(content: bytes) -> list[str]:
    """The body's paragraphs as python-docx reads them."""
    return [p.text for p in docx.Document(BytesIO(content)).paragraphs]


def said(findings: list[Finding] | tuple[Finding, ...]) -> list[str]:
    """The findings as a user reads them."""
    return [line(finding) for finding in findings]
