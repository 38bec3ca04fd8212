"""From the XML of a document's body to its story.

Runs are cut into pieces; whatever is not text is kept whole: pictures, fields, links, controls,
formulas, notes. Tracked changes of others are read as accepted or as rejected, and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field

from lxml import etree

from drafter.report.ooxml import Element, w
from drafter.review.complex_fields import fields_whole
from drafter.review.marking import is_mark
from drafter.review.signature import shown_text, signature
from drafter.review.spanning import tidied
from drafter.review.story import Block, Box, Cell, Fixed, Paragraph, Row, Story, Table
from drafter.review.units import ANCHOR, CLOSE, OPEN, TEXT, WHOLE, Piece

_ADDED, _REMOVED = (w("ins"), w("moveTo")), (w("del"), w("moveFrom"))
_PASSING = (w("proofErr"), w("lastRenderedPageBreak"))
_POINTS = (
    "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "moveFromRangeStart",
    "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart",
    "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
)  # fmt: skip
_ANCHORS = tuple(map(w, (*_POINTS, "bookmarkStart", "bookmarkEnd")))
_TEXT, _DELETED, _TAB, _BREAK = w("t"), w("delText"), w("tab"), w("br")
_FORM, _RUN, _FIELD = w("rPr"), w("r"), w("fldChar")
_BOXES, _FORMS = (w("sdt"), w("customXml")), (w("tcPr"), w("customXmlPr"))
_REFERENCES = tuple(map(w, ("commentReference", "annotationRef")))


@dataclass(slots=True)
class Reader:
    """Reads one body.

    `links` tells by relation id what it leads to, `styles` by id a style's name ("" for the
    default one), `names` by mark its figure.
    """

    accepted: bool = True
    links: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    _marks: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def story(self, root: Element) -> Story:
        """The story of the part whose root that is."""
        body = root.find(w("body"))
        return Story(root, self.blocks(root if body is None else body))

    def blocks(self, parent: Iterable[Element]) -> tuple[Block, ...]:
        """The blocks in an element."""
        found = (c for c in parent if isinstance(c.tag, str) and c.tag not in _FORMS)
        return tuple(self._block(child) for child in found)

    def _block(self, element: Element) -> Block:
        if element.tag == w("p"):
            return Fixed(element) if self._gone(element) else self.paragraph(element)
        if element.tag == w("tbl"):
            return Table(element, tuple(self._rows(element)))
        content = element.find(w("sdtContent")) if element.tag == w("sdt") else element
        if content is not None and element.tag in _BOXES:
            return Box(element, Cell(content, self.blocks(content)))
        return Fixed(element)

    def _rows(self, table: Element) -> Iterator[Row | Element]:
        hidden = _REMOVED if self.accepted else _ADDED
        gone = w("cellDel" if self.accepted else "cellIns")
        for row in table.iter(w("tr")):
            if next(row.iterancestors(w("tbl"))) is not table:
                continue
            if _tracked(row, "trPr", hidden):
                yield row
                continue
            own = [c for c in row.iter(w("tc")) if next(c.iterancestors(w("tr"))) is row]
            cells = [cell for cell in own if not _tracked(cell, "tcPr", (gone,))]
            if cells or not own:
                yield Row(row, tuple(Cell(c, self.blocks(c)) for c in cells), _shape(cells))
            else:
                yield row

    def _gone(self, paragraph: Element) -> bool:
        """Whether the view shows nothing of the paragraph, its end included."""
        hidden = _REMOVED if self.accepted else _ADDED
        form = paragraph.find(w("pPr"))
        if form is None or not _tracked(form, "rPr", hidden):
            return False
        return not any(child.tag not in (w("pPr"), *hidden, *_ANCHORS) for child in paragraph)

    def paragraph(self, element: Element) -> Paragraph:
        """The paragraph with its pieces; complex fields are one piece each."""
        form = element.find(w("pPr"))
        style = None if form is None else form.find(w("pStyle"))
        pieces = tidied(tuple(fields_whole(list(self._pieces(element, ())), self.whole)))
        told = "" if style is None else style.get(w("val"), "")
        return Paragraph(pieces, form, self.styles.get(told, told), element, self.names)

    def _pieces(self, parent: Iterable[Element], wraps: tuple[Element, ...]) -> Iterator[Piece]:
        shown, hidden = (_ADDED, _REMOVED) if self.accepted else (_REMOVED, _ADDED)
        for child in parent:
            if child.tag == _RUN:
                yield from self._run(child, wraps)
            elif child.tag in shown:
                yield from self._pieces(child, (*wraps, child))
            elif child.tag in hidden or child.tag in _ANCHORS:
                yield from self._point(child)
            elif child.tag not in (w("pPr"), *_PASSING) and isinstance(child.tag, str):
                yield self.whole((child,), wraps)

    def _point(self, element: Element) -> Iterator[Piece]:
        name = element.get(w("name"), "")
        number = element.get(w("id"), "")
        if element.tag == w("bookmarkStart") and is_mark(name):
            if name not in self._seen:
                self._seen.add(name)
                self._marks[number] = name
                yield Piece(OPEN, key=name, elements=(element,))
        elif element.tag == w("bookmarkEnd") and number in self._marks:
            yield Piece(CLOSE, key=self._marks.pop(number), elements=(element,))
        else:
            yield Piece(ANCHOR, elements=(element,))

    def _run(self, run: Element, wraps: tuple[Element, ...]) -> Iterator[Piece]:
        form = run.find(_FORM)
        for child in run:
            if child.tag in (_TEXT, _DELETED):
                if child.text:
                    yield Piece(TEXT, child.text, form, wraps)
            elif child.tag == _TAB:
                yield Piece(TEXT, "\t", form, wraps)
            elif child.tag == _BREAK and not child.attrib:
                yield Piece(TEXT, "\n", form, wraps)
            elif child.tag in _REFERENCES:
                yield Piece(ANCHOR, elements=(_alone(run, form, child),), wraps=wraps)
            elif child.tag != _FORM and child.tag not in _PASSING:
                yield self.whole((_alone(run, form, child),), wraps)

    def whole(self, elements: tuple[Element, ...], wraps: tuple[Element, ...]) -> Piece:
        """A piece that is not taken apart, with the marks in it."""
        key = "\x04" + "".join(signature(e, self.links) for e in elements)
        text = "".join(shown_text(e, self.accepted) for e in elements)
        return Piece(WHOLE, text, None, wraps, elements, key, tuple(self._inner(elements)))

    def _inner(self, elements: Iterable[Element]) -> Iterator[tuple[str, str]]:
        """The trace marks inside elements that are kept whole, with their words."""
        for element in elements:
            starts = [e for e in element.iter(w("bookmarkStart")) if is_mark(e.get(w("name"), ""))]
            for start in starts:
                name = start.get(w("name"), "")
                if name not in self._seen:
                    self._seen.add(name)
                    yield name, _between(element, start)


def _alone(run: Element, form: Element | None, child: Element) -> Element:
    """A run with this child alone."""
    made = etree.Element(_RUN, nsmap=run.nsmap)
    if form is not None:
        made.append(copy(form))
    made.append(copy(child))
    return made


def _between(element: Element, start: Element) -> str:
    """The text between a bookmark's start and its end, within one element."""
    inside, words = False, ""
    for node in element.iter("*"):
        if node is start:
            inside = True
        elif node.tag == w("bookmarkEnd") and node.get(w("id")) == start.get(w("id")):
            break
        elif inside and node.tag == _TEXT:
            words += node.text or ""
    return words


def _tracked(element: Element, properties: str, kinds: tuple[str, ...]) -> bool:
    form = element.find(w(properties))
    return form is not None and any(child.tag in kinds for child in form)


def _shape(cells: Iterable[Element]) -> str:
    """What tells rows of different columns apart: spans and merged cells."""
    told = []
    for cell in cells:
        form = cell.find(w("tcPr"))
        span = None if form is None else form.find(w("gridSpan"))
        merged = None if form is None else form.find(w("vMerge"))
        across = "1" if span is None else span.get(w("val"), "1")
        told.append(across if merged is None else f"{across}{merged.get(w('val'), 'c')[0]}")
    return ",".join(told)
