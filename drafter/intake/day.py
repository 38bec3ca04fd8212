"""A date as a person typed it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from drafter.catalogue.rows import as_date
from drafter.intake.amount import ASKED, PLAIN, UNDERSTOOD
from drafter.intake.words import plain
from drafter.model.numeral import DIGITS
from drafter.model.pattern import pattern

_NOTHING = date(1899, 12, 30)  # day 0 of a spreadsheet's calendar
_FIRST, _LAST = 36526, 73050  # 2000 to 2099: a number beyond is no date that lost its format
_DIGITS = str.maketrans(f"〇○{DIGITS}", "000123456789")
_COMPACT = pattern(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SPOKEN = pattern(r"(\d{4})年([\d十]{1,3})月([\d十]{1,3})日")


def day(value: object) -> tuple[date, int] | None:
    """The date and how surely it was understood; None where it is none."""
    if isinstance(value, date):
        return value, PLAIN
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        whole = int(value) if value == value // 1 else 0
        if _FIRST <= whole <= _LAST:
            return _NOTHING + timedelta(days=whole), ASKED
        value = str(whole)
    text = re.sub(r"[。.]$", "", plain(str(value)))
    if bare := as_date(text):
        return bare, UNDERSTOOD
    if reading := as_date(_COMPACT.sub(r"\1-\2-\3", text)):
        return reading, ASKED
    if reading := as_date(re.sub(r"\(.*\)$|星期.$|周.$", "", text)):
        return reading, ASKED
    spoken = _spoken(text)
    return (spoken, UNDERSTOOD) if spoken else None


def _spoken(text: str) -> date | None:
    """The date of 二〇二三年十一月五日; None for any other text."""
    match = _SPOKEN.fullmatch(text.translate(_DIGITS))
    if not match:
        return None
    month, number = (_below_hundred(part) for part in (match[2], match[3]))
    return as_date(f"{match[1]}-{month}-{number}")


def _below_hundred(digits: str) -> int:
    """11 of 十1, 20 of 2十, 25 of 2十5: what is left of numerals after their digits are turned."""
    tens, mark, ones = digits.partition("十")
    return int(tens or 1) * 10 + int(ones or 0) if mark else int(digits)
