"""Who wrote in a file that came back, and the draft's record with that on it."""

from __future__ import annotations

import datetime

from msgspec.structs import replace

from drafter.draft.edit_record import EditRecord
from drafter.draft.record import FigureState, Manifest, MarkRecord
from drafter.model.dates import official_date
from drafter.review.edits.edits import edits
from drafter.review.edits.recording import Signature, record
from drafter.review.story.document import Document
from drafter.review.story.story import Story
from drafter.word.marks import FIGURE_MARKS
from drafter.word.ooxml import w

_LONG_AGO = 1900  # a date before that is one that a program never set


def author_of(document: Document) -> tuple[str, str]:
    """(name, 2023年11月20日) by the last tracked change, else by the properties; "" if unknown."""
    roots = document.trees.values()
    changes = [change for root in roots for change in root.iter(w("ins"), w("del"))]
    dated = sorted((c.get(w("date"), ""), c.get(w("author"), "")) for c in changes)
    name, date = document.last_editor
    if dated:
        date, name = dated[-1][0], dated[-1][1] or name
    return name, day(date)


def day(stamp: str) -> str:
    """The day of an ISO date as officials write it; "" for anything else."""
    try:
        written = datetime.date.fromisoformat(stamp[:10])
    except ValueError:
        return ""
    return official_date(written) if written.year >= _LONG_AGO else ""


def edited(manifest: Manifest, base: Story, copy: Story, signature: Signature) -> Manifest:
    """The draft's record with each difference of the copy as an edit by hand."""
    keys = {mark.name: mark.figure.key for mark in manifest.marks}
    groups = edits(base, copy)
    records = [record(n, group, keys, signature) for n, group in enumerate(groups, start=1)]
    by_mark = {group[0].mark: edit for group, edit in zip(groups, records, strict=True)}
    marks = tuple(_mark(mark, by_mark.get(mark.name)) for mark in manifest.marks)
    return replace(manifest, marks=marks, edits=tuple(records))


def _mark(mark: MarkRecord, edit: EditRecord | None) -> MarkRecord:
    if edit is None or not mark.name.startswith(FIGURE_MARKS):
        return mark
    figure = replace(
        mark.figure,
        state=FigureState.HAND,
        text=edit.new,
        value="",
        hedge="",
        low="",
        high="",
        edit=edit,
    )
    return replace(mark, words=edit.new, figure=figure)
