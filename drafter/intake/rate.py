"""A rate as a person typed it: 97% is one; 97 and 0.97 are most likely one, and are asked about."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from drafter.intake.amount import ASKED, Measure, Reading, understand
from drafter.quantity import Quantity


def rate(raw: object, percent: bool, measure: Measure) -> Reading | None:
    """The share that the cell states (97% is 97/100); None where it states none.

    `percent` tells that the cell's number format shows per cent: its number is the share itself, as
    long as it is one (97 put there by a program shows as 9700%).
    """
    text = raw if isinstance(raw, str) else ""
    reading = understand(raw, measure)
    if reading is None or _says_percent(text):
        return reading
    value = reading.amount.value
    if value == 0 or (percent and value <= 1):
        return reading
    if 0 < value < 1:
        return replace(reading, surety=ASKED)
    if 1 < value <= 100:
        amount = reading.amount * Quantity.exact(Fraction(1, 100))
        return replace(reading, amount=amount, surety=ASKED)
    return None if value == 1 else reading


def _says_percent(text: str) -> bool:
    return "%" in text or "％" in text or "百分之" in text
