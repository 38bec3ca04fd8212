"""The folders on disk: what stands where, hashes, atomic writes, numbered drafts."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.errors import WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE, TEMPLATE = "templates/指标目录.xlsx", "templates/报告模板.docx"
MOST_KEPT = 20 << 20  # bytes; a larger file is refused, and not kept either
_DRAFT = re.compile(r"第(\d+)稿")
_UNFINISHED, _STALE = ".写入中-", 3600
_PASSING = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Folders:
    """A workspace's files and folders."""

    root: Path

    @property
    def catalogue(self) -> Path:
        """templates/指标目录.xlsx"""
        return self.root / CATALOGUE

    @property
    def template(self) -> Path:
        """templates/报告模板.docx"""
        return self.root / TEMPLATE

    def inputs(self, year: int) -> list[Path]:
        """What came back for a year, by name; Excel's lock files and hidden files left out."""
        folder = self.root / "inputs" / str(year)
        if not folder.is_dir():
            return []
        with reported(folder):
            files = [p for p in folder.iterdir() if p.is_file() and not _passing(p.name)]
        if any(not _readable(path.name) for path in files):
            raise WorkspaceError(f"inputs/{year}中有文件名是乱码的文件；请改名后重新运行")
        return sorted(files)

    def forms(self, year: int) -> Path:
        """output/2023/下发"""
        return self.output(year) / "下发"

    def output(self, year: int) -> Path:
        """output/2023"""
        return self.root / "output" / str(year)

    def drafts(self, year: int) -> list[tuple[int, Path]]:
        """The numbered drafts, oldest first."""
        folder = self.output(year)
        if not folder.is_dir():
            return []
        named = ((_DRAFT.fullmatch(path.name), path) for path in folder.iterdir())
        return sorted((int(found[1]), path) for found, path in named if found and path.is_dir())

    def all_drafts(self) -> list[tuple[int, Path]]:
        """The numbered drafts of all years, the last first."""
        folder = self.root / "output"
        years = [p for p in folder.iterdir() if p.name.isdecimal()] if folder.is_dir() else []
        ordered = sorted(years, key=lambda path: int(path.name), reverse=True)
        return [draft for year in ordered for draft in reversed(self.drafts(int(year.name)))]

    @contextmanager
    def scratch(self, name: str, content: bytes) -> Iterator[Path]:
        """The content as a file of that name, for as long as the context lasts."""
        with tempfile.TemporaryDirectory(prefix="drafter-") as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            yield path

    def relative(self, path: Path) -> str:
        """The path as the user reads it: from the workspace, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find_workspace(start: Path) -> Folders:
    """The workspace that the folder is in. Raises WorkspaceError."""
    try:
        here = start.resolve()
    except (OSError, RuntimeError) as error:
        raise WorkspaceError(f"{start}：路径有误，打不开") from error
    for folder in (here, *here.parents):
        if (folder / CATALOGUE).is_file():
            return Folders(folder)
    raise WorkspaceError(
        f"{start}：不是drafter工作目录，缺少{CATALOGUE}；请进入工作目录，或用 drafter new 新建"
    )


def read_file(path: Path) -> bytes:
    """The file's bytes. Raises WorkspaceError."""
    with reported(path):
        return path.read_bytes()


def digest(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with reported(path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_file(path: Path, content: bytes) -> bool:
    """Write the whole file or leave the old one; False where it already was so."""
    with reported(path):
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                _write_synced(stream.fileno(), content)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink()
            raise
    return True


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder with all its files, or nothing. Raises WorkspaceError where it exists."""
    with reported(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise WorkspaceError(f"{path.name}已存在，未覆盖；请重新运行")
        _sweep(path.parent)
        made = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=path.parent))
        try:
            made.chmod(0o755)
            for name, content in files.items():
                with (made / name).open("wb") as stream:
                    _write_synced(stream.fileno(), content)
            made.rename(path)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


def sweep_folder(folder: Path, stems: set[str]) -> None:
    """Take away the files of a folder of ours that bear one of the names."""
    with reported(folder):
        for path in list(folder.iterdir()) if folder.is_dir() else ():
            if path.is_file() and path.stem in stems:
                path.unlink()


def _sweep(folder: Path) -> None:
    """Remove what a run that was killed left unfinished, an hour ago or more."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > _STALE:
            shutil.rmtree(left, ignore_errors=True)


def program_digest() -> str:
    """What the program's own source hashes to, whatever line ends git gave it."""
    package = Path(__file__).parent
    total = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        total.update(path.relative_to(package).as_posix().encode())
        total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()[:16]


def _write_synced(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]
    os.fsync(handle)


def _readable(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _passing(name: str) -> bool:
    return name.startswith(_PASSING)


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """The system's refusals as one line that says what to do."""
    try:
        yield
    except PermissionError as error:
        raise WorkspaceError(
            f"{path.name}：没有权限或正被打开；请关闭Word、Excel中的该文件后重试"
        ) from error
    except OSError as error:
        raise WorkspaceError(f"{path.name}：读写失败（{error.strerror or error}）") from error
