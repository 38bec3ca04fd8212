"""Old workbooks by hand: records of BIFF, and the compound file that they are kept in."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from drafter.disk.formats import COMPOUND

_SECTOR, _FREE, _END, _FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STANDARD = 4096  # shorter streams would go into sectors of their own kind
BOF, EOF, FILEPASS, NAME, SHEET = 0x0809, 0x0A, 0x2F, 0x18, 0x85
NUMBER, LABEL, ERROR, MULTIPLE_BLANK = 0x0203, 0x0204, 0x0205, 0xBE
Cell = float | str | int


def record(kind: int, content: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(content)) + content


def beginning(kind: int) -> bytes:
    """The first record of the workbook (5) or of a sheet (0x10), as Excel 97 writes it."""
    return record(BOF, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def cell(row: int, column: int, value: Cell) -> bytes:
    """A number or a text, in the general format."""
    place = struct.pack("<HHH", row, column, 15)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return record(LABEL, place + struct.pack("<HB", len(value), 1) + text)
    return record(NUMBER, place + struct.pack("<d", value))


def sheet(cells: Sequence[bytes]) -> bytes:
    """A sheet's records around those of its cells."""
    return beginning(0x10) + b"".join(cells) + record(EOF)


def styles() -> bytes:
    """The fonts and formats that readers count on."""
    font = record(
        0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A"
    )
    look = record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    plain = record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    return font * 4 + look * 15 + plain


def stream(
    sheets: Mapping[str, bytes], more: bytes = b"", starts: Sequence[int] | None = None
) -> bytes:
    """A workbook's stream; `starts` may lie about where the sheets begin."""
    names = [name.encode("utf-16-le") for name in sheets]
    head = beginning(5) + styles() + more
    at = len(head) + sum(4 + 8 + len(name) for name in names) + 4
    told = []
    for records in sheets.values():
        told.append(at)
        at += len(records)
    listed = (
        record(SHEET, struct.pack("<IHBB", start, 0, len(name) // 2, 1) + name)
        for start, name in zip(starts or told, names, strict=True)
    )
    return head + b"".join(listed) + record(EOF) + b"".join(sheets.values())


def entry(name: str, kind: int, start: int, size: int, links: tuple[int, int, int]) -> bytes:
    """One of the directory, of 128 bytes: links are left, right and child."""
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) if name else 0, kind, 1)
    return head + struct.pack("<III", *links) + bytes(36) + struct.pack("<IQ", start, size)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams."""
    parts = [content.ljust(_STANDARD, b"\0") for content in streams.values()]
    sectors, chain, starts = b"", list[int](), list[int]()
    for part in parts:
        pieces = -(-len(part) // _SECTOR)
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + pieces), _END]
        sectors += part.ljust(pieces * _SECTOR, b"\0")
    entries = [entry("Root Entry", 5, _END, 0, (_FREE, _FREE, 1))]
    last = len(streams)
    for number, (name, part) in enumerate(zip(streams, parts, strict=True), 1):
        right = number + 1 if number < last else _FREE
        entries.append(entry(name, 2, starts[number - 1], len(part), (_FREE, right, _FREE)))
    directory = b"".join(entries)
    return assembled(sectors, chain, directory)


def assembled(sectors: bytes, chain: list[int], directory: bytes) -> bytes:
    """The file from its sectors, how they follow one another, and its directory."""
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0")
    first, pieces = len(chain), len(directory) // _SECTOR
    chain = [*chain, *range(first + 1, first + pieces), _END]
    tables = 1
    while tables * (_SECTOR // 4) < len(chain) + tables:
        tables += 1
    listed = [*range(len(chain), len(chain) + tables)]
    chain = [*chain, *[_FAT] * tables]
    chain += [_FREE] * (tables * (_SECTOR // 4) - len(chain))
    head = COMPOUND + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", tables, first, 0, _STANDARD, _END, 0, _END, 0)
    head += struct.pack("<109I", *(listed + [_FREE] * 109)[:109])
    return head + sectors + directory + struct.pack(f"<{len(chain)}I", *chain)


def old_workbook(cells: Mapping[tuple[int, int], Cell], more: bytes = b"") -> bytes:
    """An .xls with one sheet, 填报表; rows and columns counted from 0."""
    records = [cell(*place, value) for place, value in cells.items()]
    return compound({"Workbook": stream({"填报表": sheet(records)}, more)})
