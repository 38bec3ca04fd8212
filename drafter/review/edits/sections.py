"""The sections of a draft that edits were woven into: the page, headers and footers are its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from msgspec import Struct

from drafter.word.ooxml import RELATIONSHIPS, Element, parent_of, w
from drafter.word.relations import relations, without_part
from drafter.word.sections import REFERENCES, sections
from drafter.word.slip import BODY

_ID = f"{{{RELATIONSHIPS}}}id"


class Section(Struct, frozen=True):
    """A section of a draft: its properties as they were, those in the tree, and all its headers and
    footers, which it may have of the one before."""

    original: Element
    standing: Element
    references: Sequence[Element]


def own_sections(root: Element) -> list[Section]:
    """The sections of a tree that is going to be changed."""
    current: dict[tuple[str, str], Element] = {}
    ends = []
    for section in sections(root):
        current |= {_key(reference): deepcopy(reference) for reference in _references(section)}
        ends.append(Section(deepcopy(section), section, list(current.values())))
    return ends


def put_sections(root: Element, own: Sequence[Section]) -> None:
    """Put a draft's own sections in their places; where somebody has made or taken out one, the
    first has all its headers and footers, and others go on with them."""
    now = list(sections(root))
    if len(now) == len(own):
        for section, mine in zip(now, own, strict=True):
            parent_of(section).replace(section, mine.original)
    elif own and now:
        mine = next((one for one in own if one.standing is now[0]), own[0])
        present = set(map(_key, _references(now[0])))
        for reference in reversed([r for r in mine.references if _key(r) not in present]):
            now[0].insert(0, deepcopy(reference))


def without_unused(root: Element, parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The parts without headers and footers of sections that are gone."""
    references = {reference.get(_ID) for reference in root.iter(*REFERENCES)}
    every = [r for r in relations(parts, BODY) if r.kind in ("header", "footer")]
    used = {relation.target for relation in every if relation.id in references}
    kept = parts
    for relation in every:
        if relation.target not in used:
            kept = without_part(kept, BODY, relation.id, relation.target)
    return kept


def _references(section: Element) -> Iterator[Element]:
    return (child for child in section if child.tag in REFERENCES)


def _key(reference: Element) -> tuple[str, str]:
    return str(reference.tag), reference.get(w("type"), "default")
