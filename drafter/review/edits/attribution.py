"""Whose edit a difference is: every one belongs to an edit that somebody made, none is made up.

An edit is put on record once, with the words of whoever made it, and a claim to the place where it
stands. Later drafts are compared with what the program writes, and each difference is given to
the edit whose place it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.draft.edit_record import EditOf, PlaceRecord
from drafter.review.edits.course import Course, Range
from drafter.review.edits.hunks import Hunk
from drafter.word.marks import FIGURE_MARKS


class Claim(Struct, frozen=True):
    """A place in the program's text at which an edit stands; `new` are the words there.

    `figure` tells that they are the value of a figure; `moved` that they only stand elsewhere.
    """

    edit: int
    was: Range
    new: str
    figure: bool = False
    moved: bool = False

    def along(self, *courses: Course) -> Claim:
        """The claim at its place in the courses' last text."""
        was = self.was
        for course in courses:
            was = course.range(was)
        return replace(self, was=was)


def claim(edit: int, hunk: Hunk) -> Claim:
    """The claim of an edit to the place of a change."""
    figure = hunk.mark.startswith(FIGURE_MARKS)
    return Claim(edit, hunk.was, hunk.new, figure, hunk.moved)


class Share(Struct, frozen=True):
    """A change, or the part of one, and the edits that it belongs to."""

    hunk: Hunk
    edits: tuple[int, ...]


def shares(hunks: Sequence[Hunk], claims: Sequence[Claim]) -> list[Share]:
    """Every change with its edits; one that holds several edits end to end is divided."""
    return [share for hunk in hunks for share in _shares(hunk, claims)]


def _shares(hunk: Hunk, claims: Sequence[Claim]) -> list[Share]:
    near = _nearest(hunk, claims)
    divided = _divided(hunk, near)
    if divided:
        return divided
    exact = sorted((c for c in near if c.new == hunk.new), key=lambda c: -c.was.shared(hunk.was))
    chosen = exact[:1] or [c for c in near if c.was.overlaps(hunk.was)] or near[:1]
    return [Share(hunk, tuple(dict.fromkeys(c.edit for c in chosen)))]


def _nearest(hunk: Hunk, claims: Sequence[Claim]) -> list[Claim]:
    """The claims to the hunk's place, in order; those to the nearest place where there are none."""
    figure = hunk.mark.startswith(FIGURE_MARKS)

    def distance(one: Claim) -> tuple[int, bool, bool]:
        other = one.figure != figure and not hunk.whole
        return one.was.gap(hunk.was), other, one.moved != hunk.moved

    least = min(map(distance, claims), default=None)
    near = [one for one in claims if distance(one) == least]
    return sorted(near, key=lambda one: one.was)


def _divided(hunk: Hunk, near: Sequence[Claim]) -> list[Share]:
    """The hunk divided among the claims whose words add up to it; [] where they do not."""
    if len(near) < 2 or hunk.whole or hunk.mark or "".join(c.new for c in near) != hunk.new:
        return []
    parts = []
    was, now = hunk.was.start, hunk.now.start
    for number, one in enumerate(near, start=1):
        last = number == len(near)
        end = hunk.was.end if last else min(max(one.was.end, was), hunk.was.end)
        spots = Range(was, end), Range(now, now + len(one.new))
        old = hunk.old[was - hunk.was.start : end - hunk.was.start]
        part = replace(hunk, old=old, new=one.new, was=spots[0], now=spots[1])
        parts.append(Share(part, (one.edit,)))
        was, now = end, spots[1].end
    return parts


def altered(
    edits: Mapping[int, Sequence[PlaceRecord]], hunks: Sequence[Hunk], to_draft: Course
) -> set[int]:
    """The edits that somebody has undone or rewritten since: their places in the draft, and the
    changes, which the course leads there."""
    changes = [(to_draft.range(hunk.was), hunk.moved) for hunk in hunks]
    return {
        number
        for number, places in edits.items()
        if any(_alters(*change, place) for place in places for change in changes)
    }


def _alters(change: Range, moved: bool, place: PlaceRecord) -> bool:
    """Whether words were changed, or within what was added moved; of what was moved, whether it was
    moved on, or is gone whole."""
    stands, added = Range(*place.now), place.was[0] == place.was[1]
    if place.kind is EditOf.MOVED:
        return change == stands or (not moved and _holds(change, stands))
    return _holds(stands, change) and added if moved else stands.overlaps(change)


def _holds(whole: Range, part: Range) -> bool:
    return whole.start <= part.start and part.end <= whole.end
