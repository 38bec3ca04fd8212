"""A draft that came back, in the worker: held against its origin, merged, or made the next one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from drafter.desk.records.records import Records
from drafter.desk.review.comparing import records_of
from drafter.desk.review.shelf import Choice, Shelf, read_path, read_version, signed
from drafter.desk.year.drafts import draft_in
from drafter.desk.year.hand_edits import annotated, composed
from drafter.desk.year.results import Drafted
from drafter.draft.record import Manifest
from drafter.review.story.verdict import Conflict, Verification

if TYPE_CHECKING:
    from drafter.review.edits.taking import Taken

# A name and no path: what comes from the worker is written under it.
FileName = Annotated[str, Meta(pattern=r"\A\w[^/\\:\x00-\x1f]*\Z")]


class Origin(Struct, frozen=True, forbid_unknown_fields=True):
    """The draft that a file came from; `guessed` is how much alike the two are, in per cent, where
    the file does not tell."""

    year: int
    number: int
    guessed: float


class Combined(Struct, frozen=True, forbid_unknown_fields=True):
    """A merge as a Word file, what both sides changed, and the figures that an edit took out."""

    content: bytes
    conflicts: tuple[Conflict, ...]
    gone: tuple[str, ...]


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """The next draft: its files by name, and its record."""

    files: dict[FileName, bytes]
    manifest: Manifest


def origin(root: Path, file: Path) -> Origin:
    """The draft of the workspace that the file came from."""
    draft, guessed = Shelf(root).origin(read_path(file))
    return _origin(draft, guessed)


def verify(root: Path, file: Path, accepted: bool) -> tuple[Origin, Verification]:
    """The draft that the file came from, and the file held against it."""
    from drafter.review.returned.verification import verify as verified
    from drafter.review.story.document import settled
    from drafter.review.story.version import with_section_ends

    copy = read_path(file, accepted)
    draft, guessed = Shelf(root).origin(copy)
    base = read_version(draft).document
    theirs = settled(with_section_ends(base, copy, accepted), accepted)
    verification = verified(base, theirs, draft.manifest)
    return _origin(draft, guessed), replace(verification, tracked=copy.tracked)


def merge(root: Path, file: Path, base: Choice, ours: Choice, author: str, moment: str) -> Combined:
    """The file with tracked changes to its merge with today's draft."""
    from drafter.review.edits.joining import join

    before, now = (draft_in(choice.path) for choice in (base, ours))
    joined = join(read_version(before), read_path(file), annotated(now.folder, now.manifest))
    records = records_of(root, before.manifest, now.manifest)
    content = joined.document(author, moment, records)
    gone = _labels(now.manifest, joined.merged.gone)
    return Combined(content, tuple(joined.conflicts), gone)


def take(
    root: Path, file: Path, base: Choice, ours: Choice, by: str, day: str, today: str
) -> Written:
    """The merge, made anew, as the next draft; `today` is when, where nothing tells."""
    from drafter.review.edits.joining import join
    from drafter.review.story.safe import stop_at_danger
    from drafter.review.story.version import unremarked

    theirs = unremarked(read_path(file))
    stop_at_danger(theirs)
    before, now = (draft_in(choice.path) for choice in (base, ours))
    joined = join(read_version(before), theirs, annotated(now.folder, now.manifest))
    taken = joined.taken(composed(now.folder, now.manifest), signed(theirs, by, day, today))
    return _written(root, taken)


def withdraw(root: Path, draft: Choice, numbers: Sequence[int]) -> Written:
    """The draft without those edits, as the next one."""
    from drafter.review.edits.joining import withdrawn

    last = draft_in(draft.path)
    base = composed(last.folder, last.manifest)
    edited = annotated(last.folder, last.manifest)
    return _written(root, withdrawn(base, edited, set(numbers)))


def _written(root: Path, taken: Taken) -> Written:
    """The files of the draft, what was decided on its edits in them."""
    ruled = taken.answered(Records(root, taken.manifest.year).decisions())
    return Written(dict(ruled.files), ruled.manifest)


def _origin(draft: Drafted, guessed: float) -> Origin:
    return Origin(int(draft.folder.parent.name), draft.number, guessed)


def _labels(manifest: Manifest, names: Sequence[str]) -> tuple[str, ...]:
    """The figures of the marks, as a reader knows them."""
    marks = {mark.name: mark for mark in manifest.marks}
    labelled = (marks[name] for name in names if name in marks)
    return tuple(f"{m.figure.name}{m.figure.phrase}" for m in labelled)
