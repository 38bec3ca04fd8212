"""An .xls (or a WPS .et, which is one) read by xlrd: values, error cells, formats, what hides."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

from drafter.model import address
from drafter.workbook.limits import Limits
from drafter.workbook.notes import Notes, Passed, cell_target, is_percent
from drafter.workbook.refusal import TOO_LONG, RefusedError, outside

if TYPE_CHECKING:
    import xlrd
    from xlrd.sheet import Sheet

_LOCKED = "工作簿加了密码，打不开；请在Excel或WPS中取消密码后重新保存报送"
_BROKEN = "旧版工作簿（.xls）内容有误，读不出来；请用Excel或WPS打开并另存为.xlsx后报送"
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
Rows = list[list[Any]]


def read_binary(content: bytes, limits: Limits) -> tuple[dict[str, Rows], Passed]:
    """The sheets' rows and what is noted of them. Raises RefusedError."""
    import xlrd
    from xlrd.biffh import XLRDError

    if len(content) > limits.binary:
        raise RefusedError("旧版工作簿（.xls）过大，未打开；请另存为.xlsx后报送")
    silent = io.StringIO()
    try:
        book = xlrd.open_workbook(
            file_contents=content, logfile=silent, formatting_info=True, ragged_rows=True
        )
        return _sheets(book, limits)
    except XLRDError as error:
        reason = _LOCKED if "encrypted" in str(error).lower() else _BROKEN
        raise RefusedError(reason) from error
    except (
        *(ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError),
        *(struct.error, NotImplementedError, EOFError, RecursionError),
    ) as error:
        # xlrd trusts the records it reads; what they break it with is the file's fault.
        raise RefusedError(_BROKEN) from error


def _sheets(book: xlrd.Book, limits: Limits) -> tuple[dict[str, Rows], Passed]:
    rows: dict[str, Rows] = {}
    passed = Passed()
    room = limits.cells
    for sheet in book.sheets():
        notes = Notes(hidden=bool(sheet.visibility))
        rows[sheet.name] = _rows(book, sheet, notes, limits)
        room -= sum(map(len, rows[sheet.name]))
        if room < 0:
            raise RefusedError(TOO_LONG)
        _note_layout(sheet, notes, limits)
        passed.notes[sheet.name] = notes
    for name in book.name_obj_list:
        if (at := _target(book, name)) and len(passed.names) < limits.names:
            passed.names[name.name] = at
    return rows, passed


def _rows(book: xlrd.Book, sheet: Sheet, notes: Notes, limits: Limits) -> Rows:
    rows: Rows = []
    for row in range(sheet.nrows):
        cells: list[Any] = []
        for column, cell in enumerate(sheet.row(row)):
            value = _value(book, cell, notes, address(row + 1, column + 1))
            cells.append(value)
            if value != "" and (row >= limits.row or column >= limits.column):
                raise outside(address(row + 1, column + 1))
        while cells and cells[-1] == "":
            cells.pop()
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _value(book: xlrd.Book, cell: Any, notes: Notes, at: str) -> Any:
    """The cell's value; errors and formats go to the notes."""
    from xlrd.biffh import error_text_from_code
    from xlrd.xldate import XLDateError, xldate_as_datetime

    if cell.ctype == _ERROR:
        notes.errors[at] = error_text_from_code.get(cell.value, "#VALUE!")
        return ""
    if cell.ctype == _BOOLEAN:
        return bool(cell.value)
    if cell.ctype == _DATE:
        notes.serials[at] = f"{cell.value:.15g}"
        try:
            return xldate_as_datetime(cell.value, book.datemode).date()
        except (XLDateError, OverflowError, ValueError):
            return cell.value
    if cell.ctype == _NUMBER and _is_percent(book, cell):
        notes.percents.append(at)
    return cell.value if cell.ctype in (_TEXT, _NUMBER) else ""


def _is_percent(book: xlrd.Book, cell: Any) -> bool:
    if cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return False
    form = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return form is not None and is_percent(form.format_str or "")


def _note_layout(sheet: Sheet, notes: Notes, limits: Limits) -> None:
    notes.merged = [
        (first + 1, left + 1, last, right) for first, last, left, right in sheet.merged_cells
    ]
    notes.hidden_rows = [
        row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden and row < limits.row
    ]
    notes.hidden_columns = [
        (column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden
    ]


def _target(book: xlrd.Book, name: Any) -> tuple[str, str] | None:
    """(sheet, cell) of a name that names one cell; None for anything else."""
    if name.result is None or not name.result.text:
        return None
    sheet, _, cell = str(name.result.text).rpartition("!")
    first, _, last = cell.partition(":")
    return cell_target(f"{sheet}!{first}") if last in ("", first) else None
