"""What an element that is not taken apart is and shows: the same where files show the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from drafter.report.ooxml import RELATIONSHIPS, Element, w

# Numbers that programs give anew at every save; they tell nothing of what is shown.
_PASSING = ("rsid", "paraId", "textId", "anchorId", "editId")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NUMBERED = ("docPr", "cNvPr", "bookmarkStart", "bookmarkEnd", "ins", "del")


def signature(element: Element, links: Mapping[str, str]) -> str:
    """A short digest of the element; a relation counts as what it leads to."""
    said = hashlib.sha256()
    for node in element.iter("*"):
        local = str(node.tag).rpartition("}")[2]
        said.update(f"<{local}".encode())
        for name, value in sorted((str(n), str(v)) for n, v in node.items()):
            short = name.rpartition("}")[2]
            if short.startswith(_PASSING) or (short == "id" and local in _NUMBERED):
                continue
            told = links.get(value, value) if name.startswith(f"{{{RELATIONSHIPS}}}") else value
            said.update(f" {short}={told}".encode())
        said.update(f">{(node.text or '').strip()}".encode())
    return said.hexdigest()[:16]


def shown_text(element: Element, accepted: bool = True) -> str:
    """The text that a reader sees in the element."""
    hidden = map(w, ("del", "moveFrom") if accepted else ("ins", "moveTo"))
    gone = {_FALLBACK, *hidden}
    return "".join(_texts(element, gone))


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
