"""One department as the desk sees it: its form, what is wrong with it, what to send to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.departments import RETURNED, form_kinds, known_department, reminders_of
from drafter.desk.overview import Row, department_rows
from drafter.model.errors import WorkspaceError
from drafter.model.figure import Figure
from drafter.model.finding import Finding

if TYPE_CHECKING:
    from drafter.desk.records import Receipt
    from drafter.desk.results import Checked
    from drafter.desk.workspace import Workspace
    from drafter.intake.inbox import Letter
    from drafter.intake.reminder import Reminder
    from drafter.intake.reply import Reply

_CODING = "utf-8-sig"


class Remark(Struct, frozen=True):
    """A finding with the name of what it is about and what its cell says."""

    finding: Finding
    label: str
    said: str


class Sending(Struct, frozen=True):
    """What is to be sent back to a department: the message, and the workbook that goes with it,
    None while none was written of what is wrong now."""

    department: str
    count: int
    text: str
    workbook: Path | None


class Dossier(Struct, frozen=True):
    """All that the desk has to do with a department. `rivals` are the forms of which one is to be
    chosen."""

    row: Row
    remarks: tuple[Remark, ...]
    receipts: tuple[Receipt, ...]
    sending: Sending | None
    reminder: Reminder | None
    rivals: tuple[Letter, ...]


def dossier(workspace: Workspace, checked: Checked, department: str) -> Dossier:
    """The department's. Raises WorkspaceError for one that the catalogue does not name."""
    known_department(checked.catalogue, department)
    row = next(row for row in department_rows(checked) if row.department == department)
    mine = (finding for finding in checked.findings if finding.department == department)
    records = workspace.records(checked.catalogue.settings.year)
    silent = {reminder.department: reminder for reminder in reminders_of(workspace, checked)}
    rivals = checked.inbox.rivals.get(department, ()) if checked.inbox else ()
    return Dossier(
        row,
        tuple(remark(checked, finding) for finding in mine),
        tuple(records.receipts(department)),
        next(iter(sendings(workspace, checked, (department,))), None),
        silent.get(department),
        tuple(rivals),
    )


def remark(checked: Checked, finding: Finding) -> Remark:
    """The finding with its indicator's name and what was filled in."""
    indicator = checked.catalogue.indicators.get(finding.indicator)
    entry = checked.ledger.entries.get(finding.indicator)
    sources = entry.sources if isinstance(entry, Figure) else ()
    said = next((s.said for s in sources if s.place == finding.place), "")
    label = finding.details.get("label") or (indicator.label if indicator else "")
    return Remark(finding, label, said or finding.details.get("value", ""))


def sendings(
    workspace: Workspace, checked: Checked, departments: Sequence[str] = ()
) -> Iterator[Sending]:
    """What has to be sent back, by department; of those named, or of all."""
    from drafter.intake.reply import renewed, replies

    submissions = [s for s in checked.submissions if not departments or s.department in departments]
    folder = workspace.folders.output(checked.catalogue.settings.year) / RETURNED
    today, kinds = workspace.clock().date(), form_kinds(checked)
    for reply in replies(checked.catalogue, submissions, checked.findings, kinds, today):
        anew = None if reply.fresh else renewed(checked.catalogue, reply)
        yield _sending(folder, reply, anew)


def _sending(folder: Path, reply: Reply, anew: Reply | None) -> Sending:
    """The message tells whether the workbook beside it is of what is wrong now: both are written
    together. A form that could not be annotated went out `anew`."""
    department, written = reply.department, _written(folder / f"{reply.department}.txt")
    workbook = folder / f"{department}.xlsx"
    texts = [x.text for x in (reply, anew) if x]
    current = written in texts and workbook.is_file()
    text = written if current else reply.text
    return Sending(department, len(reply.findings), text, workbook if current else None)


def _written(path: Path) -> str:
    from drafter.desk.folders import read_file

    try:
        return read_file(path).decode(_CODING) if path.is_file() else ""
    except (WorkspaceError, UnicodeDecodeError):
        return ""
