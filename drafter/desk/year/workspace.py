"""The commands, as methods of an opened workspace. Every face calls these and only translates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from drafter.catalogue.stages import check_stage, other_stage
from drafter.desk.files.equipment import Equipment
from drafter.desk.files.folders import (
    Folders,
    find_workspace,
    reported,
    write_file,
    write_folder,
)
from drafter.desk.files.progress import Progress, counted, silent
from drafter.desk.records.locks import refuse_locked
from drafter.desk.records.makings import put_down
from drafter.desk.year.drafts import (
    LEDGER,
    catalogue_year,
    draft_in,
    free_number,
    ingredients,
    last_draft,
    numbered_folder,
    unchanged,
)
from drafter.desk.year.hand_edits import carry, is_current
from drafter.desk.year.results import Checked, Checkup, Drafted, Issued, Status
from drafter.disk.lock import alone, held
from drafter.disk.unfinished import clear_below
from drafter.model import sentence as told
from drafter.model.errors import CatalogueError, WorkspaceError
from drafter.model.finding import Finding

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue, Settings
    from drafter.desk.records.records import Records
    from drafter.desk.year.reception import Received
    from drafter.draft.record import Manifest
    from drafter.draft.trace import Traced
    from drafter.model.figure import Entry
    from drafter.workbook.reader import Reader

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time at this desk."""
    return datetime.now().astimezone()


