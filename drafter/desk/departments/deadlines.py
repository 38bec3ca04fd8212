"""到期: until when each department has to send, and who is late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.records.dealings import SETTLED, extensions
from drafter.intake.reminder import days_past, due

if TYPE_CHECKING:
    from drafter.desk.year.results import Checked


class Late(Struct, frozen=True):
    """A department that has not settled its return by its day, how it stands, and for how long."""

    department: str
    state: str
    until: date
    days: int


def late_returns(checked: Checked, today: date) -> tuple[Late, ...]:
    """Who is late, the latest first: nothing came, what came cannot be read, or was sent back."""
    states, extended, common = checked.states, extensions(checked.standings), due(checked.catalogue)
    late = []
    for department, state in states.items():
        until = extended.get(department) or common
        days = days_past(until, today) or 0
        if until and days > 0 and state not in SETTLED:
            late.append(Late(department, state, until, days))
    return tuple(sorted(late, key=lambda one: -one.days))
