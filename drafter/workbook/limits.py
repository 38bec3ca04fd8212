"""How much of an untrusted workbook is looked at before it is refused."""

from __future__ import annotations

from msgspec import Struct

from drafter.workbook.refusal import TOO_LONG, RefusedError, outside

MEGABYTE = 1 << 20


class Limits(Struct, frozen=True):
    """Sizes in bytes, text in characters, times in seconds.

    A form of 45 departments is under 50 KB, 100 rows and 2,000 valued cells. `tags` are all that
    open or close in the XML of a file; `cells` and `text` are what is kept of it.
    """

    file: int = 20 * MEGABYTE
    binary: int = 8 * MEGABYTE
    inflated: int = 64 * MEGABYTE
    members: int = 500
    row: int = 5_000
    column: int = 200
    tags: int = 700_000
    cells: int = 100_000
    text: int = 2 * MEGABYTE
    names: int = 20_000
    merged: int = 2_000
    cpu: int = 10
    wall: int = 15
    memory: int = 1024 * MEGABYTE


class Room:
    """What is left of the limits for one workbook, all its sheets together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._cells, self._text = limits.cells, limits.text

    def take(self, text: int, cells: int = 1) -> None:
        """Use up room for that many characters and cells. Raises RefusedError where none is
        left."""
        self._cells -= cells
        self._text -= text
        if self._cells < 0 or self._text < 0:
            raise RefusedError(TOO_LONG)

    def within(self, row: int, column: int, cell: str) -> None:
        """Raises RefusedError, naming the cell, where a value stands outside any form."""
        if row > self.limits.row or column > self.limits.column:
            raise outside(cell)
