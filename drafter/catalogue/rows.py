"""The rows of a catalogue sheet by column name, and the mistakes found in them, by cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from drafter.model import quantity
from drafter.model.finding import Finding, Place, Severity, address
from drafter.model.pattern import pattern
from drafter.workbook.reader import Sheet, Workbook

BETWEEN = pattern(r"[、，,;；\s]+")
_DATE = pattern(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")


class Mistakes:
    """The findings of one reading, in the order in which they were noticed.

    `unread` are the sheets of which no row could be read: references to their rows are not checked.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.unread: set[str] = set()

    def add(self, code: str, sheet: str = "", cell: str = "", /, **details: object) -> None:
        """A mistake at a cell."""
        texts = {name: str(value) for name, value in details.items()}
        place = Place(self.file, sheet, cell)
        self.findings.append(Finding(code, Severity.ERROR, place, details=texts))


class Row(Struct, frozen=True):
    """One row of a sheet, read by column name; `texts` are its cells that hold something."""

    sheet: Sheet
    number: int
    columns: dict[str, int]
    mistakes: Mistakes
    texts: dict[str, str]

    def cell(self, column: str) -> str:
        """The address of a column's cell in this row."""
        return address(self.number, self.columns[column]) if column in self.columns else ""

    def place(self, column: str) -> Place:
        """The place of a column's cell in this row."""
        return Place(self.mistakes.file, self.sheet.name, self.cell(column))

    def mistake(self, code: str, column: str, /, **details: object) -> None:
        """A mistake at a column's cell of this row."""
        self.mistakes.add(code, self.sheet.name, self.cell(column), **details)

    def text(self, column: str) -> str:
        """The cell as text; "" where the cell or the column is not there."""
        return self.texts.get(column, "")

    def required(self, column: str) -> str:
        """The cell as text; a mistake where it is empty."""
        if not (text := self.text(column)):
            self.mistake("catalogue-empty", column, column=column)
        return text

    def choice(self, column: str, choices: Sequence[str], otherwise: str) -> str:
        """One of the choices; a mistake where it is another word."""
        text = self.text(column) or otherwise
        if text in choices:
            return text
        listed = "、".join(choices)
        self.mistake("catalogue-choice", column, value=text, column=column, choices=listed)
        return otherwise

    def number_in(self, column: str) -> Fraction | None:
        """The cell as a number; a mistake where it is something else."""
        if not (text := self.text(column)):
            return None
        if (amount := quantity.read(text)) is None:
            self.mistake("catalogue-number", column, column=column, value=text)
            return None
        return amount.value

    def list_in(self, column: str) -> list[str]:
        """The cell's names, separated by 、 ， ; or line breaks."""
        return [part for part in BETWEEN.split(self.text(column)) if part]


def rows(
    book: Workbook, sheet_name: str, columns: Sequence[str], mistakes: Mistakes
) -> Iterator[Row]:
    """The rows below the header that are not empty; none, and mistakes, without all the columns."""
    sheet = book.sheets.get(sheet_name)
    if sheet is None:
        mistakes.add("catalogue-sheet-missing", sheet_name, sheet=sheet_name)
        mistakes.unread.add(sheet_name)
        return
    at = header_row(sheet, columns)
    named = {text: n for n, text in enumerate(sheet.line(at), 1)} if at else {}
    absent = [column for column in columns if column not in named]
    for column in absent:
        cell = f"A{at or 1}"
        mistakes.add("catalogue-column-missing", sheet_name, cell, sheet=sheet_name, column=column)
        mistakes.unread.add(sheet_name)
    broken = sheet.notes.errors.keys() | sheet.notes.uncached.keys()
    for number in range(at + 1, len(sheet.rows) + 1) if not absent else ():
        line = sheet.line(number)
        texts = {name: line[n - 1] for name, n in named.items() if n <= len(line) and line[n - 1]}
        row = Row(sheet, number, named, mistakes, texts)
        for column in named if broken else ():
            if row.cell(column) in broken:
                row.mistake("catalogue-formula", column)
        if not texts.keys().isdisjoint(columns):
            yield row


def header_row(sheet: Sheet, columns: Sequence[str]) -> int:
    """The header's row number: the row within ten that has most of the columns' names."""
    best, most = 0, 0
    for number in range(1, min(10, len(sheet.rows)) + 1):
        texts = {*sheet.line(number)}
        if len(texts.intersection(columns)) > most:
            best, most = number, len(texts.intersection(columns))
    return best


def as_date(value: object) -> date | None:
    """The date in a cell: a real one, or 2023年11月5日, 2023-11-05, 2023.11.5 as text."""
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def nearest(name: str, names: Sequence[str]) -> str:
    """ "，是否为“…”" with the nearest of the names; "" where none is near."""
    from rapidfuzz.process import extractOne

    match = extractOne(name, names, score_cutoff=60)
    return f"，是否为“{match[0]}”" if match else ""
