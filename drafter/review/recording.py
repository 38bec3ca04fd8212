"""What goes on record of edits by hand: who, when, what; and figures that nobody reported so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafter import quantity
from drafter.report.manifest import HAND, EditRecord, FigureRecord, Manifest, MarkRecord
from drafter.report.outline import Paragraph
from drafter.report.template.marks import CHART_MARK
from drafter.review.document import Document, identity
from drafter.review.edits import Hunk
from drafter.review.merging import Conflict


@dataclass(frozen=True, slots=True)
class Signature:
    """Who stands behind an edit, and since when."""

    by: str
    date: str


def edit_records(
    found: Sequence[Hunk],
    known: Mapping[str, FigureRecord],
    places: Mapping[int, Paragraph],
    authors: Authors,
    conflicts: Sequence[Conflict],
) -> list[tuple[str, EditRecord]]:
    """(mark, edit) of each; who wrote it first is kept from draft to draft."""
    made = []
    for hunk in found:
        key = known[hunk.mark].key if hunk.mark in known else ""
        place = places.get(id(hunk.paragraph.element)) if hunk.paragraph else None
        by, date, clash = authors.of(key, hunk)
        now = next((c.ours for c in conflicts if c.theirs and c.theirs == hunk.new), clash)
        record = EditRecord(
            number=hunk.number,
            key=key,
            section=place.section if place else "",
            paragraph=place.number if place else 0,
            old=hunk.old,
            new=hunk.new,
            by=by,
            date=date,
            conflict=now,
        )
        made.append((hunk.mark, record))
    return made


@dataclass(frozen=True)
class Authors:
    """Who wrote an edit: whoever is on record for it, or whoever signs now."""

    previous: Sequence[EditRecord]
    signature: Signature

    def of(self, key: str, hunk: Hunk) -> tuple[str, str, str]:
        """(name, date, what the data said against it)."""
        same = [e for e in self.previous if e.key == key and e.new == hunk.new]
        exact = [e for e in same if e.old == hunk.old]
        if known := (exact or same):
            return known[0].by, known[0].date, known[0].conflict
        return self.signature.by, self.signature.date, ""


@dataclass(frozen=True)
class Ledgered:
    """What the program itself prints for each figure, and what the ledger has."""

    printed: Mapping[str, Mapping[str, FigureRecord]]
    entries: Mapping[str, FigureRecord]

    @classmethod
    def of(cls, manifest: Manifest) -> Ledgered:
        """Of a composed draft."""
        printed: dict[str, dict[str, FigureRecord]] = {}
        for mark in manifest.marks:
            printed.setdefault(identity(mark.figure), {})[mark.words] = mark.figure
        entries = (entry.model_copy(update={"written": ()}) for entry in manifest.entries)
        return cls(printed, {entry.key: entry for entry in entries})

    def figure(self, own: FigureRecord, words: str, edit: EditRecord) -> FigureRecord:
        """The record of a mark with these words; those of nobody's are an edit by hand."""
        if printed := self.printed.get(identity(own), {}).get(words):
            return printed
        entry = self.entries.get(own.key)
        if entry is not None and entry.text == words and not entry.rows:
            return entry
        counts = own.kind not in ("文本", "长文本", "日期")
        amount = quantity.read(words) if counts else None
        changes = {
            "state": HAND,
            "text": words,
            "value": quantity.decimal(amount.value) if amount else "",
            "hedge": amount.hedge if amount else "",
            "edit": edit if own.edit is None or own.edit.new != words else own.edit,
        }
        base = entry if entry is not None and not entry.rows else own
        return base.model_copy(update=changes)


def mark_records_of(
    edited: Document,
    known: Mapping[str, FigureRecord],
    ledgered: Ledgered,
    written: Mapping[str, EditRecord],
    paragraphs: Sequence[Paragraph],
    signature: Signature,
) -> tuple[MarkRecord, ...]:
    """The marks in the order of the text."""
    home = {name: p for p in paragraphs for name in p.marks}
    made = []
    for name, words in edited.story.marks.items():
        if name not in known:
            continue
        place = home.get(name)
        unsaid = EditRecord(
            number=0,
            key=known[name].key,
            old=known[name].text,
            new=words,
            by=signature.by,
            date=signature.date,
        )
        drawn = name.startswith(CHART_MARK)
        edit = written.get(name, unsaid)
        figure = known[name] if drawn else ledgered.figure(known[name], words, edit)
        made.append(
            MarkRecord(
                name=name,
                words=figure.text if drawn else words,
                paragraph=place.number if place else 0,
                section=place.section if place else "",
                figure=figure,
            )
        )
    return tuple(made)
