"""A .docx as its parts: read with limits, written with fixed bytes.

A part that did not change keeps its deflated bytes, so that a draft costs only what is new in it.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Self

from msgspec import Struct

from drafter.disk.formats import ZIP, Format, format_of, format_within
from drafter.disk.zips import is_whole
from drafter.model.errors import TemplateError
from drafter.word.slip import BODY

_MEMBERS, _INFLATED = 500, 64 << 20
_XML_ONE, _XML_ALL = 16 << 20, 32 << 20
_XML = (".xml", ".rels", ".vml", ".svg")
_AGAIN = "请用Word或WPS另存为.docx"
_ENTRY = b"PK\1\2"  # before every member in a zip's directory
_BROKEN = f"不是Word文档或已损坏；{_AGAIN}"
_REFUSED = {
    Format.RTF: f"是RTF文件，不是.docx；{_AGAIN}",
    Format.PDF: "是PDF文件，不是.docx；请找到它的Word原件，另存为.docx",
    Format.PAGE: f"是网页，不是.docx；{_AGAIN}",
    Format.XML: f"是XML文件，不是.docx；{_AGAIN}",
    Format.PICTURE: "是图片，不是.docx；请用Word或WPS录入后另存为.docx",
    Format.ARCHIVE: "是压缩包；请解压后使用其中的.docx",
    Format.EXCEL: "是Excel工作簿，不是Word文档；请换成.docx",
    Format.SLIDES: "是演示文稿，不是Word文档；请换成.docx",
    Format.OFD: "是OFD版式文件，不是.docx；请找到它的Word原件，另存为.docx",
    Format.OPEN_DOCUMENT: f"是OpenDocument文件，不是.docx；{_AGAIN}",
}
# Without one of these a zip is none of the documents above, whatever else it holds.
_TELLING = {"[Content_Types].xml", "mimetype", "OFD.xml"}
# A compound file is known by the name of a stream.
_STREAMS = (
    ("EncryptedPackage", "已加密，请去掉密码：在Word或WPS中打开，取消密码后另存为.docx"),
    ("WordDocument", "是旧版的.doc或.wps文件；请另存为.docx"),
    ("Workbook", "是旧版的Excel文件，不是Word文档；请换成.docx"),
)
_LEVEL = 3
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DATE = 0x21  # 1 January 1980, the first day that a zip can name
# What both the member and its entry in the directory say; where the member is; the end of all.
_COMMON, _PLACE = struct.Struct("<5H3L2H").pack, struct.Struct("<3H2L").pack
_END = "<4s4H2LH"
_UTF8 = 0x800
_UNIX, _READABLE = 3 << 8, 0o100644 << 16


class Part(Struct, frozen=True):
    """One member of the package, deflated; or, by `method`, stored as it is."""

    name: str
    deflated: bytes
    size: int
    crc: int
    method: int = zipfile.ZIP_DEFLATED

    @classmethod
    def of(cls, name: str, content: bytes) -> Self:
        """The part that holds the content."""
        squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
        deflated = squeeze.compress(content) + squeeze.flush()
        return cls(name, deflated, len(content), zlib.crc32(content))

    @classmethod
    def stored(cls, name: str, content: bytes) -> Self:
        """The content stored uncompressed, so that its bytes do not depend on zlib."""
        return cls(name, content, len(content), zlib.crc32(content), zipfile.ZIP_STORED)

    @property
    def content(self) -> bytes:
        """The uncompressed bytes."""
        if self.method == zipfile.ZIP_STORED:
            return self.deflated
        return zlib.decompress(self.deflated, -15)


def unpack(content: bytes, file: str) -> dict[str, bytes]:
    """The package's parts by name, in order. Raises TemplateError for an unsound .docx.

    At most 500 parts and 64 MB inflated, of which XML 32 MB, 16 MB a part; no more is inflated. How
    much may stand in them: see extent.
    Each part stands under its customary name (word/document.xml, word/styles.xml …) whatever the
    file calls it, and strict Open XML is read as transitional.
    """
    # What a package is written with is loaded without what one is read with.
    from drafter.word.customary import in_order
    from drafter.word.strict import transitional

    try:
        _look(content)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if not is_whole(content, archive):
                raise _RefusedError(f"不是Word文档或已损坏；{_AGAIN}")
            _check(archive)
            parts = in_order(transitional(_members(archive)))
        if BODY not in parts:
            raise _RefusedError(f"不是Word文档；{_AGAIN}")
        return parts
    except _RefusedError as error:
        raise TemplateError(f"{file}：{error}") from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise TemplateError(f"{file}：{_BROKEN}") from error


class _RefusedError(Exception):
    """The reason why a file is not opened, and the remedy."""


def _look(content: bytes) -> None:
    """Refuses what is no zip by its first bytes, and a directory that would take long to read."""
    kind = format_of(content)
    if kind is Format.COMPOUND:
        streams = (reason for name, reason in _STREAMS if name.encode("utf-16-le") in content)
        raise _RefusedError(next(streams, _BROKEN))
    if kind is not Format.ZIP:
        raise _RefusedError(_REFUSED.get(kind, _BROKEN))
    if (count := content.count(_ENTRY)) > 20 * _MEMBERS:
        raise _RefusedError(f"内含{count}个部件，超过{_MEMBERS}个，未打开")


def _check(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.orig_filename for member in members]
    if len(members) > _MEMBERS:
        raise _RefusedError(f"内含{len(members)}个部件，超过{_MEMBERS}个，未打开")
    if not any(name.startswith("word/") for name in names):
        kind = format_within({name.lower() for name in names})
        if kind is not Format.ARCHIVE and not _TELLING.isdisjoint(names):
            raise _RefusedError(_REFUSED[kind])
    if len({name.casefold() for name in names}) < len(names) or any(map(_strange, names)):
        raise _RefusedError(f"内部结构异常（部件名重复或越界），未打开；{_AGAIN}")
    if any(member.flag_bits & 1 for member in members):
        raise _RefusedError("已加密，请去掉密码后另存为.docx")
    if any(member.compress_type not in _METHODS for member in members):
        raise _RefusedError(f"压缩方式不常见，未打开；{_AGAIN}")


def _strange(name: str) -> bool:
    """Whether the name could lead outside the package (ECMA-376 part 2, 9.1.1)."""
    odd = any(ord(character) < 32 or character in "\\:" for character in name)
    return odd or name.startswith("/") or ".." in name.split("/")


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    from drafter.word.extent import excess

    parts, room, xml_room = {}, _INFLATED, _XML_ALL
    for member in archive.infolist():
        is_xml = member.filename.lower().endswith(_XML)
        most = min(room, xml_room, _XML_ONE) if is_xml else room
        with archive.open(member) as stream:
            part = stream.read(most + 1)
        room, xml_room = room - len(part), xml_room - len(part) * is_xml
        if room < 0:
            raise _RefusedError(f"展开后超过{_INFLATED >> 20}MB，未打开；请压缩其中的图片")
        if len(part) > most:
            raise _RefusedError(f"文字部分展开后过大（{member.filename}），未打开；请拆成几个文件")
        if len(part) != member.file_size:
            raise _RefusedError(_BROKEN)
        parts[member.filename] = part
    if much := excess(parts):
        raise _RefusedError(much)
    return parts


def packed(parts: Mapping[str, Part | bytes]) -> bytes:
    """The zip file that holds the parts by name, in this order; deflated ones as they are."""
    return pack(p if isinstance(p, Part) else Part.of(name, p) for name, p in parts.items())


def pack(parts: Iterable[Part], unix: bool = False) -> bytes:
    """The zip file that holds the parts in this order; the same parts make the same bytes. With
    `unix` it says that it was made there: Linux's unzip then reads Chinese names as they are."""
    version, rights = (_UNIX | 20, _READABLE) if unix else (20, 0)
    members, entries, offset = list[bytes](), list[bytes](), 0
    for part in parts:
        name = part.name.encode()
        common = _COMMON(
            20, _UTF8, part.method, 0, _DATE, part.crc, len(part.deflated), part.size, len(name), 0
        )
        members += (ZIP, common, name, part.deflated)
        place = _PLACE(0, 0, 0, rights, offset)
        entries += (_ENTRY, version.to_bytes(2, "little"), common, place, name)
        offset += len(ZIP) + len(common) + len(name) + len(part.deflated)
    directory, count = b"".join(entries), len(members) // 4
    end = struct.pack(_END, b"PK\5\6", 0, 0, count, count, len(directory), offset, 0)
    return b"".join((*members, directory, end))
