"""What a sheet says beside its values: errors, formulas without result, formats, what hides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from drafter.model import position

Range = tuple[int, int, int, int]
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_PERCENT = frozenset((9, 10))
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))


@dataclass(slots=True)
class Notes:
    """By cell address: `errors` (#DIV/0!), `uncached` (formulas that have no result, with their
    text), `formulas` (of error cells), `percents` (numbers shown as per cent), `serials` (numbers
    shown as dates).

    Ranges are (first row, first column, last row, last column), counted from 1.
    """

    errors: dict[str, str] = field(default_factory=dict)
    uncached: dict[str, str] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    percents: list[str] = field(default_factory=list)
    serials: dict[str, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class Passed:
    """What is learned of a workbook before it is read: by sheet, by name, by property."""

    notes: dict[str, Notes] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)


def sort_by_format(notes: Notes, styled: Mapping[str, tuple[int, str]], codes: list[str]) -> None:
    """Put the numbers that are shown as per cent or as dates into the notes.

    `styled` holds (style, value) by cell; `codes` the number format of each style.
    """
    for cell, (style, value) in styled.items():
        code = codes[style] if style < len(codes) else ""
        if is_percent(code):
            notes.percents.append(cell)
        elif is_date(code):
            notes.serials[cell] = value


def is_percent(code: str) -> bool:
    """Whether a number format, by its code or its built-in number, shows per cent."""
    return int(code) in _PERCENT if code.isdigit() else "%" in _LITERAL.sub("", code)


def is_date(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    if code.isdigit():
        return int(code) in _DATES
    plain = _LITERAL.sub("", code.partition(";")[0]).lower()
    return plain != "general" and any(letter in plain for letter in "ymdhs")


def area(reference: str) -> Range | None:
    """The range of a reference like A1:B2; None where it is none."""
    first, _, last = reference.replace("$", "").partition(":")
    last = last or first
    if not (_CELL.fullmatch(first) and _CELL.fullmatch(last)):
        return None
    return (*position(first), *position(last))


def cell_target(text: str) -> tuple[str, str] | None:
    """(sheet, cell) of a defined name that names one cell; None for ranges, #REF! and formulas."""
    sheet, mark, cell = text.rpartition("!")
    plain = cell.replace("$", "")
    if not mark or not _CELL.fullmatch(plain):
        return None
    return sheet.strip("'").replace("''", "'"), plain
