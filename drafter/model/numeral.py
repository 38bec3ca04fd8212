"""A number in Chinese numerals: 三百二十一, 两千, 十二, 壹万. What speech shortens is no number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from drafter.model.pattern import pattern

DIGITS = "零一二三四五六七八九"
_DIGITS = {c: n for n, c in enumerate(DIGITS)} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_SHAPE = pattern(
    r"(?:(?P<千>[一二两三四五六七八九])千)?零?(?:(?P<百>[一二两三四五六七八九])百)?零?"
    r"(?:(?P<十>[一二三四五六七八九]?)十)?零?(?P<个>[零〇一二两三四五六七八九])?"
)


def read_numeral(text: str) -> int | None:
    """The number; None for 一二三 (digit by digit), 几十, and 两千三, which is 2300 as spoken and
    2003 as written."""
    total = 0
    for myriad, part in _by_myriad(text.translate(_FORMAL)):
        below = _below_myriad(part)
        if below is None:
            return None
        total += below * myriad
    return total if text else None


def shortened(text: str) -> tuple[int, int] | None:
    """The two readings of 两千三, as spoken and as written; None for any other text."""
    plain = text.translate(_FORMAL)
    match = re.fullmatch(r"(.*([百千万]))([一二两三四五六七八九])", plain)
    whole = read_numeral(match[1]) if match else None
    if not match or whole is None:
        return None
    place = {"百": 10, "千": 100, "万": 1000}[match[2]]
    return whole + _DIGITS[match[3]] * place, whole + _DIGITS[match[3]]


def _by_myriad(text: str) -> Iterable[tuple[int, str]]:
    head, mark, tail = text.rpartition("万")
    if not mark:
        return ((1, tail),)
    if tail in _DIGITS:
        tail = "?"  # 一万二: speech again
    return ((10_000, head or "一"), (1, tail)) if tail else ((10_000, head or "一"),)


def _below_myriad(text: str) -> int | None:
    if text in _PLACES:
        return _PLACES[text]
    match = _SHAPE.fullmatch(text)
    if not match or not text or re.search("[千百][一二两三四五六七八九]$", text):
        return None
    tens = match["十"]
    total = 0 if tens is None else 10 * _DIGITS.get(tens, 1)
    total += sum(_DIGITS[match[n]] * _PLACES[n] for n in ("千", "百") if match[n])
    return total + (_DIGITS[match["个"]] if match["个"] else 0)
