"""The sections of a draft that edits were woven into: the page, headers and footers are its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from drafter.word.ooxml import RELATIONSHIPS, Element, parent_of, remove, w
from drafter.word.relations import relations, without_part
from drafter.word.slip import BODY

_REFERENCES = w("headerReference"), w("footerReference")
_ID = f"{{{RELATIONSHIPS}}}id"


def sections(root: Element) -> list[Element]:
    """The properties of each section, without those that a tracked change keeps of former ones."""
    return [s for s in root.iter(w("sectPr")) if parent_of(s).tag != w("sectPrChange")]


def without_headings(root: Element) -> None:
    """Take out which headers and footers the sections have: a copy's are those of its day."""
    for reference in list(root.iter(*_REFERENCES)):
        remove(reference)


def put_sections(root: Element, own: Sequence[Element]) -> None:
    """Put a draft's own sections in their places; where somebody has made or taken out one, those
    that came go on with the headers and footers of the one before."""
    now = sections(root)
    if len(now) == len(own):
        for section, original in zip(now, own, strict=True):
            parent_of(section).replace(section, deepcopy(original))
    elif own and now and not list(_references(now[0])):
        for reference in reversed(list(_references(own[0]))):
            now[0].insert(0, deepcopy(reference))


def without_unused(root: Element, parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The parts without headers and footers of sections that are gone."""
    references = {reference.get(_ID) for reference in root.iter(*_REFERENCES)}
    every = [r for r in relations(parts, BODY) if r.kind in ("header", "footer")]
    used = {relation.target for relation in every if relation.id in references}
    kept = parts
    for relation in every:
        if relation.target not in used:
            kept = without_part(kept, BODY, relation.id, relation.target)
    return kept


def _references(section: Element) -> Iterator[Element]:
    return (child for child in section if child.tag in _REFERENCES)
