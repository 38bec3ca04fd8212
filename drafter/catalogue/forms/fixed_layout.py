"""Where the cells of a 固定表 stand on its sheet. The writer follows it; the reader never does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

from msgspec import Struct

from drafter.catalogue.fixed import Block, FixedTable, Line

FIXED_MARK, FIXED_CHECK = "固定表:", "#核对"
FIRST_ROW, FIRST_COLUMN = 3, 2  # of the first part's marks; of the heads of the rows


TITLE, CORNER, COLUMN, ROW, GROUP = "title", "corner", "column", "row", "group"


class Head(Struct, frozen=True):
    """A head over joined cells: which of the table's heads it is, and what it says; a group is a
    row's head over several rows."""

    kind: str
    top: int
    bottom: int
    left: int
    right: int
    text: str


class FixedBlock(Struct, frozen=True):
    """A part of the table: the hidden row of its columns' codes, the row of its title or 0, the
    rows of its heads, those of its lines, and the columns of each column, the first and the last.
    """

    block: Block
    marks: int
    title: int
    heads: range
    rows: range
    columns: tuple[tuple[int, int], ...]


class FixedSheet(Struct, frozen=True):
    """A table on its sheet: the columns that its rows' heads take, and its parts."""

    name: str
    table: FixedTable
    depth: int
    blocks: tuple[FixedBlock, ...]

    @classmethod
    def of(cls, name: str, table: FixedTable) -> FixedSheet:
        """The table laid out, its parts one below another and as wide as the widest."""
        depth = max(len(row.heads) for block in table.blocks for row in block.rows)
        width = max(len(block.columns) for block in table.blocks)
        placed, row = [], FIRST_ROW
        for block in table.blocks:
            title = row + 1 if block.title else 0
            first = row + 1 + bool(title)
            levels = max(len(column.heads) for column in block.columns)
            rows = range(first + levels, first + levels + len(block.rows))
            columns = _shared_out(len(block.columns), FIRST_COLUMN + depth, width)
            heads = range(first, first + levels)
            placed.append(FixedBlock(block, row, title, heads, rows, columns))
            row = rows.stop
        return cls(name, table, depth, tuple(placed))

    def cells(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Each cell's key, with its row and column."""
        for one in self.blocks:
            for row, line in zip(one.rows, one.block.rows, strict=True):
                for (column, _), head in zip(one.columns, one.block.columns, strict=True):
                    yield self.table.cell(line, head), (row, column)

    def heads(self) -> Iterator[Head]:
        """Everything that stands around the values, part by part."""
        left, right = FIRST_COLUMN, self.values[-1]
        for one in self.blocks:
            block, top, bottom = one.block, one.heads[0], one.heads[-1]
            if block.title:
                yield Head(TITLE, one.title, one.title, left, right, block.title)
            if self.depth:
                corner = block.corner or "项目"
                yield Head(CORNER, top, bottom, left, self.values[0] - 1, corner)
            for span in spans(block.columns, len(one.heads)):
                columns = (one.columns[span.first][0], one.columns[span.last][1])
                yield Head(COLUMN, top + span.above, top + span.below, *columns, span.text)
            for span in spans(block.rows, self.depth) if self.depth else ():
                rows = (one.rows[span.first], one.rows[span.last])
                kind = ROW if span.below == self.depth - 1 else GROUP
                yield Head(kind, *rows, left + span.above, left + span.below, span.text)

    @property
    def values(self) -> range:
        """The columns of values."""
        return range(FIRST_COLUMN + self.depth, self.blocks[0].columns[-1][1] + 1)

    @property
    def check(self) -> int:
        """The column of the live checks of each row."""
        return self.values.stop

    @property
    def note(self) -> int:
        """The column of explanations."""
        return self.check + 1

    @property
    def last(self) -> int:
        """The last row of values."""
        return self.blocks[-1].rows[-1]


def _shared_out(count: int, first: int, width: int) -> tuple[tuple[int, int], ...]:
    """The columns that each of so many takes of the width; the last takes what is left."""
    each = width // count
    starts = [first + each * number for number in range(count)]
    return tuple(zip(starts, [*(s - 1 for s in starts[1:]), first + width - 1], strict=True))


class Span(Struct, frozen=True):
    """A head over lines, the first and the last, on levels, the uppermost and the lowest."""

    first: int
    last: int
    above: int
    below: int
    text: str


def spans(lines: Sequence[Line], depth: int, first: int = 0, level: int = 0) -> Iterator[Span]:
    """The heads of lines, equal neighbours joined; a line with few heads fills up with its last
    one, and the lowest bears the line's note."""
    under = 0
    while under < len(lines):
        line, at = lines[under], first + under
        if len(line.heads) <= level + 1:
            text = line.name + line.note if len(line.heads) > level else ""
            yield Span(at, at, level, depth - 1, text)
            under += 1
            continue
        same = list(takewhile(partial(_under, line, level), lines[under:]))
        yield Span(at, at + len(same) - 1, level, level, line.heads[level])
        yield from spans(same, depth, at, level + 1)
        under += len(same)


def _under(first: Line, level: int, line: Line) -> bool:
    """Whether the line stands under the same head as the first, and has one of its own."""
    return len(line.heads) > level + 1 and line.heads[: level + 1] == first.heads[: level + 1]
