"""diff, redline, verify, merge and edits, over drafts of a workspace and files from anywhere.

Names are resolved and results written here; what opens a Word file runs in the worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.files.folders import there, write_file
from drafter.desk.review.shelf import Choice
from drafter.desk.year.drafts import draft_in, numbered_folder, sound_drafts
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.dates import official_date
from drafter.model.errors import WorkspaceError
from drafter.model.pattern import pattern

if TYPE_CHECKING:
    from drafter.desk.review.returning import Origin, Written
    from drafter.draft.edit_record import EditRecord
    from drafter.review.compare.changes import Comparison, Loss
    from drafter.review.story.verdict import Conflict, Verification
    from drafter.worker.calls import Apart

_NUMBER = pattern(r"第?\s*(\d{1,6})\s*稿?")
AUTHOR = "drafter"  # of tracked changes, where nobody is named
_COMPARING, _RETURNING = "drafter.desk.review.comparing", "drafter.desk.review.returning"


class Verified(Struct, frozen=True):
    """A file that came back, the draft that it came from, and what became of it.

    `guessed` is how much alike the two are, in per cent, where the file does not tell the draft.
    """

    file: str
    draft: Drafted
    guessed: float
    verification: Verification

    @property
    def heading(self) -> str:
        """报告（改）.docx：由第3稿改成"""
        alike = f"（文件中没有稿号，按内容认定，相似{self.guessed:.0f}%）" if self.guessed else ""
        return f"{self.file}：由第{self.draft.number}稿改成{alike}"


class Merge(Struct, frozen=True):
    """A merge: the file written, the drafts it was made of, what both sides changed.

    `gone` are the figures that an edit took out; `taken` is the draft that it became.
    """

    path: Path
    base: Drafted
    ours: Drafted
    conflicts: tuple[Conflict, ...]
    gone: tuple[str, ...]
    taken: Drafted | None


class Signing(Struct, frozen=True):
    """Who edited (`by`), when (`day`), "" for what the file says; author, moment of changes."""

    by: str = ""
    day: str = ""
    author: str = AUTHOR
    moment: str = ""


class Review(Struct, frozen=True):
    """The review of one workspace; without one, of files alone. Raises DrafterError."""

    workspace: Workspace | None

    def writing(self) -> AbstractContextManager[None]:
        """Nobody else writes to the workspace meanwhile."""
        return self._needed().writing()

    def diff(self, old: str = "", new: str = "", accepted: bool = True) -> Comparison:
        """Two drafts, by number, or two files; without any, the last two drafts."""
        with self._apart(_COMPARING, old, new) as apart:
            from drafter.desk.review import comparing

            return apart.call(comparing.diff, self._root, *self._choices(old, new), accepted)

    def redline(
        self, old: str, new: str, path: Path, signing: Signing, accepted: bool = True
    ) -> tuple[int, list[Loss]]:
        """Write the redline; how many paragraphs have changes, and what it cannot track."""
        with self._apart(_COMPARING, old, new) as apart:
            from drafter.desk.review import comparing

            choices, signed = self._choices(old, new), (signing.author, signing.moment)
            content, count, beyond = apart.call(
                comparing.redline, self._root, *choices, accepted, *signed
            )
        self._write(path, content, (old, new))
        return count, beyond

    def verify(self, file: Path, accepted: bool = True) -> Verified:
        """The file held against the draft that it came from."""
        workspace = self._needed()
        with self._apart(_RETURNING, str(file)) as apart:
            from drafter.desk.review import returning

            origin, verification = apart.call(
                returning.verify, workspace.folders.root, there(file), accepted
            )
            draft = self._origin(apart, origin)
        return Verified(file.name, draft, origin.guessed, verification)

    @alone
    def merge(
        self, file: Path, path: Path | None = None, signing: Signing | None = None,
        take: bool = False,
    ) -> Merge:  # fmt: skip
        """Write the file with tracked changes to the merge; with `take`, the next draft as well."""
        signing, workspace = signing or Signing(), self._needed()
        workspace.maker = workspace.maker or signing.by
        root = workspace.folders.root
        with self._apart(_RETURNING, str(file)) as apart:
            from drafter.desk.review import returning

            base = self._origin(apart, apart.call(returning.origin, root, there(file)))
            _same_year(file, base, workspace.year())
            # The office goes on with the stage that it is at, whatever stage came back.
            last = next(sound_drafts(workspace.folders, base.manifest.year), base)
            ours = workspace.draft(stage=last.manifest.other_stage)
            both, signed = (_choice(base), _choice(ours)), (signing.author, signing.moment)
            merged = apart.call(returning.merge, root, file, *both, *signed)
            name = f"{file.stem}（合并）.docx"
            target = path or workspace.folders.output(ours.manifest.year) / name
            self._write(target, merged.content, (str(file),))
            taken = self._take(apart, file, base, ours, signing) if take else None
        return Merge(target, base, ours, merged.conflicts, merged.gone, taken)

    def _take(
        self, apart: Apart, file: Path, base: Drafted, ours: Drafted, signing: Signing
    ) -> Drafted:
        from drafter.desk.review import returning

        today = official_date(self._needed().clock())
        root, both = self._needed().folders.root, (_choice(base), _choice(ours))
        taken = apart.call(returning.take, root, file, *both, signing.by, signing.day, today)
        return self._written(ours, taken)

    def edits(self) -> tuple[Drafted, Sequence[EditRecord]]:
        """The last draft, and the edits by hand that it carries."""
        draft = self._needed().drafted()
        return draft, draft.manifest.edits

    @alone
    def withdraw(self, numbers: Sequence[int]) -> Drafted:
        """Write the next draft without those edits."""
        draft, listed = self.edits()
        if unknown := sorted(set(numbers) - {edit.number for edit in listed}):
            there = f"现有第1至第{len(listed)}处" if listed else "现在没有手改"
            raise WorkspaceError(f"没有第{'、'.join(map(str, unknown))}处手改，{there}")
        with self._apart(_RETURNING, draft.folder.name) as apart:
            from drafter.desk.review import returning

            root = self._needed().folders.root
            taken = apart.call(returning.withdraw, root, _choice(draft), numbers)
            return self._written(draft, taken)

    def _written(self, last: Drafted, taken: Written) -> Drafted:
        return self._needed().written(last, taken.files, taken.manifest)

    def _needed(self) -> Workspace:
        """The workspace. Raises WorkspaceError where there is none."""
        if self.workspace is None:
            raise WorkspaceError("不在工作目录中；请进入工作目录，或用 -C 写明")
        return self.workspace

    @property
    def _root(self) -> Path | None:
        return self.workspace.folders.root if self.workspace else None

    def _apart(self, module: str, *names: str) -> Apart:
        """A worker that comes up meanwhile."""
        from drafter.worker.calls import Apart

        return Apart(module, *(Path(name).name for name in names if name))

    def _choices(self, old: str, new: str) -> tuple[Choice, Choice]:
        """Both documents; the last two drafts where none is named, the last where one is."""
        if not old:
            last = self._needed().drafted()
            drafts = sound_drafts(self._needed().folders, last.manifest.year)
            before = next((draft for draft in drafts if draft.number < last.number), None)
            if before is None:
                raise WorkspaceError("只有一稿，无从比较；请写明要比较的两个文件")
            return _choice(before), _choice(last)
        return self._named(old), self._named(new) if new else _choice(self._needed().drafted())

    def _named(self, name: str) -> Choice:
        """The draft of that number, or the file."""
        number = _NUMBER.fullmatch(name)
        if number and not Path(name).is_file():
            return self._numbered(int(number[1]))
        return Choice(there(Path(name)))

    def _numbered(self, number: int) -> Choice:
        """The draft of that number; the worker reads its record."""
        workspace = self._needed()
        return Choice(numbered_folder(workspace.folders, workspace.year(), number), number)

    def _origin(self, apart: Apart, origin: Origin) -> Drafted:
        """The draft, read here: the worker only says which."""
        folders = dict(self._needed().folders.drafts(origin.year))
        if origin.number not in folders:
            raise apart.broken()
        return draft_in(folders[origin.number])

    def _write(self, path: Path, content: bytes, inputs: Sequence[str]) -> None:
        """Write the file; never over one that was read."""
        if path.exists() and any(Path(n).exists() and path.samefile(n) for n in inputs):
            raise WorkspaceError(f"{path.name}：是要比较的文件本身，未覆盖；请换一个文件名")
        write_file(path, content)


def _choice(draft: Drafted) -> Choice:
    return Choice(draft.folder, draft.number)


def _same_year(file: Path, base: Drafted, year: int) -> None:
    """Raises WorkspaceError for a copy of another year's draft: its figures are not this year's."""
    own = base.manifest.year
    if own != year:
        raise WorkspaceError(
            f"{file.name}出自{own}年度第{base.number}稿，现在办的是{year}年度；"
            f"要并入{own}年度的稿子，请加 --year {own}"
        )


def moment(when: datetime) -> str:
    """The moment as Word writes it; one without a zone counts as it stands."""
    return f"{when.astimezone(UTC) if when.tzinfo else when:%Y-%m-%dT%H:%M:%SZ}"
