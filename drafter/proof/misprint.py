"""Slips of the hand: digits exchanged, one digit wrong, one lost or doubled, 万 written for 亿."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, permutations
from math import inf

from msgspec import Struct

from drafter.model.quantity import MYRIADS
from drafter.proof.amounts import Amount
from drafter.proof.printed import Printed, printed

EXCHANGED, ONE, APART, LENGTH = 1, 2, 3, 4
_LONGEST, _SHUFFLED = 9, 4
_NO_SCALE = ("%", "百分点", "个百分点", "倍")

Holds = Callable[[Sequence[Printed]], bool]


class Slip(Struct, frozen=True):
    """How a number may have been meant; the less its weight, the likelier."""

    weight: int
    operand: int
    written: str
    meant: str

    @property
    def scaled(self) -> bool:
        """Whether the digits are the same, as 万 or 亿, or with the point elsewhere."""
        bare = [re.sub("[.千万亿]", "", said).strip("0") for said in (self.written, self.meant)]
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


def slips(operands: Sequence[Amount], holds: Holds, heaviest: int = LENGTH) -> list[Slip]:
    """Every slip of one operand that would have made the relation hold, the likeliest first."""
    values, misprints = [printed(amount) for amount in operands], list[Slip]()
    for number, amount in enumerate(operands):
        for weight, shown, other in meant_by(amount, heaviest):
            if holds([*values[:number], other, *values[number + 1 :]]):
                misprints.append(Slip(weight, number, amount.written.replace(",", ""), shown))
    return sorted(misprints, key=lambda slip: slip.weight)


Bounds = tuple[float, float]


def meant_by(
    amount: Amount, heaviest: int = LENGTH, within: Bounds = (-inf, inf)
) -> Iterator[tuple[int, str, Printed]]:
    """(weight, as it would be written, value) of all that a hand may have meant by a number, of
    values within the bounds."""
    digits = _digits(amount)
    if amount.hedged or len(digits) > _LONGEST:
        return
    scale = _scale(amount, digits)
    low, high = sorted(bound / float(scale) for bound in within)
    exact = printed(amount).exact
    for weight, meant in neighbours(digits):
        if weight > heaviest or not _is_number(meant, digits) or not low <= float(meant) <= high:
            continue
        places = len(meant.partition(".")[2])
        value = Fraction(int(meant.replace(".", "")), 10**places) * scale
        yield weight, _shown(amount, meant), Printed.of(value, abs(scale) / 10**places, exact)
    if heaviest >= APART:
        yield from _scaled(amount, digits, within)


def _scaled(amount: Amount, digits: str, within: Bounds) -> Iterator[tuple[int, str, Printed]]:
    """The same digits as 万 or 亿, or as neither: 8.5亿 for 8.5万."""
    if amount.unit in _NO_SCALE or not digits.strip("0.") or amount.written[0] == "-":
        return
    for sign, factor in MYRIADS.items():
        value = Fraction(digits) * factor
        if value == amount.value or not within[0] <= value <= within[1] or value < 1:
            continue
        step = Fraction(factor, 10 ** len(digits.partition(".")[2]))
        if step <= 1 or sign:
            yield APART, digits + sign, Printed.of(value, step, amount.unit not in _NO_SCALE)


def other_myriads(amount: Amount) -> Iterator[tuple[int, str, Printed]]:
    """The number with another of 万 and 亿, or without: 2300万 where 2300亿 was meant."""
    written = amount.written.replace(",", "")
    own = written[-1:] if written[-1:] in "万亿" and not amount.hedged else ""
    for sign, factor in (("", 1), ("万", 10**4), ("亿", 10**8)):
        if sign != own and not amount.hedged:
            times = Fraction(factor, {"": 1, "万": 10**4, "亿": 10**8}[own])
            value, step = amount.value * times, amount.step * times
            yield LENGTH, written.rstrip("万亿") + sign, Printed.of(value, abs(step))


def _scale(amount: Amount, digits: str) -> Fraction:
    was = Fraction(digits)
    return amount.value / was if was else Fraction(1)


def _is_number(meant: str, digits: str) -> bool:
    """Whether anybody prints such a number, and another one."""
    whole = meant.partition(".")[0]
    return (
        meant != digits and bool(whole) and meant[-1] != "." and (whole == "0" or whole[0] != "0")
    )


def _digits(amount: Amount) -> str:
    return amount.written.replace(",", "").lstrip("-").rstrip("千万亿余多 ")


def _shown(amount: Amount, meant: str) -> str:
    return amount.written.replace(",", "").replace(_digits(amount), meant, 1)
