"""drafter's cells beside other readers' cells: openpyxl's, calamine's, xlrd's, LibreOffice's."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlrd
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from drafter.model.finding import address
from drafter.workbook.limits import Limits
from drafter.workbook.openxml import read_openxml
from tests.building import read
from tests.conftest import Convert
from tests.laws import cases
from tests.workbook.biff import old_workbook
from tests.workbook.comparing import Seen, differences, ours, plain, theirs
from tests.workbook.making import good_xlsx, with_rows

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / "inputs/2023").glob("*.xlsx"))
Write = Callable[[dict[tuple[int, int], Any]], bytes]


def by_xlsxwriter(cells: dict[tuple[int, int], Any]) -> bytes:
    """A workbook of the cells; a tuple is a formula and its result."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("甲表")
    day, rate = (book.add_format({"num_format": code}) for code in ("yyyy/m/d", "0.00%"))
    for (row, column), value in cells.items():
        if isinstance(value, tuple):
            sheet.write_formula(row, column, value[0], None, value[1])
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, time()), day)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, value, rate if row % 2 else None)
    book.close()
    return stream.getvalue()


def by_openpyxl(cells: dict[tuple[int, int], Any]) -> bytes:
    """The same by openpyxl, which writes formulas without results."""
    book, stream = openpyxl.Workbook(), BytesIO()
    book.active.title = "甲表"
    for (row, column), value in cells.items():
        cell = book.active.cell(row + 1, column + 1)
        cell.value = value[0] if isinstance(value, tuple) else value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(stream)
    return stream.getvalue()


TEXT = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"), include_characters="\n\t", exclude_characters="￾￿"
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: "_x" not in text and "x005F_" not in text)
NUMBER = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300),
)
RESULT = st.one_of(
    NUMBER, st.sampled_from(["#DIV/0!", "#N/A", "#REF!", "#NAME?", "", "通过", True])
)
VALUE = st.one_of(
    TEXT,
    NUMBER,
    st.booleans(),
    st.dates(date(1900, 3, 1), date(9999, 12, 30)),
    st.tuples(st.sampled_from(["=A1+1", "=1/0", '=IF(A1="","未填","")']), RESULT),
    st.sampled_from(["=1+1", "+86", "@甲", "-", " 前后 ", "#DIV/0!"]),
)
CELLS = st.dictionaries(st.tuples(st.integers(0, 60), st.integers(0, 30)), VALUE, max_size=40)


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl])
@cases(150)
@given(cells=CELLS)
def test_any_workbook_reads_as_openpyxl_reads_it(
    write: Write, cells: dict[tuple[int, int], Any]
) -> None:
    content = write(cells)
    assert differences(ours(read_openxml(content, Limits())), theirs(content)) == {}


@cases(100)
@given(cells=CELLS)
def test_values_are_those_that_calamine_reads(cells: dict[tuple[int, int], Any]) -> None:
    content = by_xlsxwriter(cells)
    told = {
        k: v for k, (kind, v) in ours(read_openxml(content, Limits())).items() if kind == "value"
    }
    for name, cell in _by_calamine(content).items():
        assert _close(told.pop(name), cell), name
    assert {name: value for name, value in told.items() if value != ""} == {}


def _by_calamine(content: bytes) -> dict[tuple[str, str], Any]:
    sheet = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    return {
        ("甲表", address(row, column)): plain(value)
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if value != ""
    }


def _close(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12)
    return bool(one == other)


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_the_samples_forms_read_as_openpyxl_reads_them(form: Path) -> None:
    assert differences(ours(read(form)), theirs(form)) == {}


