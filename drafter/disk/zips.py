"""What zipfile leaves open: zips that are the same on every system, directories that are whole."""

from __future__ import annotations

from io import BytesIO
from struct import Struct
from zipfile import ZIP_STORED, ZipFile, ZipInfo

# APPNOTE 4.4.2: the system that a member was made on; zipfile names the one that it runs on.
_UNIX = 3
# An entry of the directory (4.3.12): its size, and the lengths of name, extra field and comment.
_ENTRY, _MADE_BY, _NAMED, _LENGTHS = 46, 5, 28, Struct("<3H")

_END, _COUNT = b"PK\5\6", slice(10, 12)
# Of Zip64 (APPNOTE 4.3.14, 4.3.15): a locator stands right before the end, the counts before that.
_LOCATOR, _LOCATOR_SIZE = b"PK\6\7", 20
_WIDE_END, _WIDE_COUNT, _IN_ZIP64 = b"PK\6\6", slice(32, 40), 0xFFFF


def member(name: str, method: int = ZIP_STORED) -> ZipInfo:
    """A member to be written, of no day and no system."""
    information = ZipInfo(name)
    information.create_system, information.compress_type = _UNIX, method
    return information


def alike(content: bytes) -> bytes:
    """A zip as zipfile wrote it, without the system that it was written on."""
    with ZipFile(BytesIO(content)) as archive:
        at, count = archive.start_dir, len(archive.infolist())
    own = bytearray(content)
    for _ in range(count):
        own[at + _MADE_BY] = _UNIX
        at += _ENTRY + sum(_LENGTHS.unpack_from(own, at + _NAMED))
    return bytes(own)


def is_whole(content: bytes, archive: ZipFile) -> bool:
    """Whether as many members are listed as the directory's end counts. The directory has no
    checksum: an entry with another length swallows those behind it, and nobody misses them."""
    end = content.rfind(_END)
    counts = {int.from_bytes(content[end:][_COUNT], "little")}
    if content.startswith(_LOCATOR, max(end - _LOCATOR_SIZE, 0)):
        wide = content[content.rfind(_WIDE_END, 0, end) :][_WIDE_COUNT]
        counts = {*(counts - {_IN_ZIP64}), int.from_bytes(wide, "little")}
    return counts == {len(archive.infolist())}
