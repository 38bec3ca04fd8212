"""How edited words look in the new draft: as the words around them do there.

A copy that came back is written in the formats of its own draft, or in those that LibreOffice makes
of them; the template may have other ones today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from drafter.review.story.units import TEXT, Atom, Span, Unit, pieces
from drafter.word.ooxml import Element

# The format of a run as text, and the one that stands for it today.
Forms = Mapping[bytes, Element | None]


def forms(pairs: Iterable[tuple[Unit, Unit]]) -> Forms:
    """The new format for each old one, from the first pair of units that has it."""
    formats: dict[bytes, Element | None] = {}
    for old, new in pairs:
        mine, theirs = _formats(old), _formats(new)
        for form, now in zip(mine, theirs, strict=False):
            formats.setdefault(_said(form), now)
    return formats


def formed(units: Iterable[Unit], formats: Forms) -> Iterator[Unit]:
    """The units in today's formats; a format that no surrounding word has stays."""
    for unit in units:
        if isinstance(unit, Span):
            yield unit._replace(units=tuple(formed(unit.units, formats)))
        elif isinstance(unit, Atom):
            pieces = (
                p._replace(form=formats.get(_said(p.form), p.form)) if p.kind == TEXT else p
                for p in unit.pieces
            )
            yield unit._replace(pieces=tuple(pieces))
        else:
            yield unit


def _formats(unit: Unit) -> list[Element | None]:
    return [piece.form for piece in pieces((unit,)) if piece.kind == TEXT]


def _said(form: Element | None) -> bytes:
    return b"" if form is None else etree.tostring(form, method="c14n", exclusive=True)
