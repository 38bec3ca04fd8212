"""What the review calls an error in an edited draft, put on record: no data will ever mend it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from drafter.draft.edit_record import Departure, DepartureRecord, EditRecord
from drafter.draft.record import FigureRecord, FigureState, Manifest
from drafter.model.dataclass import dataclass
from drafter.review.edits.course import Range
from drafter.review.edits.recording import Written
from drafter.review.returned.verification import verify
from drafter.review.story.document import Document
from drafter.review.story.story import Story
from drafter.review.story.verdict import Number, State, Stretch, Verified
from drafter.word.excerpt import short


def departures(
    machine: Document, edited: Document, composed: Manifest, edits: Written
) -> tuple[DepartureRecord, ...]:
    """Every figure that is not as the program wrote it and every number that nobody submitted, in
    order, each with the edit that it belongs to; none without edits."""
    if not edits.shares:
        return ()
    owners = _Owners(edits, _starts(machine.story), _starts(edited.story))
    found = verify(machine, edited, composed)
    entries = {entry.key: entry for entry in composed.entries if not entry.rows}
    weighty = (f for f in found.differing if not f.is_text and f.state is not State.MOVED)
    figures = (_figure(f, owners, entries.get(f.figure.key if f.figure else "")) for f in weighty)
    return (*figures, *(_number(number, owners) for number in found.numbers))


@dataclass(frozen=True)
class _Owners:
    """The edits by place; where each line of both texts begins."""

    edits: Written
    old: Sequence[int]
    new: Sequence[int]

    def of(self, at: Stretch, deleted: bool = False) -> EditRecord:
        """The edit that stands there or nearest, its words before those around it."""
        line, start, end = at
        first = (self.old if deleted else self.new)[line]
        place = Range(first + start, first + end)

        def distance(number: int) -> tuple[int, bool]:
            hunk = self.edits.shares[number].hunk
            own = hunk.was if deleted else hunk.now
            return own.gap(place), not own.overlaps(place)

        return self.edits.by_share[min(range(len(self.edits.shares)), key=distance)]


def _starts(story: Story) -> list[int]:
    return [0, *accumulate(len(line.text) + 1 for line in story.lines)]


def _figure(found: Verified, owners: _Owners, entry: FigureRecord | None) -> DepartureRecord:
    deleted, figure = found.state is State.DELETED, found.figure
    edit = owners.of(found.at, deleted)
    return DepartureRecord(
        state=Departure(found.state.value),
        edit=edit.number,
        mark=found.mark,
        key=figure.key if figure else "",
        label=found.label,
        place=edit.place if deleted else found.spot.label,
        old=found.old,
        new=found.new,
        submitted=_submitted(figure, entry) if figure else "",
    )


def _submitted(figure: FigureRecord, entry: FigureRecord | None) -> str:
    """What the data say of the figure, as a clause."""
    if figure.state is not FigureState.KNOWN:
        return "部门还没有报"
    if figure.workings:
        return f"按数据算出的是{figure.told}（{short(figure.workings)}）"
    return f"部门报的是{(entry or figure).told}"


def _number(found: Number, owners: _Owners) -> DepartureRecord:
    edit = owners.of(found.at)
    return DepartureRecord(
        state=Departure.WRITTEN, edit=edit.number, place=found.spot.label, new=found.text
    )
