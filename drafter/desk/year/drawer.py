"""The records of a year's drafts, read once each: what is in a draft is not changed any more."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct, field

from drafter.desk.files.folders import Folders
from drafter.desk.year.drafts import LEDGER, read_draft
from drafter.desk.year.results import Drafted
from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.review.compare.changes import FigureChange

_MOST = 60  # records that are kept, some MB each
_State = tuple[str, int, int, int]


class Drawer(Struct):
    """Drafts by the state of their records; what was replaced or mended is read anew."""

    _drafts: dict[_State, Drafted] = field(default_factory=dict)
    _changes: dict[tuple[str, ...], tuple[FigureChange, ...]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def drafts(self, folders: Folders, year: int) -> list[Drafted]:
        """The drafts whose records can be read, the last first."""
        read: list[Drafted] = []
        for _, folder in reversed(folders.drafts(year)):
            try:
                status = (folder / LEDGER).stat()
            except OSError:
                continue
            state = (str(folder), status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            with self._lock:
                kept = self._drafts.get(state)
            draft = kept or read_draft(folder)
            if isinstance(draft, Drafted):
                self._keep(state, draft)
                read.append(draft)
        return read

    def draft(self, folders: Folders, year: int, number: int) -> Drafted:
        """The draft of that number. Raises WorkspaceError where there is none."""
        drafts = {draft.number: draft for draft in self.drafts(folders, year)}
        if number not in drafts:
            raise WorkspaceError(f"{year}年没有第{number}稿，或该稿的记录已损坏")
        return drafts[number]

    def changes(self, old: Drafted, new: Drafted) -> tuple[FigureChange, ...]:
        """The figures that changed from one draft to the other, by their records."""
        from drafter.review.compare.cause import Records
        from drafter.review.compare.figures import figure_changes

        key = tuple(f"{one.folder}{one.manifest.id}" for one in (old, new))
        if key not in self._changes:
            if len(self._changes) > _MOST:
                self._changes.clear()
            records = Records(old.manifest, new.manifest)
            self._changes[key] = tuple(figure_changes(records, ()))
        return self._changes[key]

    def _keep(self, state: _State, draft: Drafted) -> None:
        """As the last that was asked for; the one that nobody asked for longest goes."""
        with self._lock:
            self._drafts.pop(state, None)
            self._drafts[state] = draft
            if len(self._drafts) > _MOST:
                del self._drafts[next(iter(self._drafts))]
