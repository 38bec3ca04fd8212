"""One county's workspace as one piece of work: what came of it is a row, whatever came of it."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.files.equipment import Equipment
from drafter.desk.files.folders import Folders, digest, reported
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import attempted
from drafter.intake.submission import SILENT
from drafter.model.errors import DrafterError
from drafter.model.finding import Finding, Severity

if TYPE_CHECKING:
    from drafter.desk.year.results import Checked, Drafted
    from drafter.draft.record import FindingRecord

DONE, SAME, FAILED = "完成", "没有变化", "未完成"
_CRASHED = "程序出错（{}）；请把该工作目录交维护人员查看"


class Row(Struct, frozen=True):
    """What came of a county: its open findings by weight, how many departments are silent, the
    draft and how many places of it await something; or the reason why nothing came."""

    folder: str
    outcome: str = DONE
    region: str = ""
    silent: int = 0
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    draft: int = 0
    awaited: int = 0
    reason: str = ""

    @property
    def failed(self) -> bool:
        """Whether nothing came of it."""
        return self.outcome == FAILED


Work = Callable[[Workspace, str], Row]


def check(workspace: Workspace, folder: str) -> Row:
    """The county read and checked; not again where nothing has changed since."""
    folders = workspace.folders
    with workspace.equipped() as equipment, attempted(folders.lock) as mine:
        if row := equipment.last(folders, "row", _state(folders), Row):
            return replace(row, folder=folder, outcome=SAME)
        before = _asked(folders)
        row = _checked(workspace.check(), folder)
        if mine and _asked(folders) == before:
            equipment.keep(folders, "row", _state(folders), row)
    return row


def draft(workspace: Workspace, folder: str) -> Row:
    """The county's next draft; the last one where nothing has changed since."""
    return _drafted(workspace.draft(), folder)


# What can be done with a county, by the name that a command gives it.
WORKS: Mapping[str, Work] = {"check": check, "draft": draft}
_here = threading.local()


def county(folder: str, work: str) -> Row:
    """What comes of the work on the workspace in that folder. Each thread has its reader's process
    and its compiled templates for as long as it lives."""
    try:
        workspace = Workspace(Folders(Path(folder)), equipment=_equipment())
        return WORKS[work](workspace, folder)
    except DrafterError as error:
        return failed(folder, str(error))
    except Exception as error:  # one county's surprise is not the others'
        return failed(folder, _CRASHED.format(f"{type(error).__name__}：{error}"))


def failed(folder: str, reason: str) -> Row:
    """The row of a county of which nothing came."""
    return Row(folder, FAILED, reason=reason)


def _equipment() -> Equipment:
    """This thread's own."""
    if not hasattr(_here, "equipment"):
        _here.stack = ExitStack()
        _here.equipment = _here.stack.enter_context(Equipment())
    equipment: Equipment = _here.equipment
    return equipment


def put_down() -> None:
    """End what this thread had running for its counties."""
    if hasattr(_here, "equipment"):
        _here.stack.close()
        del _here.equipment


def _checked(checked: Checked, folder: str) -> Row:
    return _counted(checked.findings, Row(folder, region=checked.catalogue.settings.region))


def _drafted(drafted: Drafted, folder: str) -> Row:
    from drafter.desk.overview.steps import awaited_words

    manifest, outcome = drafted.manifest, DONE if drafted.made else SAME
    awaited = len(awaited_words(manifest))
    row = Row(folder, outcome, manifest.region, draft=drafted.number, awaited=awaited)
    return _counted(manifest.findings, row)


def _counted(findings: Sequence[Finding | FindingRecord], row: Row) -> Row:
    left = [finding for finding in findings if finding.open]
    weights = Counter(f.severity for f in left if f.code != SILENT)
    errors, warnings, hints = (weights[weight] for weight in Severity)
    silent = sum(f.code == SILENT for f in left)
    return replace(row, silent=silent, errors=errors, warnings=warnings, hints=hints)


def _asked(folders: Folders) -> str:
    """The catalogue, the template and all that came, by content."""
    files = (p for name in ("templates", "inputs") for p in _below(folders.root / name))
    return _sum(f"{folders.relative(path)} {digest(path)}" for path in files)


def _state(folders: Folders) -> str:
    """What a check hangs on: what is asked and came, and the records, which never change, by their
    names, sizes and times."""
    kept = ((p, p.stat()) for p in _below(folders.root / "records") if p != folders.lock)
    records = (f"{folders.relative(p)} {s.st_size} {s.st_mtime_ns}" for p, s in kept)
    return _sum([_asked(folders), *records])


def _below(folder: Path) -> list[Path]:
    with reported(folder):
        return sorted(path for path in folder.rglob("*") if path.is_file())


def _sum(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode(errors="surrogateescape")).hexdigest()
