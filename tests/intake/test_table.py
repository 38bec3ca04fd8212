"""A 明细表 that came back: empty is not none, and every cell is checked."""

from __future__ import annotations

import openpyxl
import pytest

from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.model.figure import Table, text
from tests.intake.sending import Edit, sent, told


def filled(checked: Checked) -> list[list[str]]:
    """The table's rows as they are printed."""
    entry = checked.ledger.entries["甲.名单"]
    assert isinstance(entry, Table)
    return [[text(figure) for figure in row.values()] for row in entry.rows]


def choose(word: str) -> Edit:
    """Answer 有无此类事项."""

    def edit(book: openpyxl.Workbook) -> None:
        book["参训名单"]["E3"].value = word

    return edit


def test_a_table_is_its_rows_wherever_the_empty_ones_stand(opened: Workspace) -> None:
    checked = sent(opened, rows=[[None, None], ["县法院", 3], [None, None], ["县公安局", "4人"]])
    assert filled(checked) == [["县法院", "3"], ["县公安局", "4"]]


def test_rows_inserted_in_a_table_are_read(opened: Workspace) -> None:
    checked = sent(opened, edit=lambda book: book["参训名单"].insert_rows(7, 50))
    assert (told(checked), filled(checked)) == ([], [["县法院", "3"], ["县公安局", "4"]])


def test_an_empty_table_is_not_none(opened: Workspace) -> None:
    sentence = "明细表“参训名单”未填，请补报（确无此类事项的，在“有无此类事项”处选“无”）"
    for edit in (None, choose("有")):
        assert told(sent(opened, rows=[], edit=edit)) == [f"错误 参训名单!E3 甲.名单：{sentence}"]


@pytest.mark.parametrize("word", ["无", "不适用"])
def test_a_table_that_says_there_are_none_is_answered(opened: Workspace, word: str) -> None:
    checked = sent(opened, rows=[], edit=choose(word))
    assert (told(checked), filled(checked), checked.ledger.missing) == ([], [], [])


def test_each_cell_of_a_table_is_checked_on_its_own(opened: Workspace) -> None:
    assert told(sent(opened, rows=[["县法院", None], [None, -2], ["县公安局", "若干"]])) == [
        "错误 参训名单!D6 甲.名单：“参训名单·人数”未填，"
        "请补报（确无此项的填0，不适用的填“不适用”）",
        "错误 参训名单!C7 甲.名单：“参训名单·单位”未填，请补报（不适用的填“不适用”）",
        "错误 参训名单!D7 甲.名单：“参训名单·人数”填的是-2，小于下限0",
        "错误 参训名单!D8 甲.名单：“参训名单·人数”填的是“若干”，不是数；请只填数字",
    ]


def test_a_table_without_one_of_its_headers_is_refused(opened: Workspace) -> None:
    def rename_header(book: openpyxl.Workbook) -> None:
        book["参训名单"]["D5"].value = "几人"

    sentence = "明细表“参训名单”的表头缺少“人数”列，请恢复原表头"
    assert told(sent(opened, edit=rename_header)) == [f"错误 参训名单!A5 甲.名单：{sentence}"]


def test_a_copied_sheet_that_says_nothing_else_is_one_hint(opened: Workspace) -> None:
    checked = sent(opened, edit=lambda book: book.copy_worksheet(book["参训名单"]))
    sentence = "工作表“参训名单 Copy”是“参训名单”的副本，没有不同的内容，只读取“参训名单”"
    assert told(checked) == [f"提示 参训名单 Copy {sentence}"]
    assert filled(checked) == [["县法院", "3"], ["县公安局", "4"]]


def test_a_copied_sheet_that_says_something_else_is_refused(opened: Workspace) -> None:
    def copied(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book["参训名单"])["D6"].value = 9

    sentence = "工作表“参训名单 Copy”与“参训名单”重复，有1项不同（参训名单），这几项未读取；请删去多余的一张"
    assert told(sent(opened, edit=copied)) == [f"错误 参训名单 Copy {sentence}"]


def test_rows_below_the_end_mark_are_not_lost(opened: Workspace) -> None:
    def below(book: openpyxl.Workbook) -> None:
        sheet = book["参训名单"]
        last = sheet.max_row
        sheet.cell(last + 1, 3).value, sheet.cell(last + 1, 4).value = "县检察院", 5

    assert filled(sent(opened, edit=below))[-1] == ["县检察院", "5"]


def test_none_and_rows_at_once_are_asked_about(opened: Workspace) -> None:
    checked = sent(opened, edit=choose("无"))
    assert told(checked) == [
        "警告 参训名单!E3 甲.名单：明细表“参训名单”选了“无”，表中却有2行，已按表中各行读取；请核对"
    ]


def test_a_column_inserted_before_the_table_moves_nothing(opened: Workspace) -> None:
    checked = sent(opened, edit=lambda book: book["参训名单"].insert_cols(1))
    assert filled(checked) == [["县法院", "3"], ["县公安局", "4"]]


def test_a_last_row_that_holds_nothing_but_an_error_is_not_lost(opened: Workspace) -> None:
    def below(book: openpyxl.Workbook) -> None:
        sheet = book["参训名单"]
        sheet.delete_rows(6, 100)
        sheet["C6"].value, sheet["D6"].value = "县法院", 3
        sheet["D7"].value = "#DIV/0!"

    assert told(sent(opened, edit=below)) == [
        "错误 参训名单!C7 甲.名单：“参训名单·单位”未填，请补报（不适用的填“不适用”）",
        "错误 参训名单!D7 甲.名单：“参训名单·人数”的单元格是错误值#DIV/0!；请改正公式或直接填数字",
    ]
