"""A zip of forms. One from outside is unpacked in the worker: its files one by one, within limits,
by names that are no paths. One of ours is the same for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct

from drafter.desk.files.folders import read_file
from drafter.disk.zips import member
from drafter.model.errors import DrafterError

_MOST, _LARGEST, _ALL = 300, 10 << 20, 64 << 20
_UTF8 = 0x800  # the flag of a name in UTF-8; without it Chinese Windows writes GBK
_PASSING = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")
_BROKEN = "压缩包已损坏或加了密码，打不开；请重新打包，或把表解压出来再送"


class Packed(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the zip, by the last part of its name."""

    name: str
    content: bytes


def unpack(path: Path) -> tuple[Packed, ...]:
    """The files in the zip, in its order. Raises DrafterError for one that cannot be unpacked, or
    holds too much."""
    read_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _files(archive, path.name)
    except DrafterError:
        raise
    except Exception as error:  # what a file may do to zipfile is not bounded
        raise DrafterError(f"{path.name}：{_BROKEN}") from error


def pack(files: Sequence[Path]) -> bytes:
    """The files as a zip, by their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in files:
            archive.writestr(member(path.name), read_file(path))
    return stream.getvalue()


def _files(archive: zipfile.ZipFile, name: str) -> tuple[Packed, ...]:
    members = [m for m in archive.infolist() if not m.is_dir() and not _passing(_name(m))]
    if len(members) > _MOST:
        raise DrafterError(f"{name}：里面有{len(members)}个文件，超过{_MOST}个，没有接收")
    files, left = [], _ALL
    for packed in members:
        with archive.open(packed) as stream:
            content = stream.read(min(_LARGEST, left) + 1)
        left -= len(content)
        if len(content) > _LARGEST or left < 0:
            raise DrafterError(f"{name}：里面的文件太大，没有接收；请分几次送")
        files.append(Packed(_name(packed), content))
    return tuple(files)


def _name(packed: zipfile.ZipInfo) -> str:
    """The last part of the name, read as it was written."""
    name = packed.filename
    if not packed.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gbk")
    return PurePosixPath(name.replace("\\", "/")).name


def _passing(name: str) -> bool:
    return not name or name.startswith(_PASSING)
