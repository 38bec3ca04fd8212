"""A package as it is read: its parts, and where the relations of each lead."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drafter.word.relations import Relation, relations


class Package(Struct, frozen=True):
    """A package as it is read: its parts, and where each relation of a part leads."""

    parts: Mapping[str, bytes]

    def relations(self, owner: str) -> dict[str, Relation]:
        """The part's relations by their ids."""
        return {relation.id: relation for relation in relations(self.parts, owner)}

    def by_kind(self, owner: str, kind: str) -> str:
        """The part that the owner relates to as its styles, numbering, footnotes …; "" for none."""
        related = (r for r in relations(self.parts, owner) if r.kind == kind.lower())
        return next((r.target for r in related if r.target in self.parts), "")

    @property
    def document(self) -> str:
        """The main part."""
        return self.by_kind("", "officeDocument")
