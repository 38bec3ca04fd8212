"""备份: the whole workspace in one file, taken while others work; and put back, if every byte is as
it was."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from drafter.desk.files.folders import CATALOGUE, read_file, reported
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.disk.unfinished import PREFIX, unfinished
from drafter.disk.zips import member
from drafter.model.errors import WorkspaceError
from drafter.publish.chain import LIST, Entry, Listing, listing, read_listing

_FOLDERS = ("templates", "inputs", "records", "output")
_ENDING = ".zip"
_MOST_FILES, _MOST_BYTES, _LARGEST_LIST = 60_000, 8 << 30, 64 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    KeyError,
)
_DAMAGED = "{file}不是drafter的备份，或已损坏：{what}；没有恢复"


class Backup(Struct, frozen=True):
    """A backup: where it is, how many files it holds, and the hash that vouches for all of them."""

    path: Path
    files: int
    head: str


@alone
def back_up(workspace: Workspace, target: Path) -> Backup:
    """Write the workspace's files to a new file. Nobody writes there meanwhile, so that they are of
    one moment. Raises WorkspaceError where the target is there already, or within."""
    root = workspace.folders.root
    if target.suffix.lower() != _ENDING:
        raise WorkspaceError(f"{target.name}：备份文件的名称须以{_ENDING}结尾")
    if target.exists():
        raise WorkspaceError(f"{target.name}已存在，没有覆盖；请另取一个名称")
    if any(target.resolve().is_relative_to(root / name) for name in _FOLDERS):
        raise WorkspaceError("备份不能放在工作目录的文件夹里，请换一个地方")
    with reported(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(target.parent) as folder:
            new = folder / target.name
            whole = _written(root, new)
            new.replace(target)
    return Backup(target, len(whole.files), whole.head)


def _written(root: Path, target: Path) -> Listing:
    with target.open("xb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            whole = listing(_packed(root, archive))
            archive.writestr(member(LIST), whole.to_bytes())
        stream.flush()
        os.fsync(stream.fileno())
    return whole


def _packed(root: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for path in _files(root):
        name, content = path.relative_to(root).as_posix(), read_file(path)
        archive.writestr(member(name, zipfile.ZIP_DEFLATED), content)
        yield name, content


def _files(root: Path) -> Iterator[Path]:
    """The workspace's files in a fixed order; no links, and nothing that is only being written."""
    for name in _FOLDERS:
        for here, folders, files in os.walk(root / name):
            folders[:] = sorted(x for x in folders if not x.startswith(PREFIX))
            for file in sorted(files):
                path = Path(here, file)
                if path.is_file() and not path.is_symlink() and not file.startswith("."):
                    yield path


def restore(file: Path, target: Path) -> Backup:
    """The workspace as it was, in a folder that is new or empty; whole or not at all. Raises
    WorkspaceError for what is no backup, or is altered in any byte."""
    target = target.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WorkspaceError(f"{target.name}不是空文件夹，没有恢复；请换一个空文件夹")
    try:
        with reported(file), zipfile.ZipFile(file) as archive:
            whole = _listed(archive, file.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with unfinished(target.parent) as folder:
                new = folder / target.name
                for entry in whole.files:
                    _unpack(archive, entry, new, file.name)
                if target.exists():
                    target.rmdir()
                new.rename(target)
    except _BROKEN as error:
        raise WorkspaceError(_DAMAGED.format(file=file.name, what="打不开")) from error
    return Backup(target, len(whole.files), whole.head)


def _listed(archive: zipfile.ZipFile, file: str) -> Listing:
    """The list of what is in it, which names all of it and nothing else, by sound names."""

    def refused(what: str) -> WorkspaceError:
        return WorkspaceError(_DAMAGED.format(file=file, what=what))

    members = archive.infolist()
    names = [member.filename for member in members]
    if LIST not in names or len(names) > _MOST_FILES + 1:
        raise refused("没有清单" if LIST not in names else "文件过多")
    whole = read_listing(_read(archive, LIST, _LARGEST_LIST))
    if whole is None:
        raise refused("清单读不出来")
    paths = [entry.path for entry in whole.files]
    if sorted([*paths, LIST]) != sorted(names) or len({p.casefold() for p in paths}) < len(paths):
        raise refused("内容与清单不符")
    if any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
        raise refused("含有链接")
    if strange := next((path for path in paths if not _sound(path)), ""):
        raise refused(f"“{strange[:60]}”不是工作目录中的文件")
    if sum(entry.size for entry in whole.files) > _MOST_BYTES:
        raise refused("太大")
    if CATALOGUE not in paths:
        raise refused(f"缺少{CATALOGUE}")
    return whole


def _sound(path: str) -> bool:
    """Whether it is a file of a workspace's folders, whatever system reads the name."""
    parts = path.split("/")
    plain = all(part.strip(". ") and not set(part) & set("\\:\0") for part in parts)
    return plain and len(parts) > 1 and parts[0] in _FOLDERS and str(PurePosixPath(path)) == path


def _unpack(archive: zipfile.ZipFile, entry: Entry, folder: Path, file: str) -> None:
    content = _read(archive, entry.path, entry.size)
    if len(content) != entry.size or hashlib.sha256(content).hexdigest() != entry.sha256:
        raise WorkspaceError(_DAMAGED.format(file=file, what=f"{entry.path}被改动"))
    path = folder / entry.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _read(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    """At most one byte more than that, whatever the archive claims."""
    with archive.open(name) as stream:
        return stream.read(size + 1)
