"""Equations that bear each other out: one slip explains what is amiss in two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.proof.evidence.copied import COPIED
from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.forms import Quotient
from drafter.proof.evidence.numbers import Number
from drafter.proof.numbers.misprint import Slip

_CLUE = "旁证"
_NARROW = 4  # times as narrow a range as the slip is wide


class Tried(Struct, frozen=True):
    """An equation with the slips that explain its misfit, and all that speaks for it or against."""

    equation: Equation | Quotient
    holds: bool
    slips: tuple[Slip, ...]
    clues: tuple[str, ...]

    @property
    def copied(self) -> bool:
        """Whether no slip of a digit explains it, only a number copied from another place."""
        return bool(self.slips) and self.slips[0].weight == COPIED


class _Meant(Struct, frozen=True):
    """What a number was meant as by a slip, and of which equation."""

    number: Number
    value: float
    orders: frozenset[int]


def witnessed(
    sums: Sequence[Tried], rates: Sequence[Tried], broken: Iterable[Quotient]
) -> Iterator[Tried]:
    """All of them; those get a clue more of which a slip sets another equation right as well."""
    ranges = defaultdict[int, list[tuple[float, float, Quotient]]](list)
    mine = [one for one in sums if one.slips and one.equation.kind != "same"]
    if not mine:
        yield from (*sums, *rates)
        return
    doubted = {meant.number.order for one in mine for meant in _meant(one)}
    for quotient in broken:
        for place, number in enumerate(quotient.operands):
            if number.order in doubted and (between := quotient.range(place)):
                half = number.step / 2
                ranges[number.order].append((between[0] - half, between[1] + half, quotient))
    by_number = defaultdict[int, list[_Meant]](list)
    fitting, chosen = set[int](), {id(one) for one in mine}
    for one in mine:
        for meant in _meant(one):
            by_number[meant.number.order].append(meant)
    for one in sums:
        sure = id(one) in chosen and any(
            _is_borne_out(meant, ranges, by_number, fitting) for meant in _meant(one)
        )
        yield replace(one, clues=(*one.clues, _CLUE)) if sure else one
    for one in rates:
        sure = bool(one.slips) and id(one.equation) in fitting
        yield replace(one, clues=(*one.clues, _CLUE)) if sure else one


def _meant(one: Tried) -> Iterator[_Meant]:
    """What the likeliest slips make of its numbers."""
    orders = frozenset(number.order for number in one.equation.operands)
    for slip in one.slips:
        if slip.weight == one.slips[0].weight:
            number = one.equation.operands[slip.operand]
            yield _Meant(number, float(slip.meant) * number.scale, orders)


def _is_borne_out(
    meant: _Meant,
    ranges: dict[int, list[tuple[float, float, Quotient]]],
    by_number: dict[int, list[_Meant]],
    fitting: set[int],
) -> bool:
    order, sure = meant.number.order, False
    room = max(abs(meant.value - meant.number.value), 0.0) / _NARROW
    for low, high, quotient in ranges.get(order, ()):
        if low <= meant.value <= high and high - low <= room:
            fitting.add(id(quotient))
            sure = True
    half = meant.number.step / 2
    return sure or any(
        abs(other.value - meant.value) < half and other.orders & meant.orders == {order}
        for other in by_number[order]
    )
