"""Tables after their rows and cells were repeated: a grid that fits, merges that begin somewhere.

ECMA-376 part 1, 17.4.48 (tblGrid), 17.4.17 (gridSpan), 17.4.84 (vMerge). Widths are in twips.
"""

from __future__ import annotations

from drafter.word.ooxml import Element, find, value, w
from drafter.word.order import held, made, put
from drafter.word.tables import cells_of, goes_on, rows_of, span

GRID, JOINED = "drafter-grid", "drafter-joined"


def fit_grid(table: Element) -> None:
    """The grid has as many columns as the widest row, and the table is as wide as it was."""
    grid = table.find(w("tblGrid"))
    rows = [cells_of(row) for row in rows_of(table)]
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
    width = _fixed_width(cell)
    twips = 0 if width is None else int(float(width.get(w("w"), "0") or 0))
    return [(twips or 1000 * span(cell)) // span(cell)] * span(cell)


def _fixed_width(cell: Element) -> Element | None:
    """The cell's width, where that is a length."""
    width = find(cell, "tcPr", "tcW")
    return width if width is not None and width.get(w("type"), "dxa") == "dxa" else None


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
        if (width := _fixed_width(cell)) is not None:
            width.set(w("w"), str(sum(columns[at : at + taken])))
        at += taken


def set_span(cell: Element, columns: str) -> None:
    """How many columns of the grid the cell takes, in the order of the schema."""
    put(held(cell, "tcPr"), made("gridSpan", val=columns))


def set_merge(cell: Element, state: str) -> None:
    """The cell's vertical merge."""
    put(held(cell, "tcPr"), made("vMerge", val=state))


def mend_merges(table: Element) -> None:
    """A cell that goes on with a merge of which the beginning is not there begins it."""
    above: set[int] = set()
    for row in rows_of(table):
        at, merged = _before(row), set[int]()
        for cell in cells_of(row):
            if find(cell, "tcPr", "vMerge") is not None:
                if at not in above and goes_on(cell):
                    set_merge(cell, "restart")
                merged.add(at)
            at += span(cell)
        above = merged


def _before(row: Element) -> int:
    columns = value(row, "trPr", "gridBefore")
    return int(columns) if columns.isdecimal() and int(columns) < 1000 else 0
