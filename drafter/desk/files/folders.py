"""The folders on disk: what stands where, hashes, atomic writes, numbered drafts."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.disk.synced import synced
from drafter.disk.unfinished import scratch, unfinished
from drafter.model.errors import NoWorkspaceError, WorkspaceError
from drafter.model.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE, TEMPLATE = "templates/指标目录.xlsx", "templates/报告模板.docx"
ANNEX, BELOW = "templates/附件示例.docx", "下级"
SET_ASIDE = "目录"  # of a year that is over, in records/年度: its catalogue and its template
MOST_KEPT = 20 << 20  # bytes; a larger file is refused, and not kept either
# Numbers as drafter writes them: \d would also take the digits of other scripts.
_DRAFT = pattern(r"第([1-9][0-9]{0,8})稿")
_LIKE_A_DRAFT = pattern(r"第\s*[\d〇零一二三四五六七八九十百千]+\s*稿")
_YEAR = pattern(r"[0-9]{4}")
_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘出错",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹，请指明其中的文件",
}
_PASSING = ("~$", ".", "Thumbs.db", "desktop.ini")


class Folders(Struct, frozen=True):
    """A workspace's files and folders; with `over`, those of a year that is over, whose catalogue
    and template were set aside when the workspace went on to the next."""

    root: Path
    over: int = 0

    @property
    def catalogue(self) -> Path:
        """templates/指标目录.xlsx, or records/2023/目录/指标目录.xlsx"""
        return self._own(CATALOGUE)

    @property
    def template(self) -> Path:
        """templates/报告模板.docx, or records/2023/目录/报告模板.docx"""
        return self._own(TEMPLATE)

    def _own(self, name: str) -> Path:
        return self.set_aside(self.over) / Path(name).name if self.over else self.root / name

    def set_aside(self, year: int) -> Path:
        """records/2023/目录"""
        return self.root / "records" / str(year) / SET_ASIDE

    def name(self, path: Path) -> str:
        """What a draft's record calls a file that the draft depends on: a year's own catalogue and
        template have the same names for good."""
        return {self.catalogue: CATALOGUE, self.template: TEMPLATE}.get(path) or self.relative(path)

    def read_template(self) -> bytes:
        """The template's bytes. Raises WorkspaceError."""
        if not self.template.is_file():
            place = self.relative(self.template)
            raise WorkspaceError(f"缺少{place}；请放回模板，或用 drafter new 新建后复制")
        return read_file(self.template)

    @property
    def cache(self) -> Path:
        """What may be deleted at any time: .cache"""
        return self.root / ".cache"

    @property
    def lock(self) -> Path:
        """Whoever writes in the workspace holds this file."""
        return self.root / "records/.写入锁"

    @property
    def written(self) -> tuple[Path, ...]:
        """The folders that drafter writes to."""
        return tuple(self.root / name for name in ("templates", "output", "records", ".cache"))

    def inputs(self, year: int) -> list[Path]:
        """What came back for a year, by name; Excel's lock files and hidden files left out."""
        return _received(self.root / "inputs" / str(year))

    def packs(self, year: int) -> list[Path]:
        """What the regions below handed up for a year, by name: inputs/2023/下级."""
        return _received(self.root / "inputs" / str(year) / BELOW)

    def forms(self, year: int) -> Path:
        """output/2023/下发"""
        return self.output(year) / "下发"

    def issued(self, year: int) -> list[Path]:
        """The blank forms there, by name."""
        return [path for path in _inside(self.forms(year)) if path.suffix == ".xlsx"]

    def returns(self, year: int) -> Path:
        """output/2023/退回"""
        return self.output(year) / "退回"

    def returned(self, year: int) -> list[Path]:
        """The workbooks and messages there, by name."""
        return [path for path in _inside(self.returns(year)) if path.suffix in (".xlsx", ".txt")]

    def output(self, year: int) -> Path:
        """output/2023"""
        return self.root / "output" / str(year)

    def drafts(self, year: int) -> list[tuple[int, Path]]:
        """The folders that bear a draft's name, by number."""
        named = ((_DRAFT.fullmatch(path.name), path) for path in _inside(self.output(year)))
        return sorted((int(name[1]), path) for name, path in named if name and path.is_dir())

    def misnamed(self, year: int) -> list[Path]:
        """What bears a name that a reader could take for a draft's, and drafter does not."""
        drafts = {path for _, path in self.drafts(year)}
        return [
            path
            for path in _inside(self.output(year))
            if _LIKE_A_DRAFT.fullmatch(path.name) and path not in drafts
        ]

    def years(self, name: str) -> list[int]:
        """The years that have a folder in output or records, the last first."""
        numbers = [int(p.name) for p in _inside(self.root / name) if _YEAR.fullmatch(p.name)]
        return sorted(numbers, reverse=True)

    @contextmanager
    def scratch(self, name: str, content: bytes) -> Iterator[Path]:
        """The content as a file of that name, for as long as the context lasts."""
        with scratch() as folder:
            path = folder / name
            path.write_bytes(content)
            yield path

    def relative(self, path: Path) -> str:
        """The path as the user reads it: from the workspace, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def _received(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    with reported(folder):
        files = [p for p in folder.iterdir() if p.is_file() and not _passing(p.name)]
    if any(not _readable(path.name) for path in files):
        name = "/".join(folder.parts[folder.parts.index("inputs") :])
        raise WorkspaceError(f"{name}中有文件名是乱码的文件；请改名后重新运行")
    return sorted(files)


def _inside(folder: Path) -> list[Path]:
    with reported(folder):
        return sorted(folder.iterdir()) if folder.is_dir() else []


def find_workspace(start: Path) -> Folders:
    """The workspace that the folder is in. Raises WorkspaceError."""
    try:
        here = start.resolve()
    except (OSError, RuntimeError) as error:
        raise WorkspaceError(f"{start}：路径有误，打不开") from error
    for folder in (here, *here.parents):
        if (folder / CATALOGUE).is_file():
            return Folders(folder)
    raise NoWorkspaceError(
        f"{start}：不是drafter工作目录，缺少{CATALOGUE}；请进入工作目录，或用 drafter new 新建"
    )


def there(path: Path) -> Path:
    """The path of a file that its user named. Raises WorkspaceError where there is none."""
    if not path.is_file():
        raise WorkspaceError(f"{path}：没有这个文件，请核对文件名和所在的文件夹")
    return path


def read_file(path: Path) -> bytes:
    """The file's bytes. Raises WorkspaceError."""
    with reported(path):
        return path.read_bytes()


