"""Equations that divide: shares, growth, averages; each solved for any one of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product

from msgspec import Struct

from drafter.proof.evidence.likeness import likeness
from drafter.proof.evidence.numbers import Number
from drafter.proof.numbers.misprint import Slip

Solve = Callable[[Sequence[float]], float]
_MOST_TARGETS, _ROOM = 24, 1e-9


# Each form by the values of its numbers, the claim first: what each of them would have to be.
FORMS: dict[str, tuple[Solve, ...]] = {
    "share": (
        lambda v: 100 * v[1] / v[2],
        lambda v: v[0] * v[2] / 100,
        lambda v: 100 * v[1] / v[0],
    ),
    "rest": (
        lambda v: 100 * (v[2] - v[1]) / v[2],
        lambda v: v[2] * (100 - v[0]) / 100,
        lambda v: 100 * v[1] / (100 - v[0]),
    ),
    "both": (
        lambda v: 100 * v[1] / (v[1] + v[2]),
        lambda v: v[0] * v[2] / (100 - v[0]),
        lambda v: v[1] * (100 - v[0]) / v[0],
    ),
    "rise": (
        lambda v: 100 * v[2] / (v[1] - v[2]),
        lambda v: v[2] * (100 + v[0]) / v[0],
        lambda v: v[1] * v[0] / (100 + v[0]),
    ),
    "fall": (
        lambda v: 100 * v[2] / (v[1] + v[2]),
        lambda v: v[2] * (100 - v[0]) / v[0],
        lambda v: v[1] * v[0] / (100 - v[0]),
    ),
    "more": (
        lambda v: 100 * (v[1] - v[2]) / v[2],
        lambda v: v[2] * (100 + v[0]) / 100,
        lambda v: 100 * v[1] / (100 + v[0]),
    ),
    "less": (
        lambda v: 100 * (v[2] - v[1]) / v[2],
        lambda v: v[2] * (100 - v[0]) / 100,
        lambda v: 100 * v[1] / (100 - v[0]),
    ),
    "mean": (lambda v: v[1] / v[2], lambda v: v[0] * v[2], lambda v: v[1] / v[0]),
    "gain": (lambda v: v[1] - v[2], lambda v: v[2] + v[0], lambda v: v[1] - v[0]),
    "loss": (lambda v: v[2] - v[1], lambda v: v[2] - v[0], lambda v: v[1] + v[0]),
}


def _joint(place: int, values: Sequence[float]) -> float:
    """What a number would have to be where several are taken together of one whole."""
    added, whole = sum(values[1:-1]), values[-1]
    if not place:
        return 100 * added / whole
    if place == len(values) - 1:
        return 100 * added / values[0]
    return values[0] * whole / 100 - added + values[place]


class Quotient(Struct, frozen=True):
    """A form with numbers of the text in their places, the claim first."""

    kind: str
    operands: tuple[Number, ...]

    def range(self, place: int) -> tuple[float, float] | None:
        """Between what a number would have to be, the others as wide as they are printed."""
        ends = [
            (n.value,) if at == place or not n.width
            else (n.value - n.width / 2, n.value + n.width * self._above(at))
            for at, n in enumerate(self.operands)
        ]  # fmt: skip
        work = FORMS[self.kind][place] if self.kind != "joint" else partial(_joint, place)
        try:
            values = [work(corner) for corner in product(*ends)]
        except ZeroDivisionError:
            return None
        return min(values), max(values)

    def _above(self, place: int) -> float:
        """How much of its last place a number may be more; a whole may have been cut off."""
        return 1.0 if self.kind == "share" and place == len(self.operands) - 1 else 0.5

    @property
    def holds(self) -> bool:
        """Whether the claim is what the others give, rounded half-up or cut off."""
        claim, between = self.operands[0], self.range(0)
        if between is None:
            return False
        low, high = between
        half, room = claim.width / 2, _ROOM * (1 + abs(claim.value)) + claim.width / 500
        rounded = low - half - room <= claim.value <= high + half + room
        return rounded or low - claim.width < claim.value <= high + room

    @property
    def adjusted(self) -> bool:
        """Whether the claim is one of its last place off, as one of several that make a hundred."""
        claim, between = self.operands[0], self.range(0)
        if between is None:
            return False
        room = claim.width * 1.01
        return between[0] - room <= claim.value <= between[1] + room

    @property
    def off(self) -> float:
        """How far the claim is from what the others give, of the larger of the two."""
        between = self.range(0)
        if between is None:
            return 9.0
        middle = sum(between) / 2
        return abs(self.operands[0].value - middle) / max(
            abs(middle), abs(self.operands[0].value), 1e-9
        )


def quotient_slips(one: Quotient) -> list[Slip]:
    """Every slip of one number that would have made it hold, the likeliest first."""
    misprints = list[Slip]()
    for place, number in enumerate(one.operands):
        between = one.range(place)
        if between is None or between[1] <= 0:
            continue
        best = min(
            ((weight, meant) for meant in _printings(number, between, not place)
             if (weight := likeness(number.digits, meant))), default=None,
        )  # fmt: skip
        if best:
            written = number.term.amount.written.replace(",", "")
            misprints.append(Slip(best[0], place, written, best[1]))
    return sorted(misprints, key=lambda slip: slip.weight)


def _printings(number: Number, between: tuple[float, float], claim: bool) -> Iterator[str]:
    """The numbers of a range as this one is printed; a claim is rounded."""
    step = number.step or 1.0
    low, high = (end / step for end in between)
    if number.width:
        low, high = low - 0.5, high + 0.5
    first, last = int(low + 1 - 1e-6), int(high + 1e-6)
    if last - first < _MOST_TARGETS:
        yield from (number.printed_as(n * step) for n in range(max(first, 0), last + 1))
