"""A number as it is printed is an interval: half-up, or cut off, or exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import inf

from msgspec import Struct

from drafter.model.quantity import Quantity
from drafter.proof.numbers.amounts import Amount

_RATES = ("%", "‰", "百分点", "个百分点", "倍")

_ROOM = 1e-9  # of a rough value, far wider than floating point errs
Span = tuple[float, float]


class Printed(Struct, frozen=True):
    """What a printed number can stand for, if it was rounded half-up and if it was cut off."""

    value: Fraction
    half_up: Quantity
    cut: Quantity
    exact: bool

    @classmethod
    def of(cls, value: Fraction, step: Fraction, counted: bool = True) -> Printed:
        """A number printed to a place; whole numbers of things are exact."""
        if counted and step == 1:
            alone = Quantity.exact(value)
            return cls(value, alone, alone, True)
        half, least = step / 2, step / 1000
        return cls(
            value, Quantity(value, value - half, value + half - least),
            Quantity(value, value, value + step - least), False,
        )  # fmt: skip


def printed(amount: Amount) -> Printed:
    """The number of an amount; 余, 约, 近, 以上 are as wide as they are.

    >>> from drafter.proof.numbers.amounts import amounts
    >>> print(printed(amounts("12.3万元")[0]).half_up.low, printed(amounts("613件")[0]).cut.low)
    122500 613
    """
    kept: Printed | None = amount.__dict__.get("printed")
    if kept is None:
        kept = amount.__dict__["printed"] = _printed(amount)
    return kept


def rough(amount: Amount) -> Span:
    """Below and above all that the number can stand for: what is compared in a moment."""
    kept: Span | None = amount.__dict__.get("rough")
    if kept is None:
        kept = amount.__dict__["rough"] = _around(printed(amount))
    return kept


def _around(value: Printed) -> Span:
    try:
        low = float(value.half_up.low)
        high = max(float(value.half_up.high), float(value.cut.high))
    except OverflowError:
        return -inf, inf
    room = _ROOM * (1 + max(abs(low), abs(high)))
    return low - room, high + room


def _printed(amount: Amount) -> Printed:
    if amount.hedged:
        return Printed(amount.value, amount.quantity, amount.quantity, False)
    return Printed.of(amount.value, amount.step, amount.unit not in _RATES)


def equal(one: Sequence[Printed], other: Sequence[Printed], work: Callable[..., Quantity]) -> bool:
    """Whether the worked value of some can be what the one other shows, half-up or cut off."""
    worked = work(*(each.half_up for each in one))
    targets = (other[0].half_up, other[0].cut)
    return any(worked.low <= to.high and to.low <= worked.high for to in targets)
