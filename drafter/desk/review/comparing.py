"""Two documents compared, in the worker: what changed and why, as data or as a redline."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from drafter.desk.records.records import Records as Kept
from drafter.desk.review.shelf import Choice, Shelf
from drafter.draft.record import Manifest
from drafter.review.compare.cause import Records
from drafter.review.compare.changes import Comparison, Loss


def diff(root: Path | None, old: Choice, new: Choice, accepted: bool) -> Comparison:
    """Figures and passages that changed from the old document to the new one, with causes."""
    from drafter.review.compare.comparison import compare
    from drafter.review.compare.explaining import explain
    from drafter.review.compare.figures import figure_changes
    from drafter.review.story.mapping import with_shared

    left, right = (Shelf(root).operand(choice, accepted) for choice in (old, new))
    records = records_of(root, left.manifest, right.manifest)
    before = left.identified().story
    passages = compare(before, with_shared(before, right.identified().story))
    figures = figure_changes(records, passages)
    manifest = right.manifest or left.manifest
    title = manifest.title if manifest else "文件"
    return Comparison(title, left.name, right.name, figures, explain(passages, records))


def redline(
    root: Path | None, old: Choice, new: Choice, accepted: bool, author: str, moment: str
) -> tuple[bytes, int, list[Loss]]:
    """(the redline, how many of its paragraphs have changes, what it cannot track)."""
    from drafter.review.edits.losses import untracked
    from drafter.review.redline.redlining import redline as redlined
    from drafter.review.story.mapping import with_shared

    left, right = (Shelf(root).operand(choice, accepted) for choice in (old, new))
    records = records_of(root, left.manifest, right.manifest)
    shared = with_shared(left.document.story, right.document.story)
    beyond = untracked(left.document, replace(right.document, story=shared))
    return (*redlined(left.document, right.document, author, moment, records), beyond)


def records_of(root: Path | None, old: Manifest | None, new: Manifest | None) -> Records:
    """Both drafts' records, and the versions of departments' forms by their hashes: 第2次报送."""
    years = {manifest.year for manifest in (old, new) if manifest}
    kept = [Kept(root, year) for year in sorted(years)] if root else []
    return Records(old, new, {k: v for records in kept for k, v in records.versions().items()})
