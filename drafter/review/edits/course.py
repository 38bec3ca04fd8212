"""Places in the text of a document as a whole, and where they are in another one.

Every paragraph counts as its text and one more for its end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct, field

from drafter.review.compare.alignment import align
from drafter.review.edits.matching import in_tables
from drafter.review.returned.mending import Shift
from drafter.review.story.story import Story


class Range(NamedTuple):
    """A stretch of the whole text."""

    start: int
    end: int

    def gap(self, other: Range) -> int:
        """The distance between the two; 0 where they touch."""
        return max(self.start - other.end, other.start - self.end, 0)

    def shared(self, other: Range) -> int:
        """How many characters they share."""
        return max(min(self.end, other.end) - max(self.start, other.start), 0)

    def overlaps(self, other: Range) -> bool:
        """Whether they share a character, or one is empty and lies within the other."""
        if self == other:
            return True
        return self.start < other.end and other.start < self.end


def offsets(story: Story) -> dict[int, int]:
    """Where each paragraph begins, by its id."""
    starts = [0, *accumulate(len(line.text) + 1 for line in story.lines)]
    return {id(line): start for line, start in zip(story.lines, starts, strict=False)}


def whole_text(story: Story) -> str:
    """The document's text, a paragraph a line."""
    return "".join(f"{line.text}\n" for line in story.lines)


class Course(Struct):
    """From places in one document to those in another that says nearly the same."""

    source: Sequence[str]
    target: Sequence[str]
    lines: dict[int, int]
    _starts: list[int]
    _ends: list[int]
    _shifts: dict[int, Shift] = field(default_factory=dict)

    @classmethod
    def between(cls, source: Story, target: Story) -> Course:
        """The course from the source to the target."""
        old, new = ([line.text for line in story.lines] for story in (source, target))
        alignment = align(old, new)
        starts, ends = ([0, *accumulate(len(text) + 1 for text in side)] for side in (old, new))
        places = [{id(line): n for n, line in enumerate(x.lines)} for x in (source, target)]
        cells = {places[0][id(a)]: places[1][id(b)] for a, b in in_tables(source, target)}
        lines = {**dict((*alignment.pairs, *alignment.moves)), **cells}
        return cls(old, new, lines, starts, ends)

    def range(self, place: Range) -> Range:
        """Where the stretch is now; a place between what is left around it where it is gone."""
        start = self._place(place.start, is_end=False)
        if place.start == place.end:
            return Range(start, start)
        end = self._place(place.end - 1, is_end=True)
        return Range(min(start, end), max(start, end))

    def _place(self, at: int, is_end: bool) -> int:
        """Where a stretch begins that begins at the character, or ends that ends with it."""
        line = min(bisect_right(self._starts, at) - 1, len(self.source) - 1)
        if line not in self.lines:
            return self._after(line)
        offset, to = at - self._starts[line], self._ends[self.lines[line]]
        if is_end and offset == len(self.source[line]):
            return to + len(self.target[self.lines[line]]) + 1
        if offset > len(self.source[line]):
            return to + len(self.target[self.lines[line]]) + 1
        shift = self._shift(line)
        return to + (shift.ends[offset + 1] if is_end else shift.starts[offset])

    def _after(self, line: int) -> int:
        """The end of the last surviving paragraph before the line."""
        before = next((n for n in range(line, -1, -1) if n in self.lines), None)
        return 0 if before is None else self._ends[self.lines[before] + 1]

    def _shift(self, line: int) -> Shift:
        if line not in self._shifts:
            texts = self.source[line], self.target[self.lines[line]]
            self._shifts[line] = Shift.between(*texts)
        return self._shifts[line]
