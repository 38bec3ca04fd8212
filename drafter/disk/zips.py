"""A zip's directory, held against its own end: what zipfile does not look at."""

from __future__ import annotations

from zipfile import ZipFile

_END, _COUNT = b"PK\5\6", slice(10, 12)
# Of Zip64 (APPNOTE 4.3.14, 4.3.15): a locator stands right before the end, the counts before that.
_LOCATOR, _LOCATOR_SIZE = b"PK\6\7", 20
_WIDE_END, _WIDE_COUNT, _IN_ZIP64 = b"PK\6\6", slice(32, 40), 0xFFFF


def is_whole(content: bytes, archive: ZipFile) -> bool:
    """Whether as many members are listed as the directory's end counts. The directory has no
    checksum: an entry with another length swallows those behind it, and nobody misses them."""
    end = content.rfind(_END)
    counts = {int.from_bytes(content[end:][_COUNT], "little")}
    if content.startswith(_LOCATOR, max(end - _LOCATOR_SIZE, 0)):
        wide = content[content.rfind(_WIDE_END, 0, end) :][_WIDE_COUNT]
        counts = {*(counts - {_IN_ZIP64}), int.from_bytes(wide, "little")}
    return counts == {len(archive.infolist())}