def digest(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with reported(path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_file(path: Path, content: bytes, lasting: bool = True) -> bool:
    """Write the whole file or leave the old one; False where it already was so. What need not be
    `lasting` may be lost with the machine's power."""
    with reported(path):
        if _stands(path, content):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(path.parent) as folder:
            new = folder / path.name
            new.write_bytes(content)
            synced([new] if lasting else [])
            new.replace(path)
    return True


def write_files(files: Iterable[tuple[Path, bytes]], above: Path) -> None:
    """Write files that stand somewhere below the folder `above`, each whole or not at all, in this
    order: a kill leaves the first of them. One that is so already stays as it is."""
    with reported(above):
        above.mkdir(parents=True, exist_ok=True)
        with unfinished(above) as folder:
            moved = dict(_saved(files, folder))
            synced([*moved])
            for new, path in moved.items():
                with reported(path):
                    path.parent.mkdir(parents=True, exist_ok=True)
                    new.replace(path)


def _saved(files: Iterable[tuple[Path, bytes]], folder: Path) -> Iterator[tuple[Path, Path]]:
    """The new file in the folder, and its place."""
    for number, (path, content) in enumerate(files):
        if not _stands(path, content):
            (new := folder / str(number)).write_bytes(content)
            yield new, path


def _stands(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder with all its files, or nothing. Raises WorkspaceError where it exists."""
    with reported(path):
        if path.exists():
            raise WorkspaceError(f"{path.name}已存在，未覆盖；请重新运行")
        _place_folder(path, files)


def replace_folder(path: Path, files: Mapping[str, bytes], aside: Path) -> bool:
    """The folder with these files and no others; False where it was so already. What stood there
    is moved `aside` whole, and at no time is there a folder with only some of its files."""
    with reported(path):
        if path.is_dir() and _holds(path, files):
            return False
        _place_folder(path, files, aside)
    return True


def _holds(path: Path, files: Mapping[str, bytes]) -> bool:
    names = {file.name for file in path.iterdir()}
    return names == set(files) and all((path / n).read_bytes() == c for n, c in files.items())


def _place_folder(path: Path, files: Mapping[str, bytes], aside: Path | None = None) -> None:
    with reported(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(path.parent) as folder:
            new = folder / path.name
            new.mkdir()
            for name, content in files.items():
                (new / name).write_bytes(content)
            synced([new / name for name in files])
            if aside and path.exists():
                aside.parent.mkdir(parents=True, exist_ok=True)
                path.rename(aside)
            new.rename(path)


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
        why = _REASONS.get(error.errno or 0, error.strerror or error)
        raise WorkspaceError(f"{path.name}：读写失败（{why}）") from error
