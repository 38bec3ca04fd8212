"""One workbook as two readers see it, cell by cell, in the same words."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from drafter.model.finding import address
from drafter.workbook.raw import Contents, Leaf
from drafter.workbook.reader import Sheet, Workbook

Seen = dict[tuple[str, str], tuple[str, Any]]


def ours(book: Workbook | Contents) -> Seen:
    """By (sheet, cell): a value, an error, or a formula without result."""
    sheets = book.leaves if isinstance(book, Contents) else book.sheets
    return {(name, cell): told for name, sheet in sheets.items() for cell, told in _ours(sheet)}


def _ours(sheet: Leaf | Sheet) -> Iterator[tuple[str, tuple[str, Any]]]:
    for row, line in enumerate(sheet.rows, 1):
        for column, value in enumerate(line, 1):
            if value != "" or isinstance(value, bool):
                yield address(row, column), ("value", value)
    yield from ((cell, ("error", text)) for cell, text in sheet.notes.errors.items())
    yield from ((cell, ("uncached", "")) for cell in sheet.notes.uncached)


def theirs(file: Path | bytes) -> Seen:
    """What openpyxl's two passes say: values, and which cells hold formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values, formulas = (
            openpyxl.load_workbook(BytesIO(file) if isinstance(file, bytes) else file, data_only=d)
            for d in (True, False)
        )
    return {
        (sheet.title, cell.coordinate): told
        for sheet in values.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if (told := _theirs(cell, formulas[sheet.title][cell.coordinate].value))
    }


def _theirs(cell: Any, formula: object) -> tuple[str, Any] | None:
    computed = isinstance(formula, ArrayFormula | DataTableFormula) or (
        isinstance(formula, str) and formula.startswith("=") and cell.value != formula
    )
    if cell.data_type == "e" and cell.value is not None:
        return "error", cell.value
    if cell.value is not None:
        return "value", plain(cell.value)
    return ("uncached", "") if computed else None


def plain(value: Any) -> Any:
    """The value as drafter has it: numbers are floats, days have no hours."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return (seconds + value.microsecond / 1e6) / 86400
    return str(value)


def differences(one: Seen, other: Seen) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Where the two differ, more than in the last digits of a number."""
    cells = sorted({*one, *other})
    pairs = {cell: (one.get(cell), other.get(cell)) for cell in cells}
    return {cell: pair for cell, pair in pairs.items() if not _same(*pair)}


def _same(one: tuple[str, Any] | None, other: tuple[str, Any] | None) -> bool:
    if one and other and isinstance(one[1], float) and isinstance(other[1], float):
        return one[0] == other[0] and abs(one[1] - other[1]) <= 1e-9 * max(1, abs(one[1]))
    return one == other and type((one or (0, 0))[1]) is type((other or (0, 0))[1])
