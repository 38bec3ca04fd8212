"""Word's automatic numbers: which list a paragraph is in, and what its number looks like.

The number is no text of the document. ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re

from msgspec import Struct

from drafter.standard.roles import LEVELS, TEXT, Role
from drafter.word.numbering import Numbering, numbered
from drafter.word.ooxml import Element, find, parse, serialize, value, w
from drafter.word.order import drop, made
from drafter.word.styles import Styles

_CHINESE = ("chinese", "japanese", "taiwanese", "ideograph")
_DECIMAL = ("decimal", "decimalFullWidth", "decimalHalfWidth")
_LIST, _BRACKETED, _POINT = r"%\d、", r"[（(]%\d[）)]", r"%\d[.．、]?"


class Item(Struct, frozen=True):
    """The list and the level in it that a paragraph is numbered by."""

    list: str
    level: str


class Lists(Struct, frozen=True):
    """The lists of a document, and its styles."""

    numbering: Numbering
    styles: Styles

    def item(self, paragraph: Element, style: str) -> Item | None:
        """The paragraph's list and level, its own or its style's."""
        if find(paragraph, "pPr", "numPr") is None:
            return self.of_style(style)
        number, level = numbered(paragraph)
        return _item(number, level or "0")

    def of_style(self, style: str) -> Item | None:
        """The list and level of the style's paragraphs."""
        for element in self.styles.chain(style):
            if find(element, "pPr", "numPr") is not None:
                number, level = numbered(element)
                return _item(number, level or self._linked(element.get(w("styleId"), "")))
        return None

    def role(self, item: Item) -> Role:
        """The heading level that the number's form stands for; body text for other forms."""
        level = self.numbering.levels(item.list).get(item.level)
        form, text = value(level, "numFmt"), value(level, "lvlText").strip()
        if form.startswith(_CHINESE):
            patterns = ((_LIST, LEVELS[0]), (_BRACKETED, LEVELS[1]))
            return next((role for p, role in patterns if re.fullmatch(p, text)), TEXT)
        return LEVELS[2] if form in _DECIMAL and re.fullmatch(_POINT, text) else TEXT

    def _linked(self, style: str) -> str:
        """The level that is linked to the style."""
        levels = (one for d in self.numbering.definitions.values() for one in d.iter(w("lvl")))
        return next((n.get(w("ilvl"), "0") for n in levels if value(n, "pStyle") == style), "0")


def plain_lists(part: bytes) -> bytes:
    """numbering.xml with numbers in the font of their paragraphs, and no gap behind 一、 and 1."""
    root = parse(part)
    for level in root.iter(w("lvl")):
        form, text = value(level, "numFmt"), value(level, "lvlText").strip()
        if form != "bullet":
            drop(level, "rPr")
        if form.startswith((*_CHINESE, *_DECIMAL)) and text.endswith(("、", "）", ")", ".", "．")):
            _no_gap(level)
    return serialize(root)


def _no_gap(level: Element) -> None:
    drop(level, "suff")
    text = find(level, "lvlText")
    if text is not None:
        text.addprevious(made("suff", val="nothing"))


def _item(number: str, level: str) -> Item | None:
    return None if number in ("", "0") else Item(number, level)
