"""Shares and multiples in words: 七成, 三分之一, 过半, 一倍, 翻一番."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.proof.numbers.amounts import Amount, hedge

_ONE = "[一二两三四五六七八九]"
_WORDS = pattern(
    rf"百分之(?P<hundredth>[一二三四五六七八九十百]{{1,5}})(?!点)"
    rf"|(?P<parts>{_ONE}|十)分之(?P<of>{_ONE})"
    rf"|(?<![一二三四五六七八九十百完建形养促])(?P<tenth>[一二三四五六七八九])成(?P<half>半|{_ONE})?"
    r"(?![立为功果绩员就本长套品型熟交份不])"
    r"|(?P<most>过半数?(?!月|年|天|个))"
    r"|(?P<middle>一半|半数)(?!以?下)"
    rf"|(?<![一二三四五六七八九十百千\d])(?P<times>{_ONE})倍"
    r"|翻了?(?P<doubled>[一两二三])?番"
)
_BEGINS = pattern("[百一二两三四五六七八九十过半翻](?=[成分半倍番了数一两二三])")
_PLUS = pattern("多|有余|还多|强")
_TENTH, _WIDE, _LOOSE = 10, Fraction(4), Fraction(12, 100)


def spoken(text: str) -> Iterator[Amount]:
    """The shares (in percent) and multiples that a plain text has in words, as wide as they are
    meant.

    >>> [(a.written, a.unit, int(a.quantity.low), int(a.quantity.high)) for a in spoken("占七成多")]
    [('七成', '%', 70, 80)]
    >>> [(a.written, int(a.value), a.unit) for a in spoken("占比过半，翻了两番，完成三分之一")]
    [('过半', 50, '%'), ('翻了两番', 3, '倍'), ('三分之一', 33, '%')]
    """
    last = 0
    for begin in _BEGINS.finditer(text):
        if begin.start() >= last and (match := _WORDS.match(text, begin.start())):
            last = match.end()
            yield _amount(text, match)


def _amount(text: str, match: re.Match[str]) -> Amount:
    start, more = match.start(), match["most"] or _PLUS.match(text, match.end())
    way = "more" if more else hedge(text, start, match.end())
    value, unit = _value(match)
    quantity = _meant(value, way, Fraction(1) if unit == "倍" else Fraction(_TENTH))
    if match["hundredth"]:
        quantity = Quantity.exact(value) if not way else quantity
    return Amount(start, match.end(), quantity, unit, Fraction(1), text[start : match.end()], True)


def _value(match: re.Match[str]) -> tuple[Fraction, str]:
    if match["times"]:
        return Fraction(read_numeral(match["times"]) or 0), "倍"
    if match[0].startswith("翻"):
        return Fraction(2 ** (read_numeral(match["doubled"] or "一") or 1) - 1), "倍"
    if match["hundredth"]:
        return Fraction(read_numeral(match["hundredth"]) or 0), "%"
    if match["parts"]:
        part, whole = (read_numeral(match[name]) or 1 for name in ("of", "parts"))
        return Fraction(part * 100, whole), "%"
    if match["tenth"]:
        half = match["half"] or ""
        more = 5 if half == "半" else read_numeral(half) or 0 if half else 0
        return Fraction(_TENTH * (read_numeral(match["tenth"]) or 0) + more), "%"
    return Fraction(50), "%"


def _meant(value: Fraction, way: str, step: Fraction) -> Quantity:
    """What is meant by a round share: up to the next one, or about."""
    slack = min(_WIDE, value * _LOOSE)
    if way == "more":
        return Quantity(value, value, value + step * (5 if value == 50 else 2 if step == 1 else 1))
    if way == "less":
        return Quantity(value, value - step, value)
    return Quantity(value, value - slack, value + slack)
