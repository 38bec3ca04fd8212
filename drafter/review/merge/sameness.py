"""Whether two blocks, or two stretches of a paragraph, show the same: marks and styles included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drafter.review.story.content import Block, Box, Fixed, Paragraph, Row, Table
from drafter.review.story.units import Anchor, Span, Unit


def same(a: Block, b: Block) -> bool:
    """Whether two blocks show the same, marks and styles included."""
    if isinstance(a, Paragraph) and isinstance(b, Paragraph):
        return (a.key, a.style, a.marked) == (b.key, b.style, b.marked)
    if isinstance(a, Table) and isinstance(b, Table):
        rows = zip(a.rows, b.rows, strict=False)
        return len(a.rows) == len(b.rows) and all(same_row(*pair) for pair in rows)
    if isinstance(a, Box) and isinstance(b, Box):
        return _same_blocks(a.inside.blocks, b.inside.blocks)
    return False


def same_row(a: Row, b: Row) -> bool:
    """Whether two rows show the same."""
    cells = zip(a.cells, b.cells, strict=False)
    return a.shape == b.shape and all(_same_blocks(x.blocks, y.blocks) for x, y in cells)


def _same_blocks(a: Sequence[Block], b: Sequence[Block]) -> bool:
    left, right = ([x for x in blocks if not isinstance(x, Fixed)] for blocks in (a, b))
    return len(left) == len(right) and all(same(*pair) for pair in zip(left, right, strict=True))


def alike(a: Sequence[Unit], b: Sequence[Unit]) -> bool:
    """Whether two stretches of units show the same, marks included."""
    return len(a) == len(b) and all(_alike(*pair) for pair in zip(a, b, strict=True))


def _alike(a: Unit, b: Unit) -> bool:
    if isinstance(a, Span) and isinstance(b, Span):
        return a.key == b.key and alike(plain(a.units), plain(b.units))
    return type(a) is type(b) and a.content == b.content


def plain(units: Iterable[Unit]) -> list[Unit]:
    """The units without anchors: those of theirs stay in the file by themselves."""
    return [unit for unit in units if not isinstance(unit, Anchor)]
