"""One department as the desk sees it: its form, what is wrong with it, what to send to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.departments.attachments import Attached, attached
from drafter.desk.departments.departments import known_department, reminders_of
from drafter.desk.departments.sendings import Sending, sendings
from drafter.desk.overview.overview import Row, department_rows
from drafter.desk.records.dealings import Dealing, Standing
from drafter.model.figure import Figure
from drafter.model.finding import Finding

if TYPE_CHECKING:
    from drafter.desk.records.filings import Receipt
    from drafter.desk.year.results import Checked
    from drafter.desk.year.workspace import Workspace
    from drafter.intake.inbox import Letter
    from drafter.intake.reminder import Reminder


class Remark(Struct, frozen=True):
    """A finding with the name of what it is about and what its cell says."""

    finding: Finding
    label: str
    said: str


class Dossier(Struct, frozen=True):
    """All that the desk has to do with a department. `rivals` are the forms of which one is to be
    chosen."""

    row: Row
    remarks: tuple[Remark, ...]
    receipts: tuple[Receipt, ...]
    sending: Sending | None
    reminder: Reminder | None
    rivals: tuple[Letter, ...]
    standing: Standing
    dealings: tuple[Dealing, ...]
    attached: Attached


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
        checked.standings[department],
        tuple(d for d in records.filed(Dealing) if d.department == department),
        attached(checked.catalogue, records, department),
    )


def remark(checked: Checked, finding: Finding) -> Remark:
    """The finding with its indicator's name and what was filled in."""
    indicator = checked.catalogue.indicators.get(finding.indicator)
    entry = checked.ledger.entries.get(finding.indicator)
    sources = entry.sources if isinstance(entry, Figure) else ()
    answer = next((s.said for s in sources if s.place == finding.place), "")
    label = finding.details.get("label") or (indicator.label if indicator else "")
    return Remark(finding, label, answer or finding.details.get("value", ""))
