"""Files that are something else than a workbook that can be opened, and workbooks out of order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO

import docx
from msoffcrypto.format.ooxml import OOXMLFile

from tests.workbook.biff import FILEPASS, compound, old_workbook, record
from tests.workbook.making import (
    MAIN,
    OFFICE,
    SHEET,
    changed,
    document,
    good_xlsx,
    manifest,
    members,
    number_cell,
    opendocument,
    row_of,
    sheet_of,
    text_cell,
    with_rows,
    worksheet,
    zipped,
)

File = tuple[str, bytes]
_REST = bytes(range(256)) * 8
_HTML = "<table><tr><td>法律援助</td><td>613</td></tr></table>"
_TEXT = "指标,数值\n法律援助案件,613\n"


def documents_of_other_kinds() -> Iterator[File]:
    """What departments send instead: the name always says workbook."""
    stream = BytesIO()
    docx.Document().save(stream)
    yield "word.xlsx", stream.getvalue()
    starts = {
        **{"pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0"},
        **{"gif": b"GIF89a", "bmp": b"BM", "tiff": b"II*\0", "rar": b"Rar!\x1a\x07\x01\0"},
        **{"7z": b"7z\xbc\xaf\x27\x1c", "gz": b"\x1f\x8b\x08", "rtf": b"{\\rtf1\\ansi "},
        **{"program": b"MZ\x90\0", "elf": b"\x7fELF", "sqlite": b"SQLite format 3\0"},
    }
    for name, start in starts.items():
        yield f"{name}.xlsx", start + _REST
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        yield f"csv {encoding}.xlsx", _TEXT.encode(encoding)
        yield f"html {encoding}.xls", f"<html><body>{_HTML}".encode(encoding)
        yield f"tabs {encoding}.xls", _TEXT.replace(",", "\t").encode(encoding)
    yield "doctype.xls", f"<!DOCTYPE html>{_HTML}".encode()
    yield "mhtml.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"
    yield "saved.xls", b"From: <Saved by Excel>\r\nSubject: \r\nMIME-Version: 1.0\r\n"
    yield "2003.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
    yield "flat.ods", b'<?xml version="1.0"?><office:document xmlns:office="x"/>'
    yield from _zips()


def _zips() -> Iterator[File]:
    inner = {
        "books.xlsx": {"县司法局.xlsx": good_xlsx(), "县法院.xlsx": good_xlsx()},
        "books within.xlsx": {"all.zip": zipped({"a.zip": zipped({"a.xlsx": good_xlsx()})})},
        "slides.xlsx": {"ppt/presentation.xml": b"<a/>"},
        "binary.xlsx": {"xl/workbook.bin": b"\x83\x01\0"},
        "ofd.xlsx": {"OFD.xml": b"<ofd:OFD xmlns:ofd='o'/>", "Doc_0/Document.xml": b"<a/>"},
        "text.ods": {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<a/>",
        },
        "empty.xlsx": {},
    }
    for name, parts in inner.items():
        yield name, zipped(parts, ("mimetype",))


def nothing_at_all() -> Iterator[File]:
    """Empty, blank, and bytes by chance, also behind the beginnings that count."""
    yield "empty.xlsx", b""
    yield "blank.xls", b" \r\n" * 99
    yield "zeros.ods", bytes(9999)
    starts = (b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08")
    for seed in range(30):
        chance = random.Random(seed)
        yield f"{seed}.xlsx", starts[seed % len(starts)] + chance.randbytes(100 + 300 * seed)


def locked() -> Iterator[File]:
    """With a password, each in its own way."""
    stream = BytesIO()
    OOXMLFile(BytesIO(good_xlsx())).encrypt("密码", stream)
    yield "real.xlsx", stream.getvalue()
    yield "by hand.xlsx", compound({"EncryptedPackage": _REST, "EncryptionInfo": b"\4\0\4\0"})
    xor, rc4 = bytes(6), b"\x01\0\x01\0\x01\0" + bytes(48)
    for name, how in (("xor", xor), ("rc4", rc4)):
        yield f"{name}.xls", old_workbook({(0, 0): 1.0}, record(FILEPASS, how))
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
    told = manifest(f"{entry}</manifest:file-entry>")
    yield "parts.ods", opendocument(_REST, {"META-INF/manifest.xml": told})
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    yield "whole.ods", zipped({"mimetype": kind, "encrypted-package": _REST}, ("mimetype",))


def other_compounds() -> Iterator[File]:
    """Compound files that hold no workbook."""
    for name in ("WordDocument", "PowerPoint Document", "__properties_version1.0", "Contents"):
        yield f"{name}.xls", compound({name: _REST})


def cells_out_of_order() -> Iterator[File]:
    """Sheets in which a cell can be read in two ways, or in none."""
    rows = {
        "of another row": '<row r="1"><c r="A2"><v>1</v></c></row>',
        "digits behind": '<row r="1"><c r="A11"><v>1</v></c></row>',
        "zero before": '<row r="1"><c r="A01"><v>1</v></c></row>',
        "absolute": '<row r="1"><c r="$A$1"><v>1</v></c></row>',
        "number only": '<row r="1"><c r="1"><v>1</v></c></row>',
        "letters only": '<row r="1"><c r="A"><v>1</v></c></row>',
        "wide letters": '<row r="1"><c r="Ａ1"><v>1</v></c></row>',
        "row nought": '<row r="0"><c r="A0"><v>1</v></c></row>',
        "row below": '<row r="-1"><c><v>1</v></c></row>',
        "row beyond": '<row r="99999999999"><c><v>1</v></c></row>',
        "row in words": '<row r="一"><c><v>1</v></c></row>',
        "twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        "twice in rows": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        "twice error": '<row r="1"><c r="A1"><v>1</v></c><c r="A1" t="e"><v>#N/A</v></c></row>',
        "two values": '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        "text and value": '<row r="1"><c r="A1"><v>1</v><is><t>2</t></is></c></row>',
        "text alone": '<row r="1"><c r="A1"><is><t>2</t></is></c></row>',
        "value alone": '<row r="1"><c r="A1" t="inlineStr"><v>2</v></c></row>',
        "nan": '<row r="1"><c r="A1"><v>NaN</v></c></row>',
        "infinity": '<row r="1"><c r="A1"><v>inf</v></c></row>',
        "too large": '<row r="1"><c r="A1"><v>1e999</v></c></row>',
        "underscore": '<row r="1"><c r="A1"><v>1_000</v></c></row>',
        "comma": '<row r="1"><c r="A1"><v>1,000</v></c></row>',
        "hexadecimal": '<row r="1"><c r="A1"><v>0x10</v></c></row>',
        "wide digits": '<row r="1"><c r="A1"><v>１２</v></c></row>',
        "no string": '<row r="1"><c r="A1" t="s"><v>999999</v></c></row>',
        "string below": '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        "string by name": '<row r="1"><c r="A1" t="s"><v>甲</v></c></row>',
        "third truth": '<row r="1"><c r="A1" t="b"><v>2</v></c></row>',
        "new type": '<row r="1"><c r="A1" t="z"><v>2</v></c></row>',
        "style in words": '<row r="1"><c r="A1" s="x"><v>2</v></c></row>',
        "other prefix": f'<x:row xmlns:x="{MAIN}" r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>',
        "nested": "<row>" * 9999 + "</row>" * 9999 + '<row r="6000"><c><v>1</v></c></row>',
    }
    for name, text in rows.items():
        yield f"{name}.xlsx", with_rows(text)
    again = f'<sheetData xmlns="{MAIN}"><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    yield "second table.xlsx", with_rows('<row r="1"/>', after=again)


def parts_out_of_order() -> Iterator[File]:
    """Workbooks whose parts do not hang together."""
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="@"/>'
    targets = (
        "worksheets/none.xml",
        "../../x.xml",
        "http://127.0.0.1/x.xml",
        "",
        "/",
        "styles.xml",
    )
    for target in targets:
        text = f"<Relationships>{relation.replace('@', target)}</Relationships>"
        yield f"to {target[:9]}.xlsx", changed(good_xlsx(), {_RELATIONS: text.encode()})
    double = f"<Relationships>{relation.replace('@', 'worksheets/sheet1.xml') * 2}</Relationships>"
    yield "relation twice.xlsx", changed(good_xlsx(), {_RELATIONS: double.encode()})
    yield "no relations.xlsx", changed(good_xlsx(), {_RELATIONS: None})
    yield "no sheet.xlsx", changed(good_xlsx(), {SHEET: None})
    for part in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", _RELATIONS):
        yield f"other root {part[-9:]}.xlsx", changed(good_xlsx(), {part: b"<html/>"})
        yield f"cut {part[-9:]}.xlsx", changed(good_xlsx(), {part: b"<worksheet><sheetData>"})
        yield f"no xml {part[-9:]}.xlsx", changed(good_xlsx(), {part: b"613"})
        yield f"empty {part[-9:]}.xlsx", changed(good_xlsx(), {part: b""})
    book = members(good_xlsx())["xl/workbook.xml"].decode()
    yield "name twice.xlsx", _with_book(book.replace("_meta", "填报表"))
    yield "name by case.xlsx", _with_book(book.replace("填报表", "_META"))
    yield "sheet twice.xlsx", _with_book(book.replace("rId2", "rId1"))
    sheets = "".join(f'<sheet name="s{n}" r:id="rId1"/>' for n in range(100_000))
    yield "sheets.xlsx", _with_book(book.replace("<sheets>", f"<sheets>{sheets}"))
    yield "encoding.xlsx", changed(good_xlsx(), {SHEET: b'<?xml version="1.0" encoding="x"?><a/>'})
    yield (
        "seven bits.xlsx",
        changed(good_xlsx(), {SHEET: b'<?xml version="1.0" encoding="utf-7"?><worksheet/>'}),
    )
    yield (
        "no utf-8.xlsx",
        changed(good_xlsx(), {SHEET: worksheet("").replace(b"<sheetD", b"\xff<")}),
    )


def _with_book(text: str) -> bytes:
    return changed(good_xlsx(), {"xl/workbook.xml": text.encode()})


def opendocuments_out_of_order() -> Iterator[File]:
    """The same for .ods."""
    within = f"<table:table-cell>{sheet_of(row_of(number_cell(1)))}</table:table-cell>"
    bodies = {
        "table within": sheet_of(row_of(within)),
        "name twice": sheet_of(row_of(number_cell(1))) * 2,
        "no sheet": "",
        "outside": row_of(number_cell(1)),
        **{
            str(odd): sheet_of(row_of(number_cell(odd)))
            for odd in ("NaN", "INF", "1e999", "", "1_0")
        },
    }
    for name, body in bodies.items():
        yield f"{name}.ods", opendocument(document(body))
    yield "cut.ods", opendocument(document(sheet_of(row_of(text_cell("1"))))[:-20])
    yield "other root.ods", opendocument(b"<html/>")
    yield "no content.ods", opendocument(b"")


_RELATIONS = "xl/_rels/workbook.xml.rels"
