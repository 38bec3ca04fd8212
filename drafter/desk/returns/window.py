"""One department at the desk: its own form read and checked, and no other's. What the numbers of
several departments say together is left to the check of the whole year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.departments.departments import known_department
from drafter.desk.files.folders import digest
from drafter.desk.records.dealings import Dealing, standings
from drafter.desk.year.drafts import past_sources
from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.model import sentence
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.records.records import Records
    from drafter.intake.submission import Submission
    from drafter.model.figure import Entry
    from drafter.workbook.reader import Reader, Workbook


class Window(Struct, frozen=True):
    """What is needed to serve a department: the whole catalogue and the department's part of it,
    last year's entries, the records, the reader; `once` keeps what is found for the department
    while catalogue and last year's forms are the same."""

    workspace: Workspace
    department: str
    catalogue: Catalogue
    part: Catalogue
    last_year: Mapping[str, Entry]
    records: Records
    reader: Reader
    once: Callable[[str, Callable[[], tuple[bytes, Workbook]]], tuple[bytes, Workbook]]

    def blank(self) -> tuple[bytes, Workbook]:
        """The department's form as it is issued, and as it is read."""
        return self.once("blank", self._blank)

    def _blank(self) -> tuple[bytes, Workbook]:
        from drafter.catalogue.forms.form import form
        from drafter.workbook.reader import Workbook

        content = form(self.catalogue, self.department, self.last_year)
        with self.workspace.folders.scratch(f"{self.department}.xlsx", content) as path:
            book = self.reader.read(path)
        assert isinstance(book, Workbook)
        return content, book

    @property
    def year(self) -> int:
        """The catalogue's."""
        return self.catalogue.settings.year

    def look(self) -> Checked:
        """The department's form as it stands now, by itself; what came is put on record."""
        from drafter.desk.year.reception import receive
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
        basis = (folders.root, digest(folders.catalogue))
        catalogue = equipment.once(("catalogue", *basis), lambda: workspace.read_catalogue(reader))
        known_department(catalogue, department)
        if not catalogue.asked_of(department):
            raise WorkspaceError(f"指标目录中没有要{department}填报的指标")
        past = (*basis, *_states(workspace, catalogue.settings.year - 1))
        last_year = equipment.once(past, lambda: workspace.last_year(catalogue, reader)[0])
        yield Window(
            workspace,
            department,
            catalogue,
            part_of(catalogue, department),
            last_year,
            workspace.records(catalogue.settings.year),
            reader,
            lambda what, find: equipment.once((what, department, *past), find),
        )


def _states(workspace: Workspace, year: int) -> Iterator[tuple[Path, int, int]]:
    """The files that a year's figures come from, with what changes when they do."""
    for path in past_sources(workspace.folders, year):
        if path.is_file():
            state = path.stat()
            yield path, state.st_mtime_ns, state.st_size
