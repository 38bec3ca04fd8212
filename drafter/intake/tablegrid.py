"""A 明细表 as it came back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from drafter.intake.cell import Cell
from drafter.model.pattern import pattern
from drafter.workbook.reader import Sheet, Workbook

_UNIT = pattern(r"(?:单位：|合计[\d.,]+)(\D+)")


class TableGrid(Struct, frozen=True):
    """A 明细表 as returned: its columns by header, its rows, and the cell 有无此类事项."""

    sheet: Sheet
    header: Cell
    columns: Mapping[str, int]
    last: int
    any: Cell | None

    def unit(self, name: str) -> str:
        """The unit that the form printed above a column's header; "" where it printed none."""
        above = self.sheet.text(self.header.row - 1, self.columns[name])
        match = _UNIT.fullmatch(above)
        return match[1] if match else ""

    def rows(self, book: Workbook) -> Iterator[Mapping[str, Cell]]:
        """The rows below the header, by column name."""
        for row in range(self.header.row + 1, self.last + 1):
            yield {name: Cell(book, self.sheet, row, at) for name, at in self.columns.items()}
