"""处理意见, filled in in 核查.xlsx and read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from drafter.desk.findings.filled import decide_filled
from drafter.desk.year.workspace import Workspace
from drafter.model.decision import Decision
from drafter.model.errors import WorkspaceError
from tests.building import fill_form
from tests.conftest import Convert
from tests.test_deciding import LEGAL, about, built, open_ones, run

OPINIONS = {
    ("援助.总数", "县司法局"): ("含行政2件，已核对台账", "李四"),
    ("诉讼.案件", "县法院"): ("以法院立案数为准", ""),
}


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return built(tmp_path)


def filled(
    opened: Workspace, opinions: Mapping[tuple[str, str], tuple[str, str]] = OPINIONS
) -> Path:
    """The last draft's 核查.xlsx with the opinions by indicator and department, in the inbox of
    nobody."""
    book = openpyxl.load_workbook(opened.draft().folder / "核查.xlsx")
    sheet = book["核查意见"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        at = tuple(str(sheet.cell(row, columns[n]).value or "") for n in ("指标编号", "部门"))
        if at in opinions:
            for name, words in zip(("处理意见", "经办人"), opinions[at], strict=True):
                sheet.cell(row, columns[name]).value = words
    path = opened.folders.root / "核查（填好）.xlsx"
    book.save(path)
    return path


def decisions(opened: Workspace) -> list[Decision]:
    return opened.records(2024).decisions()


def test_what_is_filled_in_is_decided_and_what_is_blank_is_left_alone(opened: Workspace) -> None:
    printed = run(opened, "accept", "--from-file", str(filled(opened)), "--by", "张三")
    assert "“诉讼.案件”以县法院的数为准。" in printed
    assert [(d.about, d.chosen, d.reason, d.by) for d in decisions(opened)] == [
        ("援助.总数", "", "含行政2件，已核对台账", "李四"),
        ("诉讼.案件", "县法院", "以法院立案数为准", "张三"),
    ]
    assert about(open_ones(opened)) == ["援助.民事", "援助.清单", "诉讼.受理"]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_it_may_have_been_saved_by_another_program(
    opened: Workspace, ending: str, soffice: Convert
) -> None:
    decide_filled(opened, soffice(filled(opened), ending))
    assert [d.about for d in decisions(opened)] == ["援助.总数", "诉讼.案件"]


def test_rows_may_be_sorted_deleted_and_columns_moved(opened: Workspace) -> None:
    path = filled(opened)
    book = openpyxl.load_workbook(path)
    sheet = book["核查意见"]
    head, *rows = [[cell.value for cell in row] for row in sheet]
    moved = [[row[-1], *row[:-1]] for row in (head, *reversed(rows))]
    book.remove(sheet)
    other = book.create_sheet("意见")
    other.append(["司法局督察科"])
    for row in moved:
        other.append(row)
    book.save(path)
    decide_filled(opened, path)
    assert {d.about for d in decisions(opened)} == {"援助.总数", "诉讼.案件"}


def test_a_row_whose_finding_has_changed_since_is_refused_by_name(opened: Workspace) -> None:
    path = filled(opened)
    fill_form(opened, "县司法局", {**LEGAL, "援助.总数": 616})
    printed = run(opened, "accept", "--from-file", str(path), code=1)
    assert "没有决定：第2行 县司法局.xlsx 填报表 D7 援助.总数。这一条已有变化" in printed
    assert [d.about for d in decisions(opened)] == ["诉讼.案件"]


def test_it_is_read_twice_without_being_decided_twice(opened: Workspace) -> None:
    path = filled(opened)
    decide_filled(opened, path)
    assert decide_filled(opened, path).undecided == ()
    assert len(decisions(opened)) == 2


def test_what_a_department_has_to_mend_is_refused_by_name(opened: Workspace) -> None:
    fill_form(opened, "县法院", {"诉讼.案件": 21, "诉讼.受理": "同上"})
    accepted = decide_filled(opened, filled(opened, {("诉讼.受理", "县法院"): ("算了", "")}))
    assert ["须由部门更正" in one.why for one in accepted.undecided] == [True]
    assert decisions(opened) == []


def test_only_what_may_be_accepted_is_coloured(opened: Workspace) -> None:
    fill_form(opened, "县法院", {"诉讼.案件": 21, "诉讼.受理": "同上"})
    sheet = openpyxl.load_workbook(opened.draft().folder / "核查.xlsx")["核查意见"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    coloured = {
        sheet.cell(row, heads["指标编号"]).value
        for row in range(2, sheet.max_row + 1)
        if sheet.cell(row, heads["处理意见"]).fill.fgColor.rgb == "FFFFF8DC"
    }
    assert coloured == {"援助.总数", "援助.民事", "援助.清单"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("报告.docx", "是Word"),
        ("溯源.xlsx", "没有“核查意见”“处理意见”等栏"),
        ("核查.xlsx", "“处理意见”一栏没有填写"),
    ],
)
def test_another_file_is_refused_in_a_sentence(opened: Workspace, name: str, why: str) -> None:
    with pytest.raises(WorkspaceError, match=why):
        decide_filled(opened, opened.draft().folder / name)
