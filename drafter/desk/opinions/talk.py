"""What reviewers have said of a draft and checked in it, by where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from drafter.desk.opinions.commenting import Placed, placed, threads
from drafter.desk.opinions.grounds import grounds
from drafter.desk.opinions.ticking import Lapsed, Ticked, ticked
from drafter.desk.records.records import Records
from drafter.desk.records.review_filings import Comment, Tick
from drafter.desk.year.results import Drafted
from drafter.word.marks import FIGURE_MARKS


class Talk(Struct, frozen=True, dict=True):
    """The threads of a draft in the order of its text, and its ticks."""

    draft: Drafted
    placed: tuple[Placed, ...]
    ticked: Ticked

    @cached_property
    def open(self) -> tuple[Placed, ...]:
        """The threads that are not resolved."""
        return tuple(one for one in self.placed if not one.thread.resolved)

    @cached_property
    def resolved(self) -> tuple[Placed, ...]:
        """The others."""
        return tuple(one for one in self.placed if one.thread.resolved)

    @cached_property
    def open_in(self) -> dict[int, int]:
        """How many threads are open in each paragraph that has any."""
        numbers = [one.paragraph for one in self.open if one.paragraph]
        return {number: numbers.count(number) for number in numbers}

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The marks of the figures that can be ticked."""
        marks = (mark.name for mark in self.draft.manifest.marks)
        return tuple(name for name in marks if name.startswith(FIGURE_MARKS))

    @property
    def checked(self) -> int:
        """How many of them somebody has ticked."""
        return sum(name in self.ticked.holding for name in self.figures)

    def about_figure(self, mark: str) -> Sequence[Placed]:
        """The threads on a figure."""
        return [one for one in self.placed if mark and one.mark == mark]

    def about_paragraph(self, number: int) -> Sequence[Placed]:
        """The threads on a paragraph, and on what stands in it."""
        return [one for one in self.placed if number and one.paragraph == number]

    def unticked(self, number: int) -> Sequence[str]:
        """The figures of a paragraph that nobody has ticked."""
        marks = self._in_paragraph.get(number, ())
        return [m for m in marks if m not in self.ticked.holding]

    @cached_property
    def _in_paragraph(self) -> dict[int, list[str]]:
        figures: dict[int, list[str]] = {}
        for mark in self.draft.manifest.marks:
            if mark.name.startswith(FIGURE_MARKS):
                figures.setdefault(mark.paragraph, []).append(mark.name)
        return figures

    @cached_property
    def left(self) -> dict[int, int]:
        """How many figures nobody has ticked, by paragraph."""
        numbers = [m.paragraph for m in self.draft.manifest.marks if m.paragraph]
        return {n: count for n in dict.fromkeys(numbers) if (count := len(self.unticked(n)))}

    def lapse(self, mark: str) -> Lapsed | None:
        """The tick that a figure has lost."""
        return self.ticked.lapses.get(mark)


def talk(records: Records, draft: Drafted) -> Talk:
    """What the records have of the draft."""
    resting = grounds(draft.manifest)
    held = placed(threads(records.filed(Comment)), draft, resting)
    return Talk(draft, tuple(held), ticked(records.filed(Tick), resting))
