"""How one paragraph becomes another: steps over its units, figures and marks kept whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from drafter.review.compare.alignment import equal_pairs, gaps
from drafter.review.compare.changes import ADD, COME, DROP, KEEP, STAY, Sign
from drafter.review.story.units import Anchor, Atom, Span, Unit
from drafter.word.ooxml import w

_ENDS = ("。", "；", "！", "？", "\n")
_LINK, _SIMPLE_FIELD = w("hyperlink"), w("fldSimple")
_ISLAND = 2  # so few equal characters between two changes are a coincidence


# Pairs that follow one another on both sides.
Run = list[tuple[int, int]]


class Step(NamedTuple):
    """One unit kept (`=`), dropped (`-`) or added (`+`); an anchor stays (`@`) or
    comes (`*`).

    A span that is kept has `other`, the new one, and the steps inside.
    """

    sign: Sign
    unit: Unit
    other: Unit | None = None
    inside: tuple[Step, ...] = ()


def steps(a: Sequence[Unit], b: Sequence[Unit]) -> tuple[Step, ...]:
    """From the units of one paragraph to those of the other: the fewest, then joined to words."""
    left = [unit for unit in a if not isinstance(unit, Anchor)]
    right = [unit for unit in b if not isinstance(unit, Anchor)]
    pairs = equal_pairs([unit.key for unit in left], [unit.key for unit in right])
    pairs = sentence_wise(list(joined(pairs, left, right)), left, right)
    pairs = [(i, j) for i, j in pairs if _linked(left[i]) == _linked(right[j])]
    pairs = _untorn(pairs, left, right)
    of_old = _with_anchors(_steps(left, right, pairs), a, STAY, (ADD,))
    return tuple(_with_anchors(of_old, b, COME, (DROP, STAY)))


def _linked(unit: Unit) -> tuple[str, ...]:
    """The links around it: what is in one stays in it, or goes and comes."""
    wraps = unit.pieces[0].wraps if isinstance(unit, Atom) and unit.pieces else ()
    return tuple(wrap.key for wrap in wraps if wrap.element.tag == _LINK)


def _untorn(
    pairs: Sequence[tuple[int, int]], left: Sequence[Unit], right: Sequence[Unit]
) -> list[tuple[int, int]]:
    """The pairs without those that would cut a field in two: its words stand for those of the field
    that has the most of them, or for text without a field."""
    fields = [(_field(left[i]), _field(right[j])) for i, j in pairs]
    if not any(old or new for old, new in fields):
        return list(pairs)
    partners: dict[int, int] = {}
    owners: dict[int, int] = {}
    for (old, new), _ in sorted(Counter(fields).items(), key=_both_fields_first):
        partners.setdefault(old, new)
        owners.setdefault(new, old)
    return [
        pair
        for pair, (old, new) in zip(pairs, fields, strict=True)
        if (not old or partners[old] == new) and (not new or owners[new] == old)
    ]


def _both_fields_first(counted: tuple[tuple[int, int], int]) -> tuple[bool, int]:
    (old, new), count = counted
    return not (old and new), -count


def _field(unit: Unit) -> int:
    """The id of the field around the unit; 0 where there is none."""
    wraps = unit.pieces[0].wraps if isinstance(unit, Atom) and unit.pieces else ()
    fields = (id(x.element) for x in wraps if x.opening or x.element.tag == _SIMPLE_FIELD)
    return next(fields, 0)


def _steps(
    left: Sequence[Unit], right: Sequence[Unit], pairs: Sequence[tuple[int, int]]
) -> Iterator[Step]:
    for rows, columns, pair in gaps(pairs, left, right):
        yield from (Step(DROP, left[n]) for n in rows)
        yield from (Step(ADD, right[n]) for n in columns)
        if pair:
            yield _kept(left[pair[0]], right[pair[1]])


def _kept(old: Unit, new: Unit) -> Step:
    if isinstance(old, Span) and isinstance(new, Span):
        return Step(KEEP, old, new, steps(old.units, new.units))
    return Step(KEEP, old, new)


def _with_anchors(
    script: Iterable[Step], units: Sequence[Unit], sign: Sign, foreign: Sequence[Sign]
) -> Iterator[Step]:
    """The steps with one paragraph's anchors in place; `foreign` are the other's signs."""
    waiting = iter(units)
    for step in script:
        if step.sign not in foreign:
            for unit in waiting:
                if not isinstance(unit, Anchor):
                    break
                yield Step(sign, unit)
        yield step
    yield from (Step(sign, unit) for unit in waiting)


def joined(
    pairs: Sequence[tuple[int, int]], left: Sequence[Unit], right: Sequence[Unit]
) -> Iterator[tuple[int, int]]:
    """The pairs without islands: short runs that are equal by chance between two changes. One that
    stands as well beside the next run, or the one before, is moved there: it is no chance then."""
    runs = _runs(pairs)
    for number, run in enumerate(runs):
        if _is_island(run, left):
            runs[number] = _beside(run, _borders(runs, number, left, right), left, right)
    runs = _runs([pair for run in runs for pair in run])
    for number, run in enumerate(runs):
        before, behind = _borders(runs, number, left, right)
        gaps = [max(a[0] - b[0], a[1] - b[1]) for a, b in ((run[0], before), (behind, _end(run)))]
        if not (_is_island(run, left) and min(gaps) >= len(run)):
            yield from run


def _runs(pairs: Sequence[tuple[int, int]]) -> list[Run]:
    """The pairs that follow one another on both sides, together."""
    groups = groupby(
        enumerate(pairs), key=lambda entry: (entry[1][0] - entry[0], entry[1][1] - entry[0])
    )
    return [[pair for _, pair in group] for _, group in groups]


def _end(run: Run) -> tuple[int, int]:
    return run[-1][0] + 1, run[-1][1] + 1


def _borders(runs: Sequence[Run], number: int, left: Sequence[Unit], right: Sequence[Unit]) -> Run:
    """[the end of the run before, the start of the run behind]."""
    before = _end(runs[number - 1]) if number else (0, 0)
    behind = runs[number + 1][0] if number + 1 < len(runs) else (len(left), len(right))
    return [before, behind]


def _beside(run: Run, borders: Run, left: Sequence[Unit], right: Sequence[Unit]) -> Run:
    """The run where it adjoins the next one, or the one before, if the same units stand there."""
    size, (i, j), (before, behind) = len(run), run[0], borders
    for at, to in ((behind[0] - size, behind[1] - size), before):
        sides = ((left, i, at), (right, j, to))
        same = all(_keys(units, a, size) == _keys(units, b, size) for units, a, b in sides)
        if same and (at == i or to == j):
            return [(at + n, to + n) for n in range(size)]
    return run


def _keys(units: Sequence[Unit], start: int, size: int) -> list[str]:
    return [unit.key for unit in units[start : start + size]]


def _is_island(run: Sequence[tuple[int, int]], left: Sequence[Unit]) -> bool:
    if len(run) > _ISLAND:
        return False
    units = [left[i] for i, _ in run]
    return all(isinstance(u, Atom) and len(u.text) == 1 and not u.text.isdigit() for u in units)


def sentence_wise(
    pairs: Sequence[tuple[int, int]], left: Sequence[Unit], right: Sequence[Unit]
) -> list[tuple[int, int]]:
    """The pairs, moved where words that went or came could be told in several ways: what begins
    behind a sentence's end is what somebody deleted or typed."""
    bounds = [(-1, -1), *pairs, (len(left), len(right))]
    for at in range(1, len(bounds)):
        gone, come = (bounds[at][side] - bounds[at - 1][side] - 1 for side in (0, 1))
        if bool(gone) != bool(come):
            _slide(bounds, at, 0 if gone else 1, left if gone else right)
    return bounds[1:-1]


