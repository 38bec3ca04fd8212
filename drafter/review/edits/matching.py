"""Which blocks and rows of two texts stand for each other, moved ones too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.review.compare.alignment import Alignment
from drafter.review.compare.weave import framed
from drafter.review.redline.pairing import Line, lines_between
from drafter.review.story.content import Block, Paragraph, Row, Table
from drafter.review.story.story import Story, lines, paired


def moves(aligned: Sequence[Line]) -> dict[str, tuple[Block, Block]]:
    """(old, new) block of each move, by the move's name."""
    gone = {line.move: line.old for line in aligned if line.move and line.old is not None}
    come = {line.move: line.new for line in aligned if line.move and line.new is not None}
    return {name: (block, come[name]) for name, block in gone.items()}


def rows(old: Table, new: Table) -> Alignment:
    """The rows of one table in the other; rows of other columns never stand for each other."""
    alignment = framed(old.rows, new.rows)
    pairs, moved = (
        tuple((i, j) for i, j in either if old.rows[i].shape == new.rows[j].shape)
        for either in (alignment.pairs, alignment.moves)
    )
    return Alignment(pairs, moved)


def in_tables(old: Story, new: Story) -> Iterator[tuple[Paragraph, Paragraph]]:
    """The paragraphs of cells that both stories have, wherever their table or row stands now."""
    for before, after in paired(old, new):
        if before is not None and after is not None:
            for tables in _tables(before.blocks, after.blocks):
                yield from _cells(*tables)


def _tables(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Table, Table]]:
    aligned = lines_between(old, new, changed=True)
    for one, other in (*((line.old, line.new) for line in aligned), *moves(aligned).values()):
        if isinstance(one, Table) and isinstance(other, Table):
            yield one, other


def _cells(old: Table, new: Table) -> Iterator[tuple[Paragraph, Paragraph]]:
    alignment = rows(old, new)
    for i, j in (*alignment.pairs, *alignment.moves):
        yield from _lines(old.rows[i], new.rows[j])


def _lines(old: Row, new: Row) -> Iterator[tuple[Paragraph, Paragraph]]:
    for cells in zip(old.cells, new.cells, strict=True):
        yield from zip(*(lines(cell.blocks) for cell in cells), strict=False)
