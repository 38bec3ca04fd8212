"""收稿: a Word file that came back is kept, held against its draft, merged, and taken as the next
draft; where both sides changed something the new data may be preferred to the edit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from msgspec import Struct

from drafter.desk.files.folders import read_file, write_file
from drafter.desk.records.filings import Returned
from drafter.desk.review.reviewing import Merge, Review, Signing, Verified
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.disk.names import safe_name
from drafter.draft.edit_record import EditRecord
from drafter.model.dates import official_date
from drafter.model.errors import WorkspaceError
from drafter.model.record import encoded, read_record
from drafter.review.story.verdict import Conflict

_FOLDER = "收稿"


class MergeSheet(Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of a merge: the numbers of the drafts that it was made of, the name of the file,
    the conflicts, the figures that an edit took out."""

    base: int
    ours: int
    file: str
    conflicts: tuple[Conflict, ...]
    gone: tuple[str, ...]


class Adopted(Struct, frozen=True):
    """A merge that became the next draft. `draft` is what stands at the end: without the edits to
    which the new data were preferred; `left` are the conflicts of which no edit could be found."""

    merge: Merge
    draft: Drafted
    left: tuple[Conflict, ...]


@alone
def keep(workspace: Workspace, file: Path) -> Returned:
    """Put the file that came back on record."""
    when = f"{workspace.clock():%Y-%m-%d %H:%M:%S}"
    return workspace.records(workspace.year()).keep_returned(file, when)


def returned(workspace: Workspace, year: int, own: str) -> Returned:
    """The file of that hash. Raises WorkspaceError where none is on record."""
    copies = workspace.records(year).returned()
    match = next((one for one in copies if one.sha256 == own), None)
    if match is None:
        raise WorkspaceError("没有这份来稿；请把改回来的文件重新送一次")
    return match


@contextmanager
def at_hand(workspace: Workspace, year: int, own: Returned) -> Iterator[Path]:
    """The file under the name that it bore, for as long as the context lasts."""
    content = read_file(workspace.records(year).returned_file(own))
    if hashlib.sha256(content).hexdigest() != own.sha256:
        raise WorkspaceError(f"{own.file}：存档的原件被改动过；请把改回来的文件重新送一次")
    with workspace.folders.scratch(own.file, content) as path:
        yield path


def verify(workspace: Workspace, year: int, own: Returned, accepted: bool) -> Verified:
    """The file held against the draft that it came from."""
    with at_hand(workspace, year, own) as path:
        return Review(workspace).verify(path, accepted)


def merge(
    workspace: Workspace, year: int, own: Returned, signing: Signing, take: bool = False
) -> Merge:
    """The file merged with the draft of today's data, written to output/年度/收稿."""
    target = merges(workspace, year) / f"{Path(own.file).stem}（合并）.docx"
    with at_hand(workspace, year, own) as path:
        merged = Review(workspace).merge(path, target, signing, take)
    sheet = MergeSheet(
        merged.base.number, merged.ours.number, target.name, merged.conflicts, merged.gone
    )
    if not workspace.folders.cache.is_symlink():
        write_file(_sheet(workspace, own.sha256), encoded(sheet))
    return merged


def last_merge(workspace: Workspace, own: str, drafts: Sequence[Drafted]) -> Merge | None:
    """The file's merge with the last draft, as it was made here or before a restart; None where
    there is none, or another draft is the last by now."""
    path, by_number = _sheet(workspace, own), {draft.number: draft for draft in drafts}
    if not path.is_file() or not drafts:
        return None
    try:
        sheet = read_record(MergeSheet, read_file(path))
    except WorkspaceError:
        return None
    if not isinstance(sheet, MergeSheet) or sheet.ours != drafts[0].number:
        return None
    file = merges(workspace, drafts[0].manifest.year) / safe_name(sheet.file)
    base = by_number.get(sheet.base)
    if base is None or not file.is_file():
        return None
    return Merge(file, base, drafts[0], sheet.conflicts, sheet.gone, None)


def _sheet(workspace: Workspace, own: str) -> Path:
    return workspace.folders.cache / _FOLDER / f"{own}.json"


@alone
def adopt(
    workspace: Workspace, year: int, own: Returned, signing: Signing, dropped: Sequence[str]
) -> Adopted:
    """The merge as the next draft. `dropped` are the grounds of the conflicts in which the new data
    hold: their edits are withdrawn at once, in a draft of its own."""
    merged = merge(workspace, year, own, signing, take=True)
    assert merged.taken is not None
    chosen = [conflict for conflict in merged.conflicts if conflict.ground in dropped]
    numbers, left = _edits(merged.taken.manifest.edits, chosen)
    draft = Review(workspace).withdraw(numbers) if numbers else merged.taken
    return Adopted(merged, draft, tuple(left))


def _edits(
    edits: Sequence[EditRecord], conflicts: Sequence[Conflict]
) -> tuple[list[int], list[Conflict]]:
    """(the numbers of the edits that made the conflicts, the conflicts of which none is known)."""
    numbers, left = [], []
    for conflict in conflicts:
        texts = conflict.base, conflict.theirs, conflict.ours
        mine = [e.number for e in edits if e.conflict and (e.old, e.new, e.conflict) == texts]
        numbers += mine
        left += [] if mine else [conflict]
    return sorted(set(numbers)), left


def merges(workspace: Workspace, year: int) -> Path:
    """output/年度/收稿"""
    return workspace.folders.output(year) / _FOLDER


def signing(by: str, day: str, author: str, moment: str) -> Signing:
    """Who edited, on which day (2023-11-20), "" for what the file says. Raises WorkspaceError."""
    try:
        written = official_date(date.fromisoformat(day)) if day else ""
    except ValueError as error:
        raise WorkspaceError(f"“{day}”不是日期；请写作2023-11-20") from error
    return Signing(by, written, author, moment)