def _slide(bounds: list[tuple[int, int]], at: int, side: int, units: Sequence[Unit]) -> None:
    """Move the gap before the pair to the nearest place behind a sentence's end, if any is."""
    start, end = bounds[at - 1][side] + 1, bounds[at][side]
    back, ahead = _room(bounds, at, units[start:end], units, side)
    for step in (0, *range(ahead, 0, -1), *range(-1, -back - 1, -1)):
        if start + step == 0 or units[start + step - 1].text[-1:] in _ENDS:
            break
    else:
        return
    for n in range(step):
        bounds[at + n] = _put(bounds[at + n], side, start + n)
    for n in range(-step):
        bounds[at - 1 - n] = _put(bounds[at - 1 - n], side, end - 1 - n)


def _room(
    bounds: Sequence[tuple[int, int]],
    at: int,
    gap: Sequence[Unit],
    units: Sequence[Unit],
    side: int,
) -> tuple[int, int]:
    """How far the gap can slide back and ahead without changing the texts."""
    start, end = bounds[at - 1][side] + 1, bounds[at][side]
    back = ahead = 0
    while at - 1 - back > 0 and bounds[at - 1 - back] == _less(bounds[at - 1], back):
        if not _same(units[start - 1 - back], units[end - 1 - back]):
            break
        back += 1
    while at + ahead < len(bounds) - 1 and bounds[at + ahead] == _less(bounds[at], -ahead):
        if not _same(units[start + ahead], units[end + ahead]):
            break
        ahead += 1
    return back, ahead


def _same(a: Unit, b: Unit) -> bool:
    return isinstance(a, Atom) and isinstance(b, Atom) and a.key == b.key


def _less(pair: tuple[int, int], count: int) -> tuple[int, int]:
    return pair[0] - count, pair[1] - count


def _put(pair: tuple[int, int], side: int, number: int) -> tuple[int, int]:
    return (number, pair[1]) if side == 0 else (pair[0], number)


def changed(script: Iterable[Step]) -> bool:
    """Whether any step changes something, in attached notes and text boxes too."""
    return any(
        step.sign in (DROP, ADD)
        or changed(step.inside)
        or (step.other is not None and step.unit.content != step.other.content)
        for step in script
    )