def test_what_a_writer_of_all_kinds_writes(tmp_path: Path) -> None:
    path = tmp_path / "各种.xlsx"
    path.write_bytes(everything())
    book = read(path)
    assert differences(ours(book), theirs(path)) == {}
    notes = book.sheets["全"].notes
    assert notes.errors == {"B2": "#DIV/0!", "B3": "#N/A"}
    assert notes.uncached == {"B4": "1+1"}
    assert notes.percents == ["B7", "B8"]
    assert notes.serials == {"B6": "45416", "B9": "1.5"}
    assert notes.merged == [(20, 1, 21, 3)]
    assert (notes.hidden_rows, notes.hidden_columns) == ([15], [(5, 6)])
    assert [book.sheets[name].notes.hidden for name in ("全", "藏", "深藏")] == [False, True, True]
    assert dict(book.names) == {"甲.数": ("全", "B1"), "乙.数": ("藏 表's", "C3")}
    assert dict(book.properties) == {"部门": "县司法局", "年度": "2024"}


def everything() -> bytes:
    """Every kind of cell that XlsxWriter knows."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("全")
    percent, day, hours = (book.add_format({"num_format": f}) for f in (9, "yyyy-mm-dd", "[h]:mm"))
    sheet.write_number("B1", 613)
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B3", "=NA()", None, "#N/A")
    sheet.write_formula("B4", "=1+1", None, "")
    sheet.write_formula("B5", '="甲"&"乙"', None, "甲乙")
    sheet.write_datetime("B6", datetime.combine(date(2024, 5, 4), time()), day)
    sheet.write_number("B7", 0.97, percent)
    sheet.write_formula("B8", "=B7", percent, 0.97)
    sheet.write_number("B9", 1.5, hours)
    sheet.write_boolean("B10", True)
    sheet.write_rich_string("B11", "丰", book.add_format({"bold": True}), "富", "文本")
    sheet.write_array_formula("C1:C2", "{=B1:B2*2}", None, 1226)
    sheet.write_string("B12", " 前后有空 ")
    sheet.write_string("B13", "两\n行\tx😀")
    sheet.write_url("B14", "https://example.com", string="链接")
    sheet.set_row(14, None, None, {"hidden": True})
    sheet.set_column(4, 5, None, None, {"hidden": True})
    sheet.merge_range("A20:C21", "合并")
    for name, hide in (("藏", "hide"), ("深藏", "very_hidden"), ("藏 表's", "hide")):
        getattr(book.add_worksheet(name), hide)()
    book.define_name("甲.数", "=全!$B$1")
    book.define_name("乙.数", "='藏 表''s'!$C$3")
    book.define_name("丙.区", "=全!$A$1:$B$2")
    book.define_name("全!丁.数", "=全!$A$1")
    book.set_custom_property("部门", "县司法局")
    book.set_custom_property("年度", 2024)
    book.close()
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("form", [FORMS[0], FORMS[7]], ids=lambda path: path.stem)
def test_issued_forms_that_libreoffice_saved(form: Path, ending: str, soffice: Convert) -> None:
    saved = soffice(form, ending)
    book = ours(read(saved))
    same = saved if ending == "xlsx" else soffice(saved, "xlsx")
    told = theirs(same)
    if (
        ending == "xls"
    ):  # a blank that was worked out is a blank there, and no formula without result
        told = {cell: told for cell, told in told.items() if told[0] != "uncached"}
    assert differences(book, told) == {}
    if ending == "xls":
        assert differences(book, by_xlrd(saved)) == {}


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_all_kinds_of_cells_that_libreoffice_saved(
    ending: str, soffice: Convert, tmp_path: Path
) -> None:
    path = tmp_path / "各种.xlsx"
    path.write_bytes(everything())
    saved = soffice(path, ending)
    same = saved if ending == "xlsx" else soffice(saved, "xlsx")
    book = read(saved)
    # LibreOffice 7.4 writes 0 into an .xls for a text that was worked out, and =TRUE() as a number.
    written = {"xls": {("全", "B5")}, "ods": {("全", "B10")}}.get(ending, set())
    assert differences(ours(book), theirs(same)).keys() == written
    assert [book.sheets[name].notes.hidden for name in ("全", "藏", "深藏")] == [False, True, True]
    assert book.sheets["全"].notes.percents == ["B7", "B8"]
    assert book.names["甲.数"] == ("全", "B1")
    assert book.names["乙.数"] == ("藏 表's", "C3")


def by_xlrd(path: Path) -> Seen:
    """What xlrd says on its own, the file opened by its own means."""
    book, seen = xlrd.open_workbook(path), Seen()
    for sheet in book.sheets():
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                told = _by_xlrd(cell, book.datemode)
                if told:
                    seen[sheet.name, address(row + 1, column + 1)] = told
    return seen


def _by_xlrd(cell: Any, datemode: int) -> tuple[str, Any] | None:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return "error", xlrd.error_text_from_code[cell.value]
    if cell.ctype == xlrd.XL_CELL_DATE:
        return "value", xlrd.xldate_as_datetime(cell.value, datemode).date()
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "value", bool(cell.value)
    return None if cell.value == "" else ("value", plain(cell.value))


def test_an_old_workbook_reads_as_xlrd_reads_it(tmp_path: Path) -> None:
    cells = {(n, n % 9): f"第{n}项" if n % 3 else n * 1.5 for n in range(100)}
    (tmp_path / "旧.xls").write_bytes(old_workbook(cells))
    book = ours(read(tmp_path / "旧.xls"))
    assert len(book) == 100
    assert differences(book, by_xlrd(tmp_path / "旧.xls")) == {}


def test_openpyxl_leaves_what_excel_escapes_and_cuts_what_looks_escaped() -> None:
    content = by_xlsxwriter({(0, 0): "_x000D_", (1, 0): "x005F_"})
    rows = '<row r="1"><c r="A1" t="str"><v>一_x000D_行</v></c></row>'
    assert read_openxml(content, Limits()).leaves["甲表"].rows == [["_x000D_"], ["x005F_"]]
    assert [cell.value for cell in openpyxl.load_workbook(BytesIO(content)).active["A"]] == [
        "_x000D_",
        "",
    ]
    assert read_openxml(with_rows(rows), Limits()).leaves["填报表"].rows == [["一\r行"]]
    theirs_ = openpyxl.load_workbook(BytesIO(with_rows(rows)))["填报表"]
    assert theirs_["A1"].value == "一_x000D_行"


@pytest.mark.parametrize(
    ("value", "read", "calamines"),
    [
        ("<v><![CDATA[613]]></v>", 613.0, ""),
        ("<v>6&#49;3</v>", 613.0, 6.0),
        ("<v>6<!-- 十 -->13</v>", 613.0, 6.0),
        ("<v>613<?x?></v>", 613.0, 613.0),
    ],
)
def test_calamine_loses_what_is_not_plain_in_a_number(
    value: str, read: float, calamines: object
) -> None:
    content = with_rows(f'<row r="1"><c r="A1">{value}</c></row>')
    assert read_openxml(content, Limits()).leaves["填报表"].rows == [[read]]
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    rows = book.get_sheet_by_name("填报表").to_python() or [[""]]
    assert rows[0][0] == calamines


def test_openpyxl_turns_a_day_beyond_the_calendar_into_an_error() -> None:
    stream, book = BytesIO(), openpyxl.load_workbook(BytesIO(good_xlsx()))
    book["填报表"]["D6"].number_format = "yyyy-mm-dd"
    book["填报表"]["D6"].value = 99999999
    book.save(stream)
    leaf = read_openxml(stream.getvalue(), Limits()).leaves["填报表"]
    assert (leaf.rows[5][3], leaf.notes.serials, leaf.notes.errors) == (
        99999999.0,
        {"D6": "99999999"},
        {},
    )
    with pytest.warns(UserWarning, match="outside the limits"):
        theirs_ = openpyxl.load_workbook(BytesIO(stream.getvalue()), data_only=True)
    assert theirs_["填报表"]["D6"].value == "#VALUE!"
