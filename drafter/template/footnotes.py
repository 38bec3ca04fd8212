"""Footnotes and endnotes are filled where they are referred to, so that loops may have notes.

Before compiling, each note stands in the run that refers to it; after filling, the notes that are
there go back to their part, numbered anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from drafter.model.pattern import pattern
from drafter.word.ooxml import Element, parse, quote, serialize, w
from drafter.word.tidy import accept

PARTS = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_GRAFTED = {
    kind: pattern(
        f"<w:{kind}Reference([^>]*)/>(<w:{kind}[ >].*?</w:{kind}>|<w:{kind} [^>]*/>)", re.DOTALL
    )
    for kind in PARTS
}
_ID = pattern(r' w:id="-?\d+"')


def graft(document: Element, notes: Mapping[str, Element]) -> dict[str, str]:
    """Put each note behind its reference. What is left of each part, by kind, for `gather`."""
    rests = {}
    for kind, root in notes.items():
        by_id = {note.get(w("id")): note for note in root.iter(w(kind))}
        references = [r for r in document.iter(w(f"{kind}Reference")) if r.get(w("id")) in by_id]
        for reference in references:
            reference.addnext(deepcopy(by_id[reference.get(w("id"))]))
        if references:
            used = {reference.get(w("id")) for reference in references}
            rests[kind] = _rest(document, root, [n for i, n in by_id.items() if i not in used])
    return rests


def originals(document: Element, notes: Mapping[str, Element]) -> list[tuple[Element, Element]]:
    """(a grafted paragraph, the one in the notes part of which it is the copy)."""
    pairs = []
    for kind, root in notes.items():
        by_id = {note.get(w("id")): note for note in root.iter(w(kind))}
        for note in document.iter(w(kind)):
            source = by_id[note.get(w("id"))]
            pairs += list(zip(note.iter(w("p")), source.iter(w("p")), strict=True))
    return pairs


def _rest(document: Element, root: Element, unused: list[Element]) -> str:
    """The notes part without its notes, but the separators: with the document's namespaces."""
    spaces = {**root.nsmap, **document.nsmap}
    names = "".join(
        f' xmlns{":" + prefix if prefix else ""}="{quote(uri)}"' for prefix, uri in spaces.items()
    )
    ignorable = {*root.get(_IGNORABLE, "").split(), *document.get(_IGNORABLE, "").split()}
    prefixes = " ".join(sorted(name for name in ignorable if name in spaces))
    names += f' mc:Ignorable="{prefixes}"' if prefixes and "mc" in spaces else ""
    separators = "".join(
        etree.tostring(note, encoding="unicode", with_tail=False)
        for note in unused
        if note.get(w("type"))
    )
    tag = etree.QName(root).localname
    return f"<w:{tag}{names}>{separators}</w:{tag}>"


def gather(xml: str, kind: str, rest: str) -> tuple[str, bytes]:
    """(the filled document without the notes in it, the notes part). Notes are numbered anew."""
    first = max((int(n) for n in re.findall(r' w:id="(-?\d+)"', rest)), default=0) + 1
    notes: list[str] = []

    def moved(match: re.Match[str]) -> str:
        identifier = f' w:id="{first + len(notes)}"'
        notes.append(_ID.sub(identifier, match[2], count=1))
        return f"<w:{kind}Reference{_ID.sub(identifier, match[1], count=1)}/>"

    body = _GRAFTED[kind].sub(moved, xml)
    end = rest.rindex("</w:")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return body, f"{head}{rest[:end]}{''.join(notes)}{rest[end:]}".encode()


def accepted(content: bytes, part: str) -> bytes:
    """A note part without old marks and revisions."""
    root = parse(content)
    changed, _ = accept(root, part)
    return serialize(root) if changed else content
