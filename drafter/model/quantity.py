"""Numbers as officials write them: read and printed, exactly, with 余 understood and kept.

A quantity is an interval. 613 is [613, 613]; "80余" is [80, 89], for 余 stands for less than one
more unit of the last round place (GB/T 15835-2011 4.2). Arithmetic is exact (fractions), so that a
rule on approximate figures is broken only when no reading of them can satisfy it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from msgspec import Struct

from drafter.model.numeral import DIGITS, read_numeral
from drafter.model.pattern import pattern

MYRIADS = {"": 1, "万": 10**4, "亿": 10**8}
_LONGEST = 40
_EXACT = 10**15
_FINEST = Fraction(1, 10**12)
_SPACE = pattern(r"\s+")
# Two numbers in one cell are not one number.
_GLUED = pattern(r"\d\s+\d")
_SHAPE = pattern(
    r"(?P<sign>[-−])?(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?P<myriad>[万亿]?)(?P<more>余?)(?P<percent>%?)"
)


class Quantity(Struct, frozen=True):
    """What was reported, and the least and the most that it can mean."""

    value: Fraction
    low: Fraction
    high: Fraction

    @classmethod
    def exact(cls, value: int | Fraction) -> Quantity:
        """A quantity known to the unit."""
        amount = value if type(value) is Fraction else Fraction(value)
        return cls(amount, amount, amount)

    @classmethod
    def more_than(cls, value: int | Fraction) -> Quantity:
        """value余: at least the value, and less than the next round number."""
        amount = Fraction(value)
        step = _round_step(amount)
        if amount.denominator > 1:
            return cls(amount, amount, amount + step)
        most = Fraction((amount // step + 1) * step - 1)
        return cls(amount, amount, max(most, amount + 1))

    @classmethod
    def about(cls, value: int | Fraction) -> Quantity:
        """约value: as much less or more as a round number leaves open (约50: 40 to 60)."""
        amount = Fraction(value)
        return cls(amount, max(Fraction(0), amount - _slack(amount)), amount + _slack(amount))

    @classmethod
    def nearly(cls, value: int | Fraction) -> Quantity:
        """近value: less than the value, by at most what a round number leaves open."""
        amount = Fraction(value)
        return cls(amount, max(Fraction(0), amount - _slack(amount)), amount)

    @property
    def hedge(self) -> str:
        """ "" for an exact quantity, else the word that it is printed with: 余 or 约."""
        return self.said[1]

    @property
    def said(self) -> tuple[tuple[Fraction, ...], str]:
        """The number to print, or both ends of a range, and the hedge. What was typed is printed
        so; of what was calculated, a round number that claims no more than is known: 1500余 + 80余
        may be 1688, which 1580余 denies, so 约1600 is said."""
        if self.low is self.high or self.low == self.high:
            return (self.value,), ""
        own = "余" if self.low == self.value else "约"
        if self.low >= 0 and _reading(self.value, own).covers(self):
            return (self.value,), own
        sign = 1
        if self.high <= 0:  # nobody writes -80余
            mirrored = Quantity(-self.value, -self.high, -self.low)._rounder()
            rounder = min((one for one in mirrored if one[2] == "约"), default=None)
            sign = -1
        else:
            rounder = min(self._rounder(), default=None) if self.low >= 0 else None
        return ((sign * rounder[1],), rounder[2]) if rounder else (self._ends(), "约")

    def covers(self, other: Quantity) -> bool:
        """Whether the other cannot be anything that this one cannot be."""
        return self.low <= other.low and other.high <= self.high

    def _rounder(self) -> Iterator[tuple[Fraction, Fraction, str]]:
        """Round numbers whose readings cover these, each behind its width; 约 says nothing where
        it is as wide as half the number."""
        step = self._fineness() if self.high.denominator > 1 else Fraction(10)
        while step <= self.high:
            below = self.low // step * step
            for base, hedge in ((below, "余"), (below, "约"), (below + step, "约")):
                reading = _reading(base, hedge)
                width = reading.high - reading.low
                if base and reading.covers(self) and (hedge == "余" or 2 * width <= base):
                    yield width, base, hedge
            step *= 10

    def _ends(self) -> tuple[Fraction, Fraction]:
        """The least and the most, rounded apart to a hundredth of what is between them or less."""
        step = self._fineness()
        return self.low // step * step, -(-self.high // step) * step

    def _fineness(self) -> Fraction:
        """The power of ten that is a tenth to a hundredth of the width; 1 for a small whole one."""
        step, width = Fraction(1), self.high - self.low
        while width >= 100 * step:
            step *= 10
        while self.high.denominator > 1 and width < 10 * step and step > _FINEST:
            step /= 10
        return step

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.value + other.value, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.value - other.value, self.low - other.high, self.high - other.low)

    def __mul__(self, other: Quantity) -> Quantity:
        ends = [a * b for a, b in product((self.low, self.high), (other.low, other.high))]
        return Quantity(self.value * other.value, min(ends), max(ends))

    def __truediv__(self, other: Quantity) -> Quantity:
        """The quotient. Raises ZeroDivisionError where the divisor can be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        ends = [a / b for a, b in product((self.low, self.high), (other.low, other.high))]
        return Quantity(self.value / other.value, min(ends), max(ends))


def _reading(value: Fraction, hedge: str) -> Quantity:
    return Quantity.more_than(value) if hedge == "余" else Quantity.about(value)


def _round_step(amount: Fraction) -> Fraction:
    """One unit of the last non-zero place, at least ten for whole numbers: 2650 has 10, 28000 has
    1000, 2.8 has a tenth."""
    step = Fraction(10)
    while amount.denominator > 1 and step > _FINEST and amount % step:
        step /= 10
    while amount and amount.denominator == 1 and amount % (step * 10) == 0:
        step *= 10
    return step


