"""Tables after their rows and cells were repeated: a grid that fits, merges that begin somewhere.

ECMA-376 part 1, 17.4.48 (tblGrid), 17.4.17 (gridSpan), 17.4.84 (vMerge). Widths are in twips.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from drafter.word.ooxml import Element, w

GRID, JOINED = "drafter-grid", "drafter-joined"


def rows_of(table: Element) -> Iterator[Element]:
    """The table's rows, through content controls; none of a nested table."""
    return (r for r in table.iter(w("tr")) if next(r.iterancestors(w("tbl")), None) is table)


def cells_of(row: Element) -> Iterator[Element]:
    """The row's cells, through content controls."""
    return (c for c in row.iter(w("tc")) if next(c.iterancestors(w("tr")), None) is row)


def span(cell: Element) -> int:
    """How many columns of the grid the cell takes."""
    return _number(cell.find(f"{w('tcPr')}/{w('gridSpan')}"))


def fit_grid(table: Element) -> None:
    """The grid has as many columns as the widest row, and the table is as wide as it was."""
    grid = table.find(w("tblGrid"))
    rows = [list(cells_of(row)) for row in rows_of(table)]
    if grid is None or not rows:
        return
    old = [int(float(column.get(w("w"), "0") or 0)) for column in grid.iter(w("gridCol"))]
    widest = max(rows, key=lambda cells: sum(map(span, cells)))
    widths = [width for cell in widest for width in _widths(cell)]
    if len(widths) == len(old):
        return
    total = sum(old) or sum(widths) or len(widths) * 1000
    scale = total / (sum(widths) or 1)
    columns = [max(int(width * scale), 1) for width in widths]
    grid[:] = [_column(grid, width) for width in columns]
    for cells in rows:
        _fit_row(cells, columns)


def _widths(cell: Element) -> list[int]:
    """The cell's width, shared among the columns that it takes."""
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    fixed = width is not None and width.get(w("type"), "dxa") == "dxa"
    twips = int(float(width.get(w("w"), "0") or 0)) if fixed and width is not None else 0
    return [(twips or 1000 * span(cell)) // span(cell)] * span(cell)


def _column(grid: Element, width: int) -> Element:
    column = grid.makeelement(w("gridCol"))
    column.set(w("w"), str(width))
    return column


def _fit_row(cells: list[Element], columns: list[int]) -> None:
    """Cell widths as the grid has them; the last cell of a short row takes what is left."""
    at = 0
    for cell in cells:
        taken = span(cell)
        if cell is cells[-1] and at + taken < len(columns):
            taken = len(columns) - at
            set_span(cell, str(taken))
        width = cell.find(f"{w('tcPr')}/{w('tcW')}")
        if width is not None and width.get(w("type"), "dxa") == "dxa":
            width.set(w("w"), str(sum(columns[at : at + taken])))
        at += taken


def set_span(cell: Element, columns: str) -> None:
    """How many columns of the grid the cell takes, in the order of the schema."""
    form = properties(cell)
    grid_span = form.find(w("gridSpan"))
    if grid_span is None:
        grid_span = form.makeelement(w("gridSpan"))
        before = [e for e in form if e.tag in (w("cnfStyle"), w("tcW"))]
        if before:
            before[-1].addnext(grid_span)
        else:
            form.insert(0, grid_span)
    grid_span.set(w("val"), columns)


def properties(cell: Element) -> Element:
    """The cell's w:tcPr, made where it is missing."""
    form = cell.find(w("tcPr"))
    if form is None:
        form = cell.makeelement(w("tcPr"))
        cell.insert(0, form)
    return form


def set_merge(cell: Element, value: str) -> None:
    """The cell's vertical merge, in the order that the schema fixes (17.4.70)."""
    form = properties(cell)
    for old in form.findall(w("vMerge")):
        form.remove(old)
    merge = etree.SubElement(form, w("vMerge"))
    merge.set(w("val"), value)
    first = ("cnfStyle", "tcW", "gridSpan", "hMerge")
    before = [child for child in form if child.tag in tuple(map(w, first))]
    form.insert(form.index(before[-1]) + 1 if before else 0, merge)


def mend_merges(table: Element) -> None:
    """A cell that goes on with a merge of which the beginning is not there begins it."""
    above: set[int] = set()
    for row in rows_of(table):
        at, merged = _before(row), set[int]()
        for cell in cells_of(row):
            merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            if merge is not None:
                if at not in above and merge.get(w("val"), "continue") == "continue":
                    merge.set(w("val"), "restart")
                merged.add(at)
            at += span(cell)
        above = merged


def _before(row: Element) -> int:
    grid_before = row.find(f"{w('trPr')}/{w('gridBefore')}")
    return 0 if grid_before is None else _number(grid_before, 0)


def _number(element: Element | None, otherwise: int = 1) -> int:
    value = "" if element is None else element.get(w("val"), "")
    return int(value) if value.isdigit() and 0 < int(value) < 1000 else otherwise
