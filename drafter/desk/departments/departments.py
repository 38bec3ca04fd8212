"""The drafting desk's dealings with the departments: replies, reminders, versions, decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.files.folders import reported, write_file
from drafter.desk.records.dealings import extensions
from drafter.desk.year.reception import version
from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.records.filings import Receipt
    from drafter.intake.inbox import Letter
    from drafter.intake.reminder import Reminder
    from drafter.intake.reply import Reply
    from drafter.intake.submission import Submission
    from drafter.intake.versions import Change
    from drafter.workbook.kinds import FileKind
    from drafter.workbook.reader import Reader


class Returned(Struct, frozen=True):
    """A reply as written: the workbook and the message."""

    reply: Reply
    workbook: Path
    message: Path


class Version(Struct, frozen=True):
    """A version received, what it changed against the one before, or why it could not be read."""

    receipt: Receipt
    changes: tuple[Change, ...]
    unread: str = ""


@alone
def send_back(workspace: Workspace) -> list[Returned]:
    """Write an annotated copy and a message for every department that has something to mend, to
    output/年度/退回; what stands there of departments that have not is taken away."""
    from drafter.intake.reply import replies

    checked = workspace.check()
    letters = checked.inbox.chosen if checked.inbox else {}
    today, kinds = workspace.clock().date(), form_kinds(checked)
    extended, submissions = extensions(checked.standings), checked.submissions
    answers = replies(checked.catalogue, submissions, checked.findings, kinds, today, extended)
    folder = workspace.folders.returns(checked.catalogue.settings.year)
    with workspace.reading() as running:
        written = [_written(workspace, checked, x, letters, folder, running) for x in answers]
    mended = {d.name for d in checked.catalogue.departments} - {x.reply.department for x in written}
    _sweep(folder, mended)
    return written


def form_kinds(checked: Checked) -> dict[str, FileKind]:
    """The kinds of the files that are read, by department."""
    letters = checked.inbox.chosen if checked.inbox else {}
    return {name: x.form.kind for name, x in letters.items() if x.form}


def _written(
    workspace: Workspace,
    checked: Checked,
    reply: Reply,
    letters: Mapping[str, Letter],
    folder: Path,
    running: Reader,
) -> Returned:
    from drafter.intake.reply import renewed

    name = reply.department
    workbook, message = folder / f"{name}.xlsx", folder / f"{name}.txt"
    copy = None if reply.fresh else running.annotate(letters[name].path, reply.annotation)
    if not isinstance(copy, bytes):
        reply = renewed(checked.catalogue, reply)
        copy = _anew(workspace, checked, reply, running)
    write_file(message, reply.text.encode("utf-8-sig"))
    write_file(workbook, copy)
    return Returned(reply, workbook, message)


def _anew(workspace: Workspace, checked: Checked, reply: Reply, running: Reader) -> bytes:
    """A form issued anew, with the remarks, and with what was said where that could be read."""
    from drafter.catalogue.forms.form import form

    blank = form(checked.catalogue, reply.department, checked.ledger.last_year)
    with workspace.folders.scratch(f"{reply.department}.xlsx", blank) as path:
        copy = running.annotate(path, reply.annotation)
    if not isinstance(copy, bytes):
        raise WorkspaceError(f"{reply.department}：退回的表写不出来（{copy.reason}）")
    return copy


def remind(workspace: Workspace) -> list[Reminder]:
    """A reminder for every department of which nothing came."""
    return reminders_of(workspace, workspace.check())


def reminders_of(workspace: Workspace, checked: Checked) -> list[Reminder]:
    """The reminders that the check asks for."""
    from drafter.intake.reminder import reminders

    today, extended = workspace.clock().date(), extensions(checked.standings)
    return reminders(checked.catalogue, checked.submissions, today, extended)


def history(workspace: Workspace, department: str) -> list[Version]:
    """The versions of a department's form, oldest first, each with what it changed."""
    with workspace.reading() as running:
        catalogue = workspace.read_catalogue(running)
        known_department(catalogue, department)
        records = workspace.records(catalogue.settings.year)
        workspace.receive(catalogue, records, running)
        receipts = records.receipts(department)
        read = [version(catalogue, records, receipt, running) for receipt in receipts]
    return [
        _version(catalogue, receipt, now, read[:number])
        for number, (receipt, now) in enumerate(zip(receipts, read, strict=True))
    ]


def _version(
    catalogue: Catalogue, receipt: Receipt, now: Submission, earlier: Sequence[Submission]
) -> Version:
    """Against the last version before it that could be read."""
    from drafter.intake.versions import changes
    from drafter.model.sentence import sentence

    if not now.readable:
        reasons = [sentence(finding) for finding in now.findings]
        return Version(receipt, (), reasons[0] if reasons else "读不出来")
    before = next((s for s in reversed(earlier) if s.readable), None)
    return Version(receipt, tuple(changes(catalogue, before, now)) if before else ())


def known_department(catalogue: Catalogue, department: str) -> None:
    """Raises WorkspaceError for one that the catalogue does not name."""
    from drafter.catalogue.rows import nearest

    names = [d.name for d in catalogue.departments]
    if department not in names:
        raise WorkspaceError(f"指标目录中没有“{department}”{nearest(department, names)}")


def _sweep(folder: Path, stems: set[str]) -> None:
    """Take away the files of a folder of ours that bear one of the names."""
    with reported(folder):
        for path in list(folder.iterdir()) if folder.is_dir() else ():
            if path.is_file() and path.stem in stems:
                path.unlink()
