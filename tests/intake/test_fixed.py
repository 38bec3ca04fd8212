"""A 固定表 that came back: whatever was done to its sheet, a cell is read by its codes, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from drafter.catalogue.forms.form import form
from drafter.intake.form import read_form
from drafter.intake.submission import Submission
from drafter.model.figure import Figure
from drafter.model.finding import Blank
from drafter.model.sentence import line
from tests.building import read, read_text_catalogue
from tests.catalogue.test_fixed import FIXED, LINES, OTHER

DEPARTMENT, SHEET = "县财政局", "收费情况"
CELLS = [f"收费.{row}_{column}" for row in "一二三" for column in "甲乙计"]
NUMBERS = dict(zip(CELLS, [3, 4, 7, 1, 2, 3, 2, 2, 4], strict=True))
Change = Callable[[Any], None]


def came_back(folder: Path, change: Change, rules: str = "") -> Submission:
    """The form filled in, changed, and read."""
    catalogue = read_text_catalogue(folder, OTHER, rules, fixed=FIXED, lines=LINES)
    path = folder / f"{DEPARTMENT}.xlsx"
    path.write_bytes(form(catalogue, DEPARTMENT, {}))
    book = openpyxl.load_workbook(path)
    for key, number in NUMBERS.items():
        book[SHEET][spot(book, key)] = number
    book["填报表"]["D7"] = 20
    change(book)
    book.save(path)
    return read_form(catalogue, DEPARTMENT, read(path))


def spot(book: Any, key: str) -> str:
    """The address of the key's cell when the form was issued."""
    return str(book.defined_names[key].attr_text).rpartition("!")[2].replace("$", "")


def read_numbers(submission: Submission) -> dict[str, object]:
    """Each cell's number, or what it is instead."""
    figures = {key: submission.entries[key] for key in CELLS}
    return {
        key: int(f.quantity.value) if isinstance(f, Figure) and f.quantity else f.value
        for key, f in figures.items()
        if isinstance(f, Figure)
    }


def told(submission: Submission) -> list[str]:
    """The findings as their sentences."""
    return [line(finding).partition("› ")[2] for finding in submission.findings]


def nothing(_: Any) -> None:
    """The form as it was filled in."""


def a_row_inserted(book: Any) -> None:
    """A row above the second one, as people do who insert with openpyxl or without protection."""
    sheet = book[SHEET]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(7)
    del book.defined_names["收费.一_甲"]
    for key in CELLS:
        book.defined_names.pop(key, None)


def the_sheet_renamed(book: Any) -> None:
    """A sheet of another name; the names go with it."""
    book[SHEET].title = "表一"
    for key in CELLS:
        defined = book.defined_names[key]
        defined.attr_text = defined.attr_text.replace(SHEET, "表一")


def names_removed(book: Any) -> None:
    """No defined names."""
    for key in CELLS:
        del book.defined_names[key]


@pytest.mark.parametrize("change", [nothing, a_row_inserted, the_sheet_renamed, names_removed])
def test_what_does_no_harm_is_read(tmp_path: Path, change: Change) -> None:
    submission = came_back(tmp_path, change)
    assert (read_numbers(submission), told(submission)) == (NUMBERS, [])


def test_codes_that_were_destroyed_are_found_again_by_names_and_heads(tmp_path: Path) -> None:
    def destroy(book: Any) -> None:
        for row in range(1, 12):
            book[SHEET].cell(row, 1).value = None

    submission = came_back(tmp_path, destroy)
    assert read_numbers(submission) == NUMBERS
    assert told(submission) == ["收费情况 固定表隐藏的编号不见了，已按名称和位置读取9格；请核对"]


def test_nothing_is_not_zero_and_words_are_no_number(tmp_path: Path) -> None:
    def type_in(book: Any) -> None:
        sheet = book[SHEET]
        sheet[spot(book, "收费.一_甲")] = None
        sheet[spot(book, "收费.一_乙")] = 0
        sheet[spot(book, "收费.二_甲")] = "见附件"
        sheet[spot(book, "收费.二_乙")] = "１２件"
        sheet[spot(book, "收费.三_甲")] = 2.5

    submission = came_back(tmp_path, type_in)
    numbers = read_numbers(submission)
    assert [numbers[key] for key in ("收费.一_甲", "收费.一_乙", "收费.二_乙")] == [
        Blank.MISSING, 0, 12,
    ]  # fmt: skip
    assert numbers["收费.二_甲"] is Blank.MISSING
    assert [(f.code, f.indicator) for f in submission.findings] == [
        ("value-missing", "收费.一_甲"),
        ("value-not-number", "收费.二_甲"),
        ("value-read-as", "收费.二_乙"),
        ("value-not-whole", "收费.三_甲"),
    ]


