"""Word cuts text into runs as it likes. Here a paragraph's tags become elements of their own.

After `isolate`, each tag is one `<tag/>` in place of the runs that held it; everything else in the
paragraph is where it was.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from lxml import etree
from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.template.tags import Tag, TagError, find_tags
from drafter.word.ooxml import Element, own_descendants, remove, w
from drafter.word.pieces import FORMAT, RUN, cut, paragraph_text, shown, text_spans

_FIELD = (w("fldChar"), w("instrText"))
_BRACE = pattern("[{}｛｝﹛﹜]")


class Isolated(Struct, frozen=True):
    """A tag, the element that took its place, and the run properties of its first character."""

    tag: Tag
    element: Element
    format: Element | None


def isolate(paragraph: Element, tags: Sequence[Tag]) -> list[Isolated]:
    """Put an element in place of each tag. The tags are those of the paragraph's text."""
    cut(paragraph, sorted({edge for tag in tags for edge in (tag.start, tag.end)}))
    spans = [span for span in text_spans(paragraph) if span[1] < span[2]]
    starts = [start for _, start, _ in spans]
    within = [spans[bisect_left(starts, t.start) : bisect_left(starts, t.end)] for t in tags]
    return [
        _replace(tag, [piece for piece, *_ in pieces])
        for tag, pieces in zip(tags, within, strict=True)
    ]


def tags_of(paragraph: Element) -> list[Tag]:
    """The paragraph's tags. Raises TagError."""
    text = paragraph_text(paragraph)
    tags = find_tags(text) if _BRACE.search(text) else []
    if tags and next(paragraph.iter(*_FIELD), None) is not None:
        _refuse_fields(paragraph, tags)
    return tags


def _refuse_fields(paragraph: Element, tags: Sequence[Tag]) -> None:
    """A field that begins or ends within a tag would be torn: Word recalculates it as a whole."""
    at = 0
    for run in own_descendants(paragraph, RUN):
        for child in run:
            if child.tag in _FIELD:
                torn = next((tag for tag in tags if tag.start < at < tag.end), None)
                if torn:
                    raise TagError("template-tag-field", torn.start, torn.end)
            at += len(shown(child))


def _replace(tag: Tag, pieces: list[Element]) -> Isolated:
    runs = [run for piece in pieces if (run := piece.getparent()) is not None]
    element = etree.Element("tag")
    runs[0].addprevious(element)
    form = runs[0].find(FORMAT)
    for run in runs:
        remove(run)
    return Isolated(tag, element, form)
