"""An .xls (or a WPS .et, which is one) read by xlrd: values, errors, formats, what is hidden."""

from __future__ import annotations

import io
import struct
from math import isfinite
from typing import TYPE_CHECKING, Any

from drafter.disk.formats import COMPOUND
from drafter.model.finding import address
from drafter.workbook.biff import checked
from drafter.workbook.compound import Compound
from drafter.workbook.kinds import workbook_stream
from drafter.workbook.limits import Limits, Room
from drafter.workbook.numberformat import displayed
from drafter.workbook.raw import (
    Contents,
    Leaf,
    Notes,
    cell_target,
    day,
    is_elapsed,
    is_percent,
)
from drafter.workbook.refusal import RefusedError

if TYPE_CHECKING:
    import xlrd
    from xlrd.sheet import Sheet

_BROKEN = "旧版工作簿（.xls）内容有误，读不出来；请用Excel或WPS打开并另存为.xlsx后报送"
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def read_binary(content: bytes, limits: Limits) -> Contents:
    """What the workbook holds. Raises RefusedError."""
    import xlrd
    from xlrd.biffh import XLRDError
    from xlrd.formula import FormulaError

    if len(content) > limits.binary:
        raise RefusedError("旧版工作簿（.xls）过大，未打开；请另存为.xlsx后报送")
    stream = checked(_stream(content), limits)
    try:
        book = xlrd.open_workbook(
            file_contents=stream, logfile=_Silent(), formatting_info=True, ragged_rows=True
        )
        return _contents(book, limits)
    except (
        *(ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError),
        *(struct.error, NotImplementedError, EOFError, RecursionError),
        *(XLRDError, FormulaError),
    ) as error:
        # xlrd trusts the records it reads; what they break it with is the file's fault.
        raise RefusedError(_BROKEN) from error


def _stream(content: bytes) -> bytes:
    """The workbook's records: all of an old file, one stream of a compound one."""
    if not content.startswith(COMPOUND):
        return content
    compound = Compound(content)
    return compound.read(workbook_stream(compound.names))


class _Silent(io.TextIOBase):
    """A sink for the warnings of xlrd: one a record would fill the memory."""

    def write(self, text: str) -> int:
        return len(text)


def _contents(book: xlrd.Book, limits: Limits) -> Contents:
    contents, room = Contents(), Room(limits)
    for sheet in book.sheets():
        leaf = Leaf(notes=Notes(hidden=bool(sheet.visibility)))
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                if cell.ctype in (_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR):
                    _put(book, cell, leaf, (row + 1, column + 1), room)
        _note_layout(sheet, leaf.notes, limits)
        contents.add(sheet.name, leaf)
    for name in book.name_obj_list:
        if (at := _target(book, name)) and len(contents.names) < limits.names:
            contents.names[name.name] = at
    return contents


def _put(book: xlrd.Book, cell: Any, leaf: Leaf, place: tuple[int, int], room: Room) -> None:
    """The cell's value into the rows; errors and formats into the notes."""
    at, value = address(*place), cell.value
    room.take(len(value) if cell.ctype == _TEXT else 0)
    if cell.ctype == _ERROR:
        leaf.notes.errors[at] = _error(value)
    elif cell.ctype in (_NUMBER, _DATE) and not isfinite(value):
        leaf.notes.errors[at] = "#NUM!"
    elif cell.ctype == _DATE:
        leaf.notes.serials[at] = f"{value:.15g}"
        shown = None if is_elapsed(_code(book, cell)) else day(value, book.datemode == 1)
        leaf.put(*place, shown or value)
    elif value != "":
        leaf.put(*place, bool(value) if cell.ctype == _BOOLEAN else value)
        if cell.ctype == _NUMBER:
            _note_format(leaf.notes, at, value, _code(book, cell))


def _note_format(notes: Notes, at: str, value: float, code: str) -> None:
    if is_percent(code):
        notes.percents.append(at)
    if (shown := displayed(code, value)) is not None:
        notes.displays[at] = shown


def _error(code: int) -> str:
    from xlrd.biffh import error_text_from_code

    return error_text_from_code.get(code, "#VALUE!")


def _code(book: xlrd.Book, cell: Any) -> str:
    """The cell's number format; "" where the file has none for it."""
    if cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return ""
    form = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return (form.format_str or "") if form else ""


def _note_layout(sheet: Sheet, notes: Notes, limits: Limits) -> None:
    merged = sheet.merged_cells[: limits.merged]
    notes.merged = [(first + 1, left + 1, last, right) for first, last, left, right in merged]
    notes.hidden_rows = [
        row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden and row < limits.row
    ]
    notes.hidden_columns = [
        (column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden
    ]


def _target(book: xlrd.Book, name: Any) -> tuple[str, str] | None:
    """(sheet, cell) of a name for the whole workbook; None for anything but one cell."""
    if name.scope != -1 or name.result is None or not name.result.text:
        return None
    sheet, _, cell = str(name.result.text).rpartition("!")
    first, _, last = cell.partition(":")
    return cell_target(f"{sheet}!{first}") if last in ("", first) else None
