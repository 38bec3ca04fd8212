"""A number as a person typed it: what has one right meaning is understood, nothing is guessed.

Each way of writing stands once in `_WRITTEN`; a table in the guide shows what becomes of each, and
the tests run that table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from drafter import quantity
from drafter.quantity import MYRIADS, Quantity

PLAIN, UNDERSTOOD, ASKED = range(3)  # as typed; understood and told; to be confirmed
_DEEPEST = 3
_LONGEST = 60
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALED = re.compile(r"([万亿]?)(.+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood, how surely (PLAIN, UNDERSTOOD, ASKED), and whether it is a round one.

    `rounded` numbers are written with 万, 亿, 余 or 约: they pass where 约数 are allowed.
    """

    amount: Quantity
    surety: int = PLAIN
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number is counted in: the indicator's unit, and what else may stand for it."""

    unit: str
    others: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """Each way of writing the unit, the longest first: 家(次), 家次."""
        written = {_plain(word) for word in (self.unit, *self.others)}
        written |= {re.sub("[()]", "", word) for word in written}
        return sorted((word for word in written if word and word != "%"), key=len, reverse=True)


def understand(raw: object, measure: Measure) -> Reading | None:
    """The reading of a cell's content; None where it is not one number."""
    if not isinstance(raw, str):
        amount = quantity.read(raw)
        return Reading(amount) if amount else None
    text = raw.strip().removeprefix("'")
    if len(text) > _LONGEST or _glued(text):
        return None
    return _understand(_plain(text), measure, _DEEPEST)


