"""A rate as a person typed it: 97% is one; 97 and 0.97 are most likely one, and are asked about."""

from __future__ import annotations

import re
from fractions import Fraction

from msgspec.structs import replace

from drafter.intake.amount import ASKED, Reading, understand
from drafter.intake.measure import Measure
from drafter.intake.words import plain
from drafter.model.quantity import Quantity

# Shown as 1000% and more, a number was put there by a program, which does not know the format.
_PASTED = 10
_HUNDREDTH = Quantity.exact(Fraction(1, 100))


def rate(raw: object, percent: bool) -> Reading | None:
    """The share that the cell states (97% is 97/100); None where it states none.

    `percent` tells that the cell's number format shows per cent: its number is the share itself.
    """
    number, has_sign = _without_sign(raw)
    reading = understand(number, Measure(""))
    if reading is None:
        return None
    value = reading.amount.value
    if has_sign:
        return _share(reading)
    if value == 0 or (percent and value < _PASTED):
        return reading
    if 0 < value < 1:
        return replace(reading, surety=ASKED)
    return replace(_share(reading), surety=ASKED) if value > 1 else reading


def unclear(raw: object, percent: bool) -> bool:
    """Whether it is a bare 1, which may be 1% or 100%."""
    number, has_sign = _without_sign(raw)
    reading = None if has_sign or percent else understand(number, Measure(""))
    return reading is not None and reading.amount.value == 1


def _without_sign(raw: object) -> tuple[object, bool]:
    """(what is left of 97% without its sign, whether there was one)."""
    if not isinstance(raw, str):
        return raw, False
    text = plain(raw)
    if text == "百分之百":
        return "100", True
    if text.count("%") + text.count("百分之") != 1:
        return raw, False
    return re.sub("%|百分之", "", text), True


def _share(reading: Reading) -> Reading:
    return replace(reading, amount=reading.amount * _HUNDREDTH)
