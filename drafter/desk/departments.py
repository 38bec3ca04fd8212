"""The drafting desk's dealings with the departments: replies, reminders, versions, decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.desk.folders import sweep_folder, write_file
from drafter.desk.matters import NAMES, hand_matters, picked
from drafter.desk.reception import version
from drafter.desk.results import Checked
from drafter.desk.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.dataclass import dataclass
from drafter.model.dates import official_date
from drafter.model.decision import ACCEPTABLE, Decision, Ruling, ground
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding, Severity

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.records import Receipt
    from drafter.intake.inbox import Letter
    from drafter.intake.reminder import Reminder
    from drafter.intake.reply import Reply
    from drafter.intake.submission import Submission
    from drafter.intake.versions import Change
    from drafter.workbook.reader import Reader

_RETURNED = "退回"


@dataclass(frozen=True, slots=True)
class Returned:
    """A reply as written: the workbook and the message."""

    reply: Reply
    workbook: Path
    message: Path


@dataclass(frozen=True, slots=True)
class Version:
    """A version received, what it changed against the one before, or why it could not be read."""

    receipt: Receipt
    changes: tuple[Change, ...]
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A decision, the first of several; and the findings that are closed."""

    decision: Decision
    findings: tuple[Finding, ...]


@alone
def send_back(workspace: Workspace) -> list[Returned]:
    """Write an annotated copy and a message for every department that has something to mend, to
    output/年度/退回; what stands there of departments that have not is taken away."""
    from drafter.intake.reply import replies

    checked = workspace.check()
    letters = checked.inbox.chosen if checked.inbox else {}
    kinds = {name: x.form.kind for name, x in letters.items() if x.form}
    today = workspace.clock().date()
    answers = replies(checked.catalogue, checked.submissions, checked.findings, kinds, today)
    folder = workspace.folders.output(checked.catalogue.settings.year) / _RETURNED
    with workspace.reading() as running:
        written = [_written(workspace, checked, x, letters, folder, running) for x in answers]
    mended = {d.name for d in checked.catalogue.departments} - {x.reply.department for x in written}
    sweep_folder(folder, mended)
    return written


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
    from drafter.intake.reminder import reminders

    checked = workspace.check()
    return reminders(checked.catalogue, checked.submissions, workspace.clock().date())


def history(workspace: Workspace, department: str) -> list[Version]:
    """The versions of a department's form, oldest first, each with what it changed."""
    with workspace.reading() as running:
        catalogue = workspace.read_catalogue(running)
        _known_department(catalogue, department)
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


@alone
def accept(
    workspace: Workspace,
    about: str,
    reason: str,
    by: str = "",
    department: str = "",
    only: str = "",
) -> Accepted:
    """Record that the open findings on an indicator (or on a department's form) may stand; or, of
    a conflict, on which department's word the value holds; or that hand edits may stand, of several
    those that `only` names. Raises WorkspaceError."""
    checked = workspace.check()
    mine = [f for f in checked.findings if about in (f.indicator or f.department,) and f.open]
    closed = [f for f in mine if f.code in ACCEPTABLE and f.severity is not Severity.HINT]
    if only or not closed:
        matters = hand_matters(workspace, checked.catalogue.settings.year, about)
        closed = picked(matters, about, only)
    if not reason.strip():
        raise WorkspaceError("请用 --reason 写明理由")
    if not closed:
        raise WorkspaceError(_nothing_to_accept(checked, about, mine))
    closed = [*_ruled(closed, about, department)]
    names = dict.fromkeys(finding.indicator or finding.department for finding in closed)
    groups = [[f for f in closed if name in (f.indicator or f.department,)] for name in names]
    decisions = [
        _decide(workspace, checked.catalogue, name, group, department, reason, by)
        for name, group in zip(names, groups, strict=True)
    ]
    pairs = [(f, d) for group, d in zip(groups, decisions, strict=True) for f in group]
    return Accepted(decisions[0], tuple(replace(f, decision=d.words) for f, d in pairs))


