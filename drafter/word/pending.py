"""Tracked changes in a template: insertions are accepted, deletions left out, and that is said.

ECMA-376 part 1, 17.13.5. The tree is changed in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from drafter.word.ooxml import ADDED, REMOVED, Element, find, parent_of, remove, w

_FORMATS = tuple(
    w(f"{name}Change")
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "numbering")
)
_RANGES = tuple(
    w(f"{name}Range{end}")
    for name in (
        "moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom",
        "customXmlMoveTo",
    )
    for end in ("Start", "End")
)  # fmt: skip
_POINTS = (
    *_RANGES, w("proofErr"),
    *(w(f"{name}{end}") for name in ("bookmark", "perm") for end in ("Start", "End")),
    *(w(f"commentRange{end}") for end in ("Start", "End")),
)  # fmt: skip
_PROPERTIES = tuple(map(w, ("rPr", "trPr", "tcPr", "numPr", "ctrlPr")))
_MARKS = (*REMOVED, *ADDED, *map(w, ("cellIns", "cellDel", "cellMerge")))


def accept_revisions(root: Element) -> tuple[int, int]:
    """(insertions accepted, deletions left out). Changes of format are accepted silently."""
    for change in list(root.iter(*_FORMATS, *_RANGES)):
        remove(change)
    inserted = deleted = 0
    for row in [mark for mark in root.iter(w("del")) if parent_of(mark).tag == w("trPr")]:
        remove(parent_of(parent_of(row)))
        deleted += 1
    for cell in list(root.iter(w("cellDel"))):
        remove(parent_of(parent_of(cell)))
        deleted += 1
    ends = [mark for mark in root.iter(*REMOVED) if parent_of(mark).tag == w("rPr")]
    for mark in ends:
        _merge_with_next(mark)
        deleted += 1
    for mark in [m for m in root.iter(*_MARKS) if parent_of(m).tag in _PROPERTIES]:
        inserted += mark.tag in ADDED
        remove(mark)
    for gone in list(root.iter(*REMOVED)):
        remove(gone)
        deleted += 1
    for kept in list(root.iter(*ADDED)):
        unwrap(kept)
        inserted += 1
    return inserted, deleted


def runs_on(paragraph: Element) -> Element | None:
    """The next paragraph, if this one's end is tracked as deleted; else None."""
    end = find(paragraph, "pPr", "rPr")
    if end is None or not any(mark.tag in REMOVED for mark in end):
        return None
    others = (e for e in paragraph.itersiblings() if e.tag not in _POINTS)
    following = next(others, None)
    return following if following is not None and following.tag == w("p") else None


def _merge_with_next(mark: Element) -> None:
    """Join the paragraph with the next, whose properties hold, where its mark was deleted."""
    paragraph = next(mark.iterancestors(w("p")), None)
    following = None if paragraph is None else runs_on(paragraph)
    if paragraph is not None and following is not None:
        move_content(paragraph, following)
        remove(paragraph)


def move_content(paragraph: Element, following: Element) -> None:
    """Move the paragraph's content to the beginning of the following one."""
    form = following.find(w("pPr"))
    at = 0 if form is None else 1
    for element in reversed([e for e in paragraph if e.tag != w("pPr")]):
        following.insert(at, element)


def unwrap(element: Element) -> None:
    """Replace the element by its children."""
    for inner in list(element):
        element.addprevious(inner)
    remove(element)


def emptied(root: Element) -> Iterator[Element]:
    """Tables without rows and rows without cells, which deletions may leave."""
    tables = (t for t in root.iter(w("tbl")) if next(t.iter(w("tr")), None) is None)
    rows = (r for r in root.iter(w("tr")) if next(r.iter(w("tc")), None) is None)
    return chain(list(rows), list(tables))
