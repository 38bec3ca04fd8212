"""The errors that a review of an edited draft finds, recorded since no data will mend them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from drafter.draft.edit_record import Departure, DepartureRecord, EditRecord
from drafter.draft.record import FigureRecord, FigureState, Manifest
from drafter.review.edits.course import Range
from drafter.review.edits.recording import Written
from drafter.review.returned.verification import verify
from drafter.review.story.content import Paragraph
from drafter.review.story.document import Document
from drafter.review.story.story import Story
from drafter.review.story.verdict import Number, State, Stretch, Verified, Wording
from drafter.word.excerpt import differing, short
from drafter.word.marks import FIGURE_MARKS


def departures(
    machine: Document, edited: Document, composed: Manifest, edits: Written
) -> tuple[DepartureRecord, ...]:
    """Every figure that is not as the program wrote it and every number that nobody submitted, in
    order, each with the edit that it belongs to; none without edits."""
    if not edits.shares:
        return ()
    owners = _Owners(edits, _Text.of(machine.story), _Text.of(edited.story))
    verification = verify(machine, edited, composed)
    entries = {entry.key: entry for entry in composed.entries if not entry.rows}
    weighty = (f for f in verification.differing if not f.is_text and f.state is not State.MOVED)
    figures = [_figure(f, owners, entries.get(f.figure.key if f.figure else "")) for f in weighty]
    numbers = [_number(number, owners) for number in verification.numbers]
    numbers_of: dict[int, list[str]] = {}
    for one in (*figures, *numbers):
        if one.state in _WITH_CHANGE:
            numbers_of.setdefault(one.edit, []).append(one.new or one.old)
    others = (_wording(wording, owners, numbers_of) for wording in verification.wordings)
    return (*figures, *numbers, *filter(None, others))


_AROUND = 12
# What is told with the whole change: its other words need not be told again.
_WITH_CHANGE = (Departure.WRITTEN, Departure.DELETED)


class _Owners(Struct, frozen=True):
    """The edits by place in both texts."""

    edits: Written
    old: _Text
    new: _Text

    def of(self, at: Stretch, deleted: bool = False) -> EditRecord:
        """The edit that overlaps the place, else one that touches it, else the nearest."""
        place = (self.old if deleted else self.new).range(at)

        def distance(number: int) -> tuple[int, bool]:
            hunk = self.edits.shares[number].hunk
            own = hunk.was if deleted else hunk.now
            return own.gap(place), not own.overlaps(place)

        return self.edits.by_share[min(range(len(self.edits.shares)), key=distance)]

    def within(self, wording: Wording) -> list[EditRecord]:
        """The edits of words that overlap the place on either side."""
        was, now = self.old.range(wording.was), self.new.range(wording.at)
        hunks = ((share.hunk, n) for n, share in enumerate(self.edits.shares))
        return [
            self.edits.by_share[n]
            for hunk, n in hunks
            if not hunk.mark.startswith(FIGURE_MARKS)
            and (hunk.was.overlaps(was) or hunk.now.overlaps(now))
        ]


class _Text(Struct, frozen=True):
    """A text's lines, and where each begins."""

    lines: Sequence[Paragraph]
    starts: Sequence[int]

    @classmethod
    def of(cls, story: Story) -> _Text:
        """Of a whole document."""
        return cls(story.lines, [0, *accumulate(len(line.text) + 1 for line in story.lines)])

    def range(self, at: Stretch) -> Range:
        """The place in the whole text."""
        line, start, end = at
        return Range(self.starts[line] + start, self.starts[line] + end)

    def around(self, at: Stretch) -> str:
        """The words before and behind the place, figures as □, for data may change them."""
        line, start, end = at
        text = list(self.lines[line].text)
        for name, (first, last) in self.lines[line].ranges.items():
            if name.startswith(FIGURE_MARKS):
                text[first:last] = "□" * (last - first)
        words = "".join(text[max(start - _AROUND, 0) : start]), "".join(text[end : end + _AROUND])
        return re.sub("□+", "□", "…".join(words))


def _figure(verified: Verified, owners: _Owners, entry: FigureRecord | None) -> DepartureRecord:
    deleted, figure = verified.state is State.DELETED, verified.figure
    edit = owners.of(verified.at, deleted)
    return DepartureRecord(
        state=Departure(verified.state.value),
        edit=edit.number,
        mark=verified.mark,
        key=figure.key if figure else "",
        label=verified.label,
        place=edit.place if deleted else verified.spot.label,
        old=verified.old,
        new=verified.new,
        submitted=_submitted(figure, entry) if figure else "",
        around=(owners.old if deleted else owners.new).around(verified.at),
    )


def _submitted(figure: FigureRecord, entry: FigureRecord | None) -> str:
    """What the data say of the figure, as a clause."""
    if figure.state is not FigureState.KNOWN:
        return "部门还没有报"
    if figure.workings:
        return f"按数据算出的是{figure.phrase}（{short(figure.workings)}）"
    return f"部门报的是{(entry or figure).phrase}"


def _wording(
    wording: Wording, owners: _Owners, numbers_of: Mapping[int, Sequence[str]]
) -> DepartureRecord | None:
    """The record, None if all that changed there is told with a number or a deletion."""
    inside = owners.within(wording)
    edit = next((one for one in inside if _reworded(one, numbers_of.get(one.number))), None)
    if edit is None and inside:
        return None
    edit = edit or owners.of(wording.at)
    old, new = differing(wording.old, wording.new)
    return DepartureRecord(
        state=Departure.WORDING,
        edit=edit.number,
        label=wording.where,
        place=wording.spot.label,
        old=old,
        new=new,
        around=owners.new.around(wording.at),
    )


def _reworded(edit: EditRecord, texts: Sequence[str] | None) -> bool:
    """Whether the edit puts other words in the place of some, beside the numbers told of it."""
    if texts is None:
        return True
    longest = sorted(texts, key=len)[::-1]
    numbers = re.compile("|".join(rf"{re.escape(text)}\w?" for text in longest))
    return all(re.search(r"\w", numbers.sub("", words)) for words in (edit.old, edit.new))


def _number(number: Number, owners: _Owners) -> DepartureRecord:
    edit = owners.of(number.at)
    return DepartureRecord(
        state=Departure.WRITTEN,
        edit=edit.number,
        place=number.spot.label,
        new=number.text,
        around=owners.new.around(number.at),
    )
