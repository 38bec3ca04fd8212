"""Hostile and broken Word files by kind, made of a good draft, the same ones every time."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO

from tests.workbook.hostile import _flip, _overlapping
from tests.workbook.making import changed, good_xlsx, members, opendocument, zipped
from tests.worker.making import (
    BODY,
    RELATIONS,
    TYPES,
    W,
    added,
    edited,
    paragraph,
    part,
    related,
    relation,
)

File = tuple[str, bytes]
MEGABYTE = 1 << 20
STYLES, NUMBERING = "word/styles.xml", "word/numbering.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def bombs_of_one_member(good: bytes) -> Iterator[File]:
    """Small files with one member that inflates beyond measure."""
    spaces, zeros = b" " * (90 * MEGABYTE), bytes(90 * MEGABYTE)
    for name in ("word/media/image1.png", "docProps/thumbnail.jpeg", "word/fonts/font1.odttf"):
        yield name, changed(good, {name: zeros})
    others = (
        "word/footnotes.xml",
        "customXml/item9.xml",
        "docProps/custom.xml",
        "a.xml",
        RELATIONS,
    )
    for name in (BODY, STYLES, NUMBERING, "word/settings.xml", TYPES, *others):
        yield name, changed(good, {name: b"<a>" + spaces})
    yield "text", added(good, paragraph("字" * (5 * MEGABYTE)))
    yield (
        "attribute",
        added(good, f'<w:p><w:pPr><w:pStyle w:val="{"a" * 9_000_000}"/></w:pPr></w:p>'),
    )
    yield "name", added(good, f'<w:bookmarkStart w:id="9" w:name="{"b" * 12_000_000}"/>')


def bombs_of_many_members(good: bytes) -> Iterator[File]:
    """Files whose members are each modest, or whose number is not."""
    piece, tags = bytes(MEGABYTE), b"<a>" + b"<b/>" * 100_000 + b"</a>"
    yield "400 pictures", changed(good, {f"word/media/{n}.png": piece for n in range(400)})
    yield "10000 members", changed(good, {f"word/media/{n}.png": b"" for n in range(10_000)})
    yield "tags", changed(good, {f"customXml/item{n}.xml": tags for n in range(20)})
    yield "tags of no name", changed(good, {f"word/{n}.dat": tags for n in range(20)})
    yield "overlapping", _overlapping(good, 300)


def too_much(good: bytes) -> Iterator[File]:
    """More than any report holds, small as the file may be."""
    yield "160000 paragraphs", added(good, paragraph("办理613件。") * 160_000)
    numbered = "".join(paragraph(f"办理{n}件。") for n in range(160_000))
    yield "160000 other paragraphs", added(good, numbered)
    yield "250000 sentences", added(good, paragraph("办理案件613件。" * 250_000))
    yield "30000 paragraphs", added(good, "<w:p/>" * 30_000)
    run = "<w:r><w:t>数</w:t></w:r>"
    yield "a million runs", added(good, f"<w:p>{run * 1_000_000}</w:p>")
    yield "a million empty runs", added(good, f"<w:p>{'<w:r/>' * 1_000_000}</w:p>")
    marks = "".join(f'<w:bookmarkStart w:id="{n}" w:name="_fig_{n}"/>' for n in range(500_000))
    yield "bookmarks", added(good, f"<w:p>{marks}</w:p>")
    yield "cells", added(good, f"<w:tbl>{'<w:tr><w:tc><w:p/></w:tc></w:tr>' * 40_000}</w:tbl>")
    styles = "".join(f'<w:style w:styleId="s{n}"/>' for n in range(600_000))
    yield "styles", edited(good, STYLES, "</w:styles>", f"{styles}</w:styles>")
    body = members(good)[BODY].decode()
    end = body.rindex("<w:sectPr")
    wide = (body[:end] + paragraph("办理613件。") * 40_000 + body[end:]).replace("UTF-8", "UTF-16")
    yield "utf-16", changed(good, {BODY: wide.encode("utf-16")})


def deep(good: bytes) -> Iterator[File]:
    """Elements within elements, beyond what a parser takes, and just below."""
    shells = {
        "tables": ("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"),
        "controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        "customXml": ('<w:customXml w:element="a">', "</w:customXml>"),
    }
    inline = {
        "insertions": ('<w:ins w:id="1" w:author="a">', "</w:ins>"),
        "deletions": ('<w:del w:id="1" w:author="a">', "</w:del>"),
        "links": ('<w:hyperlink w:anchor="a">', "</w:hyperlink>"),
        "smartTags": ('<w:smartTag w:element="a">', "</w:smartTag>"),
        "fields": ('<w:fldSimple w:instr="PAGE">', "</w:fldSimple>"),
        "inline controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        "boxes": ("<w:r><w:pict><w:txbxContent><w:p>", "</w:p></w:txbxContent></w:pict></w:r>"),
        "runs": ("<w:r>", "</w:r>"),
        "paragraphs": ("<w:p>", "</w:p>"),
    }
    for levels in (100_000, 240):
        for name, (start, end) in shells.items():
            times = levels // start.count("<")
            inside = paragraph("办理613件。")
            yield f"{levels} {name}", added(good, start * times + inside + end * times)
        for name, (start, end) in inline.items():
            times = levels // start.count("<")
            xml = f"<w:p>{start * times}<w:r><w:t>613</w:t></w:r>{end * times}</w:p>"
            yield f"{levels} {name}", added(good, xml)


def entity_bombs(good: bytes) -> Iterator[File]:
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
    for name, doctype in inner.items():
        root = f"<!DOCTYPE a {doctype}><a>{'&l9;' * 9 if 'l9' in doctype else ''}</a>"
        for where in (BODY, STYLES, "_rels/.rels", TYPES, "customXml/item9.xml"):
            yield f"{name} {where}", changed(good, {where: root.encode()})
        wide = ('<?xml version="1.0" encoding="utf-16"?>' + root).encode("utf-16")
        yield f"{name} utf-16", changed(good, {BODY: wide})


def cyclic_and_missing(good: bytes) -> Iterator[File]:
    """Relations and references that lead in a circle, nowhere, outside, or to two things."""
    for number, based in enumerate((("a", "b"), ("a", "a"), ("b", "c"))):
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/>'
            f'<w:basedOn w:val="{other}"/><w:link w:val="{other}"/></w:style>'
            for one, other in (based, based[::-1])
        )
        made = edited(good, STYLES, "</w:styles>", f"{styles}</w:styles>")
        yield f"styles {number}", added(made, '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr></w:p>')
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="z{n}"><w:basedOn w:val="z{n + 1}"/></w:style>'
        for n in range(20_000)
    )
    made = edited(good, STYLES, "</w:styles>", f"{chain}</w:styles>")
    yield "styles in a chain", added(made, '<w:p><w:pPr><w:pStyle w:val="z0"/></w:pPr></w:p>')
    own = relation("rX", "footnotes", "footnotes.xml")
    note = '<w:footnote w:id="5"><w:p><w:r><w:footnoteReference w:id="5"/></w:r></w:p></w:footnote>'
    notes = {"word/footnotes.xml": part("footnotes", note)}
    reference = '<w:p><w:r><w:footnoteReference w:id="5"/></w:r></w:p>'
    yield "a note within itself", added(related(good, own, parts=notes), reference)
    yield "a note that is not there", added(good, reference)
    for target in ("document.xml", "../_rels/.rels", "nowhere.xml", "../../x.xml", "/etc/passwd"):
        yield (
            f"header {target}",
            added(
                related(good, relation("rX", "header", target)),
                '<w:p><w:pPr><w:sectPr><w:headerReference xmlns:r="http://schemas.openxmlformats.org/'
                'officeDocument/2006/relationships" w:type="default" r:id="rX"/></w:sectPr></w:pPr></w:p>',
            ),
        )
    many = "".join(relation(f"q{n}", "hyperlink", "a", True) for n in range(50_000))
    yield "50000 relations", related(good, many)
    yield (
        "one id twice",
        related(good, relation("rX", "header", "a"), relation("rX", "footer", "b")),
    )
    for gone in (BODY, STYLES, NUMBERING, RELATIONS, TYPES, "_rels/.rels", "word/settings.xml"):
        yield f"without {gone}", changed(good, {gone: None})
    root = members(good)["_rels/.rels"].decode()
    twice = root.replace(
        "</Relationships>", relation("r9", "officeDocument", "b.xml") + "</Relationships>"
    )
    yield (
        "two bodies",
        changed(good, {"_rels/.rels": twice.encode(), "b.xml": part("document", "")}),
    )
    yield (
        "a body of its own",
        changed(good, {"_rels/.rels": root.replace("word/document.xml", "_rels/.rels").encode()}),
    )


def odd_names(good: bytes) -> Iterator[File]:
    """Members named as no writer names them, or packed as none packs them."""
    names = {
        "up": "../word/evil.xml",
        "up within": "word/../../evil.xml",
        "absolute": "/etc/passwd.xml",
        "drive": "C:/x.xml",
        "share": "\\\\server\\x.xml",
        "back": "word\\..\\..\\x.xml",
        "bidi": "word/\u202elmx.txet.xml",
        "line": "word/a\nb.xml",
        "escape": "word/\x1b[2J.xml",
        "case": "WORD/Document.xml",
        "zero width": "word/docu\u200bment.xml",
        "long": "word/" + "a" * 60_000 + ".xml",
        "empty": "word/.xml",
        "dots": "word/././x.xml",
    }
    for name, member in names.items():
        yield name, changed(good, {member: b"<a/>"})
    yield "nul", changed(good, {"word/aXb.xml": b"<a/>"}).replace(b"aXb.xml", b"a\0b.xml")
    twice = changed(good, {"word/document.xmk": b"<a/>"})
    yield "twice", twice.replace(b"word/document.xmk", b"word/document.xml")
    for code, name in ((12, "bzip2"), (14, "lzma"), (99, "encrypted")):
        told = bytearray(good)
        told[told.index(b"PK\x01\x02") + 10] = code
        yield name, bytes(told)
    flagged = bytearray(good)
    flagged[flagged.index(b"PK\x01\x02") + 8] |= 1
    yield "locked", bytes(flagged)
    yield "zip64", _zip64(good)
    yield "junk before", b"PK\3\4" + b"x" * 100 + good
    yield "junk behind", good + b"x" * 100_000
    disk = bytearray(good)
    struct.pack_into("<H", disk, disk.rindex(b"PK\5\6") + 4, 7)
    yield "disks", bytes(disk)


def _zip64(good: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members(good).items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content)
    return stream.getvalue()


def lying_sizes(good: bytes) -> Iterator[File]:
    """What the directory says of a member's size, checksum or place is not so."""
    at = good.index(b"PK\x01\x02")
    for field, where in (("checksum", 16), ("packed", 20), ("inflated", 24), ("offset", 42)):
        for lie in (0, 1, 0x00FFFFFF, 0xFFFFFFFE):
            told = bytearray(good)
            struct.pack_into("<I", told, at + where, lie)
            yield f"{field} {lie}", bytes(told)
    large = changed(good, {"word/media/1.png": bytes(80 * MEGABYTE)})
    true = struct.pack("<I", 80 * MEGABYTE)
    yield "small", large.replace(true, struct.pack("<I", 10))
    end = good.rindex(b"PK\5\6")
    for field, where in (("count", 10), ("length", 12), ("start", 16)):
        told = bytearray(good)
        struct.pack_into("<H", told, end + where, 0xFFFF)
        yield f"directory {field}", bytes(told)


