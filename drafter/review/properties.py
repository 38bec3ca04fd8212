"""A paragraph's properties in a redline: old and new, and the state of its end."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from drafter.report.ooxml import Element, w
from drafter.review.pen import Pen
from drafter.review.story import Paragraph

_TRACKS = tuple(map(w, ("ins", "del", "moveFrom", "moveTo")))
_NOT_IN_CHANGE = tuple(map(w, ("rPr", "sectPr", "pPrChange")))
_AFTER_MARK = (w("sectPr"), w("pPrChange"))

Form = tuple[Paragraph | None, Paragraph | None] | None


def with_properties(
    made: Element, old: Paragraph | None, new: Paragraph | None, form: Form, pen: Pen
) -> None:
    """Give the paragraph its properties: new ones where the style differs, the old on record."""
    before, after = form if form is not None else (old, new)
    own = (old or new).properties if (old or new) else None  # type: ignore[union-attr]
    if before is None or after is None or before.style == after.style:
        told = before or after
        properties = told.properties if told else None
        if properties is not None:
            made.append(_like(properties, own))
        return
    properties = _like(after.properties, own)
    change = pen.track("pPrChange")
    change.append(_base(before.properties))
    properties.append(change)
    made.append(properties)


def tracked_mark(made: Element, track: Element) -> None:
    """Say in the paragraph that its end was deleted or inserted."""
    form = made.find(w("pPr"))
    if form is None:
        form = etree.Element(w("pPr"))
        made.insert(0, form)
    mark = form.find(w("rPr"))
    if mark is None:
        mark = etree.Element(w("rPr"))
        later = [n for n, child in enumerate(form) if child.tag in _AFTER_MARK]
        form.insert(later[0] if later else len(form), mark)
    before = [n for n, child in enumerate(mark, start=1) if child.tag in _TRACKS]
    mark.insert(before[-1] if before else 0, track)


def _like(properties: Element | None, own: Element | None) -> Element:
    """A copy, with the end's state, section and record of the paragraph's own."""
    made = etree.Element(w("pPr")) if properties is None else deepcopy(properties)
    made.tail = None
    if properties is own:
        return made
    for child in [child for child in made if child.tag in _NOT_IN_CHANGE]:
        made.remove(child)
    if own is not None:
        made.extend(deepcopy(c) for c in own if c.tag in (w("rPr"), w("sectPr")))
    return made


def _base(properties: Element | None) -> Element:
    """The properties that a pPrChange records."""
    made = etree.Element(w("pPr"))
    if properties is not None:
        made.extend(deepcopy(c) for c in properties if c.tag not in _NOT_IN_CHANGE)
    return made
