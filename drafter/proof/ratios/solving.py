"""The whole that numbers with their shares give, where nobody wrote it down."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from drafter.model.quantity import Quantity
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.ratios.sharing import Pair
from drafter.proof.rows.row import Row


def solved(group: Sequence[Pair]) -> tuple[Pair, Printed] | None:
    """The one pair that does not fit the whole that all others give, which nobody wrote down."""
    spans = [span(pair.row.amount, pair.share.amount) for pair in group]
    solutions = list[tuple[Pair, Printed]]()
    for number, pair in enumerate(group):
        others = [one for n, one in enumerate(spans) if n != number]
        if len(others) < 2 or any(one is None for one in spans):
            return None
        low, high = max(s[0] for s in others if s), min(s[1] for s in others if s)
        mine = spans[number]
        if low <= high and mine and not (mine[0] <= high and low <= mine[1]):
            solutions.append((pair, between(low, high)))
    return solutions[0] if len(solutions) == 1 else None


def between(low: Fraction, high: Fraction) -> Printed:
    whole = Quantity((low + high) / 2, low, high)
    return Printed(whole.value, whole, whole, False)


def span(number: Amount, rate: Amount) -> tuple[Fraction, Fraction] | None:
    """The least and the greatest whole that a part and its share allow."""
    part, share = printed(number), printed(rate)
    if share.half_up.low <= 0:
        return None
    return part.half_up.low * 100 / share.half_up.high, part.half_up.high * 100 / share.half_up.low


def adjusted(pair: Pair, wholes: Sequence[Row]) -> bool:
    """Whether a share is one of its last place off, as one is that lets all make a hundred."""
    part, share = pair.row.amount.value, pair.share.amount
    values = [whole.amount.value for whole in wholes if whole.amount.value]
    return any(abs(part * 100 / whole - share.value) <= share.step * 3 / 2 for whole in values)
