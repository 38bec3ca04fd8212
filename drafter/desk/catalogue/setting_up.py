"""The catalogue and the template replaced by others: held against each other first, the old ones
kept under their hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from drafter.desk.files.folders import CATALOGUE, TEMPLATE, Folders, read_file, write_file
from drafter.desk.files.progress import Progress
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.errors import TemplateError, WorkspaceError
from drafter.model.finding import Finding

_KEPT = "records/目录模板"
_FILES = {".xlsx": CATALOGUE, ".docx": TEMPLATE}
_SHOWN = 12  # hexadecimal digits of a hash, enough to tell some files apart


class Replaced(Struct, frozen=True):
    """A file that took the place of another: its name, and under which the other is kept; "" where
    both are the same."""

    name: str
    kept: str


@alone
def replace(workspace: Workspace, files: Sequence[Path], progress: Progress) -> list[Replaced]:
    """Put the catalogue, the template, or both in their place. Raises CatalogueError or
    TemplateError with all that stands against them; then nothing was replaced."""
    new = _told_apart(files)
    folders = workspace.folders
    catalogue = new.get(CATALOGUE, folders.catalogue)
    progress("检查指标目录和报告模板")
    with workspace.reading() as running:
        workspace.read_catalogue(running, catalogue)
    if stops := held(new.get(TEMPLATE, folders.template), catalogue):
        words = f"目录和模板合在一起有{len(stops)}处错误，没有替换；请改正后重送"
        raise TemplateError(words, stops)
    return [put(folders, name, read_file(path)) for name, path in new.items()]


def _told_apart(files: Sequence[Path]) -> dict[str, Path]:
    """What each file is to be, by its ending."""
    names: dict[str, Path] = {}
    for file in files:
        name = _FILES.get(file.suffix.lower())
        if name is None or name in names:
            raise WorkspaceError(
                f"{file.name}：这里只收一份指标目录（.xlsx）和一份报告模板（.docx）；请核对后重送"
            )
        names[name] = file
    return names


def held(template: Path, catalogue: Path) -> tuple[Finding, ...]:
    """What keeps a draft from being made of both. Raises DrafterError."""
    from drafter.desk.files import template_check
    from drafter.worker.calls import Apart

    if not template.is_file():
        return ()
    with Apart(template_check.__name__, template.name) as apart:
        return apart.call(template_check.stops, template, catalogue)


def put(folders: Folders, name: str, content: bytes) -> Replaced:
    """The file in its place; what stood there is kept first."""
    path, kept = folders.root / name, ""
    if path.is_file() and (old := read_file(path)) != content:
        kept = kept_name(path, old)
        write_file(folders.root / _KEPT / kept, old)
        write_file(path, content)
    elif not path.is_file():
        write_file(path, content)
    return Replaced(path.name, kept)


def kept_name(path: Path, content: bytes) -> str:
    """指标目录（3f9c52aa01b7）.xlsx"""
    return f"{path.stem}（{hashlib.sha256(content).hexdigest()[:_SHOWN]}）{path.suffix}"


def kept_folder(folders: Folders) -> Path:
    """Where earlier catalogues and templates are kept."""
    return folders.root / _KEPT


def kept_files(folders: Folders) -> list[Path]:
    """The catalogues and templates of before, the newest first."""
    folder = kept_folder(folders)
    files = [p for p in folder.iterdir() if p.is_file()] if folder.is_dir() else []
    return sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def issued_files(folders: Folders) -> Mapping[str, Path]:
    """The catalogue and the template that count."""
    files = (folders.catalogue, folders.template)
    return {path.name: path for path in files if path.is_file()}
