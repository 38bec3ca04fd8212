"""A Word table as rows of cells, through content controls (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

from msgspec import Struct

from drafter.word.ooxml import Element, find, value, w


def rows_of(table: Element) -> list[Element]:
    """The table's rows; none of a nested table."""
    return [row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table]


def cells_of(row: Element) -> list[Element]:
    """The row's cells."""
    return [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]


def span(cell: Element) -> int:
    """How many columns of the grid the cell takes."""
    columns = value(cell, "tcPr", "gridSpan")
    return int(columns) if columns.isdecimal() and 0 < int(columns) < 1000 else 1


class Cell(Struct):
    """A cell: its content, over how many columns and rows it runs, whether its row is a header."""

    blocks: list[Element]
    wide: int
    high: int
    head: bool


def whole_cells(table: Element) -> list[list[Cell]]:
    """The table's rows; vertically merged cells are one cell with their height."""
    rows: list[list[Cell]] = []
    above: dict[int, Cell] = {}
    for row in rows_of(table):
        head = find(row, "trPr", "tblHeader") is not None
        at, cells = 0, []
        for cell in cells_of(row):
            wide = span(cell)
            if goes_on(cell) and at in above:
                above[at].high += 1
            else:
                new = Cell([c for c in cell if c.tag in (w("p"), w("tbl"))], wide, 1, head)
                above[at] = new
                cells.append(new)
            at += wide
        rows.append(cells)
    return rows


def goes_on(cell: Element) -> bool:
    """Whether the cell goes on with one above it."""
    return value(cell, "tcPr", "vMerge", empty="continue") == "continue"
