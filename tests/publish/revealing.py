"""A report with everything in it that must not go out: who, when, where, how."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from drafter.standard.new_document import new_document, paragraph
from drafter.word.package import Part, pack, unpack

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SECRETS = (
    *("王五", "某某软件公司", "D:\\\\机密", "C:\\Users\\wangwu", "_fig_", "_blk_", "_cht_", "rsid"),
    *("4F2C1D7A", "customXml", "word/comments", "word/people", "docProps/app", "docProps/custom"),
    *("docVars", "commentRange", "commentReference", "w:ins ", "w:del ", "Change", "w:sdt"),
    *("paraId", "documentProtection", "经手人", "printerSettings", "2019-08-07"),
)

_RUN = '<w:r w:rsidR="4F2C1D7A"><w:t xml:space="preserve">{}</w:t></w:r>'
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
PICTURE = (
    f'<wp:inline xmlns:wp="{_DRAWN}/wordprocessingDrawing" xmlns:a="{_DRAWN}/main">'
    '<wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="C:\\Users\\wangwu\\1.png"'
    ' descr="C:\\Users\\wangwu\\1.png"/><a:graphic><a:graphicData'
    f' uri="{_DRAWN}/picture"/></a:graphic></wp:inline>'
)
BODY = (
    paragraph("平安县2024年报告", "Title")
    + paragraph("（送审稿）", "DraftMark")
    + paragraph("一、总体情况", "Heading1")
    + f'<w:p xmlns:w14="{W14}" w14:paraId="4F2C1D7A" w:rsidR="4F2C1D7A" w:rsidP="4F2C1D7A">'
    + '<w:permStart w:id="9" w:ed="王五"/><w:bookmarkStart w:id="1" w:name="_fig_0001"/>'
    + '<w:commentRangeStart w:id="0"/>'
    + _RUN.format("613")
    + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    + '<w:bookmarkEnd w:id="1"/><w:permEnd w:id="9"/>'
    + '<w:bookmarkStart w:id="2" w:name="王五改到这里"/><w:proofErr w:type="spellStart"/>'
    + _RUN.format("件。")
    + '<w:bookmarkEnd w:id="2"/></w:p><w:p><w:bookmarkStart w:id="11" w:name="_blk_0002"/>'
    + '<w:ins w:id="6" w:author="王五" w:date="2019-08-07T00:00:00Z"><w:r><w:t>增</w:t></w:r></w:ins>'
    + '<w:del w:id="7" w:author="王五"><w:r><w:delText>删</w:delText></w:r></w:del>'
    + '<w:bookmarkEnd w:id="11"/><w:bookmarkStart w:id="12" w:name="_cht_0003"/>'
    + f"<w:r><w:drawing>{PICTURE}</w:drawing></w:r>"
    + '<w:bookmarkEnd w:id="12"/></w:p>'
    + '<w:sdt><w:sdtPr><w:alias w:val="经手人"/><w:tag w:val="王五"/><w:dataBinding w:xpath="/a"'
    + ' w:storeItemID="{0}"/></w:sdtPr><w:sdtContent>'
    + paragraph("依法行政。")
    + "</w:sdtContent></w:sdt>"
    + '<w:p><w:pPr><w:rPr><w:rPrChange w:id="5" w:author="王五" w:date="2019-08-07T00:00:00Z">'
    + "<w:rPr/></w:rPrChange></w:rPr></w:pPr>"
    + '<w:hyperlink w:anchor="正文"><w:r><w:t>见正文</w:t></w:r></w:hyperlink></w:p>'
    + '<w:p><w:bookmarkStart w:id="3" w:name="正文"/><w:r><w:t>结束。</w:t></w:r>'
    + '<w:bookmarkEnd w:id="3"/></w:p>'
)
_SETTINGS = (
    '<w:documentProtection w:edit="readOnly" w:enforcement="1" w:hash="c2VjcmV0"/>'
    '<w:docVars><w:docVar w:name="经手人" w:val="王五"/></w:docVars>'
    '<w:rsids><w:rsidRoot w:val="4F2C1D7A"/></w:rsids>'
)
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Template>D:\\\\机密\\报告.dotx</Template><Company>某某软件公司</Company></Properties>"
)
_CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property'
    ' fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="经手人"><vt:lpwstr>王五'
    "</vt:lpwstr></property></Properties>"
)
_COMMENTS = (
    f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" w:author="王五" w:initials="王"'
    ' w:date="2019-08-07T00:00:00Z"><w:p><w:r><w:t>数从D:\\\\机密来</w:t></w:r></w:p></w:comment>'
    "</w:comments>"
)
_ADDED = {
    "docProps/app.xml": ("extended-properties", _APP, "extended-properties"),
    "docProps/custom.xml": ("custom-properties", _CUSTOM, "custom-properties"),
}
_OWNED = {
    "word/comments.xml": ("comments", _COMMENTS, "wordprocessingml.comments"),
    "word/people.xml": (
        "people",
        '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:person w15:author="王五"/></w15:people>',
        "wordprocessingml.people",
    ),
    "word/printerSettings1.xml": ("printerSettings", "<a>王五的打印机</a>", "custom-properties"),
    "customXml/item1.xml": ("customXml", '<a xmlns="urn:drafter:draft:1">王五</a>', ""),
}


def revealing() -> dict[str, bytes]:
    """The parts of such a report."""
    parts = unpack(new_document(BODY, "平安县2024年报告"), "报告.docx")
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = core.replace(
        "</cp:coreProperties>", "<dc:creator>王五</dc:creator></cp:coreProperties>"
    ).encode()
    settings = parts["word/settings.xml"].decode()
    parts["word/settings.xml"] = settings.replace(
        "</w:settings>", f"{_SETTINGS}</w:settings>"
    ).encode()
    for name, (kind, content, typed) in {**_ADDED, **_OWNED}.items():
        _add(parts, name, kind, content, typed)
    return parts


def _add(parts: dict[str, bytes], name: str, kind: str, content: str, typed: str) -> None:
    parts[name] = content.encode()
    inside = name in _OWNED
    owner = "word/_rels/document.xml.rels" if inside else "_rels/.rels"
    target = (name.removeprefix("word/") if "word/" in name else f"../{name}") if inside else name
    relation = f'<Relationship Id="rId{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
    parts[owner] = parts[owner].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    if typed:
        main = "application/vnd.openxmlformats-officedocument"
        override = f'<Override PartName="/{name}" ContentType="{main}.{typed}+xml"/>'
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(b"</Types>", f"{override}</Types>".encode())


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts as a file."""
    return pack(Part.of(name, content) for name, content in parts.items())


def photograph(kind: str) -> bytes:
    """A picture that tells who took it, where and with what."""
    image, stream = Image.new("RGB", (40, 30), (180, 30, 40)), BytesIO()
    if kind == "PNG":
        told = PngInfo()
        told.add_text("Author", "王五")
        told.add_itxt("Source", "D:\\机密\\图.png")
        image.save(stream, kind, pnginfo=told)
        return stream.getvalue()
    exif = Image.Exif()
    exif[0x013B], exif[0x9C9D] = "Wang Wu", "王五".encode("utf-16-le")
    image.save(stream, "JPEG", exif=exif, comment="D:\\机密".encode())
    return stream.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
