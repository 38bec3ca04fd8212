"""The gate for .xls: its records are walked once before xlrd, which trusts them, reads them.

Record numbers and layouts are those of [MS-XLS] 2.3 and 2.4, and of BIFF2 to 5 as OpenOffice's
documentation of the Excel file format has them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from drafter.model.finding import address
from drafter.workbook.limits import Limits
from drafter.workbook.refusal import BROKEN, LOCKED, TOO_MANY, RefusedError, outside

_BOF, _EOF, _FILEPASS, _SHEET, _NAME = (0x0009, 0x0209, 0x0409, 0x0809), 0x0A, 0x2F, 0x85, 0x18
_MULTIPLE_BLANK, _MULTIPLE_NUMBER = 0xBE, 0xBD
_BLANK = (0x01, 0x0201)
_VALUED = frozenset(
    (0x02, 0x03, 0x04, 0x05, 0x06, 0x0203, 0x0204, 0x0205, 0x0206, 0x0406, 0xFD, 0xD6, 0x7E, 0x027E)
)
_UNKNOWN = b"\xff\xff"
_ONE_CELL = (b"\x3a", b"\x5a", b"\x7a")  # ptgRef3d in its three classes
_REFERENCE = 7  # bytes of one such token
_MOST_RECORDS, _MOST_CELLS = 500_000, 300_000
Record = tuple[int, int, int]


def checked(stream: bytes, limits: Limits) -> bytes:
    """The workbook stream as xlrd may have it. Raises RefusedError.

    Every sheet's records are counted, also where two sheets claim the same ones. Names that are
    more than one cell are taken out: xlrd would work out their formulas, whatever these cost.
    """
    walk = _Walk(stream, limits)
    changed = bytearray(stream)
    sheets = []
    for kind, at, length in walk.records(0):
        if kind == _FILEPASS:
            raise RefusedError(LOCKED)
        if kind == _SHEET and length >= 4:
            sheets.append(struct.unpack_from("<I", stream, at)[0])
        elif kind == _NAME and not _names_one_cell(stream[at : at + length]):
            changed[at - 4 : at - 2] = _UNKNOWN
        else:
            walk.count(kind, at, length)
    if len(sheets) > limits.members:
        raise RefusedError(BROKEN)
    for start in sheets:
        for record in walk.records(start):
            walk.count(*record)
    return bytes(changed)


class _Walk:
    def __init__(self, stream: bytes, limits: Limits) -> None:
        self._stream, self._limits = stream, limits
        self._records, self._cells = _MOST_RECORDS, _MOST_CELLS

    def records(self, at: int) -> Iterator[Record]:
        """(number, where its content begins, length) up to the end of what begins there."""
        depth = 0
        while at + 4 <= len(self._stream):
            kind, length = struct.unpack_from("<HH", self._stream, at)
            self._records -= 1
            if self._records < 0:
                raise RefusedError(TOO_MANY)
            yield kind, at + 4, length
            depth += (kind in _BOF) - (kind == _EOF)
            if depth <= 0:
                return
            at += 4 + length

    def count(self, kind: int, at: int, length: int) -> None:
        """Raises RefusedError for a value outside any form, and for too many cells."""
        if kind in _VALUED and length >= 4:
            self._within(*struct.unpack_from("<HH", self._stream, at))
            self._take(1)
        elif kind in _BLANK:
            self._take(1)
        elif kind in (_MULTIPLE_BLANK, _MULTIPLE_NUMBER) and length >= 6:
            row, first = struct.unpack_from("<HH", self._stream, at)
            cells = (length - 6) // (2 if kind == _MULTIPLE_BLANK else 6)
            if kind == _MULTIPLE_NUMBER:
                self._within(row, first + cells - 1)
            self._take(cells)

    def _within(self, row: int, column: int) -> None:
        if row >= self._limits.row or column >= self._limits.column:
            raise outside(address(row + 1, column + 1))

    def _take(self, cells: int) -> None:
        self._cells -= cells
        if self._cells < 0:
            raise RefusedError(TOO_MANY)


def _names_one_cell(record: bytes) -> bool:
    """Of BIFF8: the formula, whose length stands at 4, begins behind the name."""
    if len(record) < 15:
        return False
    characters, size = record[3], struct.unpack_from("<H", record, 4)[0]
    begin = 15 + characters * (2 if record[14] & 1 else 1)
    return size == _REFERENCE and record[begin : begin + 1] in _ONE_CELL
