"""Word cuts text into runs as it likes. Here a paragraph's tags become elements of their own.

After `isolate`, each tag is one `<tag/>` in place of the runs that held it; everything else in the
paragraph is where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from drafter.report.ooxml import SPACE, Element, own_descendants, w
from drafter.report.template.tags import Tag, find_tags

_MARK = re.compile("_(fig|blk)_")
_TEXT, _RUN, _FORMAT = w("t"), w("r"), w("rPr")
_SPACES = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}


@dataclass(frozen=True, slots=True)
class Found:
    """A tag, the element that took its place, and the run properties of its first character."""

    tag: Tag
    element: Element
    format: Element | None


def without_marks(root: Element) -> Element:
    """The part without the trace marks of a draft that became a template."""
    starts = [
        mark for mark in root.iter(w("bookmarkStart")) if _MARK.match(mark.get(w("name"), ""))
    ]
    old = {mark.get(w("id")) for mark in starts}
    ends = [mark for mark in root.iter(w("bookmarkEnd")) if mark.get(w("id")) in old]
    for mark in [*starts, *ends]:
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)
    return root


def paragraph_text(paragraph: Element) -> str:
    """The paragraph's text as a reader sees it; deleted and nested text left out."""
    return "".join(text for _, text in _pieces(paragraph))


def isolate(paragraph: Element, tags: Sequence[Tag]) -> list[Found]:
    """Put an element in place of each tag. The tags are those of the paragraph's text."""
    _cut(paragraph, sorted({edge for tag in tags for edge in (tag.start, tag.end)}))
    spans = list(_spans(paragraph))
    return [
        _replace(tag, [p for p, start, end in spans if _inside(start, end, tag)]) for tag in tags
    ]


def tags_of(paragraph: Element) -> list[Tag]:
    """The paragraph's tags. Raises TagError."""
    text = paragraph_text(paragraph)
    return list(find_tags(text)) if "{" in text or "｛" in text else []


def _inside(start: int, end: int, tag: Tag) -> bool:
    return tag.start <= start and end <= tag.end and start < end


def _pieces(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """Every element that shows text, and the text."""
    for run in own_descendants(paragraph, _RUN):
        if next(run.iterancestors(w("del"), w("moveFrom")), None) is None:
            for child in run:
                if child.tag == _TEXT:
                    yield child, child.text or ""
                elif child.tag in _SPACES:
                    yield child, _SPACES[str(child.tag)]


def _spans(paragraph: Element) -> Iterator[tuple[Element, int, int]]:
    at = 0
    for piece, text in _pieces(paragraph):
        yield piece, at, at + len(text)
        at += len(text)


def _cut(paragraph: Element, edges: list[int]) -> None:
    """Split the texts at the edges, and every run that an edge touches into one run a child."""
    for piece, start, end in list(_spans(paragraph)):
        within = [edge - start for edge in edges if start <= edge <= end]
        if within and end > start:
            _split(piece, [0, *within, end - start])


def _split(piece: Element, edges: list[int]) -> None:
    run = piece.getparent()
    assert run is not None
    text = piece.text or ""
    if piece.tag == _TEXT:
        cuts = sorted(set(edges))
        texts = [text[a:b] for a, b in pairwise(cuts)]
        pieces = [_text_like(piece, part) for part in texts]
    else:
        pieces = [piece]
    _explode(run, piece, pieces)


def _text_like(piece: Element, text: str) -> Element:
    made = etree.Element(_TEXT, nsmap=piece.nsmap)
    made.text = text
    made.set(SPACE, "preserve")
    return made


def _explode(run: Element, piece: Element, pieces: Sequence[Element]) -> None:
    """The run before the piece, a run for each of the pieces, and the run after it."""
    children = [child for child in run if child.tag != _FORMAT]
    at = children.index(piece)
    groups = [children[:at], *([one] for one in pieces), children[at + 1 :]]
    runs = [_run_like(run, group) for group in groups if group]
    for new in runs:
        run.addprevious(new)
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)


def _run_like(run: Element, children: Sequence[Element]) -> Element:
    made = etree.Element(_RUN, nsmap=run.nsmap)
    form = run.find(_FORMAT)
    if form is not None:
        made.append(deepcopy(form))
    made.extend(children)
    return made


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
