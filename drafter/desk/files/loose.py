"""Word files that were sent to be looked at, not to be kept: in the cache, each under its hash."""

from __future__ import annotations

import shutil
from pathlib import Path

from drafter.desk.files.folders import Folders, digest, read_file, reported, write_file
from drafter.disk.names import safe_name
from drafter.model.errors import WorkspaceError
from drafter.model.pattern import pattern

_FOLDER = "看稿"
_MOST = 20
_HASH = pattern(r"[0-9a-f]{64}")
_GONE = "送来的文件已经不在；请重新送一次"


def keep_loose(folders: Folders, path: Path) -> str:
    """The hash under which the file is kept, by its last name; the last twenty are."""
    folder = _folder(folders)
    own = digest(path)
    shutil.rmtree(folder / own, ignore_errors=True)
    write_file(folder / own / (safe_name(path.name) or "未命名.docx"), read_file(path))
    with reported(folder):
        kept = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in kept[_MOST:]:
            shutil.rmtree(old, ignore_errors=True)
    return own


def loose(folders: Folders, own: str) -> Path:
    """The file that is kept under the hash. Raises WorkspaceError where there is none."""
    place = _folder(folders) / own if _HASH.fullmatch(own) else None
    files = [path for path in place.iterdir() if path.is_file()] if place and place.is_dir() else []
    if len(files) != 1 or digest(files[0]) != own:
        raise WorkspaceError(_GONE)
    return files[0]


def _folder(folders: Folders) -> Path:
    """Where they are kept; not where somebody planted a link."""
    folder = folders.cache / _FOLDER
    if folders.cache.is_symlink() or folder.is_symlink():
        raise WorkspaceError(".cache是链接，没有写入；请删去这个链接后重试")
    return folder