def test_a_copied_row_is_told_at_both_places(tmp_path: Path) -> None:
    def copy_row(book: Any) -> None:
        sheet = book[SHEET]
        for column in range(1, 9):
            sheet.cell(10, column).value = sheet.cell(8, column).value

    submission = came_back(tmp_path, copy_row)
    assert [f.code for f in submission.findings] == ["row-twice"] * 3
    assert told(submission)[0].endswith("出现两次：D8和D10；请删去多余的一行")
    assert [k for k, n in read_numbers(submission).items() if n is Blank.MISSING] == CELLS[6:]


def test_a_row_whose_heads_were_exchanged_is_not_read(tmp_path: Path) -> None:
    def exchange(book: Any) -> None:
        sheet = book[SHEET]
        first, second = (spot(book, key) for key in ("收费.二_甲", "收费.三_甲"))
        rows = [int(cell.lstrip("ABCDEFGH")) for cell in (first, second)]
        upper, lower = (sheet.cell(row, 3).value for row in rows)
        sheet.cell(rows[0], 3).value, sheet.cell(rows[1], 3).value = lower, upper

    submission = came_back(tmp_path, exchange)
    assert {f.code for f in submission.findings} == {"fixed-mixed"}
    assert [key for key, n in read_numbers(submission).items() if n is Blank.MISSING] == CELLS[3:]


def test_columns_whose_heads_were_exchanged_are_not_read(tmp_path: Path) -> None:
    def exchange(book: Any) -> None:
        sheet = book[SHEET]
        row = next(r for r in range(1, 9) if sheet.cell(r, 4).value == "甲类")
        sheet.cell(row, 4).value, sheet.cell(row, 5).value = "乙类", "甲类"

    submission = came_back(tmp_path, exchange)
    wrong = [key for key, n in read_numbers(submission).items() if n is Blank.MISSING]
    assert wrong == [key for key in CELLS if key[-1] in "甲乙"]


def test_a_value_in_a_row_of_ones_own_is_told(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        sheet = book[SHEET]
        last = int(spot(book, "收费.三_甲").lstrip("ABCDEFGH"))
        sheet.cell(last + 1, 2).value, sheet.cell(last + 1, 4).value = "三、其他", 9

    submission = came_back(tmp_path, add)
    assert read_numbers(submission) == NUMBERS
    assert [f.code for f in submission.findings] == ["fixed-unknown"]


def test_a_copy_of_the_sheet_is_set_aside_or_told_apart(tmp_path: Path) -> None:
    def copy(book: Any) -> None:
        book.copy_worksheet(book[SHEET]).title = "备份"

    submission = came_back(tmp_path, copy)
    assert read_numbers(submission) == NUMBERS
    assert [f.code for f in submission.findings] == ["sheet-copied"]


def test_a_copy_that_says_something_else_is_not_guessed_at(tmp_path: Path) -> None:
    def copy(book: Any) -> None:
        twin = book.copy_worksheet(book[SHEET])
        twin[spot(book, "收费.一_甲")] = 30

    submission = came_back(tmp_path, copy)
    assert read_numbers(submission) == {**NUMBERS, "收费.一_甲": Blank.MISSING}
    assert [f.code for f in submission.findings] == ["sheet-twice"]


def test_an_explanation_stands_for_its_row(tmp_path: Path) -> None:
    def explain(book: Any) -> None:
        sheet = book[SHEET]
        row = int(spot(book, "收费.一_甲").lstrip("ABCDEFGH"))
        column = next(c for c in range(1, 12) if sheet.cell(4, c).value == "说明")
        sheet.cell(row, column).value = "含以前年度补办的"

    figures = came_back(tmp_path, explain).entries
    assert {figures[key].sources[0].explanation for key in CELLS[:3]} == {"含以前年度补办的"}
    assert {figures[key].sources[0].explanation for key in CELLS[3:]} == {""}


def test_a_number_cut_to_another_cell_is_told(tmp_path: Path) -> None:
    def cut(book: Any) -> None:
        sheet = book[SHEET]
        old = spot(book, "收费.一_甲")
        sheet["D12"], sheet[old] = sheet[old].value, None
        book.defined_names["收费.一_甲"].attr_text = f"'{SHEET}'!$D$12"

    submission = came_back(tmp_path, cut)
    assert read_numbers(submission)["收费.一_甲"] is Blank.MISSING
    assert "value-moved" in {f.code for f in submission.findings}
