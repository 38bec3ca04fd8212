"""The report as one accessible web page: headings by level, tables with headers, no script.

WCAG 2.1: 1.3.1 (structure), 2.4.6 (headings), 3.1.1 (language). The page loads nothing, and its
own policy forbids that anything be loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from markupsafe import Markup

from drafter.draft.record import Manifest
from drafter.model.dataclass import dataclass, field
from drafter.model.html import page_template, source, words
from drafter.publish.blocks import Block, Cell, Heading, Paragraph, Table
from drafter.publish.graphs import chart_table
from drafter.publish.webtext import Inline
from drafter.word.numerals import Numerals
from drafter.word.ooxml import RELATIONSHIPS, Element, parse, w
from drafter.word.relations import relations
from drafter.word.slip import BODY
from drafter.word.styles import Styles, read_styles
from drafter.word.tables import whole_cells

_LOWEST = 6
_LISTED = 3  # the lowest level in the table of contents
_LONGEST_HEADING = 60
_CLASSES = {"right": "right", "end": "right", "center": "middle"}
_TEMPLATE, _STYLE = (Path(__file__).with_name(f"webpage.{kind}") for kind in ("html", "css"))


@dataclass(slots=True)
class _Body:
    """Reads the body's blocks, in order, and notes the headings on the way."""

    parts: Mapping[str, bytes]
    styles: Styles
    inline: Inline
    numerals: Numerals
    headings: list[Heading] = field(default_factory=list)
    _level: int = 1

    def blocks(self, element: Element) -> Iterator[Block]:
        """A paragraph with what floats in it, or a table."""
        if element.tag == w("tbl"):
            yield self._table(element)
        elif element.tag == w("p"):
            yield from self._paragraph(element)
            yield from filter(None, map(self._chart, element.iter("{*}chart")))
            for box in element.iter(w("txbxContent")):
                if next(box.iterancestors("{*}Fallback"), None) is None:
                    for inside in box:
                        yield from self.blocks(inside)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        text = words(self.numerals.of(element)) + self.inline.text(element)
        style, look = self.styles.of_paragraph(element)
        if not text:
            return
        if self.styles.name(style) == "title" and self._level == 1 and not self.headings:
            yield Heading(1, text)
        elif look.level is not None and look.level < 9:
            yield from self._heading(look.level, text)
        else:
            flush = "flush" if look.indent[0] == 0 else ""
            yield Paragraph(text, _CLASSES.get(look.align or "") or flush)

    def _heading(self, level: int, text: Markup) -> Iterator[Block]:
        """A heading, at most one level below the last; what runs on after its 。 is a paragraph."""
        head, stop, rest = text.partition("。")
        if not stop or "<" in head:
            head, stop, rest = text, Markup(), Markup()
        if len(_untagged(head)) > _LONGEST_HEADING and not stop:
            yield Paragraph(text)
            return
        self._level = min(level + 2, self._level + 1, _LOWEST)
        anchor = f"s{len(self.headings) + 1}"
        self.headings.append(Heading(self._level, _untagged(head), anchor))
        yield Heading(self._level, head + stop, anchor)
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

    def _chart(self, chart: Element) -> Table | None:
        target = self.inline.links.get(chart.get(f"{{{RELATIONSHIPS}}}id", ""), "")
        return chart_table(parse(self.parts[target])) if target in self.parts else None


def _untagged(text: Markup) -> Markup:
    return Markup(re.sub("<[^>]*>", "", text))


def _header(row: int, column: int, marked: bool) -> tuple[str, str]:
    if row == 0 or marked:
        return "th", "col"
    return ("th", "row") if column == 0 else ("td", "")


def webpage(parts: Mapping[str, bytes], manifest: Manifest) -> bytes:
    """The page, UTF-8. `parts` are the published document's, with the trace marks in it."""
    values = {m.name: m.figure.value for m in manifest.marks if m.figure.value}
    media = {name: content for name, content in parts.items() if "/media/" in name}
    inline = Inline(values, _links(parts, BODY), media)
    reading = _Body(parts, read_styles(parts), inline, Numerals.read(parts))
    body = parse(parts[BODY]).find(w("body"))
    blocks = [b for element in (() if body is None else body) for b in reading.blocks(element)]
    titles = [n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 1]
    if not titles:
        blocks.insert(0, Heading(1, manifest.title))
    page = page_template(_TEMPLATE).render(
        title=manifest.title,
        style=source(_STYLE),
        blocks=blocks,
        first=next(iter(titles), 0),
        contents=[heading for heading in reading.headings if heading.level <= _LISTED],
        notes=_notes(parts, inline),
    )
    return page.encode()


def _notes(parts: Mapping[str, bytes], inline: Inline) -> list[Markup]:
    """The notes that the text refers to."""
    files = {"f": ("word/footnotes.xml", "footnote"), "e": ("word/endnotes.xml", "endnote")}
    texts = []
    for kind, number in list(inline.notes):
        name, tag = files[kind]
        root = parse(parts[name]) if name in parts else None
        held = () if root is None else (n for n in root.iter(w(tag)) if n.get(w("id")) == number)
        texts.append(Markup().join(inline.text(p) for note in held for p in note.iter(w("p"))))
    return texts


def _links(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """The target of each of a part's relations: a part's name or an address."""
    return {relation.id: relation.target for relation in relations(parts, part)}
