"""Slips of the hand: digits exchanged, one digit wrong, one lost or doubled, 万 written for 亿."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache, partial
from itertools import pairwise, permutations
from math import inf
from typing import cast

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.model.quantity import MYRIADS
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.interval import Broad, broad, stretches
from drafter.proof.numbers.printed import Printed, printed

EXCHANGED, ONE, APART, LENGTH = 1, 2, 3, 4
_LONGEST, _SHUFFLED = 9, 4
_NUMBER = pattern(r"(?:0|[1-9]\d*)(?:\.\d+)?")  # as anybody prints it
_NO_SCALE = ("%", "‰", "百分点", "个百分点", "倍")

Holds = Callable[[Sequence[Printed]], bool]
Likely = Callable[[Sequence[float]], bool]
_ROOM = 1
_BARELY = 1e-9
_ERROR = 1e-9  # of the largest operand, far more than floating point errs


class Slip(Struct, frozen=True):
    """How a number may have been meant; the less its weight, the likelier."""

    weight: int
    operand: int
    written: str
    meant: str

    @property
    def scaled(self) -> bool:
        """Whether the digits are the same, as 万 or 亿, or with the point elsewhere."""
        bare = [re.sub("[.千万亿]", "", text).strip("0") for text in (self.written, self.meant)]
        return bare[0] == bare[1] and len(bare[0]) > 1


def neighbours(digits: str) -> Iterator[tuple[int, str]]:
    """What a hand may have meant by digits, with the weight of the slip.

    >>> dict((meant, weight) for weight, meant in neighbours("12"))["21"]
    1
    """
    spots = [at for at, sign in enumerate(digits) if sign.isdigit()]
    for first, second in pairwise(spots):
        yield EXCHANGED, _exchanged(digits, first, second)
    for at in spots:
        for sign in "0123456789":
            yield ONE, digits[:at] + sign + digits[at + 1 :]
    for n, first in enumerate(spots):
        for second in spots[n + 2 :]:
            yield APART, _exchanged(digits, first, second)
    if "." in digits and len(spots) <= _SHUFFLED:
        yield from ((APART, meant) for meant in _shuffled(digits.replace(".", "")))
    if "." in digits:
        yield from ((APART, meant) for meant in _moved(digits))
    for at in spots:
        yield LENGTH, digits[:at] + digits[at + 1 :]
        for sign in "0123456789":
            yield LENGTH, digits[:at] + sign + digits[at:]
    for sign in "0123456789":
        yield LENGTH, digits + sign


def _moved(digits: str) -> Iterator[str]:
    """The point a place to the left or to the right: 0.85 and 85.0 for 8.50."""
    whole, _, rest = digits.partition(".")
    yield f"{whole[:-1] or '0'}.{whole[-1]}{rest}"
    right = f"{whole}{rest[0]}.{rest[1:]}".rstrip(".").lstrip("0")
    yield f"0{right}" if right.startswith(".") else right


def _shuffled(signs: str) -> Iterator[str]:
    """The same digits in any order, with the point anywhere: 6.11 for 11.6."""
    for order in sorted({"".join(one) for one in permutations(signs)}):
        yield from (f"{order[:at]}.{order[at:]}" for at in range(1, len(order)))


def _exchanged(digits: str, first: int, second: int) -> str:
    signs = [*digits]
    signs[first], signs[second] = signs[second], signs[first]
    return "".join(signs)


def slips(
    operands: Sequence[Amount],
    holds: Holds,
    heaviest: int = LENGTH,
    likely: Likely | None = None,
    *,
    broadly: bool = False,
) -> list[Slip]:
    """Every slip of one operand that would have made the relation hold, the likeliest first; of
    what is not `likely` by its rough values nothing is worked out. A relation of intervals alone is
    tried `broadly` before, on many numbers at once."""
    values, misprints = [printed(amount) for amount in operands], list[Slip]()
    rough = [float(value.value) for value in values]
    wide = [broad(amount) for amount in operands] if broadly else []
    for number, amount in enumerate(operands):
        tried = _broadly(amount, partial(_replaced, holds, wide, number)) if broadly else None
        for weight, meant, value in _numbers(amount, heaviest, chosen=tried):
            if likely and not likely([*rough[:number], value, *rough[number + 1 :]]):
                continue
            shown, other = _as_printed(amount, meant)
            if holds([*values[:number], other, *values[number + 1 :]]):
                misprints.append(Slip(weight, number, amount.written.replace(",", ""), shown))
        for weight, shown, other in _scaled(amount, _ANY) if heaviest >= APART else ():
            if holds([*values[:number], other, *values[number + 1 :]]):
                misprints.append(Slip(weight, number, amount.written.replace(",", ""), shown))
    return sorted(misprints, key=lambda slip: slip.weight)


def _replaced(holds: Holds, wide: Sequence[Broad], number: int, stretch: Broad) -> bool:
    """Whether the relation may hold with any number of a stretch in the place of one."""
    return holds(cast("list[Printed]", [*wide[:number], stretch, *wide[number + 1 :]]))


Bounds = tuple[float, float]
_ANY = (-inf, inf)


def meant_by(
    amount: Amount, heaviest: int = LENGTH, within: Bounds = _ANY
) -> Iterator[tuple[int, str, Printed]]:
    """(weight, as it would be written, value) of all that a hand may have meant by a number, of
    values within the bounds."""
    for weight, meant, _ in _numbers(amount, heaviest, within):
        yield weight, *_as_printed(amount, meant)
    yield from _scaled(amount, within) if heaviest >= APART else ()


def _numbers(
    amount: Amount, heaviest: int, within: Bounds = _ANY, chosen: Sequence[int] | None = None
) -> Iterator[tuple[int, str, float]]:
    """(weight, digits, rough value) of all that a hand may have meant, of values within the
    bounds; or of those that are chosen."""
    digits = _digits(amount)
    if amount.hedged or len(digits) > _LONGEST:
        return
    scale, (low, high) = _rough_scale(amount, digits), within
    alike = _likenesses(digits)
    if chosen is None:
        chosen = alike.between(low / scale, high / scale) if scale > 0 else range(len(alike.own))
    for at in chosen:
        weight, meant, value = alike.own[at]
        if weight <= heaviest and low <= value * scale <= high:
            yield weight, meant, value * scale


def _broadly(amount: Amount, relation: Callable[[Broad], bool]) -> Sequence[int]:
    """Which of the likenesses may make the relation hold: stretches of them that cannot are left
    out whole, the others are halved."""
    digits, chosen = _digits(amount), list[int]()
    if amount.hedged or len(digits) > _LONGEST:
        return chosen
    scale = _rough_scale(amount, digits)
    for step, places, signed in _by_step(digits):
        open_ = [*signed]
        while open_:
            first, last = open_.pop()
            low, high = sorted((places[first][0] * scale, places[last - 1][0] * scale))
            if not relation(Broad.of(low, high, step * abs(scale))):
                continue
            if low == high:
                chosen += [at for _, at in places[first:last]]
            else:
                middle = (first + last) // 2
                open_ += (first, middle), (middle, last)
    return sorted(chosen)


_Places = Sequence[tuple[float, int]]


class _Likenesses(Struct, frozen=True):
    """What digits may have been meant as: (weight, digits, value), of what anybody prints."""

    own: tuple[tuple[int, str, float], ...]
    by_size: _Places
    """Their values by size, each with its number."""

    def between(self, low: float, high: float) -> Sequence[int]:
        """The numbers of the values between the bounds, or barely beside them, in order."""
        first = bisect_left(self.by_size, (low - _BARELY * abs(low), 0))
        last = bisect_right(self.by_size, (high + _BARELY * abs(high), len(self.own)))
        return sorted([at for _, at in self.by_size[first:last]])


@lru_cache(maxsize=128)
def _likenesses(digits: str) -> _Likenesses:
    near = [(w, m) for w, m in neighbours(digits) if m != digits and _NUMBER.fullmatch(m)]
    own = tuple([(weight, meant, float(meant)) for weight, meant in near])
    return _Likenesses(own, sorted([(value, at) for at, (_, _, value) in enumerate(own)]))


_Step = tuple[float, _Places, Sequence[tuple[int, int]]]


@lru_cache(maxsize=128)
def _by_step(digits: str) -> tuple[_Step, ...]:
    """The values by size, apart by the last place that is printed; each with its stretches of one
    sign."""
    alike, groups = _likenesses(digits), defaultdict[int, list[tuple[float, int]]](list)
    for place in alike.by_size:
        groups[len(alike.own[place[1]][1].partition(".")[2])].append(place)
    return tuple((10.0**-n, each, stretches([v for v, _ in each])) for n, each in groups.items())


def _as_printed(amount: Amount, meant: str) -> tuple[str, Printed]:
    """Other digits as the number would have been written with them, and their value."""
    scale, places = _scale(amount, _digits(amount)), len(meant.partition(".")[2])
    value = Fraction(int(meant.replace(".", "")), 10**places) * scale
    exact = printed(amount).exact
    return _shown(amount, meant), Printed.of(value, abs(scale) / 10**places, exact)


def quotient_near(stated: int, part: int, whole: int) -> Likely:
    """Whether a part of a whole is, in per cent, about what is stated; the operands by their
    numbers. Rounded operands leave some room."""

    def likely(values: Sequence[float]) -> bool:
        if values[whole] <= 0:
            return False
        rate = values[part] * 100 / values[whole]
        return abs(rate - values[stated]) <= _ROOM * (1 + abs(rate) / 20)

    return likely


def nothing(gap: Callable[[Sequence[float]], float], room: float = 0) -> Likely:
    """Whether a gap between operands is nothing, or no more than the room, as far as rough values
    tell."""

    def likely(values: Sequence[float]) -> bool:
        return abs(gap(values)) <= room + _ERROR * (1 + max(map(abs, values)))

    return likely


def _scaled(amount: Amount, within: Bounds) -> Iterator[tuple[int, str, Printed]]:
    """The same digits as 万 or 亿, or as neither: 8.5亿 for 8.5万; of values within the bounds."""
    digits = _digits(amount)
    if amount.hedged or len(digits) > _LONGEST or amount.unit in _NO_SCALE:
        return
    if not digits.strip("0.") or amount.written[0] == "-":
        return
    bare = float(digits)
    for sign, factor in MYRIADS.items():
        if not within[0] <= bare * factor <= within[1]:
            continue
        value = Fraction(digits) * factor
        if value == amount.value or value < 1:
            continue
        step = Fraction(factor, 10 ** len(digits.partition(".")[2]))
        if step <= 1 or sign:
            yield APART, digits + sign, Printed.of(value, step, amount.unit not in _NO_SCALE)


def _rough_scale(amount: Amount, digits: str) -> float:
    kept: float | None = amount.__dict__.get("scale")
    if kept is None:
        kept = amount.__dict__["scale"] = float(_scale(amount, digits))
    return kept


def _scale(amount: Amount, digits: str) -> Fraction:
    kept: Fraction | None = amount.__dict__.get("unit of digits")
    if kept is None:
        was = Fraction(digits)
        kept = amount.__dict__["unit of digits"] = amount.value / was if was else Fraction(1)
    return kept


def _digits(amount: Amount) -> str:
    return amount.written.replace(",", "").lstrip("-").rstrip("千万亿余多 ")


def _shown(amount: Amount, meant: str) -> str:
    return amount.written.replace(",", "").replace(_digits(amount), meant, 1)