def _glued(text: str) -> bool:
    """Two numbers in one cell, or a number in a ring, are not one number."""
    return bool(re.search(r"\d\s+\d", text)) or any(unicodedata.category(c) == "No" for c in text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _understand(text: str, measure: Measure, deep: int) -> Reading | None:
    if (direct := _direct(text, measure)) or not deep:
        return direct
    for shape, surety, meaning in _WRITTEN:
        found = shape.fullmatch(text)
        inner = _understand(found["n"], measure, deep - 1) if found else None
        if inner and (amount := meaning(inner.amount)):
            rounded = inner.rounded or bool(amount.hedge)
            return Reading(amount, max(surety, inner.surety), rounded)
    return None


def _direct(text: str, measure: Measure) -> Reading | None:
    """Digits, with or without the unit; digits in a unit of another size; Chinese numerals."""
    for bare, unit in _without_unit(text, measure):
        own = _SCALED.fullmatch(unit) if unit else None
        scaled = own and own[1] and bare.endswith(tuple(MYRIADS)[1:])
        if (amount := quantity.read(bare)) and not scaled:
            return Reading(amount, PLAIN, bool(re.search("[万亿余]", bare)))
        if reading := _otherwise(bare):
            return reading
    return _converted(text, _plain(measure.unit))


def _otherwise(text: str) -> Reading | None:
    """三百二十一; 3千; 1e3, which Excel writes for 1000."""
    if number := _numeral(text):
        return Reading(Quantity.exact(number), UNDERSTOOD)
    if found := re.fullmatch(r"(\d{1,4}(?:\.\d{1,3})?)([百千])", text):
        amount = Fraction(found[1]) * _PLACES[found[2]]
        return Reading(Quantity.exact(amount), UNDERSTOOD, rounded=True)
    if re.fullmatch(r"\d(?:\.\d{1,15})?[eE]\+?\d{1,2}", text):
        return Reading(Quantity.exact(Fraction(text)), ASKED)
    return None


def _without_unit(text: str, measure: Measure) -> Iterator[tuple[str, str]]:
    yield text, _plain(measure.unit)
    for word in measure.words:
        if text.endswith(word):
            yield text.removesuffix(word), word


def _converted(text: str, unit: str) -> Reading | None:
    """5700元 where 万元 is asked, 2.8万 where 万件 is: the same amount in the indicator's unit."""
    own = _SCALED.fullmatch(unit)
    if not own:
        return None
    found = re.fullmatch(rf"([\d,.]+余?)([万亿]?)(?:{re.escape(own[2])})?", text)
    given = found and (found[2] or text.endswith(own[2]))
    amount = quantity.read(found[1]) if found and given and found[2] != own[1] else None
    if amount is None and found and found[2] == own[1] != "":
        amount = quantity.read(found[1])
    if amount is None or found is None:
        return None
    factor = Quantity.exact(Fraction(MYRIADS[found[2]], MYRIADS[own[1]]))
    return Reading(amount * factor, UNDERSTOOD, bool(amount.hedge))


def _numeral(text: str) -> int | None:
    """三百二十一, 两千, 十二; a figure-by-figure 一二三 is no number, nor is 几十."""
    total = 0
    for myriad, part in _by_myriad(text):
        below = _below_myriad(part)
        if below is None:
            return None
        total += below * myriad
    return total if text else None


def _by_myriad(text: str) -> Iterable[tuple[int, str]]:
    head, mark, tail = text.rpartition("万")
    if not mark:
        return ((1, tail),)
    if tail in _CHINESE:
        tail = "?"  # 一万二 is 12000 in speech, 10002 by the letter
    return ((10_000, head or "一"), (1, tail)) if tail else ((10_000, head or "一"),)


def _below_myriad(text: str) -> int | None:
    shape = r"(?:(?P<千>[一二两三四五六七八九])千)?零?(?:(?P<百>[一二两三四五六七八九])百)?零?"
    shape += r"(?:(?P<十>[一二三四五六七八九]?)十)?零?(?P<个>[零〇一二两三四五六七八九])?"
    found = re.fullmatch(shape, text)
    if text in _PLACES:
        return _PLACES[text]
    if not found or not text or _colloquial(text):
        return None
    tens = found["十"]
    total = 0 if tens is None else 10 * _CHINESE.get(tens, 1)
    total += sum(_CHINESE[found[n]] * _PLACES[n] for n in ("千", "百") if found[n])
    return total + (_CHINESE[found["个"]] if found["个"] else 0)


def _colloquial(text: str) -> bool:
    """两千三 is 2300 in speech and 2003 by the letter: nobody can know."""
    return bool(re.search("[千百][一二两三四五六七八九]$", text))


Meaning = Callable[[Quantity], Quantity | None]


def _same(amount: Quantity) -> Quantity:
    return amount


def _more(amount: Quantity) -> Quantity | None:
    return None if amount.hedge or amount.value < 0 else Quantity.more_than(amount.value)


def _less(amount: Quantity) -> Quantity | None:
    return None if amount.hedge else Quantity.nearly(amount.value)


def _about(amount: Quantity) -> Quantity | None:
    return None if amount.hedge else Quantity.about(amount.value)


def _hundredth(amount: Quantity) -> Quantity:
    return amount * Quantity.exact(Fraction(1, 100))


def _written(*shapes: tuple[str, int, Meaning]) -> list[tuple[re.Pattern[str], int, Meaning]]:
    return [(re.compile(shape), surety, meaning) for shape, surety, meaning in shapes]


# What may stand around the number `n`, what it says of it, and how sure that is.
_WRITTEN = _written(
    (r"(?P<n>.*[\d万亿千百十余])[。.,;、]", UNDERSTOOD, _same),
    (r"\+(?P<n>\d.*)", UNDERSTOOD, _same),
    (r"百分之(?P<n>.+)", UNDERSTOOD, _hundredth),
    (r"(?:一共|总共|共计|合计|总计|累计|共|计)(?P<n>.+)", UNDERSTOOD, _same),
    (r"(?P<n>\d+)[多来]", ASKED, _more),
    (r"(?P<n>\d+(?:\.\d+)?[万亿]?)(?:多|余)\D{0,4}", ASKED, _more),
    (r"(?:逾|超过|超|多于|不少于|至少)(?P<n>.+)", ASKED, _more),
    (r"(?P<n>.+?)(?:以上|有余)", ASKED, _more),
    (r"(?:约|大约|大概|约为|大致)(?P<n>.+?)(?:左右|上下)?", ASKED, _about),
    (r"(?P<n>.+?)(?:左右|上下)", ASKED, _about),
    (r"(?:近|将近|接近|不足|不到)(?P<n>.+)", ASKED, _less),
    (r"(?P<n>.+?)[(\[][^()\[\]]*[)\]]", ASKED, _same),
)