def _ruled(closed: Sequence[Finding], about: str, department: str) -> Sequence[Finding]:
    """Those that a decision closes: of a conflict that alone, on the named department's word."""
    conflict = [f for f in closed if f.code == "figures-conflict"]
    if conflict and not department:
        names = "、".join(f.department for f in conflict)
        raise WorkspaceError(f"“{about}”各部门报的不一致，请用 --from 写明以哪个部门为准：{names}")
    if department and department not in {f.department for f in conflict}:
        raise WorkspaceError(f"“{about}”没有{department}与其他部门不一致的数，不用 --from")
    return conflict or closed


def _decide(
    workspace: Workspace,
    catalogue: Catalogue,
    about: str,
    closed: Sequence[Finding],
    department: str,
    reason: str,
    by: str,
) -> Decision:
    decision = Decision(
        ruling=Ruling.VALUE if department else Ruling.ACCEPT,
        about=about,
        ground=tuple(ground(finding) for finding in closed),
        reason=reason.strip(),
        chosen=department,
        by=by or _clerk(catalogue),
        when=_spoken(workspace.clock()),
    )
    workspace.records(catalogue.settings.year).decide(decision)
    return decision


def _nothing_to_accept(checked: Checked, about: str, mine: Sequence[Finding]) -> str:
    from drafter.catalogue.rows import nearest
    from drafter.model.sentence import line

    if about in NAMES:
        return f"没有待核定的{about}"
    names = [*checked.catalogue.indicators, *(d.name for d in checked.catalogue.departments)]
    if about not in names:
        return f"指标目录中没有“{about}”{nearest(about, names)}"
    refused = next((f for f in mine if f.severity is Severity.ERROR), None)
    why = f"；这一条须由部门更正：{line(refused)}" if refused else ""
    return f"“{about}”没有可以采纳的核查意见{why}"


@alone
def choose(
    workspace: Workspace, department: str, file: str = "", reason: str = "", by: str = ""
) -> Decision:
    """Record which of a department's forms counts: the named one, or the one received last. The
    choice holds while no other form comes in. Raises WorkspaceError."""
    from drafter.intake.inbox import standing

    checked = workspace.check()
    catalogue = checked.catalogue
    _known_department(catalogue, department)
    letters = checked.inbox.letters if checked.inbox else ()
    mine = [x for x in letters if x.department == department and x.form]
    forms = list({x.sha256: x for x in mine}.values())
    if len(forms) < 2:
        raise WorkspaceError(f"{department}没有两份不同的报表，不用选")
    records = workspace.records(catalogue.settings.year)
    picked = _picked(forms, file, records.receipts(department))
    why = reason or (f"以{picked.path.name}为准" if file else "以最后收到的为准")
    decision = Decision(
        ruling=Ruling.FILE,
        about=department,
        ground=(standing(forms),),
        reason=why.strip(),
        chosen=picked.sha256,
        by=by or _clerk(catalogue),
        when=_spoken(workspace.clock()),
    )
    records.decide(decision)
    return decision


def _picked(forms: Sequence[Letter], file: str, receipts: Sequence[Receipt]) -> Letter:
    """The form of that name, or the one received last; two of one minute are told apart by hand."""
    if file:
        named = next((x for x in forms if x.path.name == Path(file).name), None)
        if named:
            return named
        names = "、".join(x.path.name for x in forms)
        raise WorkspaceError(f"没有“{file}”，现有{names}")
    when = {receipt.sha256: receipt.when for receipt in receipts}
    last = max(when[x.sha256] for x in forms)
    newest = [x for x in forms if when[x.sha256] == last]
    if len(newest) > 1:
        names = "、".join(x.path.name for x in newest)
        raise WorkspaceError(f"{names}是同时收到的，分不出先后；请写明文件名")
    return newest[0]


def _spoken(when: datetime) -> str:
    return f"{official_date(when)}{when:%H:%M}"


def _clerk(catalogue: Catalogue) -> str:
    """Who sits at the desk: as the catalogue says, or as the system does."""
    import getpass

    try:
        return catalogue.settings.texts.get("经办人") or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未署名"


def _known_department(catalogue: Catalogue, department: str) -> None:
    from drafter.catalogue.rows import nearest

    names = [d.name for d in catalogue.departments]
    if department not in names:
        raise WorkspaceError(f"指标目录中没有“{department}”{nearest(department, names)}")
