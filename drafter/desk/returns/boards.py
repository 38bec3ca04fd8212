"""固定表 in 在线填报: the official table, row by row, with a field in each of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from drafter.catalogue.forms.fixed_layout import GROUP, ROW, FixedBlock, FixedSheet, Head

T = TypeVar("T")
_NOTED = "说明"


class BoardCell(Struct, Generic[T], frozen=True):
    """A cell of the page's table: a head over so many rows and columns, or a field; or the field
    whose explanation stands for the row."""

    text: str = ""
    down: int = 1
    across: int = 1
    scope: str = ""
    value: T | None = None
    note: T | None = None


class Board(Struct, Generic[T], frozen=True):
    """A table: its name and guide, its rows."""

    label: str
    guide: str
    rows: tuple[tuple[BoardCell[T], ...], ...]

    @property
    def fields(self) -> list[T]:
        """All fields, row by row."""
        return [cell.value for row in self.rows for cell in row if cell.value is not None]


def board(sheet: FixedSheet, fields: Mapping[str, T]) -> Board[T]:
    """The table with a field in each cell."""
    return Board(sheet.table.label, sheet.table.note, tuple(_rows(sheet, fields)))


def _rows(sheet: FixedSheet, fields: Mapping[str, T]) -> Iterator[tuple[BoardCell[T], ...]]:
    heads: dict[int, list[Head]] = {}
    for head in sheet.heads():
        heads.setdefault(head.top, []).append(head)
    for one in sheet.blocks:
        for row in (*([one.title] if one.title else []), *one.heads):
            yield (*_heads(heads.get(row, [])), *_noted(one, row))
        for at, row in enumerate(one.rows):
            keys = [sheet.table.cell(one.block.rows[at], column) for column in one.block.columns]
            spans = [last - first + 1 for first, last in one.columns]
            cells = (
                BoardCell(across=across, value=fields[key])
                for key, across in zip(keys, spans, strict=True)
            )
            yield (*_heads(heads.get(row, [])), *cells, BoardCell(note=fields[keys[0]]))


def _heads(heads: list[Head]) -> Iterator[BoardCell[T]]:
    for head in sorted(heads, key=lambda one: one.left):
        scope = {ROW: "row", GROUP: "rowgroup"}.get(head.kind, "col")
        across = head.right - head.left + 1
        yield BoardCell(head.text, head.bottom - head.top + 1, across, scope)


def _noted(one: FixedBlock, row: int) -> Iterator[BoardCell[T]]:
    if row == one.heads[0]:
        yield BoardCell(_NOTED, len(one.heads), 1, "col")
    elif row == one.title:
        yield BoardCell(" ")
