"""Where a paragraph stands in a table: of a Word document, or of a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from drafter.proof.text.passage import Cell
from drafter.word.ooxml import Element, w

_MOST_COLUMNS = 200


def word_cells(root: Element) -> dict[Element, Cell]:
    """The cell of every paragraph that stands in one, the innermost, with its width."""
    cells = dict[Element, Cell]()
    for number, table in enumerate(root.iter(w("tbl"))):
        for row, element in enumerate(table.iterchildren(w("tr"))):
            for cell, place in _row(element, number, row):
                cells |= dict.fromkeys(cell.iter(w("p")), place)
    return cells


def _row(element: Element, table: int, row: int) -> Iterator[tuple[Element, Cell]]:
    column = 0
    for cell in element.iter(w("tc")):
        if next(cell.iterancestors(w("tr")), None) is not element:
            continue
        span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        width = _size(None if span is None else span.get(w("val")))
        yield cell, Cell(table, row, column, width)
        column += width


def page_cells(root: Element) -> dict[Element, Cell]:
    """The cell of every td and th; what spans rows moves those below it."""
    cells = dict[Element, Cell]()
    for number, table in enumerate(root.iter("table")):
        taken = set[tuple[int, int]]()
        rows = (e for e in table.iter("tr") if next(e.iterancestors("table"), None) is table)
        for row, element in enumerate(rows):
            column = 0
            for cell in element.iterchildren("td", "th"):
                column = next(n for n in count(column) if (row, n) not in taken)
                width, height = _size(cell.get("colspan")), _size(cell.get("rowspan"))
                taken |= {(row + r, column + c) for r in range(height) for c in range(width)}
                cells[cell] = Cell(number, row, column, width)
                column += width
    return cells


def _size(written: str | None) -> int:
    """How many columns or rows a cell spans, 1 where nothing sensible is written."""
    written = written or ""
    size = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else 1
    return size if 0 < size <= _MOST_COLUMNS else 1