def _slack(amount: Fraction) -> Fraction:
    """One unit of the last round place; of 10, 100, 1000 a tenth of it; of fewer than ten, one."""
    step = _round_step(amount)
    return step / 10 if amount <= step else step


def read(raw: object, unit: str = "") -> Quantity | None:
    """The quantity in a cell as a person typed it, or None where it is not one.

    Full-width digits, thousands separators, 万/亿, 余, a percent sign and the indicator's own unit
    are understood; numbers to 15 digits, as Excel shows them. Anything else is left for the
    department to mend: None, never zero.
    """
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return _number(raw) if abs(raw) < float("inf") else None
    text, own = str(raw), _plain(unit)
    if _GLUED.search(text) or any(unicodedata.category(sign) == "No" for sign in text):
        return None
    parts = _SHAPE.fullmatch(_plain(text).removesuffix(own if own != "%" else ""))
    if not parts or (parts["myriad"] and own.startswith(parts["myriad"])):
        return None
    if parts["percent"] and (parts["myriad"] or parts["more"]):
        return None
    if len(parts["digits"]) > _LONGEST:
        return None
    return _assemble(parts)


_SPELLED = pattern(r"([零一二三四五六七八九十百千两]+)([万亿]?)(余?)")


def spelled(text: str) -> Quantity | None:
    """The quantity written in characters, as a report prints it; None where it is not one.

    >>> spelled("三百四十").value, spelled("两百零五").value, spelled("十万余").hedge
    (Fraction(340, 1), Fraction(205, 1), '余')
    """
    parts = _SPELLED.fullmatch(_plain(text))
    number = read_numeral(parts[1]) if parts else None
    if not parts or number is None:
        return None
    amount = Fraction(number) * MYRIADS[parts[2]]
    return Quantity.more_than(amount) if parts[3] else Quantity.exact(amount)


def _number(raw: float) -> Quantity:
    """The number to 15 digits; a whole one has no more."""
    whole = abs(raw) < _EXACT and raw == int(raw)
    return Quantity.exact(int(raw) if whole else Fraction(f"{raw:.15g}"))


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _assemble(parts: re.Match[str]) -> Quantity | None:
    amount = Fraction(parts["digits"].replace(",", "")) * MYRIADS[parts["myriad"]]
    if parts["percent"]:
        amount /= 100
    if parts["more"]:
        return None if parts["sign"] else Quantity.more_than(amount)
    return Quantity.exact(-amount if parts["sign"] else amount)


def rounded(value: Fraction, places: int) -> Fraction:
    """Half-up (away from zero), GB/T 8170's rule for a single rounding."""
    scale = 10**places
    magnitude = Fraction(int(abs(value) * scale + Fraction(1, 2)), scale)
    return magnitude if value >= 0 else -magnitude


def decimal(value: Fraction, places: int | None = None) -> str:
    """Plain decimal digits, no trailing zeros; to `places` where given, else in full up to 12."""
    whole, parts = value.as_integer_ratio()
    if parts == 1:
        return str(whole)
    shown = rounded(value, 12 if places is None else min(places, 12))
    sign = "-" if shown < 0 else ""
    digits = f"{int(abs(shown) * 10**12):013d}"
    fraction = digits[-12:].rstrip("0")
    return sign + digits[:-12] + (f".{fraction}" if fraction else "")


def write(quantity: Quantity, scale: str = "", places: int | None = None) -> str:
    """The number as it stands before its classifier: 613, 80余, 2.8万余, 约98, 6~18."""
    numbers, hedge = quantity.said
    words = "~".join(_scaled(number, hedge, scale, places) for number in numbers)
    return "约" + words if hedge == "约" and len(numbers) == 1 else words


def _scaled(value: Fraction, hedge: str, scale: str, places: int | None) -> str:
    scaled = value / MYRIADS[scale] if scale else value
    if hedge == "余" and places is not None:
        scaled = Fraction(scaled * 10**places // 1, 10**places)
    return decimal(scaled, places) + scale + hedge.replace("约", "")


def doubled(scale: str, after: str) -> str:
    """The 万 or 亿 at the beginning of what stands behind a number that ends in 万 or 亿, where the
    two cannot stand together: 万万 and 亿万; not 万亿.

    >>> doubled("万", "万元"), doubled("亿", "万元"), doubled("万", "亿元"), doubled("万", "元")
    ('万', '万', '', '')
    """
    sign = after[:1]
    return sign if MYRIADS.get(scale, 1) >= MYRIADS.get(sign, 1) > 1 else ""


def percent(quantity: Quantity, places: int = 0) -> str:
    """A rate: 98%. More places are shown where rounding would make it all or nothing (99.6%)."""
    value = quantity.value * 100
    while places < 12 and value not in (0, 100) and rounded(value, places) in (0, 100):
        places += 1
    return ("约" if quantity.hedge else "") + decimal(value, places) + "%"


def points(now: Quantity, then: Quantity, places: int) -> Fraction:
    """The difference of two rates in 百分点: of the rates as they are printed, since readers
    subtract those; the exact one where they are printed alike, or are about so much.

    >>> points(Quantity.exact(Fraction("0.9988")), Quantity.exact(Fraction("0.9444")), 1)
    Fraction(11, 2)
    """
    exact = (now.value - then.value) * 100
    one, two = read(percent(now, places)), read(percent(then, places))
    if one is None or two is None or now.hedge or then.hedge:
        return exact
    return (one.value - two.value) * 100 or exact


def numeral(number: int, counting: bool = True) -> str:
    """Chinese numerals up to 99; two is 两 where things are counted. Above that, Arabic digits."""
    if counting and number == 2:
        return "两"
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
