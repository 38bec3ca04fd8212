"""Edits by hand from draft to draft: the last one's files read back, and merged into the new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.desk.files.folders import read_file
from drafter.model.decision import Decision
from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.draft.compose import Draft
    from drafter.draft.record import Manifest
    from drafter.review.edits.taking import Taken
    from drafter.review.story.version import Version


def is_current(manifest: Manifest, inputs: Mapping[str, str]) -> bool:
    """Whether a draft was made of these inputs, and of the edits and comments that it carries."""
    from drafter.draft.record import EDITS, REMARKS, run_key

    carried = {name: d for name, d in manifest.inputs.items() if name in (EDITS, REMARKS)}
    return manifest.run == run_key({**inputs, **carried})


def carry(folder: Path, manifest: Manifest, draft: Draft, decisions: Sequence[Decision]) -> Taken:
    """The new draft with the edits and comments of the one in the folder."""
    from drafter.review.edits.joining import carried
    from drafter.word.package import packed

    base, last = composed(folder, manifest), annotated(folder, manifest)
    return carried(base, last, packed(draft.parts), draft.manifest).answered(decisions)


def version(folder: Path, manifest: Manifest) -> Version:
    """A draft's report. Raises WorkspaceError where it is gone."""
    from drafter.draft.record import REPORT
    from drafter.review.story.version import Version

    return Version.of(_file(folder, REPORT), manifest, f"{folder.name}/{REPORT}")


def annotated(folder: Path, manifest: Manifest) -> Version:
    """The same with everybody's comments, which are not in the report of a stage that leaves."""
    from drafter.draft.dress import ANNOTATED
    from drafter.review.story.version import Version

    if not (folder / ANNOTATED).is_file():
        return version(folder, manifest)
    return Version.of(_file(folder, ANNOTATED), manifest, f"{folder.name}/{ANNOTATED}")


def composed(folder: Path, manifest: Manifest) -> Version:
    """The draft as the program composed it, before edits."""
    from drafter.draft.record import read_manifest
    from drafter.review.story.version import COMPOSED, COMPOSED_RECORD, Version

    if not manifest.touched:
        return version(folder, manifest)
    record = read_manifest(_file(folder, COMPOSED_RECORD), f"{folder.name}/{COMPOSED_RECORD}")
    return Version.of(_file(folder, COMPOSED), record, f"{folder.name}/{COMPOSED}")


def _file(folder: Path, name: str) -> bytes:
    path = folder / name
    if not path.is_file():
        raise WorkspaceError(f"{folder.name}缺少{name}；请从备份恢复，或删去该稿后重新生成")
    return read_file(path)
