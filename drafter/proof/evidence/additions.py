"""Which numbers may be the parts of which: runs of like ones, and a number that they may make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.numbers import Number
from drafter.proof.evidence.parts import played
from drafter.proof.numbers.units import NO_COUNT, family
from drafter.proof.rows.scope import apart, several_years
from drafter.proof.text.words import mentions

_LONGEST, _MOST, _REACH, _FARTHEST = 12, 60, 2, 4
_SHARES, _MISSING, _ALL = ("share", "percent", "rate"), 40, 100
_AGAIN = pattern("上述|以上|这|该|此|前述|全部|其中|所有|共")
_KINDS = ("level", "base", "change", "earlier")
_MOVED = ("change", "earlier")
_NEAR, _MOST_PARTS, _FEWEST = 15, 6, 3
_TOGETHER = {*map(family, ("件", "件次", "批次", "批", "条", "次"))}
_SIGNS = {"期初": 1, "收进": 1, "净增": 1, "去掉": -1, "期末": -1}

Run = Sequence[Number]


def additions(families: Sequence[Run]) -> Iterator[Equation]:
    """Every total with a run of parts beside it, of a size that a slip may have parted."""
    tried = set[tuple[int, ...]]()
    for like in families:
        for sequence in _sequences(like) if len(like) >= _FEWEST else ():
            other = any(n.term.kind in _MOVED for n in sequence)
            orders, values = [n.order for n in sequence], [n.value for n in sequence]
            depths = [n.depth for n in sequence]
            for at, first, end in _beside(sequence):
                places = (orders[at], *orders[first:end])
                if places in tried or (other and _apart(sequence[at], sequence[first:end])):
                    continue
                total, parts = sequence[at], values[first:end]
                # All stand in one bracket or in none, and none is lost in the total's rounding.
                if len({*depths[first:end]}) == 1 and min(parts) >= total.width / 2:
                    tried.add(places)
                    gap = total.value - sum(parts)
                    if abs(gap) <= _NEAR * max(total.value, 1):
                        signs = (1, *([-1] * len(parts)))
                        yield Equation.of("sum", (total, *sequence[first:end]), signs, gap)


def _apart(total: Number, parts: Run) -> bool:
    """Whether some were there or came to it, and others are what there is; or last year's number
    would be made of this year's."""
    kinds = {part.term.kind for part in parts}
    mixed = len(kinds) > 1 and not kinds.isdisjoint(_MOVED)
    return mixed or (total.term.kind == "earlier" and kinds == {"level"})


def stocks(families: Sequence[Run]) -> Iterator[Equation]:
    """Numbers side by side of which each plays a part: was there, came in, went out, is left."""
    for like in families:
        run = [(n, _SIGNS.get(part_played(n), 0)) for n in like if not n.term.piece.depth]
        for at in range(len(run)):
            for end in range(at + 3, min(len(run), at + _MOST_PARTS) + 1):
                some = run[at:end]
                if not some[-1][1]:
                    break
                if {"净增", "收进"} <= {part_played(n) for n, _ in some}:
                    continue  # what came in and went out is in the balance already
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


def balances(families: Sequence[Run]) -> Iterator[Equation]:
    """Four numbers or five side by side: what was there and came in, what went out and is left."""
    for like in families:
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
    shares = [n for n in shares if n.value < _ALL]
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


def repeats(families: Sequence[Run]) -> Iterator[Equation]:
    """Every two numbers of one classifier whose names have two signs in common, or where the words
    take up what was told."""
    for like in families:
        named = [_named(number) for number in like]
        for at, one in enumerate(like):
            for number, other in enumerate(like[at + 1 : at + 1 + _LONGEST], at + 1):
                if other.sentence - one.sentence > _FARTHEST:
                    continue
                if _may_repeat(named[at], named[number]) and not apart(one.term, other.term):
                    gap = other.value - one.value
                    yield Equation.of("same", (other, one), (1, -1), gap)


class _Named(Struct, frozen=True):
    """The words of a number: two signs and two, whether they take up what was told, and whether
    they speak of several years: not 五年来 and 全年."""

    pairs: frozenset[str]
    again: bool
    several: bool


def _named(number: Number) -> _Named:
    words = number.term.words + number.term.piece.tail[:6]
    pairs = frozenset([words[at : at + 2] for at in range(len(words) - 1)])
    return _Named(pairs, bool(_AGAIN.search(words)), several_years(number.term.words))


def _may_repeat(one: _Named, other: _Named) -> bool:
    shared = other.again or not one.pairs.isdisjoint(other.pairs)
    return shared and one.several == other.several


def families(numbers: Sequence[Number]) -> Iterator[Run]:
    """The numbers that are counted, two or more of each family of classifiers."""
    groups = dict[str, list[Number]]()
    for number in numbers:
        unit = number.term.amount.unit
        counted = number.family not in ("", "%") and number.term.kind in _KINDS
        if counted and unit not in (*NO_COUNT, "百分点", "个百分点", "倍"):
            groups.setdefault(number.family, []).append(number)
    for group in groups.values():
        if len(group) > 1:
            yield group[:_MOST]


def mixtures(numbers: Sequence[Number]) -> Iterator[Run]:
    """The numbers of what may be counted together: 收到件次168件, 来访44批次, 来信103封."""
    mixed = [n for n in numbers if n.family in _TOGETHER and n.term.kind == "level"]
    if len(mixed) >= _FEWEST and len({n.family for n in mixed}) > 1:
        yield mixed[:_MOST]


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


def _beside(run: Run) -> Iterator[tuple[int, int, int]]:
    """The place of each number with where the runs right before it and behind it begin and end, and
    the lists of a sentence that it does not stand in."""
    count, sentences = len(run), [number.sentence for number in run]
    for at, sentence in enumerate(sentences):
        for first in (at + 1, at + 2):
            for end in range(first + 2, min(count, first + _LONGEST) + 1):
                if sentences[end - 1] > sentence + _REACH:
                    break
                yield at, first, end
        for end in (at, at - 1):
            for first in range(end - 2, max(-1, end - _LONGEST - 1), -1):
                if sentences[first] < sentence - _REACH:
                    break
                yield at, first, end
    for first, end in _lists(run):
        for at in range(max(0, first - _FARTHEST - 2), max(0, first - 2)):
            yield at, first, end
        for at in range(end + 2, min(count, end + _FARTHEST)):
            yield at, first, end


def _lists(run: Run) -> Iterator[tuple[int, int]]:
    """Runs that begin and end with a sentence or a ；."""
    starts = [
        n for n, number in enumerate(run)
        if not n or number.sentence != run[n - 1].sentence or number.term.piece.joint in "；："
    ]  # fmt: skip
    for first, end in pairwise([*starts, len(run)]):
        if 1 < end - first <= _LONGEST:
            yield first, end
