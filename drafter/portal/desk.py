"""The desk behind the pages: one folder, its equipment kept warm, what was checked last."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from copy import copy
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, field

from drafter.desk.files.equipment import Equipment
from drafter.desk.files.folders import CATALOGUE, digest
from drafter.desk.opinions.minutes import Minutes
from drafter.desk.records.log import Note
from drafter.desk.year.drawer import Drawer
from drafter.desk.year.workspace import Workspace, open_workspace
from drafter.model.dates import official_moment
from drafter.model.errors import DrafterError, WorkspaceError
from drafter.portal.results import Results
from drafter.portal.states import BY_YEAR, State, folders_in, state_below, state_of
from drafter.portal.work import Job, Outcome, Tell, Work

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.year.results import Drafted, Status
    from drafter.portal.uploads import Sent

_PATIENCE = 0.8  # seconds in which most work is done, so that no page need say that it goes on
_TRIES = 3
_MOST_KNOWN = 16
T = TypeVar("T")


class UnderwayError(Exception):
    """What the page shows is not known yet: a job is finding it out."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.title)
        self.job = job


class Known(Struct):
    """What takes long to find, and the job that finds it."""

    job: Job
    values: list[Any] = field(default_factory=list)


class Standing(Struct, frozen=True):
    """How the year stands, and the state of the folders for which that holds."""

    state: State
    status: Status


