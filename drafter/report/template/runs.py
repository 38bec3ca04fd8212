"""Word cuts text into runs as it likes. Here a paragraph's tags become elements of their own.

After `isolate`, each tag is one `<tag/>` in place of the runs that held it; everything else in the
paragraph is where it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby, pairwise

from lxml import etree

from drafter.report.ooxml import SPACE, Element, own_descendants, w
from drafter.report.template.revisions import remove
from drafter.report.template.tags import Tag, TagError, find_tags

_MARK = re.compile("_(fig|blk|cht)_")
_TEXT, _RUN, _FORMAT = w("t"), w("r"), w("rPr")
_SPACES = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_BREAKS = ("page", "column")
_FIELD = (w("fldChar"), w("instrText"))
_BRACE = re.compile("[{}｛｝﹛﹜]")


@dataclass(frozen=True, slots=True)
class Found:
    """A tag, the element that took its place, and the run properties of its first character."""

    tag: Tag
    element: Element
    format: Element | None


def without_marks(root: Element) -> bool:
    """Take out the trace marks of a draft that became a template; whether there were any."""
    starts = [
        mark for mark in root.iter(w("bookmarkStart")) if _MARK.match(mark.get(w("name"), ""))
    ]
    old = {mark.get(w("id")) for mark in starts}
    ends = [mark for mark in root.iter(w("bookmarkEnd")) if mark.get(w("id")) in old]
    for mark in [*starts, *ends]:
        remove(mark)
    return bool(starts)


def paragraph_text(paragraph: Element) -> str:
    """The paragraph's text as a reader sees it; deleted and nested text left out."""
    return "".join(text for _, text in _pieces(paragraph))


def isolate(paragraph: Element, tags: Sequence[Tag]) -> list[Found]:
    """Put an element in place of each tag. The tags are those of the paragraph's text."""
    cut(paragraph, sorted({edge for tag in tags for edge in (tag.start, tag.end)}))
    spans = [span for span in _spans(paragraph) if span[1] < span[2]]
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
    for run in own_descendants(paragraph, _RUN):
        for child in run:
            if child.tag in _FIELD:
                torn = next((tag for tag in tags if tag.start < at < tag.end), None)
                if torn:
                    raise TagError("template-tag-field", torn.start, torn.end)
            at += len(_shown(child))


def _pieces(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """Every element that shows text, and the text."""
    for run in own_descendants(paragraph, _RUN):
        if next(run.iterancestors(w("del"), w("moveFrom")), None) is None:
            for child in run:
                if shown := _shown(child):
                    yield child, shown


def _shown(child: Element) -> str:
    """A text, or white space; the break of a page or column is no text, and outlives a tag."""
    if child.tag == _TEXT:
        return child.text or ""
    return "" if child.get(w("type")) in _BREAKS else _SPACES.get(str(child.tag), "")


def _spans(paragraph: Element) -> Iterator[tuple[Element, int, int]]:
    at = 0
    for piece, text in _pieces(paragraph):
        yield piece, at, at + len(text)
        at += len(text)


def cut(paragraph: Element, edges: list[int]) -> None:
    """Split every run that an edge touches: its texts at the edges, a run for each piece."""
    for run, spans in groupby(list(_spans(paragraph)), lambda span: span[0].getparent()):
        cuts = {piece: within for piece, *span in spans if (within := _within(edges, *span))}
        if cuts and run is not None:
            _explode(run, cuts)


def runs_between(paragraph: Element, start: int, end: int) -> list[Element]:
    """The runs that show the text between two offsets at which the paragraph was cut."""
    pieces = (piece for piece, at, to in _spans(paragraph) if start <= at < to <= end)
    return [run for piece in pieces if (run := piece.getparent()) is not None]


def _within(edges: list[int], start: int, end: int) -> list[int]:
    """The edges that touch the span, as offsets in it."""
    return [edge - start for edge in edges[bisect_left(edges, start) : bisect_right(edges, end)]]


def _explode(run: Element, cuts: Mapping[Element, list[int]]) -> None:
    """A run for each piece of its text, and one for what stands between them and is no text."""
    together: list[Element] = []
    for child in [child for child in run if child.tag != _FORMAT]:
        if not _shown(child):
            together.append(child)
            continue
        for group in (together, *([piece] for piece in _split(child, cuts.get(child, [])))):
            _put_before(run, group)
        together = []
    _put_before(run, together)
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)


def _split(piece: Element, cuts: list[int]) -> list[Element]:
    if piece.tag != _TEXT:
        return [piece]
    text = piece.text or ""
    edges = sorted({0, *cuts, len(text)})
    return [_text_like(piece, text[a:b]) for a, b in pairwise(edges)]


def _text_like(piece: Element, text: str) -> Element:
    made = etree.Element(_TEXT, nsmap=piece.nsmap)
    made.text = text
    made.set(SPACE, "preserve")
    return made


def _put_before(run: Element, children: Sequence[Element]) -> None:
    """A run with the children and the same format, before the run."""
    if not children:
        return
    made = etree.Element(_RUN, nsmap=run.nsmap)
    form = run.find(_FORMAT)
    if form is not None:
        made.append(deepcopy(form))
    made.extend(children)
    run.addprevious(made)


def _replace(tag: Tag, pieces: list[Element]) -> Found:
    runs = [run for piece in pieces if (run := piece.getparent()) is not None]
    element = etree.Element("tag")
    runs[0].addprevious(element)
    form = runs[0].find(_FORMAT)
    for run in runs:
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)
    return Found(tag, element, form)
