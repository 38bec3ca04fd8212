"""The gate: whether a zip is safe to read, and its parts, inflated one by one within limits."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TypeVar

from drafter.disk.zips import is_whole
from drafter.workbook.limits import Limits
from drafter.workbook.refusal import BROKEN, STRANGE, TOO_LARGE, TOO_MANY, RefusedError
from drafter.workbook.stream import Stream

S = TypeVar("S", bound=Stream)
_CHUNK = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML = (".xml", ".rels")
# How XML begins in UTF-8, and in UTF-16 of either order; a part need not be named as what it is.
_BEGINNINGS = (b"<", b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class Archive:
    """The members of a zip by name, whatever its case and slashes. Every one is inflated once."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._inflated, self._tags = limits.inflated, limits.tags
        self._left = _members(archive, limits)

    def has(self, name: str) -> bool:
        """Whether there is such a member that was not read yet."""
        return key(name) in self._left

    def read(self, name: str, stream: S) -> S:
        """The stream, fed with the member; as it was where there is none. Raises RefusedError."""
        member = self._left.pop(key(name), None)
        if member:
            self._inflate(member, stream)
        return stream

    def read_rest(self) -> None:
        """Check the members not yet read: other programs will read them. Raises RefusedError."""
        for name in tuple(self._left):
            self.read(name, Stream(name))

    def _inflate(self, member: zipfile.ZipInfo, stream: Stream) -> None:
        """Counts what the member really holds, whatever size it claims."""
        name, first = member.filename, True
        xml = name.casefold().endswith(_XML)
        with self._archive.open(member) as source:
            while chunk := source.read(_CHUNK):
                xml = xml or (first and _looks_like_xml(name, chunk))
                first = False
                self._count(chunk, xml)
                if xml:
                    stream.feed(chunk)
        if xml:
            stream.feed(b"", last=True)

    def _count(self, chunk: bytes, xml: bool) -> None:
        self._inflated -= len(chunk)
        if self._inflated < 0:
            raise RefusedError(TOO_LARGE)
        if xml:
            self._tags -= chunk.count(b"<")
            if self._tags < 0:
                raise RefusedError(TOO_MANY)


@contextmanager
def opened(content: bytes, limits: Limits) -> Iterator[Archive]:
    """The zip, its members' names checked. Raises RefusedError, also for errors within."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if not is_whole(content, archive):
                raise RefusedError(BROKEN)
            yield Archive(archive, limits)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
        *(ValueError, OSError),  # of offsets and dates that point nowhere
    ) as error:
        raise RefusedError(BROKEN) from error


def key(name: str) -> str:
    """A member's name as it is compared: Office asks neither for case nor for the slash's kind."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).casefold()


def _members(archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > limits.members:
        raise RefusedError(
            f"文件内含{len(members)}个部件，超过{limits.members}个，未打开；请另存后报送"
        )
    names = {key(member.filename): member for member in members}
    if len(names) != len(members) or any(_strange(member) for member in members):
        raise RefusedError(STRANGE)
    if any(member.compress_type not in _METHODS for member in members):
        raise RefusedError("压缩方式不常见，未打开；请用Excel或WPS另存为.xlsx后报送")
    return names


def _strange(member: zipfile.ZipInfo) -> bool:
    """zipfile cuts a name at NUL; others do not."""
    name = member.orig_filename
    parts = name.replace("\\", "/").split("/")
    hidden = not name.isprintable() or ":" in name
    return hidden or ".." in parts or name.startswith(("/", "\\"))


def _looks_like_xml(name: str, chunk: bytes) -> bool:
    """VML is left out: Excel writes it in a looser form, and nobody here reads it."""
    start = chunk[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(_BEGINNINGS) and not name.casefold().endswith(".vml")
