"""固定表: a table whose rows and columns are given, each cell of which is an indicator."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from msgspec import Struct

from drafter.model.finding import Place


class Line(Struct, frozen=True):
    """A row or a column: its code in keys, "" for the only one; its heads from the outermost to its
    own; what is to be noted beside it."""

    code: str
    heads: tuple[str, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """Its own head."""
        return self.heads[-1] if self.heads else ""


class Block(Struct, frozen=True):
    """A part of a table with rows and columns of its own; its title is "" where it is the whole;
    `corner` is what stands over the heads of its rows."""

    title: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    corner: str = ""

    @property
    def shared(self) -> int:
        """How many heads all columns have in common."""
        heads = [column.heads for column in self.columns]
        levels = zip(*heads, strict=False) if len(heads) > 1 else ()
        return sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))

    def label(self, row: Line, column: Line) -> str:
        """三、本年度办理结果（三）不予公开1.属于国家秘密·自然人"""
        return "·".join(filter(None, ("".join(row.heads), *column.heads[self.shared :])))


class FixedTable(Struct, frozen=True):
    """The table: `key` is the theme of its cells' keys; who fills it in; where it is defined."""

    key: str
    label: str
    departments: tuple[str, ...]
    blocks: tuple[Block, ...]
    place: Place
    note: str = ""

    def cell(self, row: Line, column: Line) -> str:
        """The key of a cell: 申请.本年新收_自然人."""
        return f"{self.key}.{'_'.join(code for code in (row.code, column.code) if code)}"

    def cells(self) -> Iterator[tuple[Block, Line, Line]]:
        """Each cell's block, row and column, row by row."""
        for block in self.blocks:
            for row in block.rows:
                yield from ((block, row, column) for column in block.columns)

    @property
    def keys(self) -> list[str]:
        """The keys of all cells, row by row."""
        return [self.cell(row, column) for _, row, column in self.cells()]
