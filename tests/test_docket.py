"""意见 as a list: what is meant is on it, hand edits too, each under its number."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from drafter.desk.findings.deciding import Opinion, decide, decide_seen
from drafter.desk.findings.filled import decide_filled
from drafter.desk.findings.sifting import Sieve, Standing
from drafter.desk.overview.docket import Docket, docket
from drafter.desk.publishing import publishing
from drafter.desk.year.workspace import Workspace
from drafter.model.category import Category
from drafter.model.errors import WorkspaceError
from tests.building import fill_form
from tests.test_deciding import LEGAL, built
from tests.test_hand_edits import take, with_parts


def listed(opened: Workspace, sieve: Sieve | None = None, page: int = 1) -> Docket:
    return docket(opened, opened.status(), sieve or Sieve(), page)


@pytest.fixture
def edited(tmp_path: Path) -> Workspace:
    """613 made 603 by hand, which contradicts its parts: two matters."""
    return take(with_parts(tmp_path), "613", "603")


def test_hand_edits_are_on_the_list_under_their_numbers_and_decided_one_by_one(
    edited: Workspace,
) -> None:
    both = listed(edited)
    assert [item.number for item in both.items] == ["2:1", "2:2"]
    assert both.together == 0
    first, second = both.items
    decide(edited, [Opinion(first.mark, first.number, "领导要求", "张三")])
    assert [item.mark for item in listed(edited).items] == [second.mark]
    with pytest.raises(WorkspaceError, match="没有可以采纳"):
        decide_seen(edited, Sieve(), listed(edited).seen, "一并采纳")


def test_hand_edits_are_filled_in_in_the_list_that_a_draft_has(edited: Workspace) -> None:
    path = edited.drafted().folder / "核查.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["核查意见"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        assert sheet.cell(row, columns["处理意见"]).fill.fgColor.rgb == "FFFFF8DC"
        sheet.cell(row, columns["处理意见"]).value = "已与业务科室核对"
    book.save(path.with_name("填好.xlsx"))
    accepted = decide_filled(edited, path.with_name("填好.xlsx"))
    assert accepted.undecided == ()
    assert sorted(d.about for d in accepted.decisions) == ["手改校对", "援助.总数"]
    edited.draft()
    assert publishing.prepare(edited, None, str).findings == ()


def test_the_list_is_sifted_and_cut_into_pages(tmp_path: Path) -> None:
    opened = built(tmp_path)
    assert [i.whose for i in listed(opened, Sieve(categories=("部门不一致",))).items] == [
        "县司法局",
        "县法院",
    ]
    bounds = listed(opened, Sieve(categories=("上下限",), severity="错误"))
    assert [i.remark.said for i in bounds.items] == ["350", "480"]
    assert [i.category for i in bounds.items] == [Category.BOUNDS] * 2
    assert listed(opened, Sieve(words="县司法局 350")).count == 2
    assert listed(opened, Sieve(standing=Standing.DECIDED)).items == ()
    assert listed(opened, page=99).page == 1


def test_all_that_was_seen_is_accepted_only_while_it_is_the_same(tmp_path: Path) -> None:
    opened, sieve = built(tmp_path), Sieve(categories=("上下限",))
    seen = listed(opened, sieve).seen
    fill_form(opened, "县司法局", {**LEGAL, "援助.民事": 351})
    with pytest.raises(WorkspaceError, match="筛选出的意见已有变化"):
        decide_seen(opened, sieve, seen, "属实")
    accepted = decide_seen(opened, sieve, listed(opened, sieve).seen, "属实")
    assert [d.about for d in accepted.decisions] == ["援助.民事", "诉讼.受理"]
