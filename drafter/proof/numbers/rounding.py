"""Which rounding a printed rate is: half-up, cut off, or none."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from drafter.model.quantity import Quantity, decimal, rounded
from drafter.proof.numbers.amounts import Amount


class Fit(Struct, frozen=True):
    """A rate as it is stated against one that was calculated."""

    half_up: bool
    cut: bool
    rounded: str
    shorter: str
    exact: str


def fit(stated: Amount, rate: Quantity) -> Fit:
    """Which rounding of the rate (in percent) gives what is stated.

    >>> from drafter.proof.numbers.amounts import amounts
    >>> fit(amounts("97%")[0], Quantity.exact(Fraction(169800, 1732)))
    Fit(half_up=False, cut=False, rounded='98', shorter='98', exact='98.04')
    """
    places = _places(stated.step)
    ends = (rate.low, rate.value, rate.high)
    low, middle, high = (rounded(end, places) for end in ends)
    cuts = [_cut(end, places) for end in ends]
    number = stated.quantity
    if stated.hedged:
        near = number.low <= rate.high and rate.low <= number.high
        return Fit(near, near, decimal(middle), decimal(cuts[1]), decimal(rate.value, 2))
    shown = decimal(rate.value, max(places + 2, 2))
    return Fit(
        low <= number.value <= high, cuts[0] <= number.value <= cuts[2],
        decimal(middle), decimal(cuts[1]), shown,
    )  # fmt: skip


def _places(step: Fraction) -> int:
    places = 0
    while step < 1 and places < 9:
        step, places = step * 10, places + 1
    return places


def _cut(value: Fraction, places: int) -> Fraction:
    scale = 10**places
    whole = abs(value) * scale // 1
    return Fraction(whole if value >= 0 else -whole, scale)
