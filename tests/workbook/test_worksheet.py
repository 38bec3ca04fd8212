"""Sheets as other writers than Excel write them: read where they have one meaning."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from drafter.workbook.limits import Limits
from drafter.workbook.openxml import read_openxml
from drafter.workbook.raw import Contents
from drafter.workbook.refusal import RefusedError
from tests.workbook.making import MAIN, OFFICE, SHEET, changed, good_xlsx, members, with_rows
from tests.workbook.making import worksheet as sheet_part


def rows_of(content: bytes) -> list[list[Any]]:
    return read_openxml(content, Limits()).leaves["填报表"].rows


def read_rows(rows: str, before: str = "", after: str = "") -> list[list[Any]]:
    return rows_of(with_rows(rows, before, after))


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ('<row r="1"><c r="a1"><v>1</v></c><c r="b1"><v>2</v></c></row>', [[1, 2]]),
        (
            "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>",
            [[1, "", 3], [4]],
        ),
        ('<row r="2"><c r="C2"/><c><v>1</v></c></row>', [[], ["", "", "", 1]]),
        (
            '<row r="2"><c r="B2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
            [[1], ["", 2]],
        ),
        ('<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>', [[1, 2]]),
        (
            '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>false</v></c></row>',
            [[True, False]],
        ),
        ('<row r="1"><c r="A1" t="d"><v>2024-05-04T00:00:00</v></c></row>', [[date(2024, 5, 4)]]),
        ('<row r="1"><c r="A1"><v>\n 613 \n</v></c></row>', [[613]]),
        ('<row r="1"><c r="A1"><v>\n</v></c></row>', []),
        (
            '<row r="1"><c r="A1" t="str"><v>_x4E2D__xD83D__xDE00__x005F_x000D_</v></c></row>',
            [["中😀_x000D_"]],
        ),
        ('<row r="1"><c r="A1" t="str"><v>_xD83D_</v></c></row>', [["�"]]),
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><r><t>丰</t></r><r><t>富</t></r></is></c></row>',
            [["丰富"]],
        ),
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>东京</t><rPh><t>トウ</t></rPh></is></c></row>',
            [["东京"]],
        ),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is><v>甲</v></c></row>', [["甲"]]),
        ('<row r="1"><c r="A1" s="9999"><v>1</v></c></row>', [[1]]),
    ],
)
def test_what_has_one_meaning_is_read(rows: str, read: list[list[Any]]) -> None:
    assert read_rows(rows) == read


def test_the_cell_that_cannot_be_read_is_named() -> None:
    with pytest.raises(RefusedError) as refused:
        read_rows('<row r="7"><c r="D7"><v>六百</v></c></row>')
    assert str(refused.value) == "“填报表”D7处的内容有误，读不准；请用Excel或WPS打开并另存后报送"


def test_an_empty_shared_string_does_not_shift_the_others() -> None:
    strings = f'<sst xmlns="{MAIN}"><si/><si><t/></si><si><t>丙</t></si></sst>'.encode()
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c></row>'
    content = changed(with_rows(rows), {"xl/sharedStrings.xml": strings})
    assert rows_of(content) == [["", "丙"]]


def test_a_prefix_for_the_main_namespace_is_read() -> None:
    text = sheet_part('<row r="1"><c r="A1"><v>613</v></c></row>').decode()
    for name in ("worksheet", "sheetData", "row", "c", "v"):
        text = text.replace(f"<{name}", f"<x:{name}").replace(f"</{name}>", f"</x:{name}>")
    content = changed(good_xlsx(), {SHEET: text.replace("xmlns=", "xmlns:x=").encode()})
    assert rows_of(content) == [[613]]


def test_a_sheet_in_utf_16_is_read() -> None:
    text = sheet_part('<row r="1"><c r="A1" t="str"><v>民事</v></c></row>').decode()
    wide = f'<?xml version="1.0" encoding="utf-16"?>{text}'.encode("utf-16")
    assert rows_of(changed(good_xlsx(), {SHEET: wide})) == [["民事"]]


def test_strict_documents_and_absolute_or_numbered_parts_are_read() -> None:
    parts = members(good_xlsx())
    strict = "http://purl.oclc.org/ooxml"
    renamed = {
        name.replace("xl/workbook.xml", "xl/workbook2.xml"): content.replace(
            MAIN.encode(), f"{strict}/spreadsheetml/main".encode()
        ).replace(OFFICE.encode(), f"{strict}/officeDocument/relationships".encode())
        for name, content in parts.items()
    }
    renamed["_rels/.rels"] = renamed["_rels/.rels"].replace(
        b'"xl/workbook.xml', b'"/xl/workbook2.xml'
    )
    relations = renamed.pop("xl/_rels/workbook.xml.rels")
    renamed["xl/_rels/workbook2.xml.rels"] = relations.replace(b'"worksheets/', b'"/xl/worksheets/')
    removed: dict[str, bytes | None] = dict.fromkeys(parts)
    content = changed(good_xlsx(), {**removed, **renamed})
    assert rows_of(content) == rows_of(good_xlsx())


def test_parts_are_found_whatever_their_case_and_slashes() -> None:
    parts = members(good_xlsx())
    removed: dict[str, bytes | None] = dict.fromkeys(parts)
    odd = {
        name.replace("sharedStrings", "SharedStrings").replace(
            "xl/worksheets/", "xl\\worksheets\\"
        ): c
        for name, c in parts.items()
    }
    assert rows_of(changed(good_xlsx(), {**removed, **odd})) == rows_of(good_xlsx())


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    book = members(good_xlsx())["xl/workbook.xml"].replace(
        b"<workbookPr", b'<workbookPr date1904="1"'
    )
    parts = {"xl/workbook.xml": book, "xl/styles.xml": styles.encode()}
    content = changed(with_rows('<row r="1"><c r="A1" s="0"><v>43954</v></c></row>'), parts)
    assert rows_of(content) == [[date(2024, 5, 4)]]


@pytest.mark.parametrize(
    ("serial", "read"),
    [
        *(("1", date(1900, 1, 1)), ("59", date(1900, 2, 28)), ("60", date(1900, 2, 28))),
        *(("61", date(1900, 3, 1)), ("2958465", date(9999, 12, 31)), ("2958466", 2958466.0)),
        *(("0.5", 0.5), ("-3", -3.0), ("1e300", 1e300)),
    ],
)
def test_days_at_the_ends_of_the_calendar(serial: str, read: object) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    content = with_rows(f'<row r="1"><c r="A1" s="0"><v>{serial}</v></c></row>')
    leaf = read_openxml(changed(content, {"xl/styles.xml": styles.encode()}), Limits()).leaves[
        "填报表"
    ]
    assert (leaf.rows, leaf.notes.serials) == ([[read]], {"A1": serial})


def test_names_of_one_sheet_alone_do_not_displace_the_workbooks() -> None:
    names = (
        '<definedNames><definedName name="甲.数">填报表!$D$5</definedName>'
        '<definedName name="甲.数" localSheetId="1">_meta!$D$5</definedName>'
        '<definedName name="乙.数">#REF!</definedName></definedNames><calcPr'
    )
    book = members(good_xlsx())["xl/workbook.xml"].decode().replace("<calcPr", names)
    read: Contents = read_openxml(
        changed(good_xlsx(), {"xl/workbook.xml": book.encode()}), Limits()
    )
    assert read.names == {"甲.数": ("填报表", "D5")}
