"""What goes on record of edits by hand: who, when, what; and figures that nobody reported so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.draft.edit_record import EditOf, EditRecord, PlaceRecord
from drafter.draft.record import FigureRecord, FigureState, Manifest, MarkRecord
from drafter.model import quantity
from drafter.review.compare.changes import Loss
from drafter.review.edits.attribution import Claim, Share, altered, claim, shares
from drafter.review.edits.course import Course, Range, offsets, whole_text
from drafter.review.edits.hunks import Hunk, words
from drafter.review.story.document import identity
from drafter.review.story.story import Story
from drafter.word.marks import CHART_MARK, FIGURE_MARKS
from drafter.word.outline import Paragraph


class Signature(Struct, frozen=True):
    """Who stands behind an edit, and since when."""

    by: str
    date: str


class Edits(Struct, frozen=True):
    """The edits on record by number, and their claims to places in the program's text.

    `rewritten` are those that took the place of earlier ones: their words are what stands there.
    `ended` are those earlier ones.
    """

    records: Mapping[int, EditRecord]
    claims: Sequence[Claim]
    rewritten: frozenset[int] = frozenset()
    ended: tuple[EditRecord, ...] = ()

    @classmethod
    def of(cls, records: Sequence[EditRecord], draft: Story) -> Edits:
        """Those that a draft has; the claims are to places in its 机器稿."""
        text = whole_text(draft)
        claims = [
            Claim(record.number, Range(*place.was), text[slice(*place.now)].rstrip("\n"),
                  place.kind is EditOf.FIGURE, place.kind is EditOf.MOVED)
            for record in records
            for place in record.places
        ]  # fmt: skip
        return cls({record.number: record for record in records}, claims)

    def along(self, *courses: Course) -> Edits:
        """The edits with their claims moved along the courses."""
        claims = [one.along(*courses) for one in self.claims]
        return Edits(self.records, claims, self.rewritten, self.ended)

    def with_new(
        self,
        groups: Sequence[Sequence[Hunk]],
        keys: Mapping[str, str],
        signature: Signature,
        to_draft: Course,
        to_machine: Course,
    ) -> Edits:
        """With the edits of a file that came back. One that changes the words of an earlier edit
        takes its place. The courses lead from its draft to the last one and to the 机器稿."""
        records, claims = dict(self.records), list(self.claims)
        rewritten: set[int] = set()
        stands = {n: record.places for n, record in self.records.items()}
        first = max(records, default=0) + 1
        for number, group in enumerate(groups, start=first):
            records[number] = record(number, group, keys, signature)
            claims += [claim(number, hunk).along(to_draft, to_machine) for hunk in group]
            if taken := altered(stands, group, to_draft) & records.keys():
                rewritten.add(number)
                claims = [_given(one, taken, number) for one in claims]
                records = {n: record for n, record in records.items() if n not in taken}
        ended = tuple(r for n, r in self.records.items() if n not in records)
        return Edits(records, claims, frozenset(rewritten), ended)

    def with_lost(self, losses: Sequence[Loss], signature: Signature) -> Edits:
        """The edits with the copy's losses recorded, each once."""
        records = dict(self.records)
        earlier = {(record.lost, record.old, record.new) for record in records.values()}
        fresh = [loss for loss in losses if (loss.kind, loss.old, loss.new) not in earlier]
        for number, loss in enumerate(fresh, start=max(records, default=0) + 1):
            records[number] = EditRecord(
                number=number,
                paragraph=loss.paragraph,
                old=loss.old,
                new=loss.new,
                by=signature.by,
                date=signature.date,
                lost=loss.kind,
            )
        return Edits(records, self.claims, self.rewritten, self.ended)


def _given(one: Claim, taken: set[int], number: int) -> Claim:
    if one.edit not in taken:
        return one
    return Claim(number, one.was, one.new, one.figure, one.moved)


def record(
    number: int, group: Sequence[Hunk], keys: Mapping[str, str], signature: Signature
) -> EditRecord:
    """The record of a new edit; `keys` has the figure of each mark of its draft."""
    old, new = words(group)
    return EditRecord(
        number=number,
        key=keys.get(group[0].mark, ""),
        old=old,
        new=new,
        around=_around(group),
        by=signature.by,
        date=signature.date,
    )


class Written(Struct, frozen=True):
    """What a draft has on record: its edits, those that ended with it, and the parts of each."""

    edits: tuple[EditRecord, ...]
    ended: tuple[EditRecord, ...]
    shares: Sequence[Share]
    by_share: Sequence[EditRecord]

    def at(self, mark: str, place: Range) -> EditRecord | None:
        """The edit that gave the mark its words: of its value, or of the text that it stands in."""
        pairs = list(zip(self.shares, self.by_share, strict=True))
        own = (record for share, record in pairs if share.hunk.mark == mark)
        around = (record for share, record in pairs if share.hunk.now.overlaps(place))
        return next(own, None) or next(around, None)


