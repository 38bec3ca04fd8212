"""领导页: how far the year is, what is late, what contradicts, the main figures; what has changed
since somebody last looked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.files.typed import person
from drafter.desk.overview.dossier import Remark, remark
from drafter.desk.overview.overview import Overview, Row, overview
from drafter.desk.records.review_filings import Look
from drafter.desk.year.drawer import Drawer
from drafter.desk.year.results import Drafted, Status
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.category import Category, category
from drafter.model.dates import official_moment
from drafter.model.finding import Severity

if TYPE_CHECKING:
    from drafter.review.compare.changes import FigureChange

_CONTRADICTING = (Category.CONFLICT, Category.SUM)
_SETTLED = ("已报", "已确认")


class Moved(Struct, frozen=True):
    """A department that stood otherwise when somebody last looked."""

    department: str
    before: str
    now: str


class Since(Struct, frozen=True):
    """What has changed since somebody last looked: departments, figures of the draft, errors."""

    look: Look
    moved: tuple[Moved, ...]
    figures: tuple[FigureChange, ...]
    drafts: tuple[int, ...]
    errors: tuple[int, int]

    @property
    def anything(self) -> bool:
        """Whether anything has."""
        return bool(self.moved or self.figures or self.drafts) or self.errors[0] != self.errors[1]


class Brief(Struct, frozen=True):
    """The year in one page; `since` is None for who has not looked yet."""

    year: Overview
    contradictions: tuple[Remark, ...]
    since: Since | None

    @property
    def arrived(self) -> int:
        """How many departments have sent a form that is read."""
        return sum(row.state in _SETTLED for row in self.year.rows)

    @property
    def awaited(self) -> tuple[Row, ...]:
        """The departments of which a form is awaited, whatever stands against the one they sent."""
        return tuple(row for row in self.year.rows if row.state not in _SETTLED)


def brief(
    workspace: Workspace,
    status: Status,
    drafts: Sequence[Drafted],
    who: str = "",
    drawer: Drawer | None = None,
) -> Brief:
    """The page for somebody; `drafts` are the last first."""
    year, checked = overview(workspace, status), status.checked
    against = [
        finding
        for finding in checked.findings
        if finding.open
        and finding.severity is Severity.ERROR
        and category(finding.code) in _CONTRADICTING
    ]
    looks = workspace.records(checked.catalogue.settings.year).filed(Look)
    last = next((one for one in reversed(looks) if one.who == person(who)), None)
    since = _since(last, year, drafts, drawer or Drawer()) if last else None
    once = {(f.indicator, category(f.code)): f for f in reversed(against)}
    ordered = sorted(once.values(), key=against.index)
    return Brief(year, tuple(remark(checked, finding) for finding in ordered), since)


def _since(look: Look, year: Overview, drafts: Sequence[Drafted], drawer: Drawer) -> Since:
    last = next((d for d in drafts if (d.number, d.manifest.id) == (look.draft, look.id)), None)
    newer = [draft for draft in drafts if draft.number > look.draft]
    figures = drawer.changes(last, newer[0]) if last and newer else ()
    moved = _moved(look.states, year.rows)
    numbers = tuple(draft.number for draft in reversed(newer))
    return Since(look, tuple(moved), figures, numbers, (look.errors, year.counts.errors))


def _moved(before: Mapping[str, str], rows: Sequence[Row]) -> Iterator[Moved]:
    for row in rows:
        if before.get(row.department, "") != row.state:
            yield Moved(row.department, before.get(row.department, "不在目录中"), row.state)


@alone
def looked(workspace: Workspace, status: Status, who: str = "") -> Look:
    """Put on record that somebody has looked, and at what; the last look where it was the same."""
    year, draft = overview(workspace, status), status.draft
    look = Look(
        draft=draft.number if draft else 0,
        id=draft.manifest.id if draft else "",
        states={row.department: row.state for row in year.rows},
        errors=year.counts.errors,
        who=person(who),
        when=official_moment(workspace.clock()),
    )
    records = workspace.records(status.checked.catalogue.settings.year)
    earlier = [one for one in records.filed(Look) if one.who == look.who][-1:]
    same = bool(earlier) and _content(earlier[0]) == _content(look)
    return earlier[0] if same else records.file(look)


def _content(look: Look) -> tuple[int, str, dict[str, str], int]:
    return look.draft, look.id, look.states, look.errors
