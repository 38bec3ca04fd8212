"""Hostile and broken files by kind, the same ones every time: bombs, lies, cuts, odd names."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO

from tests.workbook.biff import old_workbook
from tests.workbook.making import (
    MAIN,
    SHEET,
    changed,
    document,
    good_xlsx,
    number_cell,
    opendocument,
    row_of,
    sheet_of,
    text_cell,
    with_rows,
    worksheet,
)

File = tuple[str, bytes]
MEGABYTE = 1 << 20
GOOD_XLS = {(row, column): float(row * 7 + column) for row in range(40) for column in range(6)}


def bombs_of_one_member() -> Iterator[File]:
    """Small files with one member that inflates beyond measure."""
    spaces, zeros = b" " * (90 * MEGABYTE), bytes(90 * MEGABYTE)
    for name in ("xl/media/image1.png", "docProps/thumbnail.jpeg", "xl/vbaProject.bin"):
        yield f"{name}.xlsx", changed(good_xlsx(), {name: zeros})
    for name in (SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "a.xml"):
        yield f"{name}.xlsx", changed(good_xlsx(), {name: b"<a>" + spaces})
    yield "content.ods", opendocument(b"<a>" + spaces)
    yield "picture.ods", opendocument(None, {"Pictures/1.png": zeros})
    text = b"x" * (60 * MEGABYTE)
    cell = worksheet('<row r="1"><c r="A1" t="str"><v>@</v></c></row>').replace(b"@", text)
    yield "value.xlsx", changed(good_xlsx(), {SHEET: cell})
    yield "line.ods", opendocument(document(sheet_of(row_of(text_cell("@")))).replace(b"@", text))
    yield "attribute.xlsx", changed(good_xlsx(), {SHEET: b'<worksheet a="' + text + b'"/>'})


def bombs_of_many_members() -> Iterator[File]:
    """Files whose members are each modest, or whose number is not."""
    piece = bytes(MEGABYTE)
    yield "400.xlsx", changed(good_xlsx(), {f"xl/media/{n}.png": piece for n in range(400)})
    yield "400.ods", opendocument(None, {f"Pictures/{n}.png": piece for n in range(400)})
    yield "10000.xlsx", changed(good_xlsx(), {f"xl/media/{n}.png": b"" for n in range(10_000)})
    yield "10000.ods", opendocument(None, {f"Pictures/{n}.png": b"" for n in range(10_000)})
    tags = b"<a>" + b"<b/>" * 200_000 + b"</a>"
    yield "tags.xlsx", changed(good_xlsx(), {f"xl/theme/{n}.xml": tags for n in range(20)})
    yield "overlapping.xlsx", _overlapping(good_xlsx(), 300)


def _overlapping(content: bytes, copies: int) -> bytes:
    """One deflated member that three hundred entries of the directory claim as theirs."""
    with_one = changed(content, {"xl/media/000.png": bytes(MEGABYTE)})
    end = with_one.rindex(b"PK\x05\x06")
    *_, count, _, size, start, _ = struct.unpack("<4sHHHHIIH", with_one[end : end + 22])
    directory = with_one[start : start + size]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    more = [last.replace(b"000.png", b"%03d.png" % n) for n in range(1, copies)]
    directory += b"".join(more)
    total = count + len(more)
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, total, total, len(directory), start, 0)
    return with_one[:start] + directory + tail


def entity_bombs() -> Iterator[File]:
    """Entities that multiply, that quote a long one, that fetch: in each part, in two encodings."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    inner = {
        "laughs": f'[<!ENTITY l0 "ha">{laughs}]',
        "quadratic": f'[<!ENTITY l9 "{"a" * 50_000}">]',
        "parameter": '[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]',
        "external": '[<!ENTITY l9 SYSTEM "file:///etc/passwd">]',
        "fetch": 'SYSTEM "http://127.0.0.1:9/evil.dtd"',
        "empty": "",
    }
    parts = ("xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels")
    for name, doctype in inner.items():
        text = f"<!DOCTYPE a {doctype}><a>{'&l9;' * 9 if 'l9' in doctype else ''}</a>"
        for part in (*parts, "[Content_Types].xml", "xl/drawings/drawing1.xml", "xl/x.bin"):
            yield f"{name} {part}.xlsx", changed(good_xlsx(), {part: text.encode()})
        wide = ('<?xml version="1.0" encoding="utf-16"?>' + text).encode("utf-16")
        yield f"{name} utf-16.xlsx", changed(good_xlsx(), {SHEET: wide})
        for part in ("content.xml", "meta.xml", "META-INF/manifest.xml"):
            yield f"{name} {part}.ods", opendocument(None, {part: text.encode()})


def lying_sizes() -> Iterator[File]:
    """What the directory says of a member's size, checksum or place is not so."""
    content = changed(good_xlsx(), {"xl/media/1.png": bytes(80 * MEGABYTE)})
    for number, lie in enumerate((0, 1000, 0x7FFFFFFF, 0xFFFFFFFE)):
        true = struct.pack("<I", 80 * MEGABYTE)
        yield f"size {number}.xlsx", content.replace(true, struct.pack("<I", lie))
    for content, ending in ((good_xlsx(), "xlsx"), (opendocument(), "ods")):
        at = content.index(b"PK\x01\x02")
        for field, width in (("checksum", 16), ("packed", 20), ("inflated", 24), ("offset", 42)):
            for lie in (1, 0x00FFFFFF):
                told = bytearray(content)
                struct.pack_into("<I", told, at + width, lie)
                yield f"{field} {lie}.{ending}", bytes(told)