class Workspace:
    """A folder with catalogue, template and inputs. Raises DrafterError where it cannot go on.

    `tell` is for what the user should know meanwhile: that somebody else is waited for. `equipment`
    that is given outlives the workspace, so that many of them share it, one at a time.
    """

    def __init__(
        self,
        folders: Folders,
        clock: Clock = now,
        tell: Progress = silent,
        equipment: Equipment | None = None,
    ) -> None:
        self.folders, self.clock, self.tell = folders, clock, tell
        self._equipment = equipment
        self._told: set[str] = set()
        self.maker = ""  # who has drafts made; the catalogue's 经办人 where nobody says

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Nobody else writes here meanwhile; whoever does now is waited for. What a run that was
        killed left unfinished is cleared first."""
        with ExitStack() as stack:
            with reported(self.folders.root):
                stack.enter_context(held(self.folders.lock, self.tell))
            for folder in self.folders.written:
                clear_below(folder)
            yield

    def equipped(self) -> AbstractContextManager[Equipment]:
        """The equipment that was given, or some for as long as the context."""
        return nullcontext(self._equipment) if self._equipment else Equipment()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """The reader of workbooks."""
        with self.equipped() as equipment, equipment.reading(self.folders) as running:
            yield running

    def records(self, year: int) -> Records:
        """What is kept of a year: versions received, decisions."""
        from drafter.desk.records.records import Records

        return Records(self.folders.root, year)

    def catalogue(self) -> Catalogue:
        """The catalogue as it stands. Raises CatalogueError."""
        with self.reading() as running:
            return self.read_catalogue(running)

    @alone
    def forms(self, progress: Progress = silent) -> Issued:
        """Write a blank form for each department to output/年度/下发."""
        from drafter.catalogue.forms.form import form

        with self.reading() as running:
            catalogue = self.read_catalogue(running)
            last_year, _ = self.last_year(catalogue, running)
        folder, files, changed = self.folders.forms(catalogue.settings.year), [], []
        names = [d.name for d in catalogue.departments if catalogue.asked_of(d.name)]
        for name in counted(names, progress, "生成填报表"):
            path = folder / f"{name}.xlsx"
            files.append(path)
            if write_file(path, form(catalogue, name, last_year)):
                changed.append(path)
        return Issued(folder, tuple(files), tuple(changed), catalogue.settings.misfits)

    def check(self, progress: Progress = silent) -> Checked:
        """Read and check what came back."""
        with self.reading() as running:
            progress("读取指标目录")
            catalogue = self.read_catalogue(running)
            return self._checked(catalogue, running, progress)

    @alone
    def draft(self, progress: Progress = silent, stage: str = "") -> Drafted:
        """Write the next numbered draft, or find that nothing changed since the last one. `stage`
        is one of catalogue.stages.NAMES; "" is the catalogue's own."""
        check_stage(stage)
        if last := unchanged(self.folders, self.records, stage):
            return last
        with self.equipped() as equipment, equipment.reading(self.folders) as running:
            progress("读取指标目录")
            catalogue = self.read_catalogue(running)
            self.maker = self.maker or catalogue.settings.texts.get("经办人", "")
            inputs = self._inputs(catalogue.settings, stage)
            last, _ = self.last(catalogue.settings.year)
            if last and is_current(last.manifest, inputs):
                return last
            # What composes a draft takes longer to load than it takes to see that none is due.
            from drafter.desk.year.past import full_ledger
            from drafter.draft.compose import Origin, compose
            from drafter.draft.record import run_key

            progress("编译报告模板")
            template = equipment.fitting(self.folders, catalogue, inputs)
            ledger = full_ledger(self, catalogue, template, running, progress)
        progress("生成报告")
        origin = Origin(run_key(inputs), inputs["程序"], inputs, stage)
        once = partial(equipment.findings, self.folders, "proofread")
        draft = compose(catalogue, ledger, template, origin, once)
        if last is None or not last.manifest.touched:
            return self.written(last, draft.files, draft.manifest)
        progress("沿用手改")
        decisions = self.records(catalogue.settings.year).decisions()
        carried = carry(last.folder, last.manifest, draft, decisions)
        return self.written(last, carried.files, carried.manifest)

    def written(
        self, last: Drafted | None, files: Mapping[str, bytes], manifest: Manifest
    ) -> Drafted:
        """The files as the draft after the last. Raises WorkspaceError while that is locked."""
        refuse_locked(records := self.records(manifest.year))
        manifest = replace(manifest, number=free_number(self.folders, manifest.year, last))
        folder = self.folders.output(manifest.year) / f"第{manifest.number}稿"
        put_down(records, manifest, self.maker, self.clock())
        write_folder(folder, {**files, LEDGER: manifest.to_bytes()})
        return Drafted(manifest.number, folder, True, manifest)

    def drafted(self, number: int | None = None) -> Drafted:
        """The last draft, or the numbered one. Raises WorkspaceError where there is none."""
        year = self.year()
        if number is not None:
            return draft_in(numbered_folder(self.folders, year, number))
        draft, _ = self.last(year)
        if draft is None:
            raise WorkspaceError(f"output/{year}中还没有稿子，请先运行 drafter draft")
        return draft

    def over(self, year: int) -> Workspace:
        """The same in a year that is over."""
        return Workspace(Folders(self.folders.root, year), self.clock, self.tell, self._equipment)

    def year(self) -> int:
        """The catalogue's year: a draft made of this very catalogue says it, or it is read."""
        return catalogue_year(self.folders) or self.catalogue().settings.year

    def last(self, year: int) -> tuple[Drafted | None, tuple[Finding, ...]]:
        """The last draft, and what was passed over as none, which is told."""
        draft, passed = last_draft(self.folders, year)
        for line in map(told.line, passed):
            if line not in self._told:
                self.tell(line)
                self._told.add(line)
        return draft, passed

    def lint(self, mark: bool = False, progress: Progress = silent) -> Checkup:
        """Hold the template against the catalogue; with `mark`, write a copy with comments."""
        from drafter.template.lint.lint import lint
        from drafter.word.commented import with_remarks

        with self.reading() as running:
            progress("读取指标目录")
            catalogue = self.read_catalogue(running)
        progress("检查报告模板")
        linted = lint(self.folders.read_template(), self.folders.template.name, catalogue)
        if not mark or not linted.findings:
            return Checkup(linted.findings, None)
        name = f"{self.folders.template.stem}（批注）.docx"
        path = self.folders.output(catalogue.settings.year) / name
        with self.writing():
            write_file(path, with_remarks(linted.parts, linted.slips, linted.findings))
        return Checkup(linted.findings, path)

    def trace(self, question: str, number: int | None = None) -> Traced:
        """Where a figure comes from and is used, from the last draft or from the numbered one."""
        from drafter.desk.year.tracing import traced

        return traced(self, question, number)

    def status(self, progress: Progress = silent) -> Status:
        """Who has sent, what is wrong, and whether the last draft is up to date."""
        checked = self.check(progress)
        year = checked.catalogue.settings.year
        last, passed = self.last(year)
        current = last is not None and self.is_current(last, checked.catalogue)
        return Status(checked, last, current, passed)

    def is_current(self, draft: Drafted, catalogue: Catalogue) -> bool:
        """Whether a run now, for the draft's stage, would make the draft again."""
        stage = draft.manifest.other_stage
        return is_current(draft.manifest, self._inputs(catalogue.settings, stage))

    def read_catalogue(self, reader: Reader, file: Path | None = None) -> Catalogue:
        """The catalogue, or the one in that file, through a reader that runs already. Raises
        CatalogueError."""
        from drafter.catalogue.sheet import read_catalogue
        from drafter.workbook.reader import Unreadable

        book = reader.read(file or self.folders.catalogue)
        if isinstance(book, Unreadable):
            raise CatalogueError.unread(book.file, book.reason)
        catalogue, mistakes = read_catalogue(book)
        if catalogue is None:
            first = told.line(mistakes[0])
            raise CatalogueError(f"指标目录有{len(mistakes)}处错误，第一处：{first}", mistakes)
        return catalogue

    def _checked(self, catalogue: Catalogue, reader: Reader, progress: Progress) -> Checked:
        from drafter.desk.year.checking import checked

        return checked(self, catalogue, reader, progress)

    def receive(
        self, catalogue: Catalogue, records: Records, reader: Reader, progress: Progress = silent
    ) -> Received:
        """What came back, read, and kept on record. While somebody else writes, it is read all the
        same, and left to the next to keep."""
        from drafter.desk.year.reception import receive

        files = counted(self.folders.inputs(catalogue.settings.year), progress, "读取填报表")
        when = f"{self.clock():%Y-%m-%d %H:%M:%S}"
        return receive(catalogue, files, records, reader, when)

    def last_year(
        self, catalogue: Catalogue, reader: Reader
    ) -> tuple[Mapping[str, Entry], list[Finding]]:
        """Last year's entries, and what of last year could not be used."""
        from drafter.desk.year.past import last_year_entries

        return last_year_entries(catalogue, self.folders, reader)

    def _inputs(self, settings: Settings, stage: str) -> dict[str, str]:
        year, other = settings.year, other_stage(settings.texts, stage)
        return ingredients(self.folders, self.records(year), year, other)


def open_workspace(
    path: str | Path = ".",
    tell: Progress = silent,
    equipment: Equipment | None = None,
    year: int | None = None,
) -> Workspace:
    """The workspace that the path is in, in its year or in one that is over. Raises WorkspaceError
    where it has no such year."""
    from drafter.desk.year.years import in_year

    workspace = Workspace(find_workspace(Path(path)), tell=tell, equipment=equipment)
    return workspace if year is None else in_year(workspace, year)
