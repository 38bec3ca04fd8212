"""How one paragraph becomes another: steps over its units, figures and marks kept whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from drafter.review.alignment import equal_pairs
from drafter.review.units import Anchor, Atom, Span, Unit

KEEP, DROP, ADD, STAY = "=", "-", "+", "@"
_ISLAND = 2  # so few equal characters between two changes are a coincidence


class Step(NamedTuple):
    """One unit kept (`=`), dropped (`-`) or added (`+`); an anchor stays (`@`).

    A span that is kept has `other`, the new one, and the steps inside.
    """

    sign: str
    unit: Unit
    other: Unit | None = None
    inside: tuple[Step, ...] = ()


def steps(a: Sequence[Unit], b: Sequence[Unit]) -> tuple[Step, ...]:
    """From the units of one paragraph to those of the other: the fewest, then joined to words."""
    left = [unit for unit in a if not isinstance(unit, Anchor)]
    right = [unit for unit in b if not isinstance(unit, Anchor)]
    pairs = equal_pairs([unit.key for unit in left], [unit.key for unit in right])
    pairs = list(joined(pairs, left, right))
    return tuple(_with_anchors(_steps(left, right, pairs), a))


def _steps(
    left: Sequence[Unit], right: Sequence[Unit], pairs: Sequence[tuple[int, int]]
) -> Iterator[Step]:
    at = to = 0
    for i, j in [*pairs, (len(left), len(right))]:
        yield from (Step(DROP, unit) for unit in left[at:i])
        yield from (Step(ADD, unit) for unit in right[to:j])
        if i < len(left):
            yield _kept(left[i], right[j])
        at, to = i + 1, j + 1


def _kept(old: Unit, new: Unit) -> Step:
    if isinstance(old, Span) and isinstance(new, Span):
        return Step(KEEP, old, new, steps(old.units, new.units))
    return Step(KEEP, old, new)


def _with_anchors(found: Iterable[Step], a: Sequence[Unit]) -> Iterator[Step]:
    """The steps with each anchor of the old paragraph back in its place."""
    waiting = iter(a)
    for step in found:
        if step.sign != ADD:
            for unit in waiting:
                if not isinstance(unit, Anchor):
                    break
                yield Step(STAY, unit)
        yield step
    yield from (Step(STAY, unit) for unit in waiting)


def joined(
    pairs: Sequence[tuple[int, int]], left: Sequence[Unit], right: Sequence[Unit]
) -> Iterator[tuple[int, int]]:
    """The pairs without islands: few characters that are equal by chance between two changes."""
    runs = [
        [pair for _, pair in group]
        for _, group in groupby(
            enumerate(pairs), key=lambda entry: (entry[1][0] - entry[0], entry[1][1] - entry[0])
        )
    ]
    edges = [(0, 0), *((run[-1][0] + 1, run[-1][1] + 1) for run in runs)]
    starts = [*(run[0] for run in runs), (len(left), len(right))]
    gaps = [
        max(start[0] - edge[0], start[1] - edge[1])
        for edge, start in zip(edges, starts, strict=True)
    ]
    for number, run in enumerate(runs):
        if not (_is_island(run, left) and min(gaps[number], gaps[number + 1]) > len(run)):
            yield from run


def _is_island(run: Sequence[tuple[int, int]], left: Sequence[Unit]) -> bool:
    if len(run) > _ISLAND:
        return False
    units = [left[i] for i, _ in run]
    return all(isinstance(u, Atom) and len(u.text) == 1 and not u.text.isdigit() for u in units)


def changed(found: Iterable[Step]) -> bool:
    """Whether any step changes something, be it in a note or text box that hangs there."""
    return any(
        step.sign in (DROP, ADD)
        or changed(step.inside)
        or (step.other is not None and step.unit.content != step.other.content)
        for step in found
    )
