"""A returned workbook with what is wrong in it: coloured cells, notes, and a list in front.

Runs in the worker: openpyxl opens what came back. Values stay as they were; what openpyxl cannot
keep (text boxes, images in headers, macros, links to other files) is left out, and the list says
so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from drafter.model.record import shaped

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LIST = "更正清单"
_AUTHOR = "核查"
_FILLS = {"错误": "FFFDD5D2", "警告": "FFFFF0C2"}
_WIDTHS = (6, 8, 16, 10, 34, 22, 72)
_HEADS = ("序号", "级别", "工作表", "单元格", "指标", "现填", "核查意见")
_NOTE_WIDTH, _NOTE_HEIGHT, _NOTE_LINE = 320, 60, 22
_LONGEST = 32_000


class Remark(Struct, frozen=True):
    """What is to be mended at a cell; `cell` is empty where it is about no single cell."""

    severity: str
    sheet: str
    cell: str
    label: str
    said: str
    text: str


class Entry(Struct, frozen=True):
    """A value to be written into a form: a number, a date as YYYY-MM-DD, or a text as typed."""

    sheet: str
    cell: str
    value: str | int | float
    date: bool = False


class Annotation(Struct, frozen=True):
    """The title and introduction of the list, the remarks, and the values to fill in first."""

    title: str
    lines: tuple[str, ...]
    remarks: tuple[Remark, ...]
    entries: tuple[Entry, ...] = field(default=())

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Annotation:
        """The annotation from the fields that JSON carried."""
        return shaped(cls, fields)


def annotated(content: bytes, annotation: Annotation) -> bytes:
    """The workbook with its remarks. Raises what openpyxl raises where it cannot open it."""
    from openpyxl import load_workbook

    from drafter.workbook.saving import saved

    book = load_workbook(BytesIO(content), keep_links=False)
    if LIST in book.sheetnames:
        del book[LIST]
    for entry in annotation.entries:
        _fill_in(book, entry)
    for remark in annotation.remarks:
        if remark.cell and remark.sheet in book.sheetnames:
            _mark(book[remark.sheet][remark.cell], remark)
    _list(book, annotation)
    return saved(book)


def _fill_in(book: Workbook, entry: Entry) -> None:
    cell = book[entry.sheet][entry.cell]
    if entry.date:
        cell.value = date.fromisoformat(str(entry.value))
    elif isinstance(entry.value, str):
        _write(cell, entry.value)
    else:
        cell.value = entry.value


def _write(cell: Cell | MergedCell, text: str) -> None:
    """The text as text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
    cell.data_type = "s"


def _mark(cell: Cell | MergedCell, remark: Remark) -> None:
    """Colour and a note; a covered cell of a merged range has neither, its first cell has."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if type(cell).__name__ == "MergedCell":
        return
    before = f"{cell.comment.text}\n" if cell.comment else ""
    note = Comment(f"{before}{remark.severity}：{remark.text}", _AUTHOR)
    note.width, note.height = _NOTE_WIDTH, _NOTE_HEIGHT + _NOTE_LINE * (len(note.text) // 24)
    cell.comment = note
    cell.fill = PatternFill("solid", fgColor=_FILLS.get(remark.severity, _FILLS["警告"]))


def _list(book: Workbook, annotation: Annotation) -> None:
    """The first sheet: what to mend, a row a remark, each with a link to its cell."""
    sheet = book.create_sheet(LIST, 0)
    _head(sheet, annotation)
    first = sheet.max_row + 1
    for number, remark in enumerate(annotation.remarks, start=1):
        _row(sheet, first + number - 1, number, remark)
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = _one_page_wide()
    sheet.sheet_view.showGridLines = False
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _one_page_wide() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _head(sheet: Worksheet, annotation: Annotation) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.page_setup.fitToHeight = 0
    for row, text in enumerate((annotation.title, *annotation.lines), start=1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_HEADS))
        cell = sheet.cell(row, 1)
        _write(cell, text)
        cell.font = Font(name="宋体", size=16 if row == 1 else 11, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[row].height = 30 if row == 1 else 18 * (1 + len(text) // 80)
    head = len(annotation.lines) + 2
    for column, text in enumerate(_HEADS, start=1):
        cell = sheet.cell(head, column, text)
        cell.font = Font(name="宋体", size=11, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF1F4E79")
        cell.alignment = Alignment(horizontal="center", vertical="center")


def _row(sheet: Worksheet, row: int, number: int, remark: Remark) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    texts = (str(number), remark.severity, remark.sheet, remark.cell, remark.label)
    line = Side(style="thin", color="FFB8C4D0")
    for column, text in enumerate((*texts, remark.said[:200], remark.text), start=1):
        cell = sheet.cell(row, column)
        _write(cell, text)
        cell.font = Font(name="宋体", size=11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(left=line, right=line, top=line, bottom=line)
    severity = sheet.cell(row, 2)
    severity.fill = PatternFill("solid", fgColor=_FILLS.get(remark.severity, _FILLS["警告"]))
    if remark.cell:
        _link(sheet.cell(row, 4), remark)
    breadths = ((remark.text, 34), (remark.label, 16), (remark.said[:200], 10))
    lines = max(1, *(-(-len(text) // breadth) for text, breadth in breadths))
    sheet.row_dimensions[row].height = 18 * lines


def _link(cell: Cell | MergedCell, remark: Remark) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = remark.sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{remark.cell}")
    cell.font = Font(name="宋体", size=11, color="FF0563C1", underline="single")