def written(
    hunks: Sequence[Hunk], history: Edits, places: Mapping[int, Paragraph], signature: Signature
) -> Written:
    """The edits in the order of the text, as they were made; each hunk belongs to one of them."""
    all_shares = shares(hunks, history.claims)
    parts: dict[tuple[int, ...], list[Hunk]] = {}
    for number, share in enumerate(all_shares):
        for edit in share.edits or (-number,):
            parts.setdefault((edit,), []).append(share.hunk)
    records: dict[int, EditRecord] = {}
    for number, ((edit,), group) in enumerate(parts.items(), start=1):
        known_as = history.records.get(edit) or record(number, group, {}, signature)
        records[edit] = _standing(known_as, number, group, places, edit in history.rewritten)
    lost = enumerate((e for e in history.records.values() if e.lost), start=len(records) + 1)
    waiting = [replace(edit, number=number) for number, edit in lost]
    ended = [edit for n, edit in history.records.items() if n not in records and not edit.lost]
    by_share = [records[(share.edits or (-n,))[0]] for n, share in enumerate(all_shares)]
    return Written((*records.values(), *waiting), (*history.ended, *ended), all_shares, by_share)


def _standing(
    edit: EditRecord,
    number: int,
    group: Sequence[Hunk],
    places: Mapping[int, Paragraph],
    rewritten: bool,
) -> EditRecord:
    """The record for this draft: its number, its place, and what the program writes there."""
    homes = (h.paragraph.element for h in group if h.paragraph is not None)
    place = next((places[id(e)] for e in homes if e is not None and id(e) in places), None)
    old, new = words(group)
    clash = edit.old if rewritten or old == new or group[0].moved else old
    return replace(
        edit,
        old=old if rewritten else edit.old,
        new=new if rewritten else edit.new,
        around=_around(group) if rewritten else edit.around,
        number=number,
        section=place.section if place else "",
        paragraph=place.number if place else 0,
        conflict=clash if clash != edit.old else "",
        places=tuple(map(_place, group)),
    )


def _around(group: Sequence[Hunk]) -> tuple[str, str]:
    """What stands beside a change of a single character that is words, and no figure's value."""
    alone = len(group) == 1 and not group[0].mark.startswith(FIGURE_MARKS)
    return group[0].around if alone else ("", "")


def _place(hunk: Hunk) -> PlaceRecord:
    figure = hunk.mark.startswith(FIGURE_MARKS)
    of = EditOf.MOVED if hunk.moved else EditOf.FIGURE if figure else EditOf.WORDS
    return PlaceRecord(kind=of, was=(*hunk.was,), now=(*hunk.now,))


class Ledgered(Struct, frozen=True):
    """What the program itself prints for each figure, and what the ledger has."""

    marks: Mapping[str, MarkRecord]
    printed: Mapping[str, Mapping[str, FigureRecord]]
    entries: Mapping[str, FigureRecord]

    @classmethod
    def of(cls, manifest: Manifest) -> Ledgered:
        """Of a composed draft."""
        printed: dict[str, dict[str, FigureRecord]] = {}
        for mark in manifest.marks:
            printed.setdefault(identity(mark.figure), {})[mark.words] = mark.figure
        marks = {mark.name: mark for mark in manifest.marks}
        entries = (replace(entry, written=()) for entry in manifest.entries)
        return cls(marks, printed, {entry.key: entry for entry in entries})

    def figure(
        self, name: str, own: FigureRecord, text: str, edit: EditRecord | None
    ) -> FigureRecord:
        """The record of a mark with these words: the program's own, unless an edit gave them."""
        mark = self.marks.get(name)
        if mark is not None and (mark.words == text or edit is None):
            return mark.figure
        if printed := self.printed.get(identity(own), {}).get(text):
            return printed
        entry = self.entries.get(own.key)
        if edit is None or (entry is not None and entry.text == text and not entry.rows):
            return own if entry is None or entry.rows else entry
        return _edited(own if entry is None or entry.rows else entry, text, edit)


def _edited(figure: FigureRecord, text: str, edit: EditRecord) -> FigureRecord:
    """The edited figure, which no department vouches for."""
    amount = (quantity.read(text) or quantity.spelled(text)) if figure.kind.counts else None
    return replace(
        figure,
        state=FigureState.HAND,
        text=text,
        value=quantity.decimal(amount.value) if amount else "",
        hedge=amount.hedge if amount else "",
        low="",
        high="",
        edit=replace(edit, places=()),
    )


def mark_records_of(
    story: Story,
    figures: Mapping[str, FigureRecord],
    composed: Manifest,
    edits: Written,
    paragraphs: Sequence[Paragraph],
) -> tuple[MarkRecord, ...]:
    """The records of the story's marks, in the order of the text."""
    ledgered, ranges = Ledgered.of(composed), mark_ranges(story)
    home = {name: p for p in paragraphs for name in p.marks}
    records = []
    for name, text in story.marks.items():
        if name not in figures:
            continue
        edit = edits.at(name, ranges[name]) if name in ranges else None
        drawn = name.startswith(CHART_MARK)
        figure = figures[name] if drawn else ledgered.figure(name, figures[name], text, edit)
        place = home.get(name)
        number, section = (place.number, place.section) if place else (0, "")
        words = figure.text if drawn else text
        records.append(
            MarkRecord(name=name, words=words, paragraph=number, section=section, figure=figure)
        )
    return tuple(records)


def mark_ranges(story: Story) -> dict[str, Range]:
    """Each mark's range in the whole text."""
    starts = offsets(story)
    return {
        name: Range(starts[id(line)] + start, starts[id(line)] + end)
        for line in story.lines
        for name, (start, end) in line.ranges.items()
    }
