"""What stands behind a figure of a draft: cells, working, checks, decisions, where else it stands,
what is wrong with it, and what it was in every draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from drafter.desk.drafts.leaf import concerns
from drafter.desk.year.results import Drafted
from drafter.draft.record import FigureRecord, FindingRecord, Manifest, MarkRecord
from drafter.model.errors import WorkspaceError


class Former(Struct, frozen=True):
    """What a figure was in a draft, and the versions of the forms that it came from there."""

    number: int
    stage: str
    phrase: str
    versions: tuple[str, ...]


class Behind(Struct, frozen=True):
    """A figure where it stands, as the ledger has it; `places` are its other places, `before` and
    `after` its neighbours in the text, `history` the drafts in which it changed, the last first."""

    mark: MarkRecord
    figure: FigureRecord
    places: tuple[MarkRecord, ...]
    findings: tuple[FindingRecord, ...]
    history: tuple[Former, ...]
    before: MarkRecord | None
    after: MarkRecord | None


def behind(
    draft: Drafted, name: str, drafts: Sequence[Drafted], versions: Mapping[str, str]
) -> Behind:
    """What stands behind the mark of that name; `versions` names a form by its digest: 第2次报送.
    Raises WorkspaceError where the draft has no such mark."""
    marks = draft.manifest.marks
    at = next((n for n, mark in enumerate(marks) if mark.name == name), None)
    if at is None:
        raise WorkspaceError(f"第{draft.number}稿中没有这个数；请回到稿子重新点选")
    mark = marks[at]
    key = mark.figure.key
    return Behind(
        mark,
        _own(draft.manifest, mark),
        tuple(other for other in marks if key and other.figure.key == key and other != mark),
        tuple(finding for finding in draft.manifest.findings if concerns(finding, mark)),
        tuple(_history(mark.figure, drafts, versions)),
        marks[at - 1] if at else None,
        marks[at + 1] if at + 1 < len(marks) else None,
    )


def _own(manifest: Manifest, mark: MarkRecord) -> FigureRecord:
    """The ledger's record, which has the checks too, unless the figure was edited by hand."""
    ledger = (e for e in manifest.entries if e.key == mark.figure.key and not e.rows)
    return mark.figure if mark.figure.edit else next(ledger, mark.figure)


def _history(
    figure: FigureRecord, drafts: Sequence[Drafted], versions: Mapping[str, str]
) -> Iterator[Former]:
    """The last first; of drafts in a row that say the same the earliest."""
    last: Former | None = None
    for draft in drafts:
        record = _same(draft.manifest, figure)
        if record is None:
            continue
        now = Former(
            draft.number,
            draft.manifest.stage,
            record.phrase,
            tuple(_versions(draft.manifest, record, versions)),
        )
        if last and (last.phrase, last.versions) != (now.phrase, now.versions):
            yield last
        last = now
    if last:
        yield last


def _same(manifest: Manifest, figure: FigureRecord) -> FigureRecord | None:
    """The figure in another draft: by its key; one that the template calculates by its name."""
    marked = [mark.figure for mark in manifest.marks]
    edited = (one for one in marked if figure.key and one.key == figure.key and one.edit)
    if figure.key:
        named = (entry for entry in manifest.entries if entry.key == figure.key)
        return next(edited, None) or next(named, None)
    return next((one for one in marked if figure.label and one.label == figure.label), None)


def _versions(
    manifest: Manifest, record: FigureRecord, versions: Mapping[str, str]
) -> Iterator[str]:
    """区司法局第2次报送, of each form that the figure came from."""
    for file, department in dict.fromkeys((s.file, s.department) for s in record.sources):
        digest = manifest.inputs.get(f"inputs/{manifest.year}/{file}", "")
        yield f"{department}{versions.get(digest, '')}"
