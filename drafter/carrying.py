"""Edits by hand from draft to draft: the last one's files read back, and merged into the new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.decision import Decision, decided
from drafter.errors import WorkspaceError
from drafter.model import Finding, Place, Severity
from drafter.workspace import read_file

if TYPE_CHECKING:
    from drafter.report.draft import Draft
    from drafter.report.manifest import EditRecord, Manifest
    from drafter.review.taking import Taken
    from drafter.review.version import Version

NUMBERS = "手改数"  # what a decision on numbers of nobody's names


def is_current(manifest: Manifest, inputs: Mapping[str, str]) -> bool:
    """Whether a draft was made of these inputs, and of the edits that it carries."""
    from drafter.report.manifest import HAND, run_key

    carried = {name: d for name, d in manifest.inputs.items() if name == HAND}
    return manifest.run == run_key({**inputs, **carried})


def carry(folder: Path, manifest: Manifest, draft: Draft) -> Taken:
    """The new draft with the edits of the one in the folder."""
    from drafter.report.dress import packed
    from drafter.review.joining import carried

    base, last = composed(folder, manifest), version(folder, manifest)
    return carried(base, last, packed(draft.parts), draft.manifest)


def version(folder: Path, manifest: Manifest) -> Version:
    """A draft's report. Raises WorkspaceError where it is gone."""
    from drafter.report.manifest import REPORT
    from drafter.review.version import Version

    return Version.of(_file(folder, REPORT), manifest, f"{folder.name}/{REPORT}")


def composed(folder: Path, manifest: Manifest) -> Version:
    """The draft as the program composed it, before edits."""
    from drafter.report.manifest import read_manifest
    from drafter.review.version import COMPOSED, COMPOSED_RECORD, Version

    if not manifest.edits:
        return version(folder, manifest)
    record = read_manifest(_file(folder, COMPOSED_RECORD), f"{folder.name}/{COMPOSED_RECORD}")
    return Version.of(_file(folder, COMPOSED), record, f"{folder.name}/{COMPOSED}")


def _file(folder: Path, name: str) -> bytes:
    path = folder / name
    if not path.is_file():
        raise WorkspaceError(f"{folder.name}缺少{name}；请从备份恢复，或删去该稿后重新生成")
    return read_file(path)


def edits_to_answer(manifest: Manifest, decisions: Sequence[Decision]) -> list[Finding]:
    """An error for each figure that was edited by hand, for no department stands behind it, and for
    each change that no draft can carry on. Those that the bureau decided on bear the decision."""
    labels = {mark.figure.key: (mark.figure.name, "") for mark in manifest.marks}
    labels |= {entry.key: (entry.name, entry.told) for entry in manifest.entries}
    figures = [
        _edited(edit, edit.key, *labels.get(edit.key, (edit.key, "")))
        for edit in manifest.edits
        if edit.key
    ]
    calculated = [
        _edited(mark.figure.edit, mark.figure.key or mark.figure.name, mark.figure.name, "")
        for mark in manifest.marks
        if mark.figure.edit is not None and not mark.figure.edit.key
    ]
    lost = [_lost(edit) for edit in manifest.edits if edit.lost]
    return decided([*figures, *calculated, *lost, *_numbers(manifest)], decisions)


def _numbers(manifest: Manifest) -> Iterator[Finding]:
    """An error for each edit of text that brought in numbers: no department submitted them, and no
    new data will ever change them."""
    from drafter.review.numbers import unsubmitted

    for edit in manifest.edits:
        numbers = [] if edit.key or edit.lost else unsubmitted(edit.old, edit.new)
        if numbers:
            details = {"numbers": "、".join(numbers), "by": edit.by, "date": edit.date}
            place = Place("报告.docx", "", edit.place)
            yield Finding("edit-number", Severity.ERROR, place, NUMBERS, "", details)


def _edited(edit: EditRecord, key: str, label: str, submitted: str) -> Finding:
    details = {"label": label, "old": edit.old, "new": edit.new, "submitted": submitted or "—"}
    details |= {"by": edit.by, "date": edit.date}
    return Finding(
        "edit-figure", Severity.ERROR, Place("报告.docx", "", edit.place), key, "", details
    )


def _lost(edit: EditRecord) -> Finding:
    details = {"what": edit.lost, "old": edit.old or "（无）", "new": edit.new or "（无）"}
    details |= {"by": edit.by, "date": edit.date}
    return Finding(
        "edit-lost", Severity.ERROR, Place("报告.docx", "", edit.place), edit.lost, "", details
    )
