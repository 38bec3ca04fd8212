"""Files that cost their reader time or memory: they may be read or refused, but soon."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

from tests.workbook.biff import (
    BOF,
    EOF,
    MULTIPLE_BLANK,
    NAME,
    assembled,
    cell,
    compound,
    entry,
    old_workbook,
    record,
    sheet,
    stream,
)
from tests.workbook.making import (
    MAIN,
    SHEET,
    changed,
    document,
    good_xlsx,
    members,
    number_cell,
    opendocument,
    row_of,
    sheet_of,
    text_cell,
    with_rows,
    worksheet,
)

File = tuple[str, bytes]
MILLION = 1_000_000
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def formatted_and_empty() -> Iterator[File]:
    """A million rows, cells, styles, names: formatted, and nothing in them."""
    value = '<row r="1"><c r="A1"><v>1</v></c></row>'
    row = '<row r="{}" s="1" customFormat="1"/>'
    rows = "".join(row.format(n) for n in range(2, MILLION + 2))
    yield "rows.xlsx", with_rows(value + rows)
    cells = "<row>" + '<c s="1"/>' * 20 + "</row>"
    yield "cells.xlsx", with_rows(value + cells * (MILLION // 20))
    yield "more cells.xlsx", with_rows(value + cells * (MILLION // 5))
    yield "numbers.xlsx", with_rows(("<row>" + "<c><v>1</v></c>" * 20 + "</row>") * 20_000)
    looks = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{{}}</numFmts><cellXfs>{{}}</cellXfs></styleSheet>'
    )
    styles = {
        "styles": looks.format("", '<xf numFmtId="0"/>' * MILLION),
        "formats": looks.format("".join(_format(n, "0") for n in range(MILLION // 2)), ""),
        "brackets": looks.format(_format(200, "[" * MILLION), '<xf numFmtId="200"/>'),
        "quotes": looks.format(_format(200, "&quot;" * MILLION), '<xf numFmtId="200"/>'),
    }
    for name, text in styles.items():
        yield f"{name}.xlsx", changed(good_xlsx(), {"xl/styles.xml": text.encode()})
    merged = "<mergeCells>{}</mergeCells>".format('<mergeCell ref="A1:B2"/>' * MILLION)
    yield "merged.xlsx", with_rows(value, after=merged)
    columns = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * MILLION + "</cols>"
    yield "columns.xlsx", with_rows(value, before=columns)
    hidden = "".join(f'<row r="{n % 5000 + 1}" hidden="1"/>' for n in range(MILLION))
    yield "hidden.xlsx", with_rows(hidden)
    book = members(good_xlsx())["xl/workbook.xml"].decode()
    names = "".join(f'<definedName name="n{n}">甲!$A$1</definedName>' for n in range(MILLION // 2))
    named = book.replace("<calcPr", f"<definedNames>{names}</definedNames><calcPr")
    yield "names.xlsx", changed(good_xlsx(), {"xl/workbook.xml": named.encode()})


def _format(number: int, code: str) -> str:
    return f'<numFmt numFmtId="{number}" formatCode="{code}"/>'


def deep_and_wide() -> Iterator[File]:
    """XML that is deep, or wide, where nobody expects it."""
    for depth in (100_000, 700_000):
        nested = b"<a>" * depth + b"</a>" * depth
        yield f"deep {depth}.xlsx", changed(good_xlsx(), {"xl/theme/theme1.xml": nested})
        yield f"deep {depth}.ods", opendocument(None, {"styles.xml": nested})
    attributes = " ".join(f'a{n}="1"' for n in range(300_000))
    yield "attributes.xlsx", changed(good_xlsx(), {SHEET: worksheet(f"<row {attributes}/>")})
    same = " ".join(f'xmlns:a{n}="u"' for n in range(100_000))
    yield "namespaces.ods", opendocument(document(sheet_of(row_of(number_cell(1, same)))))
    yield (
        "nested cells.xlsx",
        with_rows('<row r="1">' + "<c>" * 90_000 + "</c>" * 90_000 + "</row>"),
    )
    yield (
        "references.xlsx",
        with_rows(f'<row r="1"><c r="A1" t="str"><v>{"&#20013;" * MILLION}</v></c></row>'),
    )
    escapes = "_x4E2D_" * 250_000
    yield "escapes.xlsx", with_rows(f'<row r="1"><c r="A1" t="str"><v>{escapes}</v></c></row>')
    comment = "<!--" + "-a" * MILLION + "-->"
    yield "comment.xlsx", with_rows(f'<row r="1"><c r="A1"><v>1{comment}2</v></c></row>')


def opendocument_bombs() -> Iterator[File]:
    """Repetitions without end."""
    rows, columns = "table:number-rows-repeated='{}'", "table:number-columns-repeated='{}'"
    for count in ("1048576", "99999999", "999999999999999999999", "-1", "一"):
        blank = f"<table:table-cell {columns.format(count)}/>"
        empty = f"<table:table-row {rows.format(count)}>{blank}</table:table-row>"
        content = document(sheet_of(row_of(text_cell("甲")) + empty))
        yield f"blank {count[:9]}.ods", opendocument(content)
    hidden = f"<table:table-row table:visibility='collapse' {rows.format(5000)}/>"
    yield "hidden.ods", opendocument(document(sheet_of(hidden * 100_000)))
    blank = "<table:table-row table:style-name='ro1'><table:table-cell/></table:table-row>"
    yield "rows.ods", opendocument(document(sheet_of(blank * (MILLION // 3))))
    yield "more rows.ods", opendocument(document(sheet_of(blank * MILLION)))
    spanned = number_cell(1, "table:number-columns-spanned='1000' table:number-rows-spanned='99'")
    yield "spans.ods", opendocument(document(sheet_of(row_of(spanned * 190) * 200)))
    lines = "<text:p/>" * 500_000
    cells = f"<table:table-cell>{lines}</table:table-cell>"
    yield "lines.ods", opendocument(document(sheet_of(row_of(cells))))
    name = '<table:named-range table:name="n{}" table:cell-range-address="$甲.$A$1"/>'
    names = "".join(name.format(n) for n in range(MILLION // 2))
    yield "names.ods", opendocument(document(sheet_of(row_of(number_cell(1))) + names))


def compound_bombs() -> Iterator[File]:
    """Directories and chains that go in circles, and trees that are none."""
    for circle in ([0], [1, 0], [5], [_END - 9]):
        yield f"chain {circle}.xls", _chained(circle)
    doubled = [entry("Root Entry", 5, _END, 0, (_FREE, _FREE, 1))]
    doubled += [entry(f"d{n}", 1, 0, 0, (n + 1, n + 1, n + 1)) for n in range(1, 60)]
    doubled.append(entry("Workbook", 2, 0, 4096, (_FREE, _FREE, _FREE)))
    yield "directory.xls", assembled(bytes(4096), [*range(1, 8), _END], b"".join(doubled))
    told = bytearray(old_workbook({(0, 0): 1.0}))
    for at, value in ((30, 0xFFFF), (30, 0), (32, 0xFFFF), (44, 0xFFFFFFFF), (48, 7), (68, 0)):
        lie = bytearray(told)
        struct.pack_into("<I" if at > 40 else "<H", lie, at, value)
        yield f"header {at} {value}.xls", bytes(lie)


def _chained(chain: list[int]) -> bytes:
    directory = entry("Root Entry", 5, _END, 0, (_FREE, _FREE, 1))
    directory += entry("Workbook", 2, 0, 0x7FFFFFFF, (_FREE, _FREE, _FREE))
    return assembled(bytes(512 * len(chain)), chain, directory)


def record_bombs() -> Iterator[File]:
    """Records of which each is harmless, and many are not."""
    blanks = record(MULTIPLE_BLANK, struct.pack("<HH", 0, 0) + bytes(512) + struct.pack("<H", 255))
    yield "blanks.xls", _book({"填报表": sheet([blanks] * 7000)})
    numbers = [cell(n % 5000, n % 200, 1.0) for n in range(200_000)]
    yield "numbers.xls", _book({"填报表": sheet(numbers)})
    yield "large.xls", _book({"填报表": sheet([cell(0, 0, "字" * 4000)] * 1000)})
    one = sheet([cell(row, 0, 1.0) for row in range(4000)])
    many = {f"s{n}": b"" for n in range(400)}
    start = len(stream(many))
    yield "claimed.xls", _book({**many, "last": one}, [start + 20] * 401)
    yield "many.xls", _book({f"s{n}": b"" for n in range(3000)})
    yield "empty records.xls", _book({"填报表": sheet([record(0x5D)] * 900_000)})
    begun = record(BOF, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    yield "begun.xls", _book({"填报表": sheet([begun] * 50_000)})
    doubling = b"".join(
        _name(f"n{n}", b"\x23" + struct.pack("<I", n) + b"\x23" + struct.pack("<I", n) + b"\x08")
        for n in range(60)
    )
    yield "names.xls", old_workbook({(0, 0): 1.0}, doubling)
    for odd in (float("nan"), float("inf"), -float("inf"), 1e308):
        yield f"{odd}.xls", old_workbook({(0, 0): odd})
    for version in (b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0", b"\x09\x08\x08\0"):
        for seed in range(5):
            noise = random.Random(seed).randbytes(3000)
            yield f"old {version[1]} {seed}.xls", version + noise
    for seed in range(40):
        yield f"records {seed}.xls", _noisy(seed)


def _name(name: str, formula: bytes) -> bytes:
    head = struct.pack("<HBBHHHBBBB", 0, 0, len(name), len(formula), 0, 0, 0, 0, 0, 0)
    return record(NAME, head + b"\0" + name.encode() + formula)


def _book(sheets: dict[str, bytes], starts: list[int] | None = None) -> bytes:
    return compound({"Workbook": stream(sheets, b"", starts)})


def _noisy(seed: int) -> bytes:
    """Records of every known number, their contents by chance."""
    chance = random.Random(seed)
    kinds = (0x06, 0x18, 0x31, 0xE0, 0x1E, 0xFC, 0xFD, 0xBD, 0xBE, 0xE5, 0x203, 0x204, 0x7D, 0x208)
    kinds += (0x5D, 0x1C, 0x1B6, 0x1B1, 0x1B8, 0x17, 0x1AE, 0x3C, 0x207, 0xD6, 0x42, 0x92, EOF)
    noise = [record(chance.choice(kinds), chance.randbytes(chance.randrange(40))) for _ in range(9)]
    cells = [cell(row, 0, 1.0) for row in range(5)]
    inside, outside = (noise, []) if seed % 2 else ([], noise)
    return compound({"Workbook": stream({"填报表": sheet([*cells, *inside])}, b"".join(outside))})
