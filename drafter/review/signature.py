"""What an element that is not taken apart is and shows: the same where files show the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from drafter.report.ooxml import RELATIONSHIPS, Element, w

# Numbers that programs give anew at every save; they tell nothing of what is shown.
_PASSING = ("rsid", "paraId", "textId", "anchorId", "editId")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WORDS = {
    "〔图〕": tuple(map(w, ("drawing", "pict", "object"))),
    "〔注〕": tuple(map(w, ("footnoteReference", "endnoteReference"))),
}
_NUMBERED = ("docPr", "cNvPr", "bookmarkStart", "bookmarkEnd", "ins", "del")


def signature(element: Element, links: Mapping[str, str]) -> str:
    """A short digest of the element; a relation counts as what it leads to, a note as its text."""
    said = hashlib.sha256()
    for node in element.iter("*"):
        local = str(node.tag).rpartition("}")[2]
        said.update(f"<{local}".encode())
        for name, value in sorted((str(n), str(v)) for n, v in node.items()):
            short = name.rpartition("}")[2]
            if short.startswith(_PASSING) or (short == "id" and local in _NUMBERED):
                continue
            leads = name.startswith(f"{{{RELATIONSHIPS}}}")
            told = links.get(value if leads else f"{local}:{value}", value)
            said.update(f" {short}={told}".encode())
        said.update(f">{(node.text or '').strip()}".encode())
    return said.hexdigest()[:16]


def shown_text(element: Element, accepted: bool = True) -> str:
    """The text that a reader sees in the element; 〔图〕 for a picture, 〔注〕 for a note."""
    hidden = map(w, ("del", "moveFrom") if accepted else ("ins", "moveTo"))
    gone = {_FALLBACK, *hidden}
    said = "".join(_texts(element, gone))
    return said or next((word for word, names in _WORDS.items() if _has(element, names)), "")


def _has(element: Element, names: tuple[str, ...]) -> bool:
    return next(element.iter(*names), None) is not None


def _texts(element: Element, gone: set[str]) -> list[str]:
    if element.tag in gone:
        return []
    if element.tag in (w("t"), w("delText")):
        return [element.text or ""]
    if (
        element.tag == w("tab")
        and (around := element.getparent()) is not None
        and around.tag == w("r")
    ):
        return ["\t"]
    return [text for child in element if isinstance(child.tag, str) for text in _texts(child, gone)]
