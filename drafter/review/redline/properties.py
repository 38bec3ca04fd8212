"""A paragraph's properties in a redline: old and new, and the state of its end."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from drafter.review.redline.pen import Pen
from drafter.review.story.content import Paragraph
from drafter.word.ooxml import Element, find, w
from drafter.word.order import add, drop, held, made

_NOT_IN_CHANGE = tuple(map(w, ("rPr", "sectPr", "pPrChange")))

Form = tuple[Paragraph | None, Paragraph | None]


def with_properties(
    paragraph: Element, own: Paragraph, form: Form, pen: Pen, alike: Callable[..., bool]
) -> None:
    """Give the paragraph the properties of `form`: new ones where it looks otherwise, the old on
    record. The state of its end is its own.
    """
    before, after = form
    side = before or after
    if before is None or after is None or alike(before, after):
        if side is not None and side.properties is not None:
            paragraph.append(_like(side.properties, own.properties))
        return
    properties = _like(after.properties, own.properties)
    _take_section(properties, before.properties)
    change = pen.track("pPrChange")
    change.append(_base(before.properties))
    properties.append(change)
    paragraph.append(properties)


def _take_section(properties: Element, other: Element | None) -> None:
    """Replace the section properties by those of the other paragraph."""
    drop(properties, "sectPr")
    if (section := find(other, "sectPr")) is not None:
        properties.append(deepcopy(section))


def ending(paragraph: Paragraph | None) -> Element | None:
    """The section that ends with it."""
    return None if paragraph is None else find(paragraph.properties, "sectPr")


def tracked_mark(paragraph: Element, track: Element) -> None:
    """Say in the paragraph that its end was deleted or inserted."""
    form = held(paragraph, "pPr")
    mark = find(form, "rPr")
    add(add(form, made("rPr")) if mark is None else mark, track)


def _like(properties: Element | None, own: Element | None) -> Element:
    """A copy of the properties that keeps the tracked state of the paragraph's own end."""
    copy = made("pPr") if properties is None else deepcopy(properties)
    copy.tail = None
    if properties is own:
        return copy
    drop(copy, "rPr", "pPrChange")
    if (mark := find(own, "rPr")) is not None:
        add(copy, deepcopy(mark))
    return copy


def _base(properties: Element | None) -> Element:
    """The properties that a pPrChange records."""
    form = made("pPr")
    if properties is not None:
        form.extend(deepcopy(c) for c in properties if c.tag not in _NOT_IN_CHANGE)
    return form


def changed_section(old: Element, new: Element, pen: Pen) -> Element:
    """The last section with the new pages, the old on record; headers stay (17.13.5.32)."""
    section = etree.Element(old.tag, nsmap=old.nsmap)
    section.extend(deepcopy(c) for c in old if c.tag in _HEADERS)
    section.extend(deepcopy(c) for c in new if c.tag not in (*_HEADERS, w("sectPrChange")))
    change = pen.track("sectPrChange")
    former = etree.SubElement(change, w("sectPr"))
    former.extend(deepcopy(c) for c in old if c.tag not in (*_HEADERS, w("sectPrChange")))
    section.append(change)
    return section


_HEADERS = tuple(map(w, ("headerReference", "footerReference")))
