"""A package as it is read: its parts, and where the relations of each lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drafter.word.ooxml import Element, parse
from drafter.word.relations import relations_of, resolved


@dataclass(frozen=True, slots=True)
class Source:
    """A package as it is read: its parts, and where each relation of a part leads."""

    parts: Mapping[str, bytes]

    def relations(self, owner: str) -> dict[str, Element]:
        """The part's relations by their ids."""
        name = relations_of(owner)
        root = parse(self.parts[name]) if name in self.parts else ()
        return {relation.get("Id", ""): relation for relation in root}

    def by_kind(self, owner: str, kind: str) -> str:
        """The part that the owner relates to as its styles, numbering, footnotes …; "" for none."""
        related = (r for r in self.relations(owner).values() if kind_of(r) == kind)
        targets = (target(owner, relation) for relation in related)
        return next((name for name in targets if name in self.parts), "")

    @property
    def document(self) -> str:
        """The main part."""
        return self.by_kind("", "officeDocument")


def target(owner: str, relation: Element) -> str:
    """The part that a relation leads to."""
    return resolved(owner, relation.get("Target", ""))


def kind_of(relation: Element) -> str:
    return relation.get("Type", "").rpartition("/")[2]
