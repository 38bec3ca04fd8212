"""A slot: the run properties in which a tag's value is printed, plain and loud."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from drafter.model.dataclass import dataclass
from drafter.word.ooxml import Element, w


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value: its run properties, and what comes before a text in them."""

    plain: str
    loud: str
    before: str
    before_loud: str


def slot(form: Element | None, declared: Mapping[str | None, str]) -> Slot:
    """The slot of a tag with those run properties; loud is highlighted in yellow.

    `declared` are the namespaces that the part's root declares.
    """
    if form is None:
        return _slot("", f"<w:rPr>{_HIGHLIGHT}</w:rPr>")
    loud = deepcopy(form)
    for old in loud.findall(w("highlight")):
        loud.remove(old)
    _insert_highlight(loud)
    return _slot(bare(form, declared), bare(loud, declared))


def _slot(plain: str, loud: str) -> Slot:
    return Slot(plain, loud, f"<w:r>{plain}{_TEXT}", f"<w:r>{loud}{_TEXT}")


_TEXT = '<w:t xml:space="preserve">'
_HIGHLIGHT = '<w:highlight w:val="yellow"/>'
_AFTER_HIGHLIGHT = tuple(
    w(name)
    for name in (
        "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
        "eastAsianLayout", "specVanish", "oMath", "rPrChange",
    )
)  # fmt: skip


def _insert_highlight(form: Element) -> None:
    """In the order that the schema fixes for run properties (ECMA-376 17.3.2)."""
    highlight = etree.Element(w("highlight"))
    highlight.set(w("val"), "yellow")
    later = next((child for child in form if child.tag in _AFTER_HIGHLIGHT), None)
    if later is None:
        form.append(highlight)
    else:
        later.addprevious(highlight)


def bare(form: Element, declared: Mapping[str | None, str]) -> str:
    """Properties as text, without the namespace declarations that the part's root already has."""
    text = etree.tostring(form, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns:(\w+)="([^"]*)"', lambda match: _declared(match, declared), text)


def _declared(match: re.Match[str], declared: Mapping[str | None, str]) -> str:
    return "" if declared.get(match[1]) == match[2] else match[0]
