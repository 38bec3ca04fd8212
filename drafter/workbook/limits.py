"""How much of an untrusted workbook is looked at before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, text in characters, times in seconds.

    A form of 45 departments is under 50 KB, 100 rows and 2,000 valued cells.
    """

    file: int = 20 * MEGABYTE
    binary: int = 8 * MEGABYTE
    inflated: int = 64 * MEGABYTE
    members: int = 500
    row: int = 5_000
    column: int = 200
    elements: int = 400_000
    cells: int = 100_000
    text: int = 4 * MEGABYTE
    names: int = 20_000
    cpu: int = 10
    wall: int = 15
    memory: int = 1024 * MEGABYTE
