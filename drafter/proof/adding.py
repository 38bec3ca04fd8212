"""Sums of printed numbers, and the slips that explain one that does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf

from drafter.proof.amounts import Amount
from drafter.proof.misprint import Slip, meant_by
from drafter.proof.printed import Printed, printed

_MOST = 60
_ROOM = 1e-9  # of a rough value, far wider than floating point errs
_WAYS = ("half_up", "cut")


def adds_up(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether the parts can make the total, each number as wide as it is printed.

    >>> from drafter.proof.amounts import amounts
    >>> two = amounts("12.3万元、4.6万元")
    >>> adds_up(amounts("17万元")[0], two), adds_up(amounts("17.2万元")[0], two)
    (True, False)
    """
    low, high = _rough(total)
    least, greatest = map(sum, zip(*map(_rough, parts), strict=True)) if parts else (0.0, 0.0)
    if least > high or low > greatest:
        return False
    values = [printed(part) for part in parts]
    return any(_meets(_sum(values, way), printed(total), way) for way in _WAYS)


def _rough(amount: Amount) -> tuple[float, float]:
    """Below and above all that the number can stand for: what is worked out in a moment."""
    kept: tuple[float, float] | None = amount.__dict__.get("rough")
    if kept is None:
        kept = amount.__dict__["rough"] = _around(printed(amount))
    return kept


def _around(value: Printed) -> tuple[float, float]:
    try:
        low, high = float(value.half_up.low), float(max(value.half_up.high, value.cut.high))
    except OverflowError:
        return -inf, inf
    room = _ROOM * (1 + max(abs(low), abs(high)))
    return low - room, high + room


Span = tuple[Fraction, Fraction]


def _sum(values: Sequence[Printed], way: str) -> Span:
    spans = [getattr(value, way) for value in values]
    return Fraction(sum(s.low for s in spans)), Fraction(sum(s.high for s in spans))


def _meets(span: Span, value: Printed, way: str) -> bool:
    target = getattr(value, way)
    return bool(span[0] <= target.high and target.low <= span[1])


def sum_slips(total: Amount, parts: Sequence[Amount]) -> list[Slip]:
    """Every slip of one number that would have made the sum hold, the likeliest first; of equally
    likely ones those of the parts before that of the total."""
    if len(parts) > _MOST:
        return []
    values, whole, misprints = [printed(part) for part in parts], printed(total), list[Slip]()
    full = {way: _sum(values, way) for way in _WAYS}
    for number, amount in enumerate([total, *parts]):
        bounds = _bounds(number, values, whole, full)
        for weight, shown, other in meant_by(amount, within=bounds):
            if any(_holds(number, other, values, whole, way, full[way]) for way in _WAYS):
                misprints.append(Slip(weight, number, amount.written.replace(",", ""), shown))
    return sorted(misprints, key=lambda slip: (slip.weight, slip.operand == 0))


def _bounds(
    number: int, values: Sequence[Printed], whole: Printed, full: Mapping[str, Span]
) -> tuple[float, float]:
    """Between which values a number would make the sum hold, a little wider."""
    low, high = min(s[0] for s in full.values()), max(s[1] for s in full.values())
    slack = float(high - low) + float(whole.cut.high - whole.half_up.low) + 1e-6
    middle = float(low)
    if number:
        middle = float(whole.value - low + values[number - 1].value)
        slack += float(values[number - 1].cut.high - values[number - 1].half_up.low)
    slack += abs(middle) / 100
    return middle - slack, middle + slack


def _holds(
    number: int, other: Printed, values: Sequence[Printed], whole: Printed, way: str, full: Span
) -> bool:
    """Whether the sum holds with one number replaced: 0 is the total, then the parts."""
    if not number:
        return _meets(full, other, way)
    old, new = getattr(values[number - 1], way), getattr(other, way)
    return _meets((full[0] - old.low + new.low, full[1] - old.high + new.high), whole, way)