def cut_at_every_member(good: bytes) -> Iterator[File]:
    """Broken off before, within and behind each member."""
    with zipfile.ZipFile(BytesIO(good)) as archive:
        starts = [member.header_offset for member in archive.infolist()]
    for start in starts:
        for more in (0, 45):
            yield f"{start}+{more}", good[: start + more]
    for back in (1, 22, 60):
        yield f"-{back}", good[:-back]


def flipped(good: bytes) -> Iterator[File]:
    """One byte is another, anywhere in a real draft."""
    for seed in range(40):
        yield f"{seed}", _flip(good, seed, 1 + seed % 3)


def other_kinds(good: bytes) -> Iterator[File]:
    """What is no Word file, whatever its name says."""
    yield "old", _OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(2000)
    yield "locked", _OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    yield "compound", _OLE + random.Random(5).randbytes(20_000)
    yield "workbook", good_xlsx()
    yield "open document", opendocument()
    yield "zip of a report", zipped({"报告.docx": good})
    yield "empty zip", zipped({})
    starts = {
        "rich": b"{\\rtf1 ",
        "pdf": b"%PDF-1.7 ",
        "picture": b"\x89PNG\r\n\x1a\n",
        "seven": b"7z\xbc\xaf\x27\x1c",
        "nothing": b"",
        "zeros": bytes(100_000),
        "half": b"PK\3\4",
    }
    for name, start in starts.items():
        yield name, start + (b"x" * 5000 if start and name != "half" else b"")


