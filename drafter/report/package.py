"""A .docx as its parts: read with limits, written with fixed bytes.

A part that did not change keeps its deflated bytes, so that a draft costs only what is new in it.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Self

from drafter.errors import TemplateError

_MEMBERS, _INFLATED = 500, 64 << 20
_LEVEL = 3
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DATE = 0x21  # 1 January 1980, the first day that a zip can name
_LOCAL, _CENTRAL, _END = "<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the package, deflated."""

    name: str
    deflated: bytes
    size: int
    crc: int

    @classmethod
    def of(cls, name: str, content: bytes) -> Self:
        """The part that holds the content."""
        squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
        deflated = squeeze.compress(content) + squeeze.flush()
        return cls(name, deflated, len(content), zlib.crc32(content))

    @property
    def content(self) -> bytes:
        """The bytes as they were before they were deflated."""
        return zlib.decompress(self.deflated, -15)


def unpack(content: bytes, file: str) -> dict[str, bytes]:
    """The package's parts by name, in order. Raises TemplateError for an unsound .docx."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _members(archive, file)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise TemplateError(f"{file}：不是Word文档或已损坏；请用Word或WPS另存为.docx") from error


def _members(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > _MEMBERS:
        raise TemplateError(f"{file}：内含{len(members)}个部件，超过{_MEMBERS}个，未打开")
    if "word/document.xml" not in archive.namelist():
        raise TemplateError(f"{file}：不是Word文档；请用Word或WPS另存为.docx")
    if any(member.compress_type not in _METHODS for member in members):
        raise TemplateError(f"{file}：压缩方式不常见，未打开；请用Word或WPS另存为.docx")
    parts, room = {}, _INFLATED
    for member in members:
        with archive.open(member) as stream:
            parts[member.filename] = stream.read(room + 1)
        room -= len(parts[member.filename])
        if room < 0:
            raise TemplateError(f"{file}：展开后超过{_INFLATED >> 20}MB，未打开；请压缩其中的图片")
    return parts


def pack(parts: Iterable[Part]) -> bytes:
    """The zip file that holds the parts in this order; the same parts make the same bytes."""
    body, directory, count = BytesIO(), BytesIO(), 0
    for part in parts:
        offset, name = body.tell(), part.name.encode()
        common = (
            20,
            _UTF8,
            zipfile.ZIP_DEFLATED,
            0,
            _DATE,
            part.crc,
            len(part.deflated),
            part.size,
        )
        body.write(struct.pack(_LOCAL, b"PK\3\4", *common, len(name), 0) + name + part.deflated)
        entry = (b"PK\1\2", 20, *common, len(name), 0, 0, 0, 0, 0, offset)
        directory.write(struct.pack(_CENTRAL, *entry) + name)
        count += 1
    sizes = (directory.tell(), body.tell())
    end = struct.pack(_END, b"PK\5\6", 0, 0, count, count, *sizes, 0)
    return body.getvalue() + directory.getvalue() + end
