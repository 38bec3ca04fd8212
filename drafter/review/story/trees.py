"""The parts of a Word file in which text stands: its body, headers and footers, notes."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.word.drawn import data_of
from drafter.word.relations import relations
from drafter.word.slip import BODY

_STORIES = ("header", "footer", "footnotes", "endnotes")


def stories(parts: Mapping[str, bytes]) -> list[str]:
    """The parts beside the body that hold text, as the body's relations name them."""
    targets = relations(parts, BODY)
    return list(
        dict.fromkeys(r.target for r in targets if r.kind in _STORIES and r.target in parts)
    )


def links(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Relation id of a part with what it leads to: the address, or what a reader sees there."""
    return {
        r.id: r.target if r.external else data_of(parts.get(r.target), r.kind)
        for r in relations(parts, part)
    }