class Desk:
    """The workspace in a folder, as the pages see it. What writes is a job of one thread, what only
    finds out how things stand of another, each with its own equipment: so no page that reads waits
    for a draft that is being made."""

    def __init__(self, folder: Path, claim: Callable[[Path], None]) -> None:
        """`claim` has a workspace for this desk alone, or raises WorkspaceError."""
        self.served = folder.resolve()
        self.folder = self.served
        self._claim = claim
        self.work, self._look = Work("writing"), Work("reading")
        self.drawer = Drawer()
        self.minutes = Minutes()
        self.results = Results()
        self._equipment = Equipment()
        self._spectacles = self._equipment.beside()
        self._standing: Standing | None = None
        self._known: dict[Hashable, Known] = {}
        self._lock = Lock()
        self.closed = 0  # the year that is looked at, where that is over
        self._older: dict[tuple[Path, int], Desk] = {}
        self._look_ahead()

    def workspace(self, tell: Tell = lambda _: None) -> Workspace:
        """The workspace, for reading what is on disk. Raises WorkspaceError where there is none."""
        return self._opened(self.folder, tell)

    def _opened(self, folder: Path, tell: Tell, equipment: Equipment | None = None) -> Workspace:
        workspace = open_workspace(folder, tell, equipment)
        return workspace.over(self.closed) if self.closed else workspace

    def older_years(self) -> list[int]:
        """The years that are over, the last first."""
        try:
            folders = open_workspace(self.folder).folders
        except WorkspaceError:
            return []
        return [year for year in folders.years("records") if folders.set_aside(year).is_dir()]

    def over(self, year: int) -> Desk:
        """The same desk for looking at a year that is over."""
        with self._lock:
            if (self.folder, year) not in self._older:
                past = copy(self)
                past.closed, past._standing = year, None
                self._older[self.folder, year] = past
            return self._older[self.folder, year]

    def elsewhere(self) -> list[Path]:
        """The workspaces in the folder that is served, which may be one itself, by name."""
        folders = (self.served, *folders_in(self.served))
        return [path for path in folders if (path / CATALOGUE).is_file()]

    def open(self, name: str) -> None:
        """Go over to the workspace of that name. Raises WorkspaceError where there is none."""
        path = next((path for path in self.elsewhere() if path.name == name), None)
        if path is None:
            raise WorkspaceError(f"这里没有“{name}”这个工作目录")
        self.enter(path)

    def enter(self, root: Path) -> None:
        """Go over to the workspace. Raises WorkspaceError where another desk has it."""
        self._claim(root)
        self.folder = root
        self._look_ahead()

    @property
    def title(self) -> str:
        """城中区　2023年度　法治政府建设年度报告, once the catalogue was read."""
        if self._standing is None:
            return ""
        settings = self._standing.status.checked.catalogue.settings
        return f"{settings.region}　{settings.year}年度　{settings.report}"

    def start(
        self, title: str, run: Callable[[Workspace, Tell], Outcome], sent: Sent | None = None
    ) -> Job:
        """The job on the workspace, begun; it stays with that one, whichever is opened next."""
        folder = self.folder

        def work(tell: Tell) -> Outcome:
            return run(self._opened(folder, tell, self._equipment), tell)

        return self.begin(title, work, sent)

    def begin(self, title: str, run: Callable[[Tell], Outcome], sent: Sent | None = None) -> Job:
        """The job, which needs no workspace, begun; with it go the files that were sent for it.
        Most are over when this returns."""

        def work(tell: Tell) -> Outcome:
            try:
                return run(tell)
            finally:
                if sent:
                    sent.clear()

        job = self.work.start(title, work)
        job.ended.wait(_PATIENCE)
        return job

    def year(self) -> int:
        """The catalogue's year. Raises what `known` does."""
        own = digest(self.workspace().folders.catalogue)
        return self.known("读取指标目录", ("year", own), lambda workspace: workspace.year())

    def catalogue(self) -> Catalogue:
        """The catalogue as it stands. Raises what `known` does."""
        key = ("catalogue", digest(self.workspace().folders.catalogue))
        return self.known("读取指标目录", key, lambda workspace: workspace.catalogue())

    def departments(self) -> list[str]:
        """Its departments by name. Raises what `known` does."""
        return [department.name for department in self.catalogue().departments]

    def note(self, who: str, what: str, about: str = "") -> None:
        """Enter in the log of the year at hand what leaves no record: that somebody came in."""
        workspace, year = self.workspace(), self._year_at_hand()
        note = Note(who, what, about, official_moment(workspace.clock()))
        with workspace.writing():
            workspace.records(year).note(note)

    def _year_at_hand(self) -> int:
        """The catalogue's year; where it cannot be read the last one on record, or this one."""
        try:
            return self.year()
        except UnderwayError as underway:
            underway.job.ended.wait()
            return self._year_at_hand()
        except DrafterError:
            names = [path.name for path in folders_in(self.folder / "records")]
            today = self.workspace().clock().year
            return max((int(name) for name in names if name.isdecimal()), default=today)

    def drafts(self) -> list[Drafted]:
        """The drafts of the catalogue's year, the last first."""
        return self.drawer.drafts(self.workspace().folders, self.year())

    def draft(self, number: int) -> Drafted:
        """The draft of that number. Raises WorkspaceError where there is none."""
        return self.drawer.draft(self.workspace().folders, self.year(), number)

    def status(self) -> Status:
        """How the year stands now. Raises UnderwayError while that is being found out, and what
        stops it: WorkspaceError, CatalogueError."""
        standing, state = self._standing, self.state()
        if standing is not None and standing.state == state:
            return standing.status
        status = self.known("核查", ("status", state), self._check)
        self._known.pop((self.closed, ("status", state)), None)
        return status

    def known(self, title: str, key: Hashable, find: Callable[[Workspace], T]) -> T:
        """What `find` gives, which hangs on nothing but the key; the last few are kept. Raises
        UnderwayError while it is being found, and what stops that."""
        memory = self._known_or_begun(title, key, find)
        memory.job.ended.wait(_PATIENCE)
        if not memory.job.over:
            raise UnderwayError(memory.job)
        if memory.job.failure is not None:
            raise memory.job.failure
        value: T = memory.values[0]
        return value

    def answer(self, title: str, find: Callable[[Workspace], T], writes: bool = False) -> T:
        """What `find` gives to somebody who waits for it, however long. Raises what stops it."""
        memory = self._finding(title, find, writes)
        memory.job.ended.wait()
        if memory.job.failure is not None:
            raise memory.job.failure
        value: T = memory.values[0]
        return value

    def _known_or_begun(
        self, title: str, key: Hashable, find: Callable[[Workspace], object]
    ) -> Known:
        own = (self.closed, key)
        with self._lock:
            memory = self._known.pop(own, None)
            if memory is None or (memory.job.failure and not memory.job.failed_lately):
                memory = self._finding(title, find)
            self._known[own] = memory
            if len(self._known) > _MOST_KNOWN:
                del self._known[next(iter(self._known))]
        return memory

    def _finding(
        self, title: str, find: Callable[[Workspace], object], writes: bool = False
    ) -> Known:
        values, folder = list[Any](), self.folder
        equipment = self._equipment if writes else self._spectacles

        def work(tell: Tell) -> Outcome:
            values.append(find(self._opened(folder, tell, equipment)))
            return Outcome("")

        return Known((self.work if writes else self._look).start(title, work), values)

    def _look_ahead(self) -> None:
        """Begin to check the workspace, if there is one: whoever opens the first page finds it."""
        with suppress(DrafterError):
            self._known_or_begun("核查", ("status", self.state()), self._check)

    def close(self, patience: float = 10) -> None:
        """End the work and the readers' processes."""
        for work, equipment in ((self._look, self._spectacles), (self.work, self._equipment)):
            work.stop(patience)
            equipment.__exit__()
        self.results.clear()

    def _check(self, workspace: Workspace) -> Status:
        """What is received is put on record, so that the folders stand still from the second time;
        where they do not, somebody is writing, and the next page will look again."""
        root = workspace.folders.root
        for _ in range(_TRIES):
            state = state_below(root)
            status = workspace.status(workspace.tell)
            self._standing = Standing(state, status)
            if state == state_below(root):
                break
        return status

    def state(self) -> State:
        """All that the standing hangs on, by name, size and times of change: the template and
        catalogue, what was received, and the folders of records and drafts, in which nothing is
        changed once it is written."""
        return state_below(self.workspace().folders.root)

    def state_before(self, year: int) -> State:
        """What the figures of the years before that one hang on."""
        root = self.workspace().folders.root
        folders = [path for name in BY_YEAR for path in folders_in(root / name)]
        return state_of(path for path in folders if path.name < str(year))
