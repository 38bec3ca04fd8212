"""An equation between numbers of the text, what is amiss in it, and the slips that explain that."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from drafter.proof.evidence.likeness import likeness
from drafter.proof.evidence.numbers import Number
from drafter.proof.numbers.misprint import Slip

_MOST_TARGETS = 11
_ROOM = 1e-6


class Equation(Struct, frozen=True):
    """Numbers that are meant to be 0 when added with their signs; the first is the claim."""

    kind: str
    operands: tuple[Number, ...]
    signs: tuple[int, ...]
    gap: float
    """What is missing: the signed sum, or a hundred less the shares."""
    slack: float
    """How far the sum may be from 0, by rounding alone."""

    @classmethod
    def of(
        cls, kind: str, operands: tuple[Number, ...], signs: tuple[int, ...], gap: float
    ) -> Equation:
        """The equation, with the slack of its numbers."""
        slack = sum([number.width for number in operands]) / 2 * 1.02
        return cls(kind, operands, signs, gap, slack)

    @property
    def holds(self) -> bool:
        """Whether the numbers as printed can fill it, half-up or cut off."""
        room = _ROOM * max([number.value for number in self.operands])
        if abs(self.gap) <= self.slack + room:
            return True
        if not self.slack:
            return False
        wide = [n.width for n in self.operands]
        below, above = _cut(self.signs, wide)
        return below + room < -self.gap < above - room


def _cut(signs: Sequence[int], widths: Sequence[float]) -> tuple[float, float]:
    """Between what the sum may be more than it is printed, where the numbers were cut off."""
    return (
        -sum(width for sign, width in zip(signs, widths, strict=True) if sign < 0),
        sum(width for sign, width in zip(signs, widths, strict=True) if sign > 0),
    )


def slips(one: Equation) -> list[Slip]:
    """Every slip of one operand that would have made it hold, the likeliest first."""
    candidates, slack = list[Slip](), one.slack
    for place, (number, sign) in enumerate(zip(one.operands, one.signs, strict=True)):
        middle = number.value - sign * one.gap
        if middle < 0:
            continue
        for target in _targets(number, middle, slack) if slack else (middle,):
            meant = number.printed_as(target)
            if weight := likeness(number.digits, meant):
                candidates.append(
                    Slip(weight, place, number.term.amount.written.replace(",", ""), meant)
                )
                break
    return sorted(candidates, key=lambda slip: slip.weight)


def _targets(number: Number, middle: float, slack: float) -> Sequence[float]:
    """The values as this number prints them that would do, the nearest first."""
    steps = int(slack / number.step + _ROOM) if number.step else 0
    if 2 * steps + 1 > _MOST_TARGETS:
        return ()
    values = (middle + away * number.step for away in sorted(range(-steps, steps + 1), key=abs))
    return [value for value in values if value >= 0]
