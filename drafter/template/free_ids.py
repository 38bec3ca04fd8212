"""Identifiers that are free in the whole document: Word wants each once, whatever the part.

Bookmarks: ECMA-376 part 1, 17.13.6.2; drawings: 20.4.2.5; content controls: 17.5.2.18.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from msgspec import Struct

from drafter.word.ooxml import PLACED, Element, parse, w

DOC_PR = f"{PLACED}docPr"
_MARKS = ("bookmarkStart", "permStart", "commentRangeStart")


class Taken(Struct, frozen=True):
    """What a template uses: the first free numbers of bookmarks and drawings; its controls' ids.

    Word draws the ids of controls from all 32 bits, so that there may be none behind the last.
    """

    mark: int
    drawing: int
    controls: frozenset[int]


class Free(Struct, frozen=True):
    """Numbers for what loops have repeated; each is given once in a document."""

    marks: Iterator[int]
    drawings: Iterator[int]
    controls: Iterator[int]


def taken(parts: Mapping[str, bytes]) -> Taken:
    """What the template's parts use."""
    marks, drawings, controls = {-1}, {0}, set[int]()
    for name, content in parts.items():
        if name.startswith("word/") and name.count("/") == 1 and name.endswith(".xml"):
            root = parse(content)
            marks |= _numbers(root, w("id"), *map(w, _MARKS))
            drawings |= _numbers(root, "id", DOC_PR)
            controls |= {n for e in root.iter(w("sdtPr")) for n in _numbers(e, w("val"), w("id"))}
    return Taken(max(marks) + 1, max(drawings) + 1, frozenset(controls))


def free(used: Taken, marks: int, drawings: int) -> Free:
    """What is free once that many marks were placed, and drawings up to that number."""
    controls = (number for number in count(1) if number not in used.controls)
    return Free(count(used.mark + marks), count(drawings), controls)


def _numbers(root: Element, attribute: str, *kinds: str) -> set[int]:
    values = (element.get(attribute, "") for element in root.iter(*kinds))
    return {int(number) for number in values if number.removeprefix("-").isdecimal()}
