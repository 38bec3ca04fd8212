"""台账 as it is looked through: each indicator beside last year's, what it comes from, the rules
that hold it, and where it stands in the last draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.year.results import Checked, Drafted, Status
from drafter.model.errors import WorkspaceError
from drafter.model.figure import is_comparable, past_words
from drafter.model.finding import Finding

if TYPE_CHECKING:
    from drafter.catalogue.indicator import Indicator
    from drafter.desk.year.workspace import Workspace
    from drafter.draft.record import FigureRecord, MarkRecord
    from drafter.model.series import Series


class Search(Struct, frozen=True):
    """Which indicators are asked for: words in name or key, a department, only those with open
    findings; all where nothing is said."""

    words: str = ""
    department: str = ""
    doubtful: bool = False


class Annual(Struct, frozen=True):
    """An indicator in one year, and its change on the year before, where both are on record; `note`
    says why they are not alike, `edited` that the last draft has another number, by hand."""

    year: int
    figure: FigureRecord | None
    difference: str
    rate: str
    note: str = ""
    edited: str = ""


class Account(Struct, frozen=True):
    """An indicator this year and last, the change between (+17, +2.8%), and what is found of it;
    `note` says why there is no change; `years` are all on record, the first one first."""

    indicator: Indicator
    figure: FigureRecord
    past: FigureRecord | None
    difference: str
    rate: str
    findings: tuple[Finding, ...]
    years: tuple[Annual, ...] = ()
    note: str = ""

    @property
    def open(self) -> int:
        """How many findings wait."""
        return sum(finding.open for finding in self.findings)


class Entry(Struct, frozen=True):
    """An account with its rules in words, and its places in the last draft."""

    account: Account
    rules: tuple[str, ...]
    places: tuple[MarkRecord, ...]


def keys(checked: Checked, search: Search) -> list[str]:
    """The keys of the indicators that are asked for, in the catalogue's order."""
    doubtful = {finding.indicator for finding in checked.findings if finding.open}
    return [
        key
        for key, indicator in checked.catalogue.indicators.items()
        if (search.words in indicator.label or search.words in key)
        and (not search.department or search.department in _departments(checked, indicator))
        and (not search.doubtful or key in doubtful)
    ]


def _departments(checked: Checked, indicator: Indicator) -> set[str]:
    """Whose it is: who fills it in, or whose answers it is calculated from."""
    sources = checked.ledger.entries[indicator.key].sources
    return {*indicator.departments, *(source.department for source in sources)}


def older_years(workspace: Workspace, checked: Checked) -> Series:
    """What the years before this one say."""
    from drafter.desk.year.past import series_of

    with workspace.reading() as running:
        return series_of(workspace, checked.catalogue, running)


def known_indicator(checked: Checked, key: str) -> None:
    """Raises WorkspaceError where there is none of that key."""
    catalogue = checked.catalogue
    if key in catalogue.fates:
        raise WorkspaceError(f"“{key}”{catalogue.fates[key]}")
    if key not in catalogue.indicators:
        raise WorkspaceError(f"目录中没有指标“{key}”；请回到台账重新查找")


def account(
    checked: Checked, key: str, older: Series | None = None, draft: Drafted | None = None
) -> Account:
    """The account of that indicator; `draft` is the year's last one. Raises WorkspaceError where
    there is none."""
    from drafter.draft.entering import figure_record
    from drafter.review.compare.figures import differences

    known_indicator(checked, key)
    catalogue, ledger = checked.catalogue, checked.ledger
    places, last = catalogue.settings.places, ledger.last_year.get(key)
    now = figure_record(ledger.entries[key], places)
    note = "" if is_comparable(last) else past_words(last)
    past = figure_record(last, places) if last is not None and not note else None
    mine = tuple(finding for finding in checked.findings if finding.indicator == key)
    years = {year: own[key] for year, own in older.entries.items() if key in own} if older else {}
    records = {year: figure_record(own, places) for year, own in years.items()}
    records |= {catalogue.settings.year - 1: past} if past else {}
    notes = older.notes.get(key, {}) if older else {}
    *before, own = _annual(records | {catalogue.settings.year: now}, notes)
    annual = (*before, replace(own, edited=_edited(draft, key)))
    indicator = catalogue.indicators[key]
    return Account(indicator, now, past, *differences(past, now), mine, annual, note)


def _edited(draft: Drafted | None, key: str) -> str:
    """第2稿手改为600件; "" where the draft says what was reported."""
    from drafter.draft.recorded_entries import records_of

    record = records_of(draft.manifest).get(key) if draft else None
    if draft is None or record is None or record.edit is None:
        return ""
    return f"第{draft.number}稿手改为{record.phrase}"


def _annual(records: Mapping[int, FigureRecord], notes: Mapping[int, str]) -> Iterator[Annual]:
    """Every year from the first to the last, those between of which nothing is known too."""
    from drafter.review.compare.figures import differences

    for year in range(min(records), max(records) + 1):
        now, before = records.get(year), records.get(year - 1)
        apart = not now or year in notes
        yield Annual(
            year,
            now,
            *(("", "") if apart else differences(before, now)),
            notes.get(year, ""),
        )


def entry(status: Status, key: str, older: Series | None = None) -> Entry:
    """The account with its rules and places. Raises WorkspaceError where there is none."""
    from drafter.ledger.checks import relations
    from drafter.ledger.ledger import Rulings

    checked, own = status.checked, account(status.checked, key, older, status.draft)
    ledger = checked.ledger
    decision = Rulings.of(ledger).on(ledger.entries[key], ledger.entries)
    checks = relations(checked.catalogue, ledger).get(key, ())
    figure = replace(own.figure, checks=checks, decision=decision)
    marks = status.draft.manifest.marks if status.draft else ()
    places = tuple(mark for mark in marks if mark.figure.key == key)
    return Entry(replace(own, figure=figure), tuple(_rules(checked, key)), places)


def _rules(checked: Checked, key: str) -> Iterator[str]:
    from drafter.catalogue.rules.language import references
    from drafter.catalogue.rules.sentence import words

    catalogue = checked.catalogue
    formula = catalogue.indicators[key].formula
    if formula is not None:
        yield f"由{words(formula, catalogue.label)}算出"
    for rule in catalogue.rules:
        if any(reference.key == key for reference in references(rule.test)):
            yield catalogue.sentence(rule)
