"""The lists of a document, and what is numbered by them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drafter.word.ooxml import Element, find, parse, value, w

PART = "word/numbering.xml"


def by_id(root: Element | None, name: str, key: str) -> dict[str, Element]:
    """The elements of that name by their number, in order."""
    return {} if root is None else {e.get(w(key), ""): e for e in root.iter(w(name))}


def numbered(owner: Element) -> tuple[str, str]:
    """(list, level) that a paragraph's or style's own properties name; "" for what they do not."""
    reference = find(owner, "pPr", "numPr")
    return value(reference, "numId"), value(reference, "ilvl")


class Numbering(Struct, frozen=True):
    """The lists by number, and the definitions that they follow."""

    lists: Mapping[str, Element]
    definitions: Mapping[str, Element]

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """What the part has; nothing where there is none."""
        return cls(by_id(root, "num", "numId"), by_id(root, "abstractNum", "abstractNumId"))

    @classmethod
    def read(cls, parts: Mapping[str, bytes]) -> Numbering:
        """The lists of the package."""
        return cls.of(parse(parts[PART]) if PART in parts else None)

    def definition(self, number: Element) -> Element | None:
        """The list's definition; that of the linked style where it has one."""
        own = self.definitions.get(value(number, "abstractNumId"))
        link = value(own, "numStyleLink")
        linked = (d for d in self.definitions.values() if link and value(d, "styleLink") == link)
        return next(linked, own)

    def levels(self, number: str) -> dict[str, Element]:
        """The list's levels by their number, as the list itself has them or else its definition."""
        element = self.lists.get(number)
        definition = None if element is None else self.definition(element)
        return {**by_id(definition, "lvl", "ilvl"), **by_id(element, "lvl", "ilvl")}
