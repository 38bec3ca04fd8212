"""What hangs on a piece of a paragraph and has paragraphs of its own: notes and text boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.review.story.signature import TEXT_BOX
from drafter.word.elsewhere import ENDNOTE, NOTE
from drafter.word.elsewhere import TEXT_BOX as BOX_KIND
from drafter.word.ooxml import FALLBACK, Element, w

_KINDS = {w("footnoteReference"): (NOTE, "footnote"), w("endnoteReference"): (ENDNOTE, "endnote")}
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


def notes_of(
    reference: Element, trees: Mapping[str, Element]
) -> Iterator[tuple[str, str, Element, str]]:
    """(kind, name, note, part) of the note that the reference leads to, where it is there."""
    kind, local = _KINDS[str(reference.tag)]
    for part, root in trees.items():
        if root.tag != w(f"{local}s"):
            continue
        for note in root:
            if note.get(w("id")) == reference.get(w("id")):
                yield kind, "", note, part
                return


def text_boxes(element: Element) -> Iterator[tuple[str, str, Element, tuple[Element, ...]]]:
    """(kind, name, content, its copies for older programs) of the text boxes in a shape."""
    for box in element.iter(TEXT_BOX):
        if not _tags(box, element) & {TEXT_BOX, FALLBACK}:
            yield BOX_KIND, "", box, _twins(box, element)


def _twins(box: Element, element: Element) -> tuple[Element, ...]:
    """The fallback's copies of a text box, matched by their position in the shape."""
    shapes = (e for e in box.iterancestors(_ALTERNATE) if element in (e, *e.iterancestors()))
    shape = next(shapes, None)
    fallback = None if shape is None else shape.find(FALLBACK)
    if shape is None or fallback is None:
        return ()
    place = [b for b in shape.iter(TEXT_BOX) if FALLBACK not in _tags(b, shape)].index(box)
    copies = [c for c in fallback.iter(TEXT_BOX) if TEXT_BOX not in _tags(c, fallback)]
    return tuple(copies[place : place + 1])


def _tags(inner: Element, element: Element) -> set[str]:
    """The tags of the elements between the two."""
    tags: set[str] = set()
    for around in inner.iterancestors():
        if around is element:
            break
        tags.add(str(around.tag))
    return tags
