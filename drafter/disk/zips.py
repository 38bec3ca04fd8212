"""A zip's directory, held against its own end: what zipfile does not look at."""

from __future__ import annotations

from zipfile import ZipFile

_END, _COUNT, _IN_ZIP64 = b"PK\5\6", slice(10, 12), 0xFFFF


def is_whole(content: bytes, archive: ZipFile) -> bool:
    """Whether as many members are listed as the directory's end counts. The directory has no
    checksum: an entry with another length swallows those behind it, and nobody misses them."""
    end = content[content.rfind(_END) :]
    count = int.from_bytes(end[_COUNT], "little")
    return count in (len(archive.infolist()), _IN_ZIP64)
