"""The blocks of two containers paired: kept, deleted, inserted, moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from drafter.review.compare.alignment import Alignment, align, gaps
from drafter.review.compare.changes import ADD, DROP, KEEP, Sign
from drafter.review.compare.weave import framed
from drafter.review.story.content import Block, Fixed, Paragraph, Table


class Line(NamedTuple):
    """A block of the redline to be: kept with its new form, dropped or added; moved, if named."""

    sign: Sign
    old: Block | None
    new: Block | None
    move: str = ""


def lines_between(old: Sequence[Block], new: Sequence[Block], changed: bool = False) -> list[Line]:
    """What becomes of each block, in order; fixed blocks of the old container in their places.

    Word tracks moved paragraphs that show the same at both places; with `changed`, whatever was
    moved is named, whether it shows the same or nearly so.
    """
    left = [block for block in old if not isinstance(block, Fixed)]
    right = [block for block in new if not isinstance(block, Fixed)]
    alignment = _fewest_moves(left, right) if changed else _aligned(left, right)
    if _torn(alignment.pairs, left, right) and type(left[-1]) is type(right[-1]):
        last = (len(left) - 1, len(right) - 1)
        before = _aligned(left[:-1], right[:-1])
        alignment = Alignment((*before.pairs, last), before.moves)
    pairs = _ends_paired(alignment.pairs, left, right)
    taken, given = {i for i, _ in pairs}, {j for _, j in pairs}
    moves = [
        (i, j)
        for i, j in alignment.moves
        if changed or (isinstance(left[i], Paragraph) and left[i].key == right[j].key)
        if i not in taken and j not in given
    ]
    numbered = {pair: f"{n}" for n, pair in enumerate(moves, start=1)}
    return list(_with_fixed(_in_order(pairs, numbered, left, right), old, new))


def _fewest_moves(left: Sequence[Block], right: Sequence[Block]) -> Alignment:
    """What explains the most blocks by the fewest moves: tables may be what was moved."""
    still = _aligned(left, right)
    if len(still.pairs) == len(left) or not any(isinstance(block, Table) for block in left):
        return still
    free = _fitting(align([x.frame for x in left], [x.frame for x in right]), left, right)
    return min(still, free, key=lambda one: (-len(one.pairs) - len(one.moves), len(one.moves)))


def _aligned(left: Sequence[Block], right: Sequence[Block]) -> Alignment:
    return _fitting(framed(left, right), left, right)


def _fitting(alignment: Alignment, left: Sequence[Block], right: Sequence[Block]) -> Alignment:
    pairs, moves = (
        tuple((i, j) for i, j in either if type(left[i]) is type(right[j]))
        for either in (alignment.pairs, alignment.moves)
    )
    return Alignment(pairs, moves)


def _torn(pairs: Sequence[tuple[int, int]], left: Sequence[Block], right: Sequence[Block]) -> bool:
    """Whether a table goes or comes at the end of the container, the last paragraph with it.

    No program can take out the last paragraph of a container that ends behind a table.
    """
    i, j = pairs[-1] if pairs else (-1, -1)
    tails = (left[i + 1 :], right[j + 1 :])
    one_sided = bool(tails[0]) != bool(tails[1])
    return one_sided and any(not isinstance(b, Paragraph) for tail in tails for b in tail)


def _ends_paired(
    pairs: Sequence[tuple[int, int]], left: Sequence[Block], right: Sequence[Block]
) -> list[tuple[int, int]]:
    """The pairs, and in each gap before a table or the end the last paragraphs of both sides.

    Where both have paragraphs there, one is rewritten into the other: no end of it is tracked.
    """
    paired: list[tuple[int, int]] = []
    for rows, columns, pair in gaps(pairs, left, right):
        stops = pair is None or not isinstance(left[pair[0]], Paragraph)
        if stops and rows and columns:
            tails = left[rows[-1]], right[columns[-1]]
            if all(isinstance(tail, Paragraph) for tail in tails):
                paired.append((rows[-1], columns[-1]))
        if pair:
            paired.append(pair)
    return paired


def _in_order(
    pairs: Sequence[tuple[int, int]],
    moves: Mapping[tuple[int, int], str],
    left: Sequence[Block],
    right: Sequence[Block],
) -> Iterator[Line]:
    gone = {i: name for (i, _), name in moves.items()}
    come = {j: name for (_, j), name in moves.items()}
    for rows, columns, pair in gaps(pairs, left, right):
        yield from (Line(DROP, left[n], None, gone.get(n, "")) for n in rows)
        yield from (Line(ADD, None, right[n], come.get(n, "")) for n in columns)
        if pair:
            yield Line(KEEP, left[pair[0]], right[pair[1]])


def _with_fixed(
    lines: Iterator[Line], old: Sequence[Block], new: Sequence[Block]
) -> Iterator[Line]:
    """The lines with the fixed blocks of both containers in their places."""
    stays, comes = iter(old), iter(new)
    for line in lines:
        if line.old is not None:
            yield from (Line(KEEP, block, block) for block in takewhile(_fixed, stays))
        if line.new is not None:
            yield from (Line(ADD, None, block) for block in takewhile(_fixed, comes))
        yield line
    yield from (Line(KEEP, block, block) for block in stays)
    yield from (Line(ADD, None, block) for block in comes)


def _fixed(block: Block) -> bool:
    return isinstance(block, Fixed)
