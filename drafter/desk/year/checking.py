"""What came back and what is wrong with it: the departments' forms, and what the level below handed
up, in one ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from drafter.desk.files.progress import Progress
from drafter.desk.records.dealings import Dealing, standings
from drafter.desk.year.results import Checked
from drafter.ledger.merge import merge
from drafter.model.sentence import in_order

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.levels.receiving import District
    from drafter.desk.records.records import Records
    from drafter.desk.year.workspace import Workspace
    from drafter.model.finding import Finding
    from drafter.workbook.reader import Reader

    Handed = tuple[tuple[District, ...], tuple[Finding, ...]]


def checked(
    workspace: Workspace, catalogue: Catalogue, reader: Reader, progress: Progress
) -> Checked:
    """All that came, read and checked; what is new is kept on record."""
    records = workspace.records(catalogue.settings.year)
    received = workspace.receive(catalogue, records, reader, progress)
    districts, strays = _from_below(workspace, catalogue, records, progress)
    last_year, unread = workspace.last_year(catalogue, reader)
    handed, decisions = [one.submission for one in districts], records.decisions()
    ledger = merge(catalogue, received.submissions, last_year, decisions, handed)
    strays = (*catalogue.settings.misfits, *strays)
    others = [*received.inbox.findings, *strays, *records.findings(), *unread]
    findings = tuple(in_order([*others, *ledger.findings]))
    ledger = replace(ledger, findings=findings)
    stand = standings(records.filed(Dealing), received.submissions)
    submissions, inbox = received.submissions, received.inbox
    return Checked(catalogue, submissions, ledger, findings, inbox, stand, districts)


def _from_below(
    workspace: Workspace, catalogue: Catalogue, records: Records, progress: Progress
) -> Handed:
    """What each district handed up, and what is said of files that are none's."""
    files = workspace.folders.packs(catalogue.settings.year)
    if not files and not catalogue.districts:
        return (), ()
    from drafter.desk.levels.receiving import receive_packs

    progress("读取上报包")
    when = f"{workspace.clock():%Y-%m-%d %H:%M:%S}"
    below = receive_packs(catalogue, files, records, when)
    return below.districts, below.findings
