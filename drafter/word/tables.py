"""A Word table as rows of cells, those that run over several counted once (ECMA-376, 17.4)."""

from __future__ import annotations

from drafter.model.dataclass import dataclass
from drafter.word.ooxml import Element, w


@dataclass(slots=True)
class Cell:
    """A cell: its content, over how many columns and rows it runs, whether its row is a header."""

    blocks: list[Element]
    wide: int
    high: int
    head: bool


def cells_of(table: Element) -> list[list[Cell]]:
    """The table's rows; vertically merged cells are one cell with their height."""
    rows: list[list[Cell]] = []
    above: dict[int, Cell] = {}
    for row in table.iterchildren(w("tr")):
        head = row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        at, cells = 0, []
        for cell in row.iterchildren(w("tc")):
            wide = _wide(cell)
            if _continues(cell) and at in above:
                above[at].high += 1
            else:
                new = Cell([c for c in cell if c.tag in (w("p"), w("tbl"))], wide, 1, head)
                above[at] = new
                cells.append(new)
            at += wide
        rows.append(cells)
    return rows


def _wide(cell: Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    columns = "1" if span is None else span.get(w("val"), "1")
    return int(columns) if columns.isdecimal() and 0 < int(columns) < 100 else 1


def _continues(cell: Element) -> bool:
    merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merged is not None and merged.get(w("val"), "continue") == "continue"
