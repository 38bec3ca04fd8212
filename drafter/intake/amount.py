"""A number as a person typed it: what has one right meaning is understood, nothing is guessed.

A table in the guide (五) gives the reading of each way of writing, and the tests run it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from drafter.intake.measure import Measure, foreign
from drafter.intake.words import clean, plain, turned
from drafter.model import quantity
from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.model.quantity import MYRIADS, Quantity

PLAIN, UNDERSTOOD, ASKED = range(3)  # as typed; understood and told; to be confirmed
_DEEPEST = 3
_LONGEST = 60
_ROUND = 10  # below ten, and beside decimals, 余 says nothing that is agreed on
_HUNDREDS = {"": 1, "百": 100, "千": 1000}
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = pattern(
    rf"(?P<sign>[-−])?(?P<digits>{_DIGITS})(?P<within>[余多来]?)(?P<hundred>[百千]?)"
    r"(?P<myriad>[万亿]?)(?P<more>[余多]?)(?P<unit>[^\d.,余多]*)"
)
_SPOKEN = pattern(
    "(?P<numeral>[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+)"
    "(?P<more>[余多]?)(?P<unit>[^余多]*)"
)
_SCIENCE = pattern(r"\d(?:\.\d{1,15})?[eE]\+?\d{1,2}")


class Reading(Struct, frozen=True):
    """What was understood, how surely (PLAIN, UNDERSTOOD, ASKED), and whether it is a round one.

    `rounded` numbers are written with 万, 亿, 余 or 约: they pass where 约数 are allowed.
    """

    amount: Quantity
    surety: int = PLAIN
    rounded: bool = False


def understand(raw: object, measure: Measure) -> Reading | None:
    """The reading of a cell's content; None where it is not one number of that measure."""
    if not isinstance(raw, str):
        amount = quantity.read(raw)
        return Reading(amount) if amount else None
    text = clean(raw).strip().removeprefix("'")
    if len(text) > _LONGEST or _glued(text):
        return None
    reading = _understand(plain(text), measure, _DEEPEST)
    return replace(reading, surety=ASKED) if reading and turned(raw) else reading


def other_unit(raw: object) -> str:
    """The unit behind the number, where it is a number of something: 人 of 613人."""
    number, unit = foreign(plain(raw)) if isinstance(raw, str) else ("", "")
    return unit if unit and understand(number, Measure("")) else ""


def _glued(text: str) -> bool:
    """Two numbers in one cell, or a number in a ring, are not one number."""
    return bool(re.search(r"\d\s+\d", text)) or any(unicodedata.category(c) == "No" for c in text)


def _understand(text: str, measure: Measure, deep: int) -> Reading | None:
    if (direct := _direct(text, measure)) or not deep:
        return direct
    if text.startswith("¥"):
        inner = _understand(f"{text[1:].removesuffix('元')}元", measure, 0)
        return replace(inner, surety=ASKED if measure.scale > 1 else UNDERSTOOD) if inner else None
    for shape, surety, meaning in _WRITTEN:
        match = shape.fullmatch(text)
        inner = _understand(match["n"], measure, deep - 1) if match else None
        if inner and (amount := meaning(inner.amount, measure.scale)):
            rounded = inner.rounded or bool(amount.hedge)
            return Reading(amount, max(surety, inner.surety), rounded)
    return None


def _direct(text: str, measure: Measure) -> Reading | None:
    """Digits or numerals, with or without the unit, in its own size or another."""
    if match := _NUMBER.fullmatch(text):
        return _in_digits(match, measure)
    if _SCIENCE.fullmatch(text):
        return Reading(Quantity.exact(Fraction(text)), ASKED)
    match = _SPOKEN.fullmatch(text)
    return _in_numerals(match, measure) if match else None


