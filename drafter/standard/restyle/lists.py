"""Word's automatic numbers: which list a paragraph is in, and what its number looks like.

The number is no text of the document. ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from drafter.model.dataclass import dataclass
from drafter.standard.fonts import Fonts
from drafter.standard.roles import LEVELS, TEXT, Role
from drafter.word.ooxml import Element, parse, serialize, w
from drafter.word.order import drop, made

PART = "word/numbering.xml"
_CHINESE = ("chinese", "japanese", "taiwanese", "ideograph")
_DECIMAL = ("decimal", "decimalFullWidth", "decimalHalfWidth")
_LIST, _BRACKETED, _POINT = r"%\d、", r"[（(]%\d[）)]", r"%\d[.．、]?"


@dataclass(frozen=True, slots=True)
class Item:
    """The list and the level in it that a paragraph is numbered by."""

    list: str
    level: str


@dataclass(slots=True)
class Lists:
    """The lists of a document; `fonts` knows its styles."""

    root: Element | None
    fonts: Fonts

    def item(self, paragraph: Element, style: str) -> Item | None:
        """The paragraph's list and level, its own or its style's."""
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        if own is not None:
            return _item(own, "0")
        return self.of_style(style)

    def of_style(self, style: str) -> Item | None:
        """The list and level of the style's paragraphs."""
        styles, seen = self.fonts.styles.known, set[str]()
        name = style
        while name in styles and name not in seen:
            seen.add(name)
            number = styles[name].find(f"{w('pPr')}/{w('numPr')}")
            if number is not None:
                return _item(number, self._linked(name))
            based = styles[name].find(w("basedOn"))
            name = "" if based is None else based.get(w("val"), "")
        return None

    def role(self, item: Item) -> Role:
        """The heading level that the number's form stands for; body text for other forms."""
        level = self._level(item)
        if level is None:
            return TEXT
        form, text = _value(level, "numFmt"), _value(level, "lvlText").strip()
        if form.startswith(_CHINESE):
            patterns = ((_LIST, LEVELS[0]), (_BRACKETED, LEVELS[1]))
            return next((role for p, role in patterns if re.fullmatch(p, text)), TEXT)
        return LEVELS[2] if form in _DECIMAL and re.fullmatch(_POINT, text) else TEXT

    def _level(self, item: Item) -> Element | None:
        if self.root is None:
            return None
        number = next((n for n in self.root.iter(w("num")) if n.get(w("numId")) == item.list), None)
        if number is None:
            return None
        over = next((o for o in number.iter(w("lvl")) if o.get(w("ilvl")) == item.level), None)
        abstract = _value(number, "abstractNumId")
        lists = (
            a for a in self.root.iter(w("abstractNum")) if a.get(w("abstractNumId")) == abstract
        )
        levels = (
            one for a in lists for one in a.iter(w("lvl")) if one.get(w("ilvl")) == item.level
        )
        return over if over is not None else next(levels, None)

    def _linked(self, style: str) -> str:
        """The level that is linked to the style."""
        levels = () if self.root is None else self.root.iter(w("lvl"))
        return next(
            (one.get(w("ilvl"), "0") for one in levels if _value(one, "pStyle") == style), "0"
        )


def plain_lists(part: bytes) -> bytes:
    """numbering.xml with numbers in the font of their paragraphs, and no gap behind 一、 and 1."""
    root = parse(part)
    for level in root.iter(w("lvl")):
        form, text = _value(level, "numFmt"), _value(level, "lvlText").strip()
        if form != "bullet":
            drop(level, "rPr")
        if form.startswith((*_CHINESE, *_DECIMAL)) and text.endswith(("、", "）", ")", ".", "．")):
            _no_gap(level)
    return serialize(root)


def _no_gap(level: Element) -> None:
    drop(level, "suff")
    text = level.find(w("lvlText"))
    if text is not None:
        text.addprevious(made("suff", val="nothing"))


def read_lists(parts: Mapping[str, bytes], fonts: Fonts) -> Lists:
    """The lists of the package."""
    return Lists(parse(parts[PART]) if PART in parts else None, fonts)


def _item(number: Element, level: str) -> Item | None:
    name = _value(number, "numId")
    own = number.find(w("ilvl"))
    if name in ("", "0"):
        return None
    return Item(name, level if own is None else own.get(w("val"), "0"))


def _value(element: Element, name: str) -> str:
    child = element.find(w(name))
    return "" if child is None else child.get(w("val"), "")
