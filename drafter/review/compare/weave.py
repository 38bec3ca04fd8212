"""Three sequences made one: what either side changed is changed, what both changed is a conflict.

Each side is aligned with the base. Between two base places stand the insertions of both sides; a
moved block stands where it was moved to, with the other side's changes in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from drafter.review.compare.alignment import (
    WIDEST,
    Alignment,
    Pair,
    align,
    best_chain,
    equal_pairs,
    gaps,
)
from drafter.review.story.content import Table

_MOST = 0.5  # of the cells of two tables


class Comparable(Protocol):
    """What can be aligned: by its words and figures, whatever the values of these."""

    @property
    def frame(self) -> str:
        """Equal for blocks with the same words and figures, whatever the values."""


Node = TypeVar("Node", bound=Comparable)
# What is to be made of a node: (base, theirs, ours) → nodes; None for a side that lacks it.
Combine = Callable[[Node | None, Node | None, Node | None], Sequence[Node]]


class Side(Struct, Generic[Node], frozen=True):
    """One side beside the base: what stands for each base place, and what is inserted before it.

    `origins` leads from a moved node to the base place that it comes from.
    """

    nodes: Sequence[Node]
    counterparts: Mapping[int, int]
    moved: Mapping[int, int]
    inserted: Mapping[int, Sequence[int]]
    origins: Mapping[int, int]

    def at(self, place: int) -> Node | None:
        """The side's node for the base place, kept or moved; None where it was deleted."""
        index = self.counterparts.get(place, self.moved.get(place))
        return None if index is None else self.nodes[index]


def framed(a: Sequence[Comparable], b: Sequence[Comparable]) -> Alignment:
    """The nodes of both aligned by what they say of which figures. Tables stay where they are, and
    paragraphs are moved across them."""
    left, right = [node.frame for node in a], [node.frame for node in b]
    tables = (
        {n: node for n, node in enumerate(side) if isinstance(node, Table)} for side in (a, b)
    )
    mine, theirs = tables
    places = list(mine), list(theirs)
    same = _same_tables(list(mine.values()), list(theirs.values()))
    return align(left, right, fixed=[(places[0][i], places[1][j]) for i, j in same])


def _same_tables(a: Sequence[Table], b: Sequence[Table]) -> list[Pair]:
    """Equal tables; between them those with the same heading or most cells alike, in order.

    A heading may be edited, and two tables may share one: the cells below it tell as well."""
    pairs = equal_pairs([table.frame for table in a], [table.frame for table in b])
    for rows, columns, _ in list(gaps(pairs, a, b)):
        pairs += _like_tables(a, b, rows, columns)
    return sorted(pairs)


def _like_tables(a: Sequence[Table], b: Sequence[Table], rows: range, columns: range) -> list[Pair]:
    heads = [a[n].head for n in rows], [b[n].head for n in columns]
    if len(rows) * len(columns) > WIDEST:
        return [(rows[i], columns[j]) for i, j in equal_pairs(*heads)]
    cells = [_cells(a[n]) for n in rows], [_cells(b[n]) for n in columns]
    scores = {
        (i, j): score
        for i, old, head in zip(rows, cells[0], heads[0], strict=True)
        for j, new, other in zip(columns, cells[1], heads[1], strict=True)
        if (score := _alike(old, new) + (head == other)) >= _MOST
    }
    return best_chain(scores)


def _cells(table: Table) -> Counter[str]:
    """What stands in the table's cells that are not empty."""
    return Counter(cell.frame for row in table.rows for cell in row.cells if cell.frame)


def _alike(a: Counter[str], b: Counter[str]) -> float:
    """The share of the cells of both that are alike."""
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def side(base: Sequence[Node], nodes: Sequence[Node]) -> Side[Node]:
    """The nodes aligned with the base; nodes of two kinds never stand for each other."""
    alignment = framed(base, nodes)
    fits = _fitting(alignment, base, nodes)
    inserted: dict[int, list[int]] = {}
    taken = {j: i for i, j in fits.pairs}
    gap = 0
    for j in range(len(nodes)):
        if j in taken:
            gap = taken[j] + 1
        else:
            inserted.setdefault(gap, []).append(j)
    origins = {j: i for i, j in fits.moves}
    return Side(nodes, dict(fits.pairs), dict(fits.moves), inserted, origins)


def _fitting(alignment: Alignment, base: Sequence[Node], nodes: Sequence[Node]) -> Alignment:
    def fit(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((i, j) for i, j in pairs if type(base[i]) is type(nodes[j]))

    return Alignment(fit(alignment.pairs), fit(alignment.moves))


def weave(
    base: Sequence[Node], theirs: Sequence[Node], ours: Sequence[Node], combine: Combine[Node]
) -> Iterator[Node]:
    """The merged sequence. `combine` decides what becomes of each node."""
    mine, other = side(base, theirs), side(base, ours)
    for place in range(len(base) + 1):
        yield from _inserted(base, mine, other, place, combine)
        if place == len(base):
            return
        if place in mine.moved or place in other.moved:
            continue
        yield from combine(base[place], mine.at(place), other.at(place))


def _inserted(
    base: Sequence[Node], mine: Side[Node], other: Side[Node], gap: int, combine: Combine[Node]
) -> Iterator[Node]:
    """The insertions of both sides before the base place; equal ones once."""
    left, right = list(mine.inserted.get(gap, ())), list(other.inserted.get(gap, ()))
    a, b = [mine.nodes[n] for n in left], [other.nodes[n] for n in right]
    for rows, columns, pair in gaps(_fitting(framed(a, b), a, b).pairs, a, b):
        for n in rows:
            yield from _of_theirs(base, mine, other, left[n], combine)
        for n in columns:
            yield from _of_ours(base, mine, other, right[n], combine)
        if pair:
            numbers = left[pair[0]], right[pair[1]]
            yield from _of_both(base, mine, other, numbers, combine)


def _of_theirs(
    base: Sequence[Node], mine: Side[Node], other: Side[Node], number: int, combine: Combine[Node]
) -> Sequence[Node]:
    origin = mine.origins.get(number)
    if origin is None:
        return combine(None, mine.nodes[number], None)
    return combine(base[origin], mine.nodes[number], other.at(origin))


def _of_ours(
    base: Sequence[Node], mine: Side[Node], other: Side[Node], number: int, combine: Combine[Node]
) -> Sequence[Node]:
    """Our node; one that both sides moved stands where theirs puts it."""
    origin = other.origins.get(number)
    if origin is None:
        return combine(None, None, other.nodes[number])
    if origin in mine.moved:
        return ()
    return combine(base[origin], mine.at(origin), other.nodes[number])


def _of_both(
    base: Sequence[Node],
    mine: Side[Node],
    other: Side[Node],
    numbers: tuple[int, int],
    combine: Combine[Node],
) -> Sequence[Node]:
    """A node that both sides have put here: one, unless they have it from different places."""
    origin = mine.origins.get(numbers[0])
    if origin != other.origins.get(numbers[1]):
        left = _of_theirs(base, mine, other, numbers[0], combine)
        return [*left, *_of_ours(base, mine, other, numbers[1], combine)]
    before = None if origin is None else base[origin]
    return combine(before, mine.nodes[numbers[0]], other.nodes[numbers[1]])
