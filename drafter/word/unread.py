"""What in a Word file holds text that drafter does not read: told, so that silence is no praise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.model.finding import Severity
from drafter.word.customary import STORIES
from drafter.word.ooxml import parsed, w
from drafter.word.slip import Slip

_UNREAD = {w("altChunk"): "docx-chunk", w("subDoc"): "docx-subdocument"}


def unread(parts: Mapping[str, bytes]) -> Iterator[Slip]:
    """Embedded documents (ECMA-376 part 1, 17.17.2.1) and subdocuments (17.17.2.2), each at the
    paragraph that it stands behind. A damaged part is left out."""
    for name in filter(STORIES.fullmatch, parts):
        number = 0
        root = parsed(parts[name])
        for element in () if root is None else root.iter(w("p"), *_UNREAD):
            if element.tag == w("p"):
                number += 1
            else:
                yield Slip(_UNREAD[str(element.tag)], Severity.ERROR, name, number)