def far_cells() -> Iterator[File]:
    """A value outside any form."""
    for cell in ("XFD1048576", "A1048576", "XFD1", "A5001", "GS1", "ZZZ1", "AAAA1", "A999999999"):
        row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        for kind, value in (("", "<v>1</v>"), (' t="str"', "<f>1</f><v></v>")):
            yield (
                f"{cell}{kind[1:2]}.xlsx",
                with_rows(f'<row r="{row}"><c r="{cell}"{kind}>{value}</c></row>'),
            )
    yield "no address.xlsx", with_rows('<row r="9000"><c><v>1</v></c></row>')
    yield "many.xlsx", with_rows('<row r="1">' + "<c><v>1</v></c>" * 300 + "</row>")
    for place in ((65535, 255), (5000, 0), (0, 200)):
        yield f"{place}.xls", old_workbook({place: 1.0})
    across = 'table:number-columns-repeated="16384"'
    blank = "<table:table-row table:number-rows-repeated='1048575'/>"
    yield "across.ods", opendocument(document(sheet_of(row_of(number_cell(1, across)))))
    yield "down.ods", opendocument(document(sheet_of(blank + row_of(number_cell(1)))))
    both = row_of(number_cell(1, across)).replace(
        "<table:table-row>", "<table:table-row table:number-rows-repeated='1048576'>"
    )
    yield "both.ods", opendocument(document(sheet_of(both)))


def shared_string_bombs() -> Iterator[File]:
    """One long text, many times over."""
    for length in (30 * MEGABYTE, MEGABYTE, 32_767):
        strings = f'<sst xmlns="{MAIN}"><si><t>{"字" * length}</t></si></sst>'.encode()
        cells = "".join(
            f'<row r="{row}">' + '<c t="s"><v>0</v></c>' * 150 + "</row>" for row in range(1, 600)
        )
        parts = {"xl/sharedStrings.xml": strings, SHEET: worksheet(cells)}
        yield f"{length}.xlsx", changed(good_xlsx(), parts)
    repeated = 'table:number-columns-repeated="150"'
    rows = row_of(text_cell("字" * 32_767, repeated)) * 30
    yield "text.ods", opendocument(document(sheet_of(rows)))
    one = row_of(text_cell("字" * 100_000, repeated)).replace(
        "<table:table-row>", "<table:table-row table:number-rows-repeated='4000'>"
    )
    yield "rows.ods", opendocument(document(sheet_of(one)))
    spaces = "<text:s text:c='100'/>" * 500_000
    yield "spaces.ods", opendocument(document(sheet_of(row_of(text_cell(spaces)))))


def cut_at_every_member() -> Iterator[File]:
    """Broken off before, within and behind each member, and everywhere in an .xls."""
    for content, ending in ((good_xlsx(), "xlsx"), (opendocument(), "ods")):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            starts = [member.header_offset for member in archive.infolist()]
        for start in starts:
            for more in (0, 15, 45):
                yield f"{start}+{more}.{ending}", content[: max(start + more, 1)]
        for back in (1, 10, 22, 60):
            yield f"-{back}.{ending}", content[:-back]
    content = old_workbook(GOOD_XLS)
    for part in range(1, 30):
        yield f"{part}.xls", content[: len(content) * part // 30]


def odd_names() -> Iterator[File]:
    """Members named as no writer names them."""
    names = {
        "up": "../xl/evil.xml",
        "up within": "xl/../../evil.xml",
        "up to one": "xl/worksheets/../../../etc/x",
        "absolute": "/etc/passwd.xml",
        "drive": "C:/x.xml",
        "drive back": "C:\\x.xml",
        "share": "\\\\server\\x.xml",
        "back": "xl\\..\\..\\x.xml",
        "bidi": "xl/\u202elmx.teehs.xml",
        "line": "xl/a\nb.xml",
        "escape": "xl/\x1b[2J.xml",
        "case": "XL/Workbook.xml",
        "slash": "xl\\workbook.xml",
        "zero width": "xl/work\u200bbook.xml",
    }
    for name, member in names.items():
        yield f"{name}.xlsx", changed(good_xlsx(), {member: b"<a/>"})
        if name not in ("case", "slash"):
            yield f"{name}.ods", opendocument(None, {member: b"<a/>"})
    for kind, content in (("xlsx", good_xlsx()), ("ods", opendocument())):
        with_nul = changed(content, {"xl/aXb.xml": b"<a/>"}).replace(b"aXb.xml", b"a\0b.xml")
        yield f"nul.{kind}", with_nul
    twice = changed(good_xlsx(), {"xl/workbook.xmk": b"<a/>"})
    yield "twice.xlsx", twice.replace(b"xl/workbook.xmk", b"xl/workbook.xml")
    again = opendocument(None, {"content.xmk": b"<a/>"})
    yield "twice.ods", again.replace(b"content.xmk", b"content.xml")
    methods = {b"\x0c": "bzip2", b"\x0e": "lzma", b"\x63": "encrypted"}
    for code, name in methods.items():
        told = bytearray(good_xlsx())
        told[told.index(b"PK\x01\x02") + 10] = code[0]
        yield f"{name}.xlsx", bytes(told)


def flipped() -> Iterator[File]:
    """One byte is another. What is no part of a value may pass; a value may not change."""
    for content, ending in ((good_xlsx(), "xlsx"), (opendocument(), "ods")):
        for seed in range(60):
            yield f"{seed}.{ending}", _flip(content, seed, 1)
    content = old_workbook(GOOD_XLS)
    for seed in range(120):
        yield f"{seed}.xls", _flip(content, seed, 1 + seed % 4)


def _flip(content: bytes, seed: int, bytes_changed: int) -> bytes:
    chance, told = random.Random(seed), bytearray(content)
    for _ in range(bytes_changed):
        told[chance.randrange(len(told))] ^= chance.randrange(1, 256)
    return bytes(told)
