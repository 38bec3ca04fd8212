"""Which numbers may be the parts of which: runs of like ones, and a number that they may make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from drafter.model.pattern import pattern
from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.numbers import Number
from drafter.proof.evidence.parts import played
from drafter.proof.scope import apart, several_years
from drafter.proof.units import NO_COUNT
from drafter.proof.words import mentions

_LONGEST, _MOST, _REACH, _FARTHEST = 12, 60, 2, 4
_SHARES, _MISSING = ("share", "percent", "rate"), 40
_AGAIN = pattern("上述|以上|这|该|此|前述|全部|其中|所有|共")
_KINDS = ("level", "base", "change", "earlier")
_MOVED = ("change", "earlier")
_NEAR, _MOST_PARTS = 15, 6
_SIGNS = {"期初": 1, "收进": 1, "净增": 1, "去掉": -1, "期末": -1}

Run = Sequence[Number]


def additions(numbers: Sequence[Number]) -> Iterator[Equation]:
    """Every total with a run of parts beside it, of a size that a slip may have parted."""
    tried = set[tuple[int, ...]]()
    for like in _families(numbers):
        for sequence in _sequences(like):
            other = any(n.term.kind in _MOVED for n in sequence)
            for total, parts in _beside(sequence):
                places = (total.order, *(part.order for part in parts))
                if places in tried or (other and (_mixed(parts) or _of_another_time(total, parts))):
                    continue
                if _go_together(total, parts):
                    tried.add(places)
                    gap = total.value - sum([part.value for part in parts])
                    if abs(gap) <= _NEAR * max(total.value, 1):
                        signs = (1, *(-1 for _ in parts))
                        yield Equation.of("sum", (total, *parts), signs, gap)


def _mixed(parts: Run) -> bool:
    """Whether some were there or came to it, and others are what there is."""
    kinds = {part.term.kind for part in parts}
    return len(kinds) > 1 and not kinds.isdisjoint(_MOVED)


def _of_another_time(total: Number, parts: Run) -> bool:
    """Whether last year's number would be made of this year's."""
    return total.term.kind == "earlier" and all(part.term.kind == "level" for part in parts)


def _go_together(total: Number, parts: Run) -> bool:
    """Whether parts stand in one bracket or in none, and none is lost in the total's rounding."""
    lost = min([part.value for part in parts]) < total.width / 2
    return not lost and len({part.depth for part in parts}) == 1


def stocks(numbers: Sequence[Number]) -> Iterator[Equation]:
    """Numbers side by side of which each plays a part: was there, came in, went out, is left."""
    for like in _families(numbers):
        run = [(n, _SIGNS.get(part_played(n), 0)) for n in like if not n.term.piece.depth]
        for at in range(len(run)):
            for end in range(at + 3, min(len(run), at + _MOST_PARTS) + 1):
                some = run[at:end]
                if not some[-1][1]:
                    break
                if any(part_played(n) == "期初" for n, _ in (*run[:at][-1:], *run[end:][:1])):
                    continue  # of a longer account
                if part_played(some[-1][0]) == "期末" and all(sign for _, sign in some):
                    operands = tuple(n for n, _ in some)
                    signs = (1, *(sign for _, sign in some[1:]))  # what was left last year
                    gap = sum(s * n.value for s, n in zip(signs, operands, strict=True))
                    if len(set(signs)) > 1:
                        yield Equation.of("stock", operands, signs, gap)


def part_played(number: Number) -> str:
    """Which part the words give a number: 期初, 收进, 去掉, 期末."""
    words = number.term.words + number.term.piece.tail[:4]
    return played(words)


def balances(numbers: Sequence[Number]) -> Iterator[Equation]:
    """Four numbers or five side by side: what was there and came in, what went out and is left."""
    for like in _families(numbers):
        run = [n for n in like if n.kind == "level" and not n.term.piece.depth]
        for at in range(len(run) - 3):
            for size in (4, 5):
                some = run[at : at + size]
                if len(some) == size:
                    signs = (1, 1, *(-1 for _ in some[2:]))
                    gap = sum(s * n.value for s, n in zip(signs, some, strict=True))
                    if abs(gap) <= _NEAR * (some[0].value + some[1].value):
                        yield Equation.of("flow", tuple(some), signs, gap)


def hundreds(numbers: Sequence[Number]) -> Iterator[Equation]:
    """Every run of percentages that may be all the shares of one whole."""
    shares = [n for n in numbers if n.term.amount.unit == "%" and n.term.kind in _SHARES]
    shares = [n for n in shares if not mentions("别处总数").search(n.term.reading.of)]
    for run in _of_one_kind(shares):
        for first in range(len(run) - 1):
            added = run[first].value
            for end in range(first + 1, min(len(run), first + _LONGEST)):
                added += run[end].value
                if abs(100 - added) <= _MISSING:
                    some = tuple(run[first : end + 1])
                    yield Equation.of("hundred", some, tuple(-1 for _ in some), 100 - added)


