"""A pack's zip read byte by byte: what is in it, and what is not as drafter writes it.

Members are found in two ways, along the file and by its directory: whatever one byte is altered,
one of the two still finds them all. Then the archive is written anew from them and compared, so
that no byte is left unexplained (headers, gaps, comments, what follows the end).
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO

from msgspec import Struct

from drafter.word.package import Part, pack

MOST_MEMBERS, MOST_BYTES = 60_000, 512 << 20
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), 22
_FIRST, _ENTRY, _LAST = b"PK\3\4", b"PK\1\2", b"PK\5\6"


class Member(Struct, frozen=True):
    """A file in the archive."""

    name: str
    content: bytes


class Archive(Struct, frozen=True):
    """The members in their order, and what is odd about the bytes around them: (place, what).

    The place is a member's name, or "" for the archive as a whole.
    """

    members: tuple[Member, ...]
    oddities: tuple[tuple[str, str], ...] = ()


def read_archive(content: bytes, needed: str) -> Archive | None:
    """What the archive holds, whatever was done to it; None where it is none at all. Of two ways
    to read it, the one that finds the `needed` member is believed."""
    along, whole = _along(content)
    listed = _listed(content)
    if not whole and (listed is None or len(listed) < len(along)):
        listed = _by_library(content) or listed
    sound = whole and any(member.name == needed for member in along)
    members = along if sound or not listed else listed
    if not members:
        return None
    return Archive(tuple(members), tuple(_oddities(content, members)))


def _along(content: bytes) -> tuple[list[Member], bool]:
    """The members one after another from the start; whether that led to the directory."""
    members: list[Member] = []
    at = 0
    while content[at : at + 4] == _FIRST and at + _LOCAL.size <= len(content):
        fields = _LOCAL.unpack_from(content, at)
        method, size, long, extra = fields[3], fields[8], fields[9], fields[10]
        start = at + _LOCAL.size + long + extra
        if (
            method
            or fields[7] != size
            or start + size > len(content)
            or len(members) > MOST_MEMBERS
        ):
            return members, False
        name = content[at + _LOCAL.size : at + _LOCAL.size + long]
        members.append(Member(_text(name), content[start : start + size]))
        at = start + size
    return members, content[at : at + 4] in (_ENTRY, _LAST) or not content[at:]


def _listed(content: bytes) -> list[Member] | None:
    """The members by the directory, in the order in which they lie; None where it is damaged."""
    end = content.rfind(_LAST)
    if end < 0 or end + _END > len(content):
        return None
    count, long, at = struct.unpack_from("<H2L", content, end + 10)
    if content[at : at + 4] != _ENTRY:
        at = max(0, end - long)
    members: dict[int, Member] = {}
    headers: dict[bytes, int] | None = None
    room = len(content)
    for _ in range(count):
        if content[at : at + 4] != _ENTRY or at + _CENTRAL.size > len(content):
            return None
        fields = _CENTRAL.unpack_from(content, at)
        size, named, offset = fields[9], fields[10], fields[16]
        name = content[at + _CENTRAL.size : at + _CENTRAL.size + named]
        if _header_at(content, offset) != name:
            headers = _headers(content) if headers is None else headers
            offset = headers.get(name, offset if _header_at(content, offset) is None else -1)
        start = offset + _LOCAL.size + named
        if fields[4] or start + size > len(content):
            return None
        if offset >= 0:
            members[offset] = Member(_text(name), content[start : start + size])
        at += _CENTRAL.size + named + fields[11] + fields[12]
        room -= size
        if room < 0:
            return None
    return [member for _, member in sorted(members.items())]


def _header_at(content: bytes, at: int) -> bytes | None:
    """The name in the local header at that offset; None where there is no header."""
    if content[at : at + 4] != _FIRST or at + _LOCAL.size > len(content):
        return None
    long = _LOCAL.unpack_from(content, at)[9]
    return content[at + _LOCAL.size : at + _LOCAL.size + long]


def _headers(content: bytes) -> dict[bytes, int]:
    """The offset of the first header of each name, for an archive that was shifted."""
    headers: dict[bytes, int] = {}
    at = content.find(_FIRST)
    while at >= 0 and len(headers) <= MOST_MEMBERS:
        if name := _header_at(content, at):
            headers.setdefault(name, at)
        at = content.find(_FIRST, at + 4)
    return headers


def _by_library(content: bytes) -> list[Member]:
    """The members of an archive that another program wrote, within limits; [] where it fails."""
    members, room = [], MOST_BYTES
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for one in archive.infolist()[:MOST_MEMBERS]:
                with archive.open(one) as stream:
                    held = stream.read(room + 1)
                room -= len(held)
                if room < 0:
                    return []
                members.append(Member(one.filename, held))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError,
            NotImplementedError, struct.error, MemoryError):  # fmt: skip
        return []
    return members


def _text(name: bytes) -> str:
    return name.decode("utf-8", errors="replace")


def _oddities(content: bytes, members: Sequence[Member]) -> Iterator[tuple[str, str]]:
    """Where the archive differs from the one that drafter would write of these members."""
    try:
        parts = [Part.stored(m.name, m.content) for m in members]
        expected = pack(parts, unix=True)
    except struct.error:
        yield "", "大小或个数超出限度"
        return
    if content == expected:
        return
    if content.startswith(expected):
        yield "", f"末尾有多余的{len(content) - len(expected)}字节"
        return
    regions = list(_regions(parts))
    if len(content) != len(expected):
        at = _first_difference(content, expected)
        name = next((name for _, end, name, _ in regions if at < end), "")
        yield name, f"从第{at + 1}字节起长度不合，夹有多余的数据或有缺失"
        return
    for start, end, name, what in regions:
        if content[start:end] != expected[start:end]:
            yield name, what
    start = regions[-1][1]
    if content[start:] != expected[start:]:
        yield "", "压缩包的结尾记录被改动"


def _first_difference(one: bytes, other: bytes) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _regions(parts: Sequence[Part]) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, name, what it means if it differs) of headers, contents, directory entries."""
    at = 0
    for part in parts:
        head = at + _LOCAL.size + len(part.name.encode())
        yield at, head, part.name, "的文件头被改动"
        at = head + part.size
        yield head, at, part.name, "的内容与所记的校验不符"
    for part in parts:
        end = at + _CENTRAL.size + len(part.name.encode())
        yield at, end, part.name, "在压缩包目录中的记录被改动"
        at = end
