"""Intervals in floating point, a little too wide: what refuses them refuses all that they hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from msgspec import Struct

from drafter.model.quantity import Quantity
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.printed import Printed, printed

_ROOM = 1e-13  # of a bound, far more than a few operations in floating point err


class Interval(Struct, frozen=True):
    """From low to high; worked with as a Quantity is."""

    low: float
    high: float

    @property
    def value(self) -> float:
        """Its upper bound."""
        return self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + float(other.low), self.high + float(other.high))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - float(other.high), self.high - float(other.low))

    def __mul__(self, other: Interval) -> Interval:
        low, high = float(other.low), float(other.high)
        ends = (self.low * low, self.low * high, self.high * low, self.high * high)
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; by what may be nothing, anything."""
        low, high = float(other.low), float(other.high)
        if low <= 0 <= high:
            return Interval(-inf, inf)
        ends = (self.low / low, self.low / high, self.high / low, self.high / high)
        return Interval(min(ends), max(ends))


def positive(one: Quantity | Interval) -> bool:
    """Whether a quantity is more than nothing, whatever it means; whether anything in an interval
    is."""
    return one.high > 0 if isinstance(one, Interval) else one.low > 0


class Broad(Struct, frozen=True):
    """All that the numbers of a stretch can stand for; read as a printed number is."""

    value: float
    half_up: Interval
    cut: Interval
    exact: bool = False

    @classmethod
    def of(cls, least: float, most: float, step: float) -> Broad:
        """The numbers from the least to the most that are printed to one place.

        >>> Broad.of(3, 5, 1).half_up.low < 2.5 < 5.5 < Broad.of(3, 5, 1).half_up.high
        True
        """
        return cls(most, _wider(least - step / 2, most + step / 2), _wider(least, most + step))


def broad(amount: Amount) -> Broad:
    """The number of an amount, alone."""
    value = printed(amount)
    return Broad(float(value.value), _around(value, "half_up"), _around(value, "cut"))


def _around(value: Printed, way: str) -> Interval:
    span = getattr(value, way)
    return _wider(float(span.low), float(span.high))


def _wider(low: float, high: float) -> Interval:
    room = _ROOM * max(abs(low), abs(high))
    return Interval(low - room, high + room)


def stretches(values: Sequence[float]) -> list[tuple[int, int]]:
    """Values that grow, as stretches of one sign: those below nothing, those that are nothing,
    those above.

    >>> stretches([0, 0, 1, 2])
    [(0, 2), (2, 4)]
    """
    signs = [(value > 0) - (value < 0) for value in values]
    ends = [0, *(at for at in range(1, len(signs)) if signs[at] != signs[at - 1]), len(signs)]
    return [(a, b) for a, b in pairwise(ends) if a < b]