def odd_encodings(good: bytes) -> Iterator[File]:
    """The body in an encoding that nobody writes, or in none."""
    body = members(good)[BODY].decode()
    for name in ("utf-16", "utf-16-be", "utf-32", "gb18030", "utf-7", "cp037"):
        told = body.replace("UTF-8", name, 1)
        yield name, changed(good, {BODY: told.encode(name, errors="replace")})
        yield f"{name} by name alone", changed(good, {BODY: told.encode()})
    for name, bad in (("bytes", b"\xff\xfe\xfd"), ("nul", b"\0"), ("control", b"\x01\x1b")):
        for where in (BODY, STYLES, RELATIONS):
            content = members(good)[where]
            middle = content.index(b">", len(content) // 2) + 1
            yield (
                f"{name} {where}",
                changed(good, {where: content[:middle] + bad + content[middle:]}),
            )


def that_run(good: bytes) -> Iterator[File]:
    """Macros, controls, objects, templates and fields that run or fetch."""
    active = {
        "macro": ("vbaProject", "vbaProject.bin", _OLE),
        "control": ("control", "activeX/activeX1.xml", b"<a/>"),
        "object": ("oleObject", "embeddings/oleObject1.bin", _OLE + bytes(500)),
        "chunk": ("aFChunk", "chunk.htm", b"<html><script>1</script></html>"),
        "program": ("image", "media/x.exe", b"MZ" + bytes(100)),
    }
    for name, (kind, target, content) in active.items():
        parts = {f"word/{target}": content}
        yield name, related(good, relation("rX", kind, target), parts=parts)
    for address in ("file:///etc/passwd", "\\\\host\\share", "http://127.0.0.1:9/x"):
        for kind in ("attachedTemplate", "image", "frame"):
            yield f"{kind} {address[:4]}", related(good, relation("rX", kind, address, True))
    for code in (
        "DDEAUTO c:\\x.exe",
        "INCLUDETEXT /etc/passwd",
        "INCLUDEPICTURE http://127.0.0.1:9",
    ):
        yield code[:11], added(good, f'<w:p><w:fldSimple w:instr="{code}"/></w:p>')
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    yield "macro type", edited(good, TYPES, plain, macro)


def huge_numbers(good: bytes) -> Iterator[File]:
    """Numbers that no writer writes, wherever one may stand."""
    forms = {
        "gridSpan": '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="@"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        "vMerge": '<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="@"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        "width": '<w:tbl><w:tblPr><w:tblW w:w="@"/></w:tblPr><w:tblGrid><w:gridCol w:w="@"/></w:tblGrid></w:tbl>',
        "ilvl": '<w:p><w:pPr><w:numPr><w:ilvl w:val="@"/><w:numId w:val="@"/></w:numPr></w:pPr></w:p>',
        "indent": '<w:p><w:pPr><w:spacing w:line="@"/><w:ind w:firstLineChars="@" w:left="@"/></w:pPr></w:p>',
        "outline": '<w:p><w:pPr><w:outlineLvl w:val="@"/></w:pPr></w:p>',
        "size": '<w:p><w:r><w:rPr><w:sz w:val="@"/></w:rPr><w:t>数</w:t></w:r></w:p>',
        "page": '<w:p><w:pPr><w:sectPr><w:pgSz w:w="@" w:h="@"/><w:pgMar w:top="@"/></w:sectPr></w:pPr></w:p>',
        "mark": '<w:p><w:bookmarkStart w:id="@" w:name="_fig_@"/><w:bookmarkEnd w:id="@"/></w:p>',
        "change": '<w:p><w:ins w:id="@" w:author="a" w:date="@"><w:r><w:t>数</w:t></w:r></w:ins></w:p>',
        "comment": '<w:p><w:commentRangeStart w:id="@"/><w:commentRangeEnd w:id="@"/></w:p>',
    }
    numbers = ("1000000000", "-1", "abc", "9" * 10_000, "1e400", "", "２")
    for name, form in forms.items():
        for number in numbers:
            yield f"{name} {number[:9]}", added(good, form.replace("@", number))


def other_roots(good: bytes) -> Iterator[File]:
    """A part that is sound XML, and nothing of what it should be."""
    for where in (BODY, STYLES, NUMBERING, RELATIONS, TYPES, "_rels/.rels", "docProps/custom.xml"):
        for name, content in (("empty", b""), ("other", b"<a/>"), ("text", b"abc")):
            yield f"{name} {where}", changed(good, {where: content})
    inside = {
        "no body": "",
        "empty body": "<w:body/>",
        "two bodies": "<w:body/><w:body/>",
        "text alone": "字",
        "a table alone": "<w:body><w:tbl/></w:body>",
        "a comment": "<w:body><!-- x --><?x y?></w:body>",
        "a body within": "<w:body><w:p><w:body><w:p/></w:body></w:p></w:body>",
    }
    for name, xml in inside.items():
        yield name, changed(good, {BODY: f'<w:document xmlns:w="{W}">{xml}</w:document>'.encode()})
