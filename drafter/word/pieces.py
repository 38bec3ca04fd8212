"""A paragraph's text, which Word cuts into runs as it likes: read as a whole, and cut anew."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import groupby, pairwise

from lxml import etree

from drafter.word.ooxml import REMOVED, SPACE, Element, own_descendants, remove, w, within

TEXT, RUN, FORMAT = w("t"), w("r"), w("rPr")
_SPACES = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_BREAKS = ("page", "column")


def paragraph_text(paragraph: Element) -> str:
    """The paragraph's text as a reader sees it; deleted and nested text left out."""
    return "".join(text for _, text in _pieces(paragraph))


def cut(paragraph: Element, edges: list[int]) -> None:
    """Split every run that an edge touches: its texts at the edges, a run for each piece."""
    for run, spans in groupby(list(text_spans(paragraph)), lambda span: span[0].getparent()):
        cuts = {piece: within for piece, *span in spans if (within := _within(edges, *span))}
        if cuts and run is not None:
            _explode(run, cuts)


def runs_between(paragraph: Element, start: int, end: int) -> list[Element]:
    """The runs that show the text between two offsets at which the paragraph was cut."""
    pieces = (piece for piece, at, to in text_spans(paragraph) if start <= at < to <= end)
    return [run for piece in pieces if (run := piece.getparent()) is not None]


def shown(child: Element) -> str:
    """A text, or white space; the break of a page or column is no text, and outlives a tag."""
    if child.tag == TEXT:
        return child.text or ""
    return "" if child.get(w("type")) in _BREAKS else _SPACES.get(str(child.tag), "")


def text_spans(paragraph: Element) -> Iterator[tuple[Element, int, int]]:
    """Each element that shows text, and where its text begins and ends in the paragraph's."""
    at = 0
    for piece, text in _pieces(paragraph):
        yield piece, at, at + len(text)
        at += len(text)


def _pieces(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """(element, text) of everything that shows text."""
    for run in _runs(paragraph):
        for child in run:
            if text := shown(child):
                yield child, text


def run_texts(paragraph: Element) -> list[tuple[Element, str]]:
    """The paragraph's text by runs."""
    return [(run, "".join(map(shown, run))) for run in _runs(paragraph)]


def _runs(paragraph: Element) -> Iterator[Element]:
    """The paragraph's own runs; deleted and nested ones left out."""
    return (run for run in own_descendants(paragraph, RUN) if not within(run, *REMOVED))


def _within(edges: list[int], start: int, end: int) -> list[int]:
    """The edges that touch the span, as offsets in it."""
    return [edge - start for edge in edges[bisect_left(edges, start) : bisect_right(edges, end)]]


def _explode(run: Element, cuts: Mapping[Element, list[int]]) -> None:
    """Replace the run by one for each piece of its text and one for each non-text stretch."""
    together: list[Element] = []
    for child in [child for child in run if child.tag != FORMAT]:
        if not shown(child):
            together.append(child)
            continue
        for group in (together, *([piece] for piece in _split(child, cuts.get(child, [])))):
            _put_before(run, group)
        together = []
    _put_before(run, together)
    remove(run)


def _split(piece: Element, cuts: list[int]) -> list[Element]:
    if piece.tag != TEXT:
        return [piece]
    text = piece.text or ""
    edges = sorted({0, *cuts, len(text)})
    return [_text_like(piece, text[a:b]) for a, b in pairwise(edges)]


def _text_like(piece: Element, text: str) -> Element:
    element = etree.Element(TEXT, nsmap=piece.nsmap)
    element.text = text
    element.set(SPACE, "preserve")
    return element


def _put_before(run: Element, children: Sequence[Element]) -> None:
    """Insert a run of the same format with the children before the run."""
    if not children:
        return
    copy = etree.Element(RUN, nsmap=run.nsmap)
    form = run.find(FORMAT)
    if form is not None:
        copy.append(deepcopy(form))
    copy.extend(children)
    run.addprevious(copy)
