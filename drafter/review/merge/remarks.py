"""Comments of a copy that came back, put to the same words in another text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from drafter.review.compare.changes import ADD, COME, KEEP
from drafter.review.compare.steps import Step, steps
from drafter.review.story.content import Paragraph
from drafter.review.story.units import ANCHOR, Anchor, Span, Unit, pieces
from drafter.word.ooxml import Element, w

_PLACES = tuple(map(w, ("commentRangeStart", "commentRangeEnd")))
_REFERENCE = w("commentReference")


def is_remark(element: Element) -> bool:
    """Whether the element is a comment's start, end or reference."""
    return element.tag in _PLACES or element.find(_REFERENCE) is not None


def with_remarks(paragraph: Paragraph, other: Paragraph) -> Paragraph:
    """The paragraph with the other's comments at the same words."""
    if paragraph is other or not any(map(is_remark, _anchors(other))):
        return paragraph
    units = tuple(_units(steps(paragraph.units, other.units)))
    return replace(paragraph, pieces=tuple(pieces(units)), rebuilt=True)


def _anchors(paragraph: Paragraph) -> Iterator[Element]:
    return (e for piece in paragraph.pieces if piece.kind == ANCHOR for e in piece.elements)


def _units(script: Iterable[Step]) -> Iterator[Unit]:
    for step in script:
        if step.sign == KEEP and isinstance(step.unit, Span):
            yield step.unit._replace(units=tuple(_units(step.inside)))
        elif step.sign == COME and isinstance(step.unit, Anchor):
            if is_remark(step.unit.piece.elements[0]):
                yield step.unit
        elif step.sign != ADD:
            yield step.unit
