"""The errors that a review of an edited draft finds, recorded since no data will mend them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
    verification = verify(machine, edited, composed)
    entries = {entry.key: entry for entry in composed.entries if not entry.rows}
    weighty = (
        _among(f, machine.story, edited.story) for f in verification.differing if not f.is_text
    )
    figures = (
        _figure(f, owners, entries.get(f.figure.key if f.figure else "")) for f in weighty if f
    )
    return (*figures, *(_number(number, owners) for number in verification.numbers))


def _among(verified: Verified, machine: Story, edited: Story) -> Verified | None:
    """The figure; a moved one with the clauses around it, None if its clause came along: among
    other words it says something else."""
    if verified.state is not State.MOVED:
        return verified
    home = next(line for line in machine.lines if verified.mark in line.ranges)
    number, *now = verified.at
    old = _clause(home.text, *home.ranges[verified.mark])
    new = _clause(edited.lines[number].text, *now)
    return None if old == new else replace(verified, old=old, new=new)


_STOPS = "，。；：、！？\n"


def _clause(text: str, start: int, end: int) -> str:
    """The words between two stops that the place stands among."""
    begin = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    ends = (at for stop in _STOPS if (at := text.find(stop, end)) >= 0)
    return text[begin : min(ends, default=len(text))].strip()


@dataclass(frozen=True)
class _Owners:
    """The edits by place; where each line of both texts begins."""

    edits: Written
    old: Sequence[int]
    new: Sequence[int]

    def of(self, at: Stretch, deleted: bool = False) -> EditRecord:
        """The edit that overlaps the place, else one that touches it, else the nearest."""
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
    )


def _submitted(figure: FigureRecord, entry: FigureRecord | None) -> str:
    """What the data say of the figure, as a clause."""
    if figure.state is not FigureState.KNOWN:
        return "部门还没有报"
    if figure.workings:
        return f"按数据算出的是{figure.told}（{short(figure.workings)}）"
    return f"部门报的是{(entry or figure).told}"


def _number(number: Number, owners: _Owners) -> DepartureRecord:
    edit = owners.of(number.at)
    return DepartureRecord(
        state=Departure.WRITTEN, edit=edit.number, place=number.spot.label, new=number.text
    )
