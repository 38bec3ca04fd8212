"""Runs as Word writes them."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from drafter.word.ooxml import SPACE, Element, w

_TAB, _BREAK = w("tab"), w("br")


def text_elements(text: str, name: str = "t") -> Iterator[Element]:
    """Text as Word has it: w:t, and elements for tabs and breaks."""
    word = ""
    for character in [*text, ""]:
        if character and character not in "\t\n":
            word += character
            continue
        if word:
            element = etree.Element(w(name))
            element.text = word
            if word != word.strip():
                element.set(SPACE, "preserve")
            yield element
            word = ""
        if character:
            yield etree.Element(_TAB if character == "\t" else _BREAK)


def run(text: str, form: Element | None, deleted: bool = False) -> Element:
    """A run with the text in that format."""
    element = etree.Element(w("r"))
    if form is not None:
        element.append(deepcopy(form))
    element.extend(text_elements(text, "delText" if deleted else "t"))
    return element
