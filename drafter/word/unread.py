"""What in a Word file holds text that drafter does not read: told, so that silence is no praise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from drafter.model.finding import Severity
from drafter.word.customary import STORIES
from drafter.word.ooxml import Element, parse, w
from drafter.word.slip import Slip

_UNREAD = {w("altChunk"): "docx-chunk", w("subDoc"): "docx-subdocument"}


def unread(parts: Mapping[str, bytes]) -> Iterator[Slip]:
    """Embedded documents (ECMA-376 part 1, 17.17.2.1) and subdocuments (17.17.2.2), each at the
    paragraph that it stands behind. A damaged part is left out."""
    for name in filter(STORIES.fullmatch, parts):
        number = 0
        for element in _elements(parts[name]):
            if element.tag == w("p"):
                number += 1
            else:
                yield Slip(_UNREAD[str(element.tag)], Severity.ERROR, name, number)


def _elements(content: bytes) -> Iterator[Element]:
    try:
        yield from parse(content).iter(w("p"), *_UNREAD)
    except (etree.XMLSyntaxError, ValueError):
        return
