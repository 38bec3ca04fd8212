"""Where the sections of a document end."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from drafter.word.ooxml import Element, parent_of, remove, w, within

REFERENCES = w("headerReference"), w("footerReference")
_FORM = w("pPr")


def sections(root: Element) -> Iterator[Element]:
    """The properties of the sections in order, without what a change of them has on record."""
    return (s for s in root.iter(w("sectPr")) if not within(s, w("sectPrChange")))


def without_headings(root: Element) -> None:
    """Take out which headers and footers the sections have."""
    for reference in list(root.iter(*REFERENCES)):
        remove(reference)


def dropped_ends(base: Element, copy: Element) -> list[tuple[Element, Element]]:
    """(the empty paragraph that ends a section in the base, the paragraph with words that ends it
    in the copy): LibreOffice drops the former, and ends the section in the one before."""
    old, new = (list(_ends(root)) for root in (base, copy))
    if len(old) != len(new):
        return []
    pairs = zip(old, new, strict=True)
    return [(a, b) for a, b in pairs if not _text(a) and _text(b) and _before(a) != _before(b)]


def restore_end(empty: Element, ending: Element) -> None:
    """Let the section end in an empty paragraph again, behind the one that ends it."""
    paragraph = deepcopy(empty)
    section = ending.find(f"{_FORM}/{w('sectPr')}")
    own = paragraph.find(f"{_FORM}/{w('sectPr')}")
    assert section is not None
    assert own is not None
    parent_of(own).replace(own, section)
    ending.addnext(paragraph)


def _ends(root: Element) -> Iterator[Element]:
    """The paragraphs that end a section."""
    around = (parent_of(parent_of(s)) for s in sections(root) if parent_of(s).tag == _FORM)
    return (paragraph for paragraph in around if paragraph.tag == w("p"))


def _text(paragraph: Element | None) -> str:
    return "" if paragraph is None else "".join(t.text or "" for t in paragraph.iter(w("t")))


def _before(paragraph: Element) -> str:
    return _text(paragraph.getprevious())
