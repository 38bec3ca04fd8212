"""Cells changed in the file's own XML: everything else stays, byte for byte."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from drafter.desk.files.folders import CATALOGUE
from drafter.workbook.adding import with_sheet
from drafter.workbook.editing import Change, edited
from drafter.workbook.limits import Limits
from drafter.workbook.refusal import RefusedError
from tests.building import read
from tests.conftest import Convert

# It is said of the file as openpyxl would save it, which is not done here.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
ROOT = Path(__file__).parents[2]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    old, new = members(before), members(after)
    assert list(old) == list(new)
    return {name for name in old if old[name] != new[name]}


def rich() -> bytes:
    """A workbook with what openpyxl loses or writes anew: a text box, rich text, a picture, validation
    kept as an extension, a table, comments, conditional formats, a filter's name."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, other = book.add_worksheet("指标"), book.add_worksheet("别的")
    bold, grey = book.add_format({"bold": True}), book.add_format({"bg_color": "#dddddd"})
    for row in range(1, 4):
        sheet.set_row(row, 30)
        for column in range(3):
            sheet.write(row, column, f"{row}.{column}", grey)
    sheet.add_table(0, 0, 3, 2, {"columns": [{"header": h} for h in ("编号", "名称", "单位")]})
    sheet.write_rich_string(1, 4, "甲", bold, "乙", "丙")
    sheet.write_comment(1, 1, "请核对")
    sheet.data_validation(1, 2, 3, 2, {"validate": "list", "source": ["件", "人"]})
    sheet.data_validation(1, 1, 3, 1, {"validate": "list", "source": "=别的!$A$1:$A$3"})
    sheet.conditional_format(1, 0, 3, 0, {"type": "duplicate", "format": bold})
    sheet.conditional_format(1, 2, 3, 2, {"type": "data_bar", "data_bar_2010": True})
    sheet.insert_textbox(6, 6, "说明")
    sheet.insert_image(9, 6, "图.png", {"image_data": BytesIO(PNG)})
    sheet.print_area(0, 0, 3, 2)
    sheet.write_formula(1, 5, "=1+1", None, 2)
    other.write(0, 0, "件")
    book.close()
    return stream.getvalue()


def texts(content: bytes, sheet: str = "指标") -> list[list[object]]:
    return [list(row) for row in load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True)]


def test_a_cell_changes_and_nothing_else() -> None:
    before = rich()
    after = edited(before, [Change("指标", 3, 2, "办理 <案件> & “援助”")], Limits())
    assert changed(before, after) == {"xl/worksheets/sheet1.xml"}
    old, new = texts(before), texts(after)
    assert new[2][1] == "办理 <案件> & “援助”"
    new[2][1] = old[2][1]
    assert new == old


def test_a_row_below_takes_the_look_of_the_one_above_and_what_covered_all_rows() -> None:
    before = rich()
    row: Mapping[int, str] = {1: "新.甲", 2: "新的", 3: "件"}
    after = edited(before, [Change("指标", 5, n, text) for n, text in row.items()], Limits())
    assert changed(before, after) == {
        *("xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml")
    }
    sheet = load_workbook(BytesIO(after))["指标"]
    assert [cell.value for cell in sheet[5]][:3] == ["新.甲", "新的", "件"]
    assert sheet["A5"].fill.fgColor.rgb == sheet["A4"].fill.fgColor.rgb == "FFDDDDDD"
    assert sheet.row_dimensions[5].height == 30
    assert sheet.tables["Table1"].ref == "A1:C5"
    ranges = {str(v.sqref) for v in sheet.data_validations.dataValidation}
    assert "C2:C5" in ranges
    assert sheet.print_area == "'指标'!$A$1:$C$5"
    assert "B2:B5" in members(after)["xl/worksheets/sheet1.xml"].decode()
    assert {str(one.sqref) for one in sheet.conditional_formatting} == {"A2:A5", "C2:C5"}


def test_a_number_is_written_as_one_and_a_text_never_as_a_formula() -> None:
    changes = [
        *(Change("指标", 3, 1, "60", number=True), Change("指标", 3, 2, "=1+1")),
        *(Change("指标", 3, 3, "0971", number=True), Change("指标", 4, 1, "")),
    ]
    after = edited(rich(), changes, Limits())
    sheet = load_workbook(BytesIO(after))["指标"]
    assert (sheet["A3"].value, sheet["C3"].value, sheet["A4"].value) == (60, "0971", None)
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")


def test_a_formula_is_left_to_excel() -> None:
    with pytest.raises(RefusedError, match="F2是公式"):
        edited(rich(), [Change("指标", 2, 6, "3")], Limits())
    with pytest.raises(RefusedError, match="没有“没有”这张表"):
        edited(rich(), [Change("没有", 2, 6, "3")], Limits())


def test_control_characters_do_not_reach_the_file() -> None:
    after = edited(rich(), [Change("指标", 3, 2, "甲\x00\x0b\ud800乙\n丙")], Limits())
    assert texts(after)[2][1] == "甲乙\n丙"


@pytest.mark.libreoffice
def test_libreoffice_and_the_reader_read_the_same(tmp_path: Path, soffice: Convert) -> None:
    before = (ROOT / CATALOGUE).read_bytes()
    changes = [Change("指标", 125, n, f"第{n}列") for n in range(1, 18)]
    path = tmp_path / "指标目录.xlsx"
    path.write_bytes(edited(before, changes, Limits()))
    ours, theirs = read(path), read(soffice(path, "xlsx"))
    for name, sheet in ours.sheets.items():
        other = theirs.sheets[name]
        for row in range(1, len(sheet.rows) + 1):
            for column in range(1, 19):
                assert sheet.text(row, column) == other.text(row, column)
    assert ours.sheets["指标"].text(125, 17) == "第17列"


def test_a_sheet_is_added_behind_the_others_and_nothing_else_changes() -> None:
    before = rich()
    added = with_sheet(before, "历年", Limits())
    after = edited(added, [Change("历年", 1, 1, "编号"), Change("历年", 2, 3, "9", True)], Limits())
    book = load_workbook(BytesIO(after))
    assert book.sheetnames == [*load_workbook(BytesIO(before)).sheetnames, "历年"]
    assert [*book["历年"].values] == [("编号", None, None), (None, None, 9)]
    old, new = members(before), members(after)
    assert {name for name in new if old.get(name) != new[name]} == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet3.xml",
    }
