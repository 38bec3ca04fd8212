"""Word's automatic numbers as text, which a web page needs.

ECMA-376 part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from drafter.model.quantity import numeral
from drafter.word.numbering import Numbering, numbered
from drafter.word.ooxml import Element, value
from drafter.word.styles import Styles, read_styles

_LEVELS = 9
_SIGNS = {
    "m": 1000, "cm": 900, "d": 500, "cd": 400, "c": 100, "xc": 90, "l": 50, "xl": 40, "x": 10,
    "ix": 9, "v": 5, "iv": 4, "i": 1,
}  # fmt: skip


def _letter(number: int) -> str:
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    numeral = ""
    for sign, weight in _SIGNS.items():
        count, number = divmod(number, weight)
        numeral += sign * count
    return numeral


def _circled(number: int) -> str:
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


def _chinese(number: int) -> str:
    return numeral(number, counting=False)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"),
        _chinese,
    ),
}


class Numerals(Struct):
    """The automatic numbers of a document's paragraphs, counted in order."""

    numbering: Numbering
    styles: Styles
    counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, parts: Mapping[str, bytes]) -> Numerals:
        """The document's lists; none if it has none."""
        return cls(Numbering.read(parts), read_styles(parts))

    def of(self, paragraph: Element) -> str:
        """What Word prints before the paragraph: 1. or （一）; "" for one without a number."""
        styled = map(numbered, self.styles.chain(value(paragraph, "pPr", "pStyle")))
        number, at = next((n for n in (numbered(paragraph), *styled) if n[0]), ("", ""))
        levels = {int(n): level for n, level in self.numbering.levels(number).items()}
        level = min(int(at), _LEVELS - 1) if at.isdecimal() else 0
        if level not in levels or value(levels[level], "numFmt") in ("bullet", "none"):
            return ""
        counts = self.counts.setdefault(number, [0] * _LEVELS)
        counts[level] = (counts[level] or _start(levels[level]) - 1) + 1
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        text = value(levels[level], "lvlText")
        return re.sub(r"%([1-9])", lambda m: _written(levels, counts, int(m[1]) - 1), text)


def _written(levels: Mapping[int, Element], counts: list[int], level: int) -> str:
    if level not in levels:
        return ""
    write = _FORMATS.get(value(levels[level], "numFmt"), str)
    return write(counts[level] or _start(levels[level]))


def _start(level: Element) -> int:
    start = value(level, "start")
    return int(start) if start.isdecimal() else 1
