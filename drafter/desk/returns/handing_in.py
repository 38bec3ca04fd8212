"""A department hands in its form, confirms it; the bureau sends it back, unlocks it, puts it off.
What was acknowledged is on disk: the form in inputs, its receipt, what was done about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.departments.attachments import Attached, attached
from drafter.desk.departments.delivery import Delivered, take
from drafter.desk.files.folders import read_file
from drafter.desk.files.typed import one_line, person
from drafter.desk.records.dealings import CONFIRMED, RECEIVED, RETURNED, Dealing, Deed, Standing
from drafter.desk.records.log import Note
from drafter.desk.returns.window import Window, window
from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.disk.unfinished import scratch
from drafter.model.dates import official_moment
from drafter.model.decision import ACCEPTABLE
from drafter.model.errors import WorkspaceError
from drafter.model.figure import Figure
from drafter.model.finding import Finding, Severity, Status

if TYPE_CHECKING:
    from drafter.desk.overview.dossier import Remark
    from drafter.desk.records.filings import Receipt

_UNANSWERED = "还有{count}处错误没有改正，也没有写说明；请改正后重新报送，或写明说明，再确认"
_ANOTHER = "这份表在您看过之后又有变动（现为{label}），没有{deed}；请看过现在的再{deed}"


class Own(Struct, frozen=True):
    """A department's return: how it stands, what came and was done so far, its own findings;
    `late` is how many days the date that holds for it is past (less than 0: are left), None where
    there is none; `done` is what has just been done about it."""

    department: str
    checked: Checked
    standing: Standing
    receipts: tuple[Receipt, ...]
    dealings: tuple[Dealing, ...]
    attached: Attached
    until: date | None
    late: int | None
    delivered: Delivered | None = None
    done: Dealing | None = None

    @property
    def state(self) -> str:
        """已报, 已确认, 未报, 待选定 or 退回."""
        return self.checked.states[self.department]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the form by itself."""
        return self.checked.findings

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Each finding with the name of what it is about and what was filled in there."""
        from drafter.desk.overview.dossier import remark

        return tuple(remark(self.checked, finding) for finding in self.findings)

    @property
    def unanswered(self) -> tuple[Finding, ...]:
        """The errors that were neither mended nor explained."""
        errors = (f for f in self.findings if f.severity is Severity.ERROR)
        return tuple(f for f in errors if f.status is Status.WAITING)

    @property
    def explicable(self) -> frozenset[str]:
        """The indicators whose findings ask for an explanation."""
        asked = {f.indicator for f in self.findings if f.code in ACCEPTABLE and f.indicator}
        figures = self.checked.submissions[0].entries
        return frozenset(key for key in asked if isinstance(figures.get(key), Figure))

    @property
    def receipt(self) -> Receipt | None:
        """That of the version which is read."""
        mine = (r for r in reversed(self.receipts) if r.sha256 == self.standing.sha256)
        return next(mine, None)


def own(workspace: Workspace, department: str) -> Own:
    """How the department's return stands. Raises WorkspaceError."""
    with window(workspace, department) as mine:
        return standing(mine)


def version_of(workspace: Workspace, department: str, number: int | None = None) -> str:
    """The hash of the version that is read; of the one of that number, where it is asked for.
    Raises WorkspaceError where there is none of that number."""
    now = own(workspace, department)
    if number is None:
        return now.standing.sha256
    versions = {receipt.number: receipt.sha256 for receipt in now.receipts}
    if number not in versions:
        raise WorkspaceError(f"{department}没有第{number}次报送")
    return versions[number]


def standing(mine: Window) -> Own:
    """How the return stands of the department that is at the desk."""
    return _own(mine, mine.look())


@alone
def hand_in(workspace: Workspace, department: str, file: Path, who: str) -> Own:
    """Take the department's form in place of the one before it, which is on record. Where it is not
    taken, `delivered` tells why. Raises WorkspaceError."""
    with window(workspace, department) as mine, scratch() as folder:
        # Whose it is, is known: its name has no say in it.
        path = folder / f"{department}{file.suffix.lower()}"
        path.write_bytes(read_file(file))
        own = taken(mine, path, who)
        assert own.delivered is not None
        return replace(own, delivered=replace(own.delivered, file=file.name))


