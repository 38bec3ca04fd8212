"""An .ods by hand: what belongs to a cell's value, and what stands beside it."""

from __future__ import annotations

import pytest

from drafter.workbook.limits import Limits
from drafter.workbook.opendocument import read_opendocument
from drafter.workbook.raw import Leaf
from tests.workbook.making import document, number_cell, opendocument, row_of, sheet_of, text_cell

STYLE = '<style:style style:name="{}" style:family="table"><style:table-properties table:display="{}"/></style:style>'


def leaf_of(*cells: str, styles: str = "") -> Leaf:
    content = opendocument(document(sheet_of(row_of(*cells)), styles))
    return read_opendocument(content, Limits()).leaves["填报表"]


def test_a_hidden_sheet_is_noted() -> None:
    styles = STYLE.format("ta1", "true") + STYLE.format("ta2", "false")
    body = "".join(
        sheet_of(row_of(number_cell(1)), name).replace(
            "<table:table ", f"<table:table table:style-name='{style}' ", 1
        )
        for name, style in (("填报表", "ta1"), ("_meta", "ta2"), ("旧", "ta3"))
    )
    leaves = read_opendocument(opendocument(document(body, styles)), Limits()).leaves
    assert {name: leaf.notes.hidden for name, leaf in leaves.items()} == {
        "填报表": False,
        "_meta": True,
        "旧": False,
    }


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        ("<text:p>甲<text:s text:c='2'/>乙<text:tab/>丙</text:p>", "甲  乙\t丙"),
        ("<text:p>甲</text:p><text:p>乙</text:p>", "甲\n乙"),
        ("<text:p>甲<text:span>乙</text:span><text:a>丙</text:a></text:p>", "甲乙丙"),
        ("<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>", "甲"),
        (
            "<text:p>甲<office:annotation><text:p>批注</text:p></office:annotation>乙</text:p>",
            "甲乙",
        ),
        (
            "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame><text:p>甲</text:p>",
            "甲",
        ),
    ],
)
def test_of_a_cell_its_own_text_is_read(inside: str, read: str) -> None:
    cell = f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'
    assert leaf_of(cell, number_cell(1)).rows == [[read, 1]]


def test_cells_of_a_linked_file_are_no_sheet() -> None:
    linked = f"<table:dde-links><table:dde-link>{sheet_of(row_of(number_cell(9)), '外')}</table:dde-link></table:dde-links>"
    body = sheet_of(row_of(number_cell(1))) + linked
    assert [*read_opendocument(opendocument(document(body)), Limits()).leaves] == ["填报表"]


def test_errors_are_told_from_texts_that_look_like_them() -> None:
    formula = 'table:formula="of:=[.A1]"'
    leaf = leaf_of(
        text_cell("#DIV/0!", formula),
        text_cell("#1楼", formula),
        text_cell("#N/A"),
        text_cell("", formula),
    )
    assert leaf.rows == [["", "#1楼", "#N/A"]]
    assert leaf.notes.errors == {"A1": "#DIV/0!"}
    assert leaf.notes.uncached == {"D1": "A1"}


def test_a_duration_is_a_number_of_days() -> None:
    cell = '<table:table-cell office:value-type="time" office:time-value="PT36H00M00S"><text:p>36:00</text:p></table:table-cell>'
    leaf = leaf_of(cell)
    assert (leaf.rows, leaf.notes.serials) == ([[1.5]], {"A1": "1.5"})


def test_names_point_to_sheets_whatever_these_are_called() -> None:
    name = '<table:named-range table:name="{}" table:cell-range-address="{}"/>'
    told = {"甲.数": "$填报表.$A$1", "乙.数": "$'a.b''c'.$D$5", "丙.区": "$填报表.$A$1:.$B$2"}
    names = "".join(name.format(key, at) for key, at in told.items())
    body = (
        sheet_of(row_of(number_cell(1)))
        + f"<table:named-expressions>{names}</table:named-expressions>"
    )
    assert read_opendocument(opendocument(document(body)), Limits()).names == {
        "甲.数": ("填报表", "A1"),
        "乙.数": ("a.b'c", "D5"),
    }
