"""The changes between two texts, and which of them are one edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from drafter.review.edits.course import Range
from drafter.review.story.content import Paragraph
from drafter.word.marks import BLOCK_MARK

# Where a change stands: in the program's text, and in the edited one.
Spot = tuple[Range, Range]


class Hunk(Struct, frozen=True):
    """One change: the program's words, those that stand there now, and where each stands.

    `mark` is the figure's, if it is the value of one. `paragraph` is that of the edited text, or
    the program's where it was deleted. `whole` tells that it is a paragraph or a row, ends and all;
    `moved` that it only stands elsewhere. `around` is what a single character needs to be read.
    """

    old: str
    new: str
    mark: str
    paragraph: Paragraph | None
    was: Range
    now: Range
    whole: bool = False
    moved: bool = False
    around: tuple[str, str] = ("", "")

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return self.was, self.now


def grouped(hunks: Iterable[Hunk]) -> list[tuple[Hunk, ...]]:
    """The changes grouped into edits: adjoining ones joined, each figure's value alone."""
    groups: list[list[Hunk]] = []
    for hunk in hunks:
        if groups and _adjoin(groups[-1][-1], hunk):
            groups[-1].append(hunk)
        else:
            groups.append([hunk])
    return [tuple(group) for group in groups]


def _adjoin(a: Hunk, b: Hunk) -> bool:
    if a.mark or b.mark or a.moved or b.moved:
        return a.mark == b.mark and a.mark.startswith(BLOCK_MARK) and _touch(a, b, 0)
    if a.whole == b.whole:
        return _touch(a, b, 0)
    return _passed(a, b) and (_touch(a, b, 0) or _touch(a, b, 1))


def _passed(a: Hunk, b: Hunk) -> bool:
    """Whether words passed between the paragraphs: one was divided, or two were joined."""
    pairs = ((a.old, b.new), (b.old, a.new))
    return any(gone and come and (gone in come or come in gone) for gone, come in pairs)


def _touch(a: Hunk, b: Hunk, apart: int) -> bool:
    return b.was.start - a.was.end == apart == b.now.start - a.now.end


def words(group: Sequence[Hunk]) -> tuple[str, str]:
    """(old, new) words of one edit, each paragraph or row on its own line."""
    sides = ["", ""]
    for number, hunk in enumerate(group):
        between = "\n" if number and (hunk.whole or group[number - 1].whole) else ""
        for side, text in enumerate((hunk.old, hunk.new)):
            sides[side] += (between if sides[side] and text else "") + text
    return sides[0], sides[1]
