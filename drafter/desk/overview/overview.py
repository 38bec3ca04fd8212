"""总览: how the year stands, in the few numbers that the desk is led by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.catalogue.calendar import DEADLINE
from drafter.desk.departments.sendings import all_written
from drafter.desk.findings.matters import matters_of
from drafter.desk.overview.steps import STATES, Step, next_step
from drafter.desk.records.dealings import SETTLED
from drafter.desk.records.locks import lock_of
from drafter.intake.reminder import days_past, due
from drafter.intake.submission import SILENT
from drafter.model.category import Category, category
from drafter.model.figure import Figure
from drafter.model.finding import Finding, Severity

if TYPE_CHECKING:
    from drafter.desk.year.results import Checked, Status
    from drafter.desk.year.workspace import Workspace

_MOST_PAIRS = 8


class Counts(Struct, frozen=True):
    """How many open findings of each weight."""

    errors: int = 0
    warnings: int = 0
    hints: int = 0

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Counts:
        """Those of the findings that are open; that a department is silent, its state says."""
        counted = Counter(f.severity for f in findings if f.open and f.code != SILENT)
        return cls(*(counted[weight] for weight in Severity))

    @property
    def all(self) -> int:
        """All of them."""
        return self.errors + self.warnings + self.hints

    @property
    def by_weight(self) -> tuple[tuple[Severity, int], ...]:
        """Each weight with its number."""
        return tuple(zip(Severity, (self.errors, self.warnings, self.hints), strict=True))


class Row(Struct, frozen=True):
    """How a department stands; `contact` is who filled in its form, or whom the catalogue names;
    `changed` that its return was confirmed and is another by now."""

    department: str
    state: str
    file: str
    contact: str
    counts: Counts
    changed: bool = False

    @property
    def urgency(self) -> tuple[bool, int, int]:
        """What lists begin with is least: what stops a form from being read, then most errors."""
        free = self.state not in ("待选定", "退回") and not self.changed
        return (free, -self.counts.errors, -self.counts.warnings)

    @property
    def standing(self) -> str:
        """Its state, and whether that was another before: 已报（确认后有变动）."""
        return f"{self.state}（确认后有变动）" if self.changed else self.state

    @property
    def pending(self) -> bool:
        """Whether something has to be done about it."""
        unsettled = self.changed or self.state not in SETTLED
        return unsettled or bool(self.counts.errors or self.counts.warnings)


class Pair(Struct, frozen=True):
    """A main figure of this year beside last year's; None where there was none."""

    key: str
    label: str
    unit: str
    now: Figure
    before: Figure | None


class Overview(Struct, frozen=True):
    """The year: `late` is how many days the deadline `until` is past (less than 0: are left), None
    where the catalogue states none."""

    status: Status
    rows: tuple[Row, ...]
    until: str
    late: int | None
    counts: Counts
    categories: tuple[tuple[Category, Counts], ...]
    pairs: tuple[Pair, ...]
    step: Step

    @property
    def pending(self) -> tuple[Row, ...]:
        """The departments about which something has to be done, those with most to do first."""
        rows = (row for row in self.rows if row.pending)
        return tuple(sorted(rows, key=lambda row: row.urgency))

    @property
    def settled(self) -> tuple[Row, ...]:
        """The others."""
        return tuple(row for row in self.rows if not row.pending)

    @property
    def has_past(self) -> bool:
        """Whether there is anything of last year."""
        return any(pair.before for pair in self.pairs)

    @property
    def states(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The departments by how they stand."""
        named = ((s, tuple(r.department for r in self.rows if r.state == s)) for s in STATES)
        return tuple((state, names) for state, names in named if names)


def overview(workspace: Workspace, status: Status) -> Overview:
    """The year as it stands today."""
    checked, settings = status.checked, status.checked.catalogue.settings
    matters = matters_of(workspace, status.draft) if status.draft else []
    findings = [*checked.findings, *(matter.finding for matter in matters)]
    return Overview(
        status,
        department_rows(checked),
        settings.texts.get(DEADLINE, ""),
        days_past(due(checked.catalogue), workspace.clock().date()),
        Counts.of(findings),
        tuple(_by_category(findings)),
        tuple(_pairs(status)),
        next_step(
            status,
            bool(workspace.folders.issued(settings.year)),
            lambda asked: all_written(workspace, checked, asked),
            lock_of(workspace.records(settings.year)) is not None,
        ),
    )


def department_rows(checked: Checked) -> tuple[Row, ...]:
    """A row a department, in the catalogue's order."""
    contacts = {d.name: f"{d.contact}　{d.phone}".strip() for d in checked.catalogue.departments}
    mine: dict[str, list[Finding]] = {}
    states = checked.states
    for finding in checked.findings:
        mine.setdefault(finding.department, []).append(finding)
    return tuple(
        Row(
            s.department,
            states[s.department],
            s.file,
            s.contact or contacts[s.department],
            Counts.of(mine.get(s.department, ())),
            s.department in checked.changed,
        )
        for s in checked.submissions
    )


def _by_category(findings: Iterable[Finding]) -> Iterator[tuple[Category, Counts]]:
    """The sorts of which something is open, those with most errors first."""
    sorted_out: dict[Category, list[Finding]] = {}
    for finding in findings:
        sorted_out.setdefault(category(finding.code), []).append(finding)
    counted = [(sort, Counts.of(mine)) for sort, mine in sorted_out.items()]
    counted.sort(key=lambda pair: (-pair[1].errors, -pair[1].warnings, -pair[1].hints, pair[0]))
    yield from (pair for pair in counted if pair[1].all)


def _pairs(status: Status) -> Iterator[Pair]:
    """The main figures that the catalogue marks; of those that it does not, the ones that the draft
    shows most often."""
    catalogue, ledger = status.checked.catalogue, status.checked.ledger
    marks = status.draft.manifest.marks if status.draft else ()
    shown = Counter(mark.figure.key for mark in marks)
    keys = [i.key for i in catalogue.indicators.values() if i.annexed]
    keys = keys or [key for key, _ in shown.most_common()] or [*catalogue.indicators]
    counted = (key for key in keys if _number(ledger.entries.get(key)))
    for key in [*counted][:_MOST_PAIRS]:
        now, indicator = _number(ledger.entries[key]), catalogue.indicators[key]
        assert now is not None
        before = _number(ledger.last_year.get(key))
        yield Pair(key, indicator.label, indicator.unit, now, before)


def _number(entry: object) -> Figure | None:
    return entry if isinstance(entry, Figure) and entry.quantity else None
