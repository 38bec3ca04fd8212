"""One department at the desk: its own form read and checked, and no other's. What the numbers of
several departments say together is left to the check of the whole year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.dealings import Dealing, standings
from drafter.desk.departments import known_department
from drafter.desk.folders import digest
from drafter.desk.results import Checked
from drafter.desk.workspace import Workspace
from drafter.model import sentence
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.equipment import Equipment
    from drafter.desk.records import Records
    from drafter.intake.submission import Submission
    from drafter.model.figure import Entry
    from drafter.workbook.reader import Reader


class Window(Struct, frozen=True):
    """What is needed to serve a department: the whole catalogue and the department's part of it,
    last year's entries, the records, and the reader."""

    workspace: Workspace
    department: str
    catalogue: Catalogue
    part: Catalogue
    last_year: Mapping[str, Entry]
    records: Records
    reader: Reader

    @property
    def year(self) -> int:
        """The catalogue's."""
        return self.catalogue.settings.year

    def look(self) -> Checked:
        """The department's form as it stands now, by itself; what came is put on record."""
        from drafter.desk.reception import receive
        from drafter.intake.inbox import concerning

        everybody = self.workspace.folders.inputs(self.year)
        files = concerning(self.catalogue, everybody, self.department)
        when = f"{self.workspace.clock():%Y-%m-%d %H:%M:%S}"
        received = receive(self.catalogue, files, self.records, self.reader, when)
        own = next(s for s in received.submissions if s.department == self.department)
        mine = [f for f in received.inbox.findings if f.department == self.department]
        checked = self.judged(own, mine)
        stand = standings(self.records.filed(Dealing), [own])
        return replace(checked, inbox=received.inbox, standings=stand)

    def judged(self, submission: Submission, others: Iterable[Finding] = ()) -> Checked:
        """The submission held against its own rules; `others` are findings on its file."""
        from drafter.ledger.merge import merge

        ledger = merge(self.part, [submission], self.last_year, self.records.decisions())
        findings = tuple(sentence.in_order([*others, *ledger.findings]))
        return Checked(self.catalogue, (submission,), replace(ledger, findings=findings), findings)


@contextmanager
def window(workspace: Workspace, department: str) -> Iterator[Window]:
    """The department at the desk. The catalogue and last year's figures are read once for as long
    as the equipment lives and their files are the same. Raises WorkspaceError for a department that
    the catalogue does not name or does not ask."""
    from drafter.catalogue.part import part_of

    folders = workspace.folders
    with workspace.equipped() as equipment, equipment.reading(folders) as reader:
        own = (folders.root, digest(folders.catalogue))
        catalogue = equipment.once(("catalogue", *own), lambda: workspace.read_catalogue(reader))
        known_department(catalogue, department)
        if not catalogue.asked_of(department):
            raise WorkspaceError(f"指标目录中没有要{department}填报的指标")
        last_year = _last_year(workspace, catalogue, equipment, reader)
        records = workspace.records(catalogue.settings.year)
        part = part_of(catalogue, department)
        yield Window(workspace, department, catalogue, part, last_year, records, reader)


def _last_year(
    workspace: Workspace, catalogue: Catalogue, equipment: Equipment, reader: Reader
) -> Mapping[str, Entry]:
    files = workspace.folders.inputs(catalogue.settings.year - 1)
    states = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    key = ("last year", digest(workspace.folders.catalogue), states)
    return equipment.once(key, lambda: workspace.last_year(catalogue, reader)[0])
