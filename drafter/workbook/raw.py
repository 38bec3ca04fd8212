"""A workbook as the worker reads it: values by sheet, and what is noted beside them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from math import isfinite

from msgspec import Struct, field

from drafter.model.finding import position
from drafter.model.pattern import pattern
from drafter.workbook.refusal import STRANGE, RefusedError

Value = str | float | bool | date
Rows = list[list[Value]]
Range = tuple[int, int, int, int]
_CELL = pattern(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_LITERAL = pattern(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ELAPSED = pattern(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_NUMBER = pattern(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_LONGEST_CODE = 255  # of a number format, in Excel
_PERCENT = frozenset((9, 10))
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_DAY_0, _LEAP, _LAST = date(1899, 12, 30), 60, 2_958_465
_FROM_1904 = 1462  # days


class Notes(Struct):
    """By cell address: `errors` (#DIV/0!), `uncached` (formulas that have no result, with their
    text), `formulas` (of error cells), `percents` (numbers shown as per cent), `serials` (numbers
    shown as dates), `displays` (what a number shows as, where its format adds, scales or hides).

    Ranges are (first row, first column, last row, last column), counted from 1.
    """

    errors: dict[str, str] = field(default_factory=dict)
    uncached: dict[str, str] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    percents: list[str] = field(default_factory=list)
    serials: dict[str, str] = field(default_factory=dict)
    displays: dict[str, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False


class Leaf(Struct):
    """One sheet: its rows from the first, blanks at their ends left out, and its notes."""

    rows: Rows = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)

    def put(self, row: int, column: int, value: Value) -> None:
        """The value at (row, column), counted from 1."""
        rows = self.rows
        while len(rows) < row:
            rows.append([])
        line = rows[row - 1]
        if column <= len(line):
            line[column - 1] = value
            return
        if column > len(line) + 1:
            line.extend([""] * (column - len(line) - 1))
        line.append(value)


class Contents(Struct):
    """A workbook: its sheets in order, the cells its names point to, its custom properties."""

    leaves: dict[str, Leaf] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, leaf: Leaf) -> None:
        """Add a sheet. Raises RefusedError where its name is taken, in whatever case."""
        if any(name.casefold() == other.casefold() for other in self.leaves):
            raise RefusedError(STRANGE)
        self.leaves[name] = leaf


def number(text: str) -> float | None:
    """A finite number as XML writes it; None for anything else that Python would take for one."""
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if isfinite(value) else None


def day(serial: float, from_1904: bool) -> date | None:
    """The day of a serial number; None for a time of day and outside of Excel's calendar.

    29 February 1900, which Excel has and the calendar has not, is the day before 1 March.
    """
    days = int(serial) + (_FROM_1904 if from_1904 else 0)
    if serial < 1 or days > _LAST:
        return None
    return _DAY_0 + timedelta(days=days + (days < _LEAP))


def is_percent(code: str) -> bool:
    """Whether a number format, by its code or its built-in number, shows per cent."""
    if _built_in(code):
        return int(code) in _PERCENT
    return "%" in _LITERAL.sub("", code[:_LONGEST_CODE])


def is_elapsed(code: str) -> bool:
    """Whether a number format shows hours, minutes or seconds beyond a day."""
    return code == "46" or bool(_ELAPSED.search(code[:_LONGEST_CODE]))


def is_date(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    if _built_in(code):
        return int(code) in _DATES
    plain = _LITERAL.sub("", code[:_LONGEST_CODE].partition(";")[0]).lower()
    return plain != "general" and any(letter in plain for letter in "ymdhs")


def _built_in(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) < 9


def area(reference: str) -> Range | None:
    """The range of a reference like A1:B2; None where it is none."""
    first, _, last = reference[:40].partition(":")
    last = last or first
    if not (_CELL.fullmatch(first) and _CELL.fullmatch(last)):
        return None
    return (*position(first.replace("$", "")), *position(last.replace("$", "")))


def cell_target(text: str) -> tuple[str, str] | None:
    """(sheet, cell) of a defined name that names one cell; None for ranges, #REF! and formulas."""
    sheet, mark, cell = text.rpartition("!")
    if not mark or not _CELL.fullmatch(cell):
        return None
    return _unquoted(sheet), cell.replace("$", "")


def _unquoted(sheet: str) -> str:
    if len(sheet) > 1 and sheet[0] == sheet[-1] == "'":
        sheet = sheet[1:-1]
    return sheet.replace("''", "'")
