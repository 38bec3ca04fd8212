"""An .xls by hand: what xlrd makes of it, and what it never gets to see."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.workbook.binary import read_binary
from drafter.workbook.compound import Compound
from drafter.workbook.limits import Limits
from drafter.workbook.refusal import RefusedError
from tests.building import read
from tests.workbook.biff import ERROR, cell, compound, old_workbook, record, sheet, stream


def test_values_and_errors() -> None:
    error = record(ERROR, bytes((1, 0, 1, 0, 15, 0, 7, 1)))
    cells = [cell(0, 0, "法律援助案件"), cell(0, 1, 613.0), error]
    content = compound({"Workbook": stream({"填报表": sheet(cells)})})
    leaf = read_binary(content, Limits()).leaves["填报表"]
    assert leaf.rows == [["法律援助案件", 613.0]]
    assert leaf.notes.errors == {"B2": "#DIV/0!"}


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_an_error(odd: float) -> None:
    leaf = read_binary(old_workbook({(0, 0): odd}), Limits()).leaves["填报表"]
    assert (leaf.rows, leaf.notes.errors) == ([], {"A1": "#NUM!"})


def test_a_stream_is_found_whatever_stands_beside_it() -> None:
    workbook = stream({"填报表": sheet([cell(0, 0, 1.0)])})
    content = compound({"\x05SummaryInformation": b"x" * 9, "WORKBOOK": workbook})
    assert Compound(content).names == {"\x05SummaryInformation", "WORKBOOK"}
    assert read_binary(content, Limits()).leaves["填报表"].rows == [[1.0]]


def test_sheets_that_claim_the_same_records_are_counted_each_time() -> None:
    one = sheet([cell(row, 0, 1.0) for row in range(4000)])
    names = {f"s{n}": b"" for n in range(300)}
    start = len(stream({**names, "末": b""}))
    content = compound({"Workbook": stream({**names, "末": one}, b"", [start] * 301)})
    with pytest.raises(RefusedError, match="空白格式行过多"):
        read_binary(content, Limits())


def test_an_old_workbook_under_excel_s_own_password_is_opened() -> None:
    """Saved by LibreOffice under VelvetSweatshop, which Excel tries by itself."""
    book = read(Path(__file__).parents[1] / "data/default-password.xls")
    assert list(book.sheets) == ["填报表", "_meta"]
    assert book.sheets["填报表"].text(3, 2) == "填报人："
