"""A 固定表 as it came back: its cells by the hidden codes of their row and column, never by
position; and what was done to its rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from drafter.catalogue.forms.fixed_layout import FIXED_MARK
from drafter.intake.cell import Answer, Cell, Oddity
from drafter.intake.listing import Asked
from drafter.intake.words import plain
from drafter.model.finding import Place, position
from drafter.workbook.reader import Sheet, Workbook

_WITHIN, _NOTES = 60, "说明"


class FixedPart(Struct, frozen=True):
    """A part of a table: its theme and unit, the row of its columns' codes, the columns and rows
    that have one, the row behind its last, the columns of the rows' codes and of explanations."""

    theme: str
    unit: str
    marks: int
    columns: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, str], ...]
    end: int
    ids: int
    notes: int

    def key(self, row: str, column: str) -> str:
        """The key of a cell."""
        return f"{self.theme}.{'_'.join(code for code in (row, column) if code)}"


class FixedListing(Struct, frozen=True, dict=True):
    """The sheet as parts of tables; without any where it holds none. Looked for only where the
    catalogue has such tables."""

    book: Workbook
    sheet: Sheet

    @cached_property
    def parts(self) -> list[FixedPart]:
        """The parts from top to bottom."""
        column = next((column for _, column in _marks(self.sheet)), 0)
        rows = [row for row, at in _marks(self.sheet) if at == column]
        ends = pairwise((*rows, len(self.sheet.rows) + 1))
        return [_part(self.sheet, row, end, column) for row, end in ends]

    def answers(self) -> list[tuple[str, Answer]]:
        """Each cell whose row and column have a code."""
        return [(key, answer) for _, key, answer in self._cells]

    @cached_property
    def _cells(self) -> list[tuple[FixedPart, str, Answer]]:
        return [
            (part, part.key(line, head), self._answer(part, row, column))
            for part in self.parts
            for row, line in part.rows
            for column, head in part.columns
        ]

    def _answer(self, part: FixedPart, row: int, column: int) -> Answer:
        explanation = self.sheet.text(row, part.notes) if part.notes else ""
        return Answer(Cell(self.book, self.sheet, row, column), explanation, part.unit)

    def mislabelled(self, asked: Asked) -> Iterator[Oddity]:
        """Cells whose codes and heads name two things: only what is visible was sorted or moved."""
        rows, columns = ({plain(one[n]) for one in asked.heads.values()} for n in (0, 1))
        for part, key, answer in self._cells:
            own = asked.heads.get(key)
            left, above = self._beside(part, answer.cell), self._above(part, answer.cell)
            for name, texts, others in zip(own or (), (left, above), (rows, columns), strict=False):
                strange = next((text for text in texts if plain(text) in others), "")
                if strange and plain(name) not in map(plain, texts):
                    details = {"name": strange, "cell": answer.cell.address}
                    yield Oddity("fixed-mixed", answer.cell.place, key, details)
                    break

    def _beside(self, part: FixedPart, cell: Cell) -> list[str]:
        """The heads in the cell's row."""
        values = {column for column, _ in part.columns}
        line = enumerate(self.sheet.line(cell.row), 1)
        return [t for n, t in line if t and n < min(values) and n != part.ids]

    def _above(self, part: FixedPart, cell: Cell) -> list[str]:
        """The heads in the cell's column."""
        rows = range(part.marks + 1, part.rows[0][0])
        return [text for row in rows if (text := self.sheet.text(row, cell.column))]

    def strays(self) -> Iterator[Oddity]:
        """Values in rows and columns that somebody added, which nobody asked for."""
        for part in self.parts:
            for cell in self._between(part):
                if not cell.empty:
                    name = next(iter(self._beside(part, cell)), "") or "无名称"
                    details = {"cell": cell.address, "name": name, "value": cell.said}
                    yield Oddity("fixed-unknown", cell.place, "", details)

    def _between(self, part: FixedPart) -> Iterator[Cell]:
        """The cells among the table's own whose row or column has no code."""
        if not (part.rows and part.columns):
            return
        columns, rows = dict(part.columns), dict(part.rows)
        for row in range(part.rows[0][0], part.end):
            if row not in rows and self.sheet.text(row, part.ids):
                continue
            for column in range(part.columns[0][0], part.columns[-1][0] + 1):
                if (row not in rows or column not in columns) and row <= part.rows[-1][0] + 1:
                    yield Cell(self.book, self.sheet, row, column)


def _marks(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The rows and columns of the marks at which parts begin."""
    for row in range(1, len(sheet.rows) + 1):
        for column, text in enumerate(sheet.line(row)[:_WITHIN], 1):
            if text.startswith(FIXED_MARK):
                yield row, column


def _part(sheet: Sheet, row: int, end: int, ids: int) -> FixedPart:
    theme, _, unit = sheet.text(row, ids).removeprefix(FIXED_MARK).partition("|")
    columns = tuple(
        (column, text[1:])
        for column, text in enumerate(sheet.line(row), 1)
        if text.startswith("|") and column != ids
    )
    rows = tuple(
        (at, text[1:])
        for at in range(row + 1, end)
        if (text := sheet.text(at, ids)).startswith("|")
    )
    heads = range(row + 1, rows[0][0] if rows else row + 1)
    return FixedPart(theme, unit, row, columns, rows, end, ids, _notes(sheet, heads))


def _notes(sheet: Sheet, rows: range) -> int:
    """The column under the head 说明; 0 for none."""
    return next((n for row in rows for n, t in enumerate(sheet.line(row), 1) if t == _NOTES), 0)


def restored(
    book: Workbook, asked: Asked, answered: Mapping[str, object]
) -> Iterator[tuple[str, Answer, Oddity]]:
    """The cells whose codes were destroyed, found by their names, where the heads of row and
    column are still beside and above them."""
    lost = [key for key in asked.heads if key not in answered and key in book.names]
    for key in lost:
        sheet = book.sheets.get(book.names[key][0])
        if sheet is None:
            continue
        row, column = position(book.names[key][1])
        heads = [(at, sheet.text(at, column)) for at in range(1, row)]
        texts = [*sheet.line(row)[: column - 1], *(text for _, text in heads)]
        if {plain(name) for name in asked.heads[key] if name} <= {*map(plain, texts)}:
            cell = Cell(book, sheet, row, column)
            notes = _notes(sheet, range(row - 1, 0, -1))
            explanation = sheet.text(row, notes) if notes else ""
            yield (
                key,
                Answer(cell, explanation),
                Oddity("fixed-codes", Place(book.file, sheet.name)),
            )


def told_once(oddities: list[Oddity]) -> Iterator[Oddity]:
    """One oddity for each sheet, with the count."""
    for sheet in dict.fromkeys(oddity.place for oddity in oddities):
        count = sum(oddity.place == sheet for oddity in oddities)
        yield Oddity("fixed-codes", sheet, "", {"count": str(count)})
