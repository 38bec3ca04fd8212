"""The body of a report as blocks: headings by level, tables with headers, charts as tables.

WCAG 2.1: 1.3.1 (structure), 2.4.6 (headings).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.publish.blocks import Block, Body, Cell, Heading, Paragraph, Piece, Table, plain_text
from drafter.publish.graphs import chart_table
from drafter.publish.webtext import Inline
from drafter.word.numerals import Numerals
from drafter.word.ooxml import RELATIONSHIPS, Element, parse, w
from drafter.word.relations import relations
from drafter.word.slip import BODY
from drafter.word.styles import Styles, read_styles
from drafter.word.tables import whole_cells

_LOWEST = 6
_LONGEST_HEADING = 60
_CLASSES = {"right": "right", "end": "right", "center": "middle"}


def read_body(parts: Mapping[str, bytes], marks: Set[str]) -> Body:
    """The body of the document with the trace marks that are wanted."""
    media = {name: content for name, content in parts.items() if "/media/" in name}
    links = {relation.id: relation.target for relation in relations(parts, BODY)}
    inline, body = Inline(marks, links, media), parse(parts[BODY]).find(w("body"))
    elements = [] if body is None else list(body.iter(w("p")))
    numbers = {element: number for number, element in enumerate(elements, start=1)}
    reading = _Reading(parts, read_styles(parts), inline, Numerals.read(parts), numbers)
    blocks = [b for element in (() if body is None else body) for b in reading.blocks(element)]
    return Body(blocks, _notes(parts, inline))


class _Reading(Struct):
    """Reads the body's blocks, in order."""

    parts: Mapping[str, bytes]
    styles: Styles
    inline: Inline
    numerals: Numerals
    numbers: Mapping[Element, int]
    headings: int = 0
    charts: list[Table] = field(default_factory=list)
    _level: int = 1

    def blocks(self, element: Element) -> Iterator[Block]:
        """A paragraph with what floats in it, or a table."""
        if element.tag == w("tbl"):
            yield self._table(element)
        elif element.tag == w("p"):
            met = len(self.inline.charts)
            yield from self._paragraph(element)
            yield from filter(None, (self._chart(*c) for c in self.inline.charts[met:]))
            for box in element.iter(w("txbxContent")):
                if next(box.iterancestors("{*}Fallback"), None) is None:
                    for inside in box:
                        yield from self.blocks(inside)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        numeral, number = self.numerals.of(element), self.numbers[element]
        pieces = self.inline.pieces(element)
        if numeral:
            pieces = (Piece(numeral), *pieces)
        style, look = self.styles.of_paragraph(element)
        if not pieces:
            return
        if self.styles.name(style) == "title" and self._level == 1 and not self.headings:
            yield Heading(1, pieces, number=number)
        elif look.level is not None and look.level < 9:
            yield from self._heading(look.level, pieces, number)
        else:
            flush = "flush" if look.indent[0] == 0 else ""
            yield Paragraph(pieces, _CLASSES.get(look.align or "") or flush, number)

    def _heading(self, level: int, pieces: tuple[Piece, ...], number: int) -> Iterator[Block]:
        """A heading, at most one level below the last; what runs on after its 。 is a paragraph
        without a number of its own."""
        head, rest = _run_on(pieces)
        if len(plain_text(head)) > _LONGEST_HEADING and not rest:
            yield Paragraph(pieces, number=number)
            return
        self._level = min(level + 2, self._level + 1, _LOWEST)
        self.headings += 1
        yield Heading(self._level, head, f"s{self.headings}", number)
        if rest:
            yield Paragraph(rest)

    def _table(self, table: Element) -> Table:
        return Table(
            [
                [
                    Cell(
                        *_header(number, at, cell.head),
                        blocks=[block for held in cell.blocks for block in self.blocks(held)],
                        wide=cell.wide,
                        high=cell.high,
                    )
                    for at, cell in enumerate(row)
                ]
                for number, row in enumerate(whole_cells(table))
            ]
        )

    def _chart(self, chart: Element, marks: tuple[str, ...]) -> Table | None:
        target = self.inline.links.get(chart.get(f"{{{RELATIONSHIPS}}}id", ""), "")
        if target not in self.parts:
            return None
        return replace(chart_table(parse(self.parts[target])), marks=marks)


def _run_on(pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """(the heading up to its 。, what runs on behind it) where the heading is words alone."""
    first = pieces[0]
    head, stop, rest = first.text.partition("。")
    if not stop or first != Piece(first.text):
        return pieces, ()
    behind = (Piece(rest), *pieces[1:]) if rest else pieces[1:]
    return (Piece(head + stop),), behind


def _header(row: int, column: int, marked: bool) -> tuple[str, str]:
    if row == 0 or marked:
        return "th", "col"
    return ("th", "row") if column == 0 else ("td", "")


def _notes(parts: Mapping[str, bytes], inline: Inline) -> list[list[Piece]]:
    """The notes that the text refers to."""
    files = {"f": ("word/footnotes.xml", "footnote"), "e": ("word/endnotes.xml", "endnote")}
    texts = []
    for kind, number in list(inline.notes):
        name, tag = files[kind]
        root = parse(parts[name]) if name in parts else None
        held = () if root is None else (n for n in root.iter(w(tag)) if n.get(w("id")) == number)
        paragraphs = (p for note in held for p in note.iter(w("p")))
        texts.append([piece for paragraph in paragraphs for piece in inline.pieces(paragraph)])
    return texts
