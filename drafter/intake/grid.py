"""Where a returned form's answers stand: by hidden IDs and headers, never by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drafter.catalogue.forms.layout import (
    CONTACT,
    ID_HEADER,
    META,
    META_FIELDS,
    TABLE_ANY,
    TABLE_END,
    TABLE_MARK,
)
from drafter.model import Place, address
from drafter.workbook.reader import Sheet, Workbook

_HEADER_WITHIN = 60
_ID_WITHIN = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a returned form."""

    book: Workbook
    sheet: Sheet
    row: int
    column: int

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.book.file, self.sheet.name, address(self.row, self.column))

    @property
    def value(self) -> object:
        """What it holds; "" for nothing."""
        return self.sheet.cell(self.row, self.column)

    @property
    def text(self) -> str:
        """What it holds, as text without spaces around it."""
        return self.sheet.text(self.row, self.column)

    @property
    def error(self) -> str:
        """#DIV/0! and the like; "" where there is none."""
        return self.sheet.notes.errors.get(address(self.row, self.column), "")

    @property
    def uncached(self) -> str | None:
        """The formula that has no result; None where there is none."""
        return self.sheet.notes.uncached.get(address(self.row, self.column))

    @property
    def empty(self) -> bool:
        """Whether nothing at all was entered."""
        return self.text == "" and not self.error and self.uncached is None


@dataclass(frozen=True, slots=True)
class Answer:
    """An indicator's cell, the 说明 cell beside it, and the unit that the form printed."""

    cell: Cell
    explanation: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A 明细表 as returned: its columns by header, its rows, and the cell 有无此类事项."""

    sheet: Sheet
    header: Cell
    columns: Mapping[str, int]
    last: int
    any: Cell | None

    def rows(self, book: Workbook) -> Iterator[Mapping[str, Cell]]:
        """The rows below the header, by column name."""
        for row in range(self.header.row + 1, self.last + 1):
            yield {name: Cell(book, self.sheet, row, at) for name, at in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Grid:
    """The answers of a returned form, by key; a key in two places stands with both."""

    identity: Mapping[str, str]
    answers: Mapping[str, tuple[Answer, ...]]
    tables: Mapping[str, tuple[TableGrid, ...]]
    contact: str


def find_answers(book: Workbook, year: int) -> Grid:
    """The form's answers. A sheet without the ID header has none."""
    answers: dict[str, tuple[Answer, ...]] = {}
    tables: dict[str, tuple[TableGrid, ...]] = {}
    for sheet in book.sheets.values():
        for key, answer in _listed(book, sheet, year):
            answers[key] = (*answers.get(key, ()), answer)
        for key, table in _tables(book, sheet):
            tables[key] = (*tables.get(key, ()), table)
    return Grid(_identity(book), answers, tables, _contact(book))


def _identity(book: Workbook) -> dict[str, str]:
    """From the _meta sheet, or from the custom properties where that sheet was removed."""
    sheet = book.sheets.get(META)
    rows = range(1, len(sheet.rows) + 1) if sheet else ()
    found = {sheet.text(row, 1): sheet.text(row, 2) for row in rows} if sheet else {}
    return {name: found.get(name) or book.properties.get(name, "") for name in META_FIELDS}


def _contact(book: Workbook) -> str:
    for sheet in book.sheets.values():
        for row in range(1, min(len(sheet.rows), 10) + 1):
            if sheet.text(row, 1) == CONTACT:
                said = (sheet.text(row, 3), sheet.text(row, 6))
                return "　".join(part for part in said if part)
    return ""


def _listed(book: Workbook, sheet: Sheet, year: int) -> Iterator[tuple[str, Answer]]:
    header = _find(sheet, ID_HEADER)
    if header is None:
        return
    row, id_column = header
    named = _headers(sheet, row)
    value, note = named.get(f"{year}年") or named.get("内容"), named.get("说明", 0)
    unit = named.get("单位", 0)
    for at in range(row + 1, len(sheet.rows) + 1) if value else ():
        if key := sheet.text(at, id_column):
            explanation = sheet.text(at, note) if note else ""
            printed = sheet.text(at, unit) if unit else ""
            yield key, Answer(Cell(book, sheet, at, value or 0), explanation, printed)


def _tables(book: Workbook, sheet: Sheet) -> Iterator[tuple[str, TableGrid]]:
    """The sheet's tables by key. Rows below the end mark are read too: people write there."""
    column = _mark_column(sheet)
    rows = range(1, len(sheet.rows) + 1) if column else ()
    marks = [(sheet.text(row, column), row) for row in rows]
    for mark, row in marks:
        if mark.startswith(TABLE_MARK) and not mark.endswith((TABLE_ANY, TABLE_END)):
            columns, header = _headers(sheet, row), Cell(book, sheet, row, column)
            chosen = _choice(book, sheet, dict(marks).get(f"{mark}{TABLE_ANY}"))
            table = TableGrid(sheet, header, columns, len(sheet.rows), chosen)
            yield mark.removeprefix(TABLE_MARK), table


def _mark_column(sheet: Sheet) -> int:
    """The column that holds the table's marks; 0 where there is none."""
    for row in range(1, min(len(sheet.rows), _HEADER_WITHIN) + 1):
        for column in range(1, min(len(sheet.rows[row - 1]), _ID_WITHIN) + 1):
            if sheet.text(row, column).startswith(TABLE_MARK):
                return column
    return 0


def _choice(book: Workbook, sheet: Sheet, row: int | None) -> Cell | None:
    """The cell right of “有无此类事项：”."""
    for column in range(2, len(sheet.rows[row - 1]) + 1) if row else ():
        if sheet.text(row or 0, column).startswith("有无"):
            return Cell(book, sheet, row or 0, column + 1)
    return None


def _headers(sheet: Sheet, row: int) -> dict[str, int]:
    """Header text to column; of equal headers the first."""
    columns = range(len(sheet.rows[row - 1]), 0, -1)
    return {sheet.text(row, column): column for column in columns if sheet.text(row, column)}


def _find(sheet: Sheet, wanted: str) -> tuple[int, int] | None:
    for row in range(1, min(len(sheet.rows), _HEADER_WITHIN) + 1):
        for column in range(1, min(len(sheet.rows[row - 1]), _ID_WITHIN) + 1):
            if sheet.text(row, column) == wanted:
                return row, column
    return None
