"""From the XML of a document's parts to its story.

Runs are cut into pieces, those in links, controls and tags too; whatever is not text is kept whole:
pictures, fields, formulas. Notes and text boxes hang on the piece that shows them. Tracked changes
of others are read as accepted or as rejected, and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from drafter.model.pattern import pattern
from drafter.review.story.complex_fields import fields_read
from drafter.review.story.containers import content_of, simple_field, wrap_of
from drafter.review.story.content import Block, Box, Cell, Fixed, Paragraph, Region, Row, Table
from drafter.review.story.hanging import notes_of, text_boxes
from drafter.review.story.signature import NOTES, shown_text, signature, symbol_font
from drafter.review.story.spanning import tidied
from drafter.review.story.story import BODY, Story
from drafter.review.story.trees import links
from drafter.review.story.units import ANCHOR, CLOSE, OPEN, TEXT, WHOLE, Piece, Wrap
from drafter.word.elsewhere import headings
from drafter.word.marks import is_mark
from drafter.word.ooxml import ADDED, REMOVED, Element, value, w
from drafter.word.slip import BODY as BODY_PART
from drafter.word.tables import cells_of, rows_of

_PASSING = (w("proofErr"), w("lastRenderedPageBreak"))
_POINTS = (
    "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "moveFromRangeStart",
    "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart",
    "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
)  # fmt: skip
_ANCHORS = tuple(map(w, (*_POINTS, "bookmarkStart", "bookmarkEnd")))
_TEXT, _DELETED = w("t"), w("delText")
_FORM, _RUN, _BREAK = w("rPr"), w("r"), w("br")
_CHARACTERS = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\xad"}
_BOXES, _FORMS = (w("sdt"), w("customXml")), (w("tcPr"), w("customXmlPr"))
_SYMBOLIC = pattern(r"([\uf020-\uf0ff])")
_REFERENCES = tuple(map(w, ("commentReference", "annotationRef")))


class Reader(Struct):
    """Reads the trees of a package, by part.

    `styles` tells by id a style's name ("" for the default one); `links` by part, by relation id
    what it leads to.
    """

    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]
    styles: Mapping[str, str]
    accepted: bool = True
    _part: str = BODY_PART
    _links: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _marks: dict[tuple[str, str], str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def story(self) -> Story:
        """All regions of the document."""
        body = self.trees[BODY_PART].find(w("body"))
        assert body is not None
        regions = [self.region(BODY, "", body, BODY_PART)]
        for heading in headings(body, self.parts):
            if heading.part in self.trees:
                element = self.trees[heading.part]
                region = self.region(heading.kind, heading.name, element, heading.part)
                regions.append(replace(region, also=heading.also))
        return Story(tuple(regions))

    def region(
        self, kind: str, name: str, element: Element, part: str, twins: Iterable[Element] = ()
    ) -> Region:
        """The blocks in an element of that part."""
        before, self._part = self._part, part
        blocks = self.blocks(element)
        self._part = before
        return Region(kind, name, element, blocks, tuple(twins))

    @property
    def links(self) -> Mapping[str, str]:
        """The current part's link targets by relation id."""
        if self._part not in self._links:
            self._links[self._part] = links(self.parts, self._part)
        return self._links[self._part]

    def blocks(self, parent: Iterable[Element]) -> tuple[Block, ...]:
        """The blocks in an element."""
        children = (c for c in parent if isinstance(c.tag, str) and c.tag not in _FORMS)
        return tuple(self._block(child) for child in children)

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
        hidden = REMOVED if self.accepted else ADDED
        gone = w("cellDel" if self.accepted else "cellIns")
        for row in rows_of(table):
            if _tracked(row, "trPr", hidden):
                yield row
                continue
            own = cells_of(row)
            cells = [cell for cell in own if not _tracked(cell, "tcPr", (gone,))]
            if cells or not own:
                yield Row(row, tuple(Cell(c, self.blocks(c)) for c in cells), _shape(cells))
            else:
                yield row

    def _gone(self, paragraph: Element) -> bool:
        """Whether the paragraph and its end are hidden in this view."""
        hidden = REMOVED if self.accepted else ADDED
        form = paragraph.find(w("pPr"))
        if form is None or not _tracked(form, "rPr", hidden):
            return False
        return not any(child.tag not in (w("pPr"), *hidden, *_ANCHORS) for child in paragraph)

    def paragraph(self, element: Element) -> Paragraph:
        """The paragraph with its pieces; complex fields are one piece each."""
        form = element.find(w("pPr"))
        pieces = tidied(tuple(fields_read(list(self._pieces(element, ())), self.whole)))
        style_id = value(form, "pStyle")
        return Paragraph(pieces, form, self.styles.get(style_id, style_id), element)

    def _pieces(self, parent: Iterable[Element], wraps: tuple[Wrap, ...]) -> Iterator[Piece]:
        shown, hidden = (ADDED, REMOVED) if self.accepted else (REMOVED, ADDED)
        for child in parent:
            if child.tag == _RUN:
                yield from self._run(child, wraps)
            elif child.tag in shown:
                key = f"{child.tag} {child.get(w('id'))}"
                yield from self._pieces(child, (*wraps, Wrap(child, key, True)))
            elif child.tag in hidden or child.tag in _ANCHORS:
                yield self._point(child, wraps)
            elif (content := content_of(child)) is not None:
                yield from self._pieces(content, (*wraps, wrap_of(child, self.links)))
            elif child.tag not in _UNSHOWN and isinstance(child.tag, str):
                yield simple_field(self.whole((child,), wraps))

    def _point(self, element: Element, wraps: tuple[Wrap, ...]) -> Piece:
        name, number = element.get(w("name"), ""), (self._part, element.get(w("id"), ""))
        if element.tag == w("bookmarkStart") and is_mark(name) and name not in self._seen:
            self._seen.add(name)
            self._marks[number] = name
            return Piece(OPEN, key=name, elements=(element,), wraps=wraps)
        if element.tag == w("bookmarkEnd") and number in self._marks:
            return Piece(CLOSE, key=self._marks.pop(number), elements=(element,), wraps=wraps)
        return Piece(ANCHOR, elements=(element,), wraps=wraps)

    def _run(self, run: Element, wraps: tuple[Wrap, ...]) -> Iterator[Piece]:
        form = run.find(_FORM)
        for child in run:
            if child.tag in (_TEXT, _DELETED):
                yield from self._text(run, form, child.text or "", wraps)
            elif child.tag in _CHARACTERS or _breaks_line(child):
                yield Piece(TEXT, _CHARACTERS.get(str(child.tag), "\n"), form, wraps)
            elif child.tag in _REFERENCES:
                yield Piece(ANCHOR, elements=(_alone(run, form, child),), wraps=wraps)
            elif child.tag not in _UNSHOWN and isinstance(child.tag, str):
                yield self.whole((_alone(run, form, child),), wraps)

    def _text(
        self, run: Element, form: Element | None, text: str, wraps: tuple[Wrap, ...]
    ) -> Sequence[Piece]:
        """The text; a character of a font of symbols is what Word writes as a w:sym."""
        font = symbol_font(form) if _SYMBOLIC.search(text) else ""
        if not font:
            return (Piece(TEXT, text, form, wraps),) if text else ()
        return [
            self._sign(run, form, font, part, wraps) if _SYMBOLIC.fullmatch(part)
            else Piece(TEXT, part, form, wraps)
            for part in _SYMBOLIC.split(text)
            if part
        ]  # fmt: skip

    def _sign(
        self, run: Element, form: Element | None, font: str, sign: str, wraps: tuple[Wrap, ...]
    ) -> Piece:
        symbol = etree.Element(w("sym"), {w("font"): font, w("char"): f"{ord(sign):04X}"})
        return self.whole((_alone(run, form, symbol),), wraps)

    def whole(self, elements: tuple[Element, ...], wraps: tuple[Wrap, ...]) -> Piece:
        """The elements as one indivisible piece, with the marks, notes and text boxes inside."""
        key = "\x04" + "".join(signature(e, self.links) for e in elements)
        text = "".join(shown_text(e, self.links, self.accepted) for e in elements)
        inside = tuple(region for e in elements for region in self._inside(e))
        marks = tuple(self._inner(elements))
        return Piece(WHOLE, text, None, wraps, elements, key, marks, inside)

    def _inside(self, element: Element) -> Iterator[Region]:
        """The note that the element refers to, and its text boxes."""
        for reference in element.iter(*NOTES):
            for note in notes_of(reference, self.trees):
                yield self.region(*note)
        for kind, name, box, twins in text_boxes(element):
            yield self.region(kind, name, box, self._part, twins)

    def _inner(self, elements: Iterable[Element]) -> Iterator[tuple[str, str]]:
        """The trace marks inside elements that are kept whole, with their words."""
        for element in elements:
            starts = [e for e in element.iter(w("bookmarkStart")) if is_mark(e.get(w("name"), ""))]
            for start in starts:
                name = start.get(w("name"), "")
                if name not in self._seen:
                    self._seen.add(name)
                    yield name, _between(element, start)


_UNSHOWN = (w("pPr"), _FORM, *_PASSING)


def _breaks_line(element: Element) -> bool:
    """Whether it is a break within a column: pages and columns are no text."""
    return element.tag == _BREAK and element.get(w("type"), "textWrapping") == "textWrapping"


def _alone(run: Element, form: Element | None, child: Element) -> Element:
    """A run with this child alone."""
    lone_run = etree.Element(_RUN, nsmap=run.nsmap)
    if form is not None:
        lone_run.append(copy(form))
    lone_run.append(copy(child))
    return lone_run


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
    """The row's column layout: spans and merged cells."""
    columns = []
    for cell in cells:
        across = value(cell, "tcPr", "gridSpan", absent="1", empty="1")
        columns.append(across + value(cell, "tcPr", "vMerge", empty="continue")[:1])
    return ",".join(columns)
