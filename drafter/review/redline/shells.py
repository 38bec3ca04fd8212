"""Elements of a document without their content, to be written anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

from drafter.review.compare.changes import DROP
from drafter.review.redline.pairing import Line
from drafter.review.redline.pen import Pen
from drafter.review.story.content import Block, Paragraph, Table
from drafter.word.ooxml import Element, w


def shell(paragraph: Paragraph | None) -> Element:
    """A paragraph element without content, with the attributes of the one it came from."""
    assert paragraph is not None
    source = paragraph.element
    if source is None:
        return etree.Element(w("p"))
    return etree.Element(w("p"), dict(source.attrib), nsmap=source.nsmap)


def emptied_row(row: Element) -> Element:
    """A row with its properties alone."""
    copy = etree.Element(row.tag, dict(row.attrib), nsmap=row.nsmap)
    copy.extend(deepcopy(child) for child in row if child.tag in (w("tblPrEx"), w("trPr")))
    return copy


def fill(home: Element, children: Iterable[Element]) -> None:
    """Replace the element's children."""
    for child in list(home):
        if isinstance(child.tag, str):
            home.remove(child)
    home.extend(children)


def insert_before(parent: Element, child: Element, names: Sequence[str]) -> None:
    later = [n for n, e in enumerate(parent) if e.tag in {w(name) for name in names}]
    parent.insert(later[0] if later else len(parent), child)


def between_ends(pen: Pen, line: Line, paragraph: Element) -> Element:
    """The paragraph between the ends of its move."""
    start, end = pen.range(f"{'moveFrom' if line.sign == DROP else 'moveTo'}Range")
    start.set(w("name"), line.move)
    form = paragraph.find(w("pPr"))
    paragraph.insert(0 if form is None else 1, start)
    paragraph.append(end)
    return paragraph


def table_head(old: Block | None, new: Block | None) -> Iterator[Element]:
    """The properties of a table, and the grid in which the rows of both sides stand."""
    tables = [block.element for block in (old, new) if isinstance(block, Table)]
    yield from (deepcopy(form) for form in tables[0].findall(w("tblPr")))
    grids = [grid for table in tables for grid in table.findall(w("tblGrid"))]
    yield from (deepcopy(grid) for grid in sorted(grids, key=len)[-1:])
