"""diff, redline, verify, merge and edits, over drafts of a workspace and files from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.carrying import composed
from drafter.errors import WorkspaceError
from drafter.lock import alone
from drafter.operands import Shelf, read_path, read_version, signed
from drafter.outcome import Drafted
from drafter.run import Workspace
from drafter.workspace import write_file

if TYPE_CHECKING:
    from drafter.report.manifest import EditRecord, Manifest
    from drafter.review.cause import Records
    from drafter.review.merging import Conflict
    from drafter.review.page import Comparison
    from drafter.review.verification import Verification


@dataclass(frozen=True)
class Verified:
    """A file that came back, the draft that it came from, and what was found.

    `guessed` is how much alike the two are, in per cent, where the file does not tell the draft.
    """

    file: str
    draft: Drafted
    guessed: float
    found: Verification


@dataclass(frozen=True)
class Merge:
    """A merge: the file written, the drafts it was made of, what both sides changed.

    `gone` are the figures that an edit took out; `taken` is the draft that it became.
    """

    path: Path
    base: Drafted
    ours: Drafted
    conflicts: tuple[Conflict, ...]
    gone: tuple[str, ...]
    taken: Drafted | None


@dataclass(frozen=True, slots=True)
class Signing:
    """Who edited (`by`), when (`day`), "" for what the file says; author, moment of changes."""

    by: str = ""
    day: str = ""
    author: str = "drafter"
    moment: str = ""


@dataclass(frozen=True)
class Review:
    """The review of one workspace; without one, of files alone. Raises DrafterError."""

    workspace: Workspace | None

    def writing(self) -> AbstractContextManager[None]:
        """Nobody else writes to the workspace meanwhile."""
        return self._shelf.needed().writing()

    def diff(self, old: str = "", new: str = "", accepted: bool = True) -> Comparison:
        """Two drafts, by number, or two files; without any, the last two drafts."""
        from drafter.review.comparison import compare
        from drafter.review.difference import figure_changes
        from drafter.review.explaining import explain
        from drafter.review.page import Comparison

        left, right = self._shelf.operands(old, new, accepted)
        records = self._records(left.manifest, right.manifest)
        passages = compare(left.known().story, right.known().story)
        figures = figure_changes(records, passages)
        told = right.manifest or left.manifest
        title = told.title if told else "文件"
        return Comparison(title, left.name, right.name, figures, explain(passages, records))

    def redline(
        self, old: str, new: str, path: Path, signing: Signing, accepted: bool = True
    ) -> int:
        """Write the redline; how many paragraphs have changes."""
        from drafter.review.redlining import redline

        left, right = self._shelf.operands(old, new, accepted)
        records = self._records(left.manifest, right.manifest)
        documents = (left.document, right.document)
        content, count = redline(*documents, signing.author, signing.moment, records)
        self._write(path, content, (old, new))
        return count

    def verify(self, file: Path, accepted: bool = True) -> Verified:
        """The file held against the draft that it came from."""
        from drafter.review.verification import verify

        theirs = read_path(file, accepted)
        draft, guessed = self._shelf.origin(theirs)
        found = verify(read_version(draft).document, theirs, draft.manifest)
        return Verified(file.name, draft, guessed, found)

    @alone
    def merge(
        self, file: Path, path: Path | None = None, signing: Signing | None = None,
        take: bool = False,
    ) -> Merge:  # fmt: skip
        """Write the file with tracked changes to the merge; with `take`, the next draft as well."""
        from drafter.review.joining import join

        signing, workspace = signing or Signing(), self._shelf.needed()
        theirs = read_path(file)
        base, _ = self._shelf.origin(theirs)
        ours = workspace.draft()
        joined = join(read_version(base), theirs, read_version(ours))
        records = self._records(base.manifest, ours.manifest)
        content = joined.document(signing.author, signing.moment, records)
        target = path or workspace.folders.output(ours.manifest.year) / f"{file.stem}（合并）.docx"
        self._write(target, content, (str(file),))
        taken = self._take(file, base, ours, signing) if take else None
        gone = _labels(ours.manifest, joined.merged.gone)
        return Merge(target, base, ours, tuple(joined.conflicts), gone, taken)

    def _take(self, file: Path, base: Drafted, ours: Drafted, signing: Signing) -> Drafted:
        """The merge, made anew, as the next draft."""
        from drafter.review.joining import join
        from drafter.review.safe import stop_at_danger

        theirs = read_path(file)
        stop_at_danger(theirs)
        joined = join(read_version(base), theirs, read_version(ours))
        today = self._shelf.needed().clock().date()
        accepted = f"{today.year}年{today.month}月{today.day}日"
        signature = signed(theirs, signing.by, signing.day, accepted)
        taken = joined.taken(composed(ours.folder, ours.manifest), signature)
        return self._shelf.needed().written(ours, taken.files, taken.manifest)

    def edits(self) -> tuple[Drafted, Sequence[EditRecord]]:
        """The last draft, and the edits by hand that it carries."""
        draft = self._shelf.needed().drafted()
        return draft, draft.manifest.edits

    @alone
    def withdraw(self, numbers: Sequence[int]) -> Drafted:
        """Write the next draft without those edits."""
        from drafter.review.joining import withdrawn

        draft, known = self.edits()
        if unknown := sorted(set(numbers) - {edit.number for edit in known}):
            there = f"现有第1至第{len(known)}处" if known else "现在没有手改"
            raise WorkspaceError(f"没有第{'、'.join(map(str, unknown))}处手改，{there}")
        base = composed(draft.folder, draft.manifest)
        taken = withdrawn(base, read_version(draft), set(numbers))
        return self._shelf.needed().written(draft, taken.files, taken.manifest)

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self.workspace)

    def _records(self, old: Manifest | None, new: Manifest | None) -> Records:
        from drafter.review.cause import Records

        return Records(old, new, self._received(old, new))

    def _received(self, *manifests: Manifest | None) -> dict[str, str]:
        """The versions of the departments' forms by their hashes: 第2次报送."""
        if self.workspace is None:
            return {}
        years = {manifest.year for manifest in manifests if manifest}
        received = (r for year in years for r in self.workspace.records(year).receipts())
        return {receipt.sha256: f"第{receipt.number}次报送" for receipt in received}

    def _write(self, path: Path, content: bytes, inputs: Sequence[str]) -> None:
        """Write the file; never over one that was read."""
        if path.exists() and any(Path(n).exists() and path.samefile(n) for n in inputs):
            raise WorkspaceError(f"{path.name}：是要比较的文件本身，未覆盖；请换一个文件名")
        write_file(path, content)


def _labels(manifest: Manifest, names: Sequence[str]) -> tuple[str, ...]:
    """The figures of the marks, as a reader knows them."""
    known = {mark.name: mark for mark in manifest.marks}
    found = (known[name] for name in names if name in known)
    return tuple(f"{m.figure.label or '模板中计算'}{m.words}{m.figure.unit}" for m in found)
