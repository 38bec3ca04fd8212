"""A round of 征求意见 as it stands: who has answered, what they say, what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from drafter.catalogue.rows import as_date
from drafter.desk.records.records import Records
from drafter.desk.records.review_filings import Outcome, Round, Ruling, View


class Opinion(Struct, frozen=True):
    """A view that its department holds, the last ruling on it, and whether it came after the day
    until which it was asked for."""

    view: View
    ruling: Ruling | None = None
    late: bool = False


class Heard(Struct, frozen=True):
    """What was heard from a department: its views, or that it has none."""

    department: str
    views: tuple[Opinion, ...] = ()
    none: View | None = None

    @property
    def answered(self) -> bool:
        """Whether anything was."""
        return bool(self.views or self.none)

    @property
    def state(self) -> str:
        """未反馈, 无意见, 意见3条"""
        if self.views:
            return f"意见{len(self.views)}条"
        return "无意见" if self.none else "未反馈"


class Consultation(Struct, frozen=True, dict=True):
    """A round, and what was heard from each department, in the order in which they were asked."""

    round: Round
    heard: tuple[Heard, ...]

    def of(self, department: str) -> Heard:
        """What was heard from the department."""
        return next(one for one in self.heard if one.department == department)

    @cached_property
    def opinions(self) -> tuple[Opinion, ...]:
        """All of them, in the order of the text, what is said of the whole first."""
        held = (opinion for one in self.heard for opinion in one.views)
        return tuple(sorted(held, key=lambda one: (one.view.paragraph, one.view.serial)))

    @property
    def unruled(self) -> int:
        """On how many of them nothing was decided."""
        return sum(one.ruling is None for one in self.opinions)

    @property
    def silent(self) -> tuple[str, ...]:
        """The departments that have not answered."""
        return tuple(one.department for one in self.heard if not one.answered)

    @property
    def content(self) -> tuple[str, ...]:
        """Those that have no opinion."""
        return tuple(one.department for one in self.heard if one.none)

    def counted(self, outcome: Outcome) -> int:
        """How many opinions came to that."""
        return sum(o.ruling is not None and o.ruling.outcome is outcome for o in self.opinions)

    def late(self, today: date) -> int:
        """How many days the day is past until which they were asked; less than 0: are left."""
        until = as_date(self.round.until)
        assert until is not None
        return (today - until).days


def consultation(opened: Round, records: Records) -> Consultation:
    """The round as the records have it."""
    mine = [view for view in records.filed(View) if view.round == opened.serial]
    rulings = {ruling.view: ruling for ruling in records.filed(Ruling)}
    heard = (_heard(opened, name, mine, rulings) for name in opened.departments)
    return Consultation(opened, tuple(heard))


def _heard(
    opened: Round, department: str, views: Sequence[View], rulings: Mapping[int, Ruling]
) -> Heard:
    mine = [view for view in views if view.department == department]
    opinions = tuple(
        Opinion(view, rulings.get(view.serial), _late(view, opened)) for view in _holding(mine)
    )
    empty = (v for v in mine if not v.proposal and not v.withdraws)
    return Heard(department, opinions, None if opinions else next(empty, None))


def _late(view: View, opened: Round) -> bool:
    given, until = (as_date(f"{when.partition('日')[0]}日") for when in (view.when, opened.until))
    return given is not None and until is not None and given > until


def _holding(views: Sequence[View]) -> Iterator[View]:
    """The views that were not taken back."""
    withdrawn = {view.withdraws for view in views}
    yield from (v for v in views if v.proposal and v.serial not in withdrawn)
