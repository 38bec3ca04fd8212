"""A compound file ([MS-CFB], which .xls, .doc and encrypted .xlsx are): its streams by name."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from msgspec import Struct

from drafter.workbook.refusal import BROKEN, RefusedError

_HEADER, _ENTRY = 512, 128
_LAST = 0xFFFFFFFA  # sector numbers above stand for ends and for what is free
_MOST_NAMES = 5_000
_STREAM, _ROOT = 2, 5


class _Entry(Struct, frozen=True):
    start: int
    size: int


class Compound:
    """The file's streams. The directory is taken as a list: who is whose parent does not matter.

    Raises RefusedError for chains of sectors that lead out of the file or in a circle.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) < _HEADER:
            raise RefusedError(BROKEN)
        self._content = content
        shift, mini = struct.unpack_from("<HH", content, 30)
        if not (7 <= shift <= 12 and 4 <= mini < shift):
            raise RefusedError(BROKEN)
        self._size, self._mini = 1 << shift, 1 << mini
        directory, _, self._cutoff, mini_start = struct.unpack_from("<IIII", content, 48)
        self._next = self._table(self._fat())
        self._root: _Entry | None = None
        self._entries = self._read_entries(self._chain(directory))
        self._mini_start = mini_start

    @property
    def names(self) -> frozenset[str]:
        """The streams' names; of two that differ in case alone, both."""
        return frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """The stream of that name. Raises RefusedError."""
        entry = self._entries[name]
        if entry.size >= self._cutoff or self._root is None:
            return self._chain(entry.start)[: entry.size]
        table = self._table(self._chain(self._mini_start))
        within = self._chain(self._root.start)
        parts = (within[n * self._mini : (n + 1) * self._mini] for n in _follow(entry.start, table))
        return b"".join(parts)[: entry.size]

    def _fat(self) -> bytes:
        """The file's own table of sectors: the first 109 pieces are in the header."""
        pieces = list(struct.unpack_from("<109I", self._content, 76))
        (more,) = struct.unpack_from("<I", self._content, 68)
        sectors = set[int]()
        while more < _LAST and more not in sectors:
            sectors.add(more)
            *further, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            pieces += further
        used = [piece for piece in pieces if piece < _LAST]
        if len(set(used)) != len(used):
            raise RefusedError(BROKEN)
        return b"".join(map(self._sector, used))

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        sector = self._content[at : at + self._size]
        if not sector:
            raise RefusedError(BROKEN)
        return sector.ljust(self._size, b"\0")

    def _table(self, content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _follow(start, self._next)))

    def _read_entries(self, directory: bytes) -> Mapping[str, _Entry]:
        entries: dict[str, _Entry] = {}
        for at in range(0, min(len(directory), _MOST_NAMES * _ENTRY), _ENTRY):
            raw = directory[at : at + _ENTRY]
            length, kind = struct.unpack_from("<HB", raw, 64)
            start, size = struct.unpack_from("<II", raw, 116)
            if kind == _ROOT:
                self._root = self._root or _Entry(start, size)
            elif kind == _STREAM and 2 <= length <= 64:
                name = raw[: length - 2].decode("utf-16-le", "replace")
                entries.setdefault(name, _Entry(start, size))
        return entries


def _follow(start: int, table: tuple[int, ...]) -> Iterator[int]:
    """The chain of sectors from there. Raises RefusedError where it leaves the file or loops."""
    left = len(table)
    while start < _LAST:
        if start >= len(table) or not left:
            raise RefusedError(BROKEN)
        yield start
        start, left = table[start], left - 1
