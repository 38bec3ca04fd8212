"""Sums of printed numbers, and the slips that explain one that does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf, isfinite

from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import ONE, Slip, meant_by
from drafter.proof.numbers.printed import Printed, printed, rough

_MOST, _FEW = 60, 3
# Of published lists that are not all their total, and of true slips: how often a digit fits.
_OFTEN, _MOSTLY = 0.5, 0.65
_WAYS = ("half_up", "cut")


def adds_up(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether the parts can make the total, each number as wide as it is printed.

    >>> from drafter.proof.numbers.amounts import amounts
    >>> two = amounts("12.3万元、4.6万元")
    >>> adds_up(amounts("17万元")[0], two), adds_up(amounts("17.2万元")[0], two)
    (True, False)
    """
    low, high = rough(total)
    least, greatest = map(sum, zip(*map(rough, parts), strict=True)) if parts else (0.0, 0.0)
    if least > high or low > greatest:
        return False
    values = [printed(part) for part in parts]
    return any(_meets(_sum(values, way), printed(total), way) for way in _WAYS)


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
    misprints = list[Slip]()
    for number, amount in enumerate([total, *parts]):
        for weight, shown, other in meant_by(amount, within=_bounds(number, total, parts)):
            if _holds(number, other, total, parts):
                misprints.append(Slip(weight, number, amount.written.replace(",", ""), shown))
    return sorted(misprints, key=lambda slip: (slip.weight, slip.operand == 0))


def _bounds(number: int, total: Amount, parts: Sequence[Amount]) -> tuple[float, float]:
    """Between which values a number would make the sum hold, a little wider."""
    spans, (low, high) = [rough(part) for part in parts], rough(total)
    middle = least = sum([span[0] for span in spans])
    slack = sum([span[1] for span in spans]) - least + high - low + 1e-6
    if number:
        own = spans[number - 1]
        middle = low - least + own[0]
        slack += own[1] - own[0]
    slack += abs(middle) / 100
    return (middle - slack, middle + slack) if isfinite(slack) else (-inf, inf)


def _holds(number: int, other: Printed, total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether the sum holds with one number replaced: 0 is the total, then the parts."""
    whole, *values = (printed(amount) for amount in (total, *parts))
    if number:
        values[number - 1] = other
    else:
        whole = other
    return any(_meets(_sum(values, way), whole, way) for way in _WAYS)


def chance(total: Amount, parts: Sequence[Amount]) -> float:
    """How often one wrong digit explains a gap of that size by chance: of less than ten units of
    the last place always, of a gap of three digits once in a hundred, more often where numbers are
    rounded.

    >>> from drafter.proof.numbers.amounts import amounts
    >>> total = amounts("613件")[0]
    >>> [round(chance(total, amounts(f"350件、{n}件")), 2) for n in (260, 233)]
    [1.0, 0.1]
    """
    step = float(max(amount.step for amount in (total, *parts))) or 1.0
    gap = abs(float(total.value) - sum([float(part.value) for part in parts])) / step
    wide = sum([high - low for low, high in map(rough, (total, *parts))]) / step
    return min(1.0, (wide + 1) / 10 ** (len(str(int(gap))) - 1)) if isfinite(wide) else 1.0


def by_chance(total: Amount, parts: Sequence[Amount], weight: int, joined: bool = False) -> bool:
    """Whether nearly any digit explains so small a gap: of rounded numbers one of less than two
    digits, of two whole numbers, or of a list joined by 、, one of a single digit.

    >>> from drafter.proof.numbers.amounts import amounts
    >>> total = amounts("9.44亿元")[0]
    >>> [by_chance(total, amounts(f"{n}亿元，2.11亿元"), ONE) for n in ("6.93", "1.43")]
    [True, False]
    >>> by_chance(amounts("66件")[0], amounts("30件、33件"), ONE)
    True
    """
    rounded, often = is_rounded(total, parts), chance(total, parts)
    if joined or not rounded:
        return weight == ONE and len(parts) < _FEW + rounded and often > _MOSTLY
    return often > (_OFTEN if weight == ONE and len(parts) <= _FEW else _MOSTLY)


def is_rounded(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether any of the numbers is printed with a point: 3.4万人."""
    return any("." in amount.written for amount in (total, *parts))
