"""Word's automatic numbers as text, which a web page needs.

ECMA-376 part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from drafter.model.dataclass import dataclass, field
from drafter.model.quantity import numeral
from drafter.word.ooxml import Element, parse, w

_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
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


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str


@dataclass(slots=True)
class Numerals:
    """The automatic numbers of a document's paragraphs, counted in order."""

    levels: Mapping[str, Mapping[int, _Level]] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    by_style: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, parts: Mapping[str, bytes]) -> Numerals:
        """The document's lists; none if it has none."""
        if _NUMBERING not in parts:
            return cls()
        root = parse(parts[_NUMBERING])
        levels = {
            kind.get(w("abstractNumId"), ""): {
                int(lvl.get(w("ilvl"), "0")): _level(lvl) for lvl in kind.iter(w("lvl"))
            }
            for kind in root.iter(w("abstractNum"))
        }
        lists = {
            num.get(w("numId"), ""): _value(num, "abstractNumId") for num in root.iter(w("num"))
        }
        styles = parse(parts[_STYLES]).iter(w("style")) if _STYLES in parts else ()
        by_style = {s.get(w("styleId"), ""): _numbering(s) for s in styles}
        return cls(levels, lists, by_style)

    def of(self, paragraph: Element) -> str:
        """What Word prints before the paragraph: 1. or （一）; "" for one without a number."""
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        own = _numbering(paragraph)
        if not own[0] and style is not None:
            own = self.by_style.get(style.get(w("val"), ""), own)
        number, level = own
        levels = self.levels.get(self.lists.get(number, ""), {})
        if level not in levels or levels[level].format in ("bullet", "none"):
            return ""
        counts = self.counts.setdefault(number, [0] * _LEVELS)
        counts[level] = (counts[level] or levels[level].start - 1) + 1
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return re.sub(
            r"%([1-9])", lambda m: _said(levels, counts, int(m[1]) - 1), levels[level].text
        )


def _said(levels: Mapping[int, _Level], counts: list[int], level: int) -> str:
    if level not in levels:
        return ""
    return _FORMATS.get(levels[level].format, str)(counts[level] or levels[level].start)


def _level(element: Element) -> _Level:
    start = _value(element, "start")
    kind, text = _value(element, "numFmt"), _value(element, "lvlText")
    return _Level(int(start) if start.isdecimal() else 1, kind, text)


def _numbering(owner: Element) -> tuple[str, int]:
    """(list, level) of a paragraph or a style; ("", 0) where it has none."""
    reference = owner.find(f"{w('pPr')}/{w('numPr')}")
    if reference is None:
        return "", 0
    level = _value(reference, "ilvl")
    return _value(reference, "numId"), min(int(level), _LEVELS - 1) if level.isdecimal() else 0


def _value(owner: Element, name: str) -> str:
    element = owner.find(w(name))
    return "" if element is None else element.get(w("val"), "")
