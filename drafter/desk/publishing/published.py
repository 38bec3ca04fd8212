"""What was published: the files that stand there now, those of before, the records of it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from drafter.desk.publishing.publishing import EARLIER, FOLDER, PACK
from drafter.desk.records.filings import Publication
from drafter.desk.year.workspace import Workspace
from drafter.model.pattern import pattern

_TIME = pattern(r"第([1-9][0-9]{0,4})次")


class Outlet(Struct, frozen=True):
    """A folder of published files: its own name ("" for the one that counts), and the files but
    for the evidence pack, which does not go out."""

    name: str
    folder: Path
    files: tuple[Path, ...]
    pack: Path | None


class Published(Struct, frozen=True):
    """The files that stand there now, if any; those of before and the records, the last first."""

    now: Outlet | None
    before: tuple[Outlet, ...]
    publications: tuple[Publication, ...]

    def folder(self, name: str) -> Path | None:
        """The folder of that name."""
        outlets = (*([self.now] if self.now else []), *self.before)
        return next((outlet.folder for outlet in outlets if outlet.name == name), None)


def published(workspace: Workspace, year: int) -> Published:
    """All that was published of the year."""
    output = workspace.folders.output(year)
    now = _outlet("", output / FOLDER)
    aside = output / EARLIER
    folders = [p for p in aside.iterdir() if _TIME.fullmatch(p.name)] if aside.is_dir() else []
    folders.sort(key=lambda path: int(path.name[1:-1]), reverse=True)
    before = [outlet for path in folders if (outlet := _outlet(path.name, path))]
    publications = workspace.records(year).publications()
    return Published(now, tuple(before), tuple(reversed(publications)))


def _outlet(name: str, folder: Path) -> Outlet | None:
    if not folder.is_dir():
        return None
    files = sorted(path for path in folder.iterdir() if path.is_file())
    out = tuple(path for path in files if path.name != PACK)
    return Outlet(name, folder, out, next((path for path in files if path.name == PACK), None))