def taken(mine: Window, path: Path, who: str) -> Own:
    """The file taken as the next version of the department that is at the desk."""
    from drafter.intake.inbox import open_inbox

    before = mine.look()
    (letter,) = open_inbox(mine.catalogue, [path], mine.reader).letters
    delivered = take(mine.workspace, before, letter)
    now = _own(mine, mine.look(), delivered)
    if delivered.name and not delivered.reason:
        when = official_moment(mine.workspace.clock())
        mine.records.note(Note(person(who), "报送", mine.department, when))
    return now


@alone
def confirm(workspace: Workspace, department: str, sha256: str, who: str) -> Own:
    """Confirm the version of that hash, which is locked from then on. Raises WorkspaceError where
    another is read by now, or none."""
    with window(workspace, department) as mine:
        now = standing(mine)
        if now.state in (CONFIRMED, RETURNED):
            why = (
                "已经确认，不用再确认"
                if now.state == CONFIRMED
                else "被退回；请改正后重新报送，再确认"
            )
            raise WorkspaceError(f"{department}的报表{why}")
        _readable(now)
        check_same(now, sha256, Deed.CONFIRM)
        if now.unanswered:
            raise WorkspaceError(_UNANSWERED.format(count=len(now.unanswered)))
        return _dealt(mine, now, Deed.CONFIRM, who)


@alone
def send_back(workspace: Workspace, department: str, sha256: str, who: str, reason: str) -> Own:
    """Send the version back: it has to be mended, handed in and confirmed again."""
    with window(workspace, department) as mine:
        now = standing(mine)
        _readable(now)
        check_same(now, sha256, Deed.RETURN)
        return _dealt(mine, now, Deed.RETURN, who, _stated(reason, "退回"))


@alone
def unlock(workspace: Workspace, department: str, who: str, reason: str) -> Own:
    """Let the department hand in again what it confirmed."""
    with window(workspace, department) as mine:
        now = standing(mine)
        if not now.standing.locked:
            raise WorkspaceError(f"{department}的报表没有锁定，不用解锁")
        return _dealt(mine, now, Deed.UNLOCK, who, _stated(reason, "解锁"))


@alone
def extend(workspace: Workspace, department: str, until: str, who: str, reason: str) -> Own:
    """Put the department off to a day (2024-11-20, 2024年11月20日)."""
    from drafter.catalogue.rows import as_date

    day = as_date(until)
    if day is None:
        raise WorkspaceError(f"“{until}”不是日期；请写作2024-11-20")
    with window(workspace, department) as mine:
        now = standing(mine)
        return _dealt(mine, now, Deed.EXTEND, who, _stated(reason, "延期"), day.isoformat())


def _own(
    mine: Window, checked: Checked, delivered: Delivered | None = None, done: Dealing | None = None
) -> Own:
    from drafter.intake.reminder import days_past, due

    department = mine.department
    standing = checked.standings[department]
    until = standing.until or due(mine.catalogue)
    late = days_past(until, mine.workspace.clock().date())
    receipts = tuple(mine.records.receipts(department))
    dealings = tuple(d for d in mine.records.filed(Dealing) if d.department == department)
    attachments = attached(mine.catalogue, mine.records, department)
    return Own(
        department, checked, standing, receipts, dealings, attachments, until, late, delivered, done
    )


def _dealt(mine: Window, now: Own, deed: Deed, who: str, reason: str = "", until: str = "") -> Own:
    dealing = Dealing(
        deed=deed,
        department=mine.department,
        sha256=now.standing.sha256,
        who=person(who),
        when=official_moment(mine.workspace.clock()),
        reason=reason,
        until=until,
    )
    filed = mine.records.file(dealing)
    return _own(mine, mine.look(), done=filed)


def _stated(reason: str, deed: str) -> str:
    words = one_line(reason)
    if not words:
        raise WorkspaceError(f"请写明{deed}的理由")
    return words


def _readable(now: Own) -> None:
    if now.state not in (RECEIVED, CONFIRMED):
        raise WorkspaceError(f"{now.department}还没有能采用的报表（{now.state}）")


def check_same(now: Own, sha256: str, deed: str) -> None:
    """Nobody confirms, sends back or explains what he has not looked at. Raises WorkspaceError."""
    if now.standing.sha256 != sha256:
        label = now.receipt.label if now.receipt else "另一份"
        raise WorkspaceError(_ANOTHER.format(label=label, deed=deed))