def _of_one_kind(shares: Sequence[Number]) -> Iterator[list[Number]]:
    """The percentages as they may be read: all, and those of each kind."""
    kinds = dict.fromkeys(n.term.kind for n in shares)
    if len(shares) > 1:
        yield [*shares]
    if len(kinds) > 1:
        for kind in kinds:
            yield [n for n in shares if n.term.kind == kind]


def repeats(numbers: Sequence[Number]) -> Iterator[Equation]:
    """Every two numbers of one classifier whose names have two signs in common, or where the words
    take up what was told."""
    for like in _families(numbers, 2):
        for at, one in enumerate(like):
            for other in like[at + 1 : at + 1 + _LONGEST]:
                gap = other.value - one.value
                near = other.sentence - one.sentence <= _FARTHEST
                if near and _named_alike(one, other) and _same_years(one, other):
                    yield Equation.of("same", (other, one), (1, -1), gap)


def _same_years(one: Number, other: Number) -> bool:
    """Whether both speak of one year, or both of several, and of one tier: not 五年来 and 全年."""
    years = several_years(one.term.words) == several_years(other.term.words)
    return years and not apart(one.term, other.term)


def _named_alike(one: Number, other: Number) -> bool:
    ours, theirs = (n.term.words + n.term.piece.tail[:6] for n in (one, other))
    return bool(_AGAIN.search(theirs)) or any(
        theirs[n : n + 2] in ours for n in range(len(theirs) - 1)
    )


def _families(numbers: Sequence[Number], fewest: int = 3) -> Iterator[list[Number]]:
    groups = dict[str, list[Number]]()
    for number in numbers:
        unit = number.term.amount.unit
        counted = number.family not in ("", "%") and number.term.kind in _KINDS
        if counted and unit not in (*NO_COUNT, "百分点", "个百分点", "倍"):
            groups.setdefault(number.family, []).append(number)
    for group in groups.values():
        if len(group) >= fewest:
            yield group[:_MOST]


def _sequences(like: Run) -> Iterator[Run]:
    """The numbers as they may be read: all, those outside of brackets, without the parts of
    others, those in one bracket with its owner, every second or third."""
    levels = [n for n in like if n.term.kind == "level"]
    yield levels
    if len(levels) < len(like):
        yield like
    outside = [n for n in levels if not n.term.piece.depth]
    if len(outside) < len(levels):
        yield outside
        yield from _brackets(levels)
    whole = _without_parts(outside)
    if len(whole) < len(outside):
        yield whole
    heads = [
        n for at, n in enumerate(outside)
        if not at or n.sentence != outside[at - 1].sentence or n.term.piece.joint == "；"
    ]  # fmt: skip
    if len(heads) < len(outside):
        yield heads
    for step in (2, 3):
        for first in range(step):
            yield outside[first::step]


def _brackets(levels: Run) -> Iterator[Run]:
    owned = dict[tuple[int, int], list[Number]]()
    for number in levels:
        piece = number.term.piece
        if piece.depth:
            owned.setdefault((number.sentence, piece.owner), []).append(number)
    for (sentence, owner), inside in owned.items():
        heads = [n for n in levels if n.sentence == sentence and n.term.index == owner]
        if heads and len(inside) > 1:
            yield [*heads, *inside]


def _without_parts(levels: Run) -> list[Number]:
    """The numbers without those that make the one before them up exactly."""
    kept, at = list[Number](), 0
    while at < len(levels):
        kept.append(levels[at])
        at += 1 + _inner(levels, at)
    return kept


def _inner(levels: Run, at: int) -> int:
    """How many numbers behind this one make it up."""
    added, whole = 0.0, levels[at].value
    if whole < 10 * levels[at].step or at == 0:
        return 0
    for count, part in enumerate(levels[at + 1 : at + _LONGEST], 1):
        added += part.value
        if count > 1 and abs(added - whole) < 1e-6 * whole:
            return count
    return 0


def _beside(run: Run) -> Iterator[tuple[Number, Run]]:
    """Each number with the runs right before it and behind it, and with the lists of a sentence
    that it does not stand in."""
    count = len(run)
    for at, total in enumerate(run):
        for first in (at + 1, at + 2):
            for end in range(first + 2, min(count, first + _LONGEST) + 1):
                if run[end - 1].sentence > total.sentence + _REACH:
                    break
                yield total, run[first:end]
        for end in (at, at - 1):
            for first in range(end - 2, max(-1, end - _LONGEST - 1), -1):
                if run[first].sentence < total.sentence - _REACH:
                    break
                yield total, run[first:end]
    for first, end in _lists(run):
        for total in run[max(0, first - _FARTHEST - 2) : max(0, first - 2)]:
            yield total, run[first:end]
        for total in run[end + 2 : end + _FARTHEST]:
            yield total, run[first:end]


def _lists(run: Run) -> Iterator[tuple[int, int]]:
    """Runs that begin and end with a sentence or a ；."""
    starts = [
        n for n, number in enumerate(run)
        if not n or number.sentence != run[n - 1].sentence or number.term.piece.joint in "；："
    ]  # fmt: skip
    for first, end in pairwise([*starts, len(run)]):
        if 1 < end - first <= _LONGEST:
            yield first, end
