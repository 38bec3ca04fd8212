"""What goes into a paragraph of a redline, in order: what is deleted before what is inserted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from drafter.review.compare.changes import ADD, DROP, Sign
from drafter.review.story.units import Piece, Wrap
from drafter.word.ooxml import Element

TRACKS = {DROP: "del", ADD: "ins"}


class Bit(NamedTuple):
    """One piece of a redlined paragraph, its sign, and the elements around it."""

    sign: Sign
    wraps: tuple[Wrap, ...]
    piece: Piece | None
    element: Element | None = None


def deleted_first(bits: Iterable[Bit]) -> list[Bit]:
    """Within a change what is deleted first; anchors and marks hold their places. What stands in
    one field, link or control with the text before or behind the change stays next to that."""
    groups = [list(group) for _, group in groupby(bits, key=lambda bit: bit.sign in TRACKS)]
    ordered: list[Bit] = []
    for number, group in enumerate(groups):
        before = groups[number - 1][-1].wraps if number else ()
        behind = groups[number + 1][0].wraps if number + 1 < len(groups) else ()
        ordered += _ordered(group, before, behind, 0) if group[0].sign in TRACKS else group
    return ordered


def _ordered(
    bits: Sequence[Bit], before: Sequence[Wrap], behind: Sequence[Wrap], depth: int
) -> list[Bit]:
    sides = [[bit for bit in bits if bit.sign == sign] for sign in (DROP, ADD)]
    starts = [_shared(side, before, depth) for side in sides]
    rests = [side[start:] for side, start in zip(sides, starts, strict=True)]
    ends = [len(rest) - _shared(rest[::-1], behind, depth) for rest in rests]
    middle = [bit for rest, end in zip(rests, ends, strict=True) for bit in rest[:end]]
    head = [bit for side, start in zip(sides, starts, strict=True) for bit in side[:start]]
    tail = [bit for rest, end in zip(rests, ends, strict=True) for bit in rest[end:]]
    if head:
        through = behind if _inside(behind, before, depth) else ()
        head = _ordered(head, before, through, depth + 1)
    return [*head, *middle, *(_ordered(tail, (), behind, depth + 1) if tail else ())]


def _shared(bits: Iterable[Bit], wraps: Sequence[Wrap], depth: int) -> int:
    """How many leading bits share the container at that depth of the wraps."""
    return sum(1 for _ in takewhile(lambda bit: _inside(bit.wraps, wraps, depth), bits))


def _inside(one: Sequence[Wrap], other: Sequence[Wrap], depth: int) -> bool:
    return min(len(one), len(other)) > depth and one[depth].key == other[depth].key