def _in_digits(match: re.Match[str], measure: Measure) -> Reading | None:
    if match["unit"] and not measure.is_unit(match["unit"]):
        return None
    more = match["within"] + match["more"]
    number = Fraction(match["digits"].replace(",", ""))
    if len(more) > 1 or (more and (match["sign"] or not number)):
        return None
    if match["hundred"] and (match["more"] or match["sign"] or len(match["digits"]) > _ROUND):
        return None
    size = _HUNDREDS[match["hundred"]] * MYRIADS[match["myriad"]]
    own = not (match["myriad"] or match["unit"])
    basic = number * size * (measure.scale if own else 1)
    amount = (
        Quantity.more_than(basic) if more else Quantity.exact(-basic if match["sign"] else basic)
    )
    rounded = bool(more) or (size > 1 and measure.scale == 1 and not measure.money)
    surety = ASKED if own and size > 1 and measure.scale > 1 else _surety(more, number, size)
    return Reading(_scaled(amount, measure), surety, rounded)


def _surety(more: str, number: Fraction, size: int) -> int:
    """How sure it is: 80来 is vague; 3余 and 12.5余 are no usual way to write a number."""
    vague = size == 1 and (number < _ROUND or number.denominator > 1)
    return ASKED if more and (more == "来" or vague) else UNDERSTOOD


def _in_numerals(match: re.Match[str], measure: Measure) -> Reading | None:
    number, unit = read_numeral(match["numeral"]), match["unit"]
    if number is None or (unit and not measure.is_unit(unit)):
        return None
    if match["more"] and number < _ROUND:
        return None
    own = not (unit or "万" in match["numeral"])
    basic = number * (measure.scale if own else 1)
    amount = Quantity.more_than(basic) if match["more"] else Quantity.exact(basic)
    return Reading(_scaled(amount, measure), UNDERSTOOD, bool(match["more"]))


def _scaled(amount: Quantity, measure: Measure) -> Quantity:
    """An amount of the basic unit in the indicator's own: 5700 (元) is 0.57 (万元)."""
    return amount * Quantity.exact(Fraction(1, measure.scale)) if measure.scale > 1 else amount


Meaning = Callable[[Quantity, int], Quantity | None]


def _same(amount: Quantity, _: int) -> Quantity:
    return amount


def _hedged(make: Callable[[Fraction], Quantity]) -> Meaning:
    """The meaning of 约 and the like, worked out in the basic unit: 约2.8万元 is 2.7 to 2.9."""

    def meaning(amount: Quantity, scale: int) -> Quantity | None:
        if amount.hedge or amount.value <= 0:
            return None
        return make(amount.value * scale) * Quantity.exact(Fraction(1, scale))

    return meaning


def _written(*shapes: tuple[str, int, Meaning]) -> list[tuple[re.Pattern[str], int, Meaning]]:
    return [(pattern(shape), surety, meaning) for shape, surety, meaning in shapes]


_MORE, _LESS, _ABOUT = map(_hedged, (Quantity.more_than, Quantity.nearly, Quantity.about))
# What may stand around the number `n`, what it says of it, and how sure that is.
_WRITTEN = _written(
    (r"(?P<n>.*[^.。,;、])[.。,;、]", UNDERSTOOD, _same),
    (r"\+(?P<n>\d.*)", UNDERSTOOD, _same),
    (r"(?:一共|总共|共计|合计|总计|累计|共|计):?(?P<n>.+)", UNDERSTOOD, _same),
    (r"(?:逾|超过|超|多于|不少于|至少)(?P<n>.+)", ASKED, _MORE),
    (r"(?P<n>.+?)(?:以上|有余)", ASKED, _MORE),
    (r"(?:约|大约|大概|约为|大致)(?P<n>.+?)(?:左右|上下)?", ASKED, _ABOUT),
    (r"(?P<n>.+?)(?:左右|上下)", ASKED, _ABOUT),
    (r"(?:近|将近|接近|不足|不到)(?P<n>.+)", ASKED, _LESS),
    (r"(?P<n>.+?)[,;。、:](?:其中|含|不含|包括|包含|较|比上年|同比|另|注).*", ASKED, _same),
    (r"(?P<n>.+?)[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]", ASKED, _same),
)
