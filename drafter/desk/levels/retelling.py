"""A pack's record as entries of our catalogue: by key, each with the district as its source and the
departments' cells behind it. What the two catalogues do not have alike is told, and not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator, Rollup
from drafter.desk.levels.opening import Opened
from drafter.desk.levels.pack import Asked
from drafter.draft.record import FigureRecord, SourceRecord
from drafter.draft.recorded_entries import recorded_entry
from drafter.ledger.ledger import is_missing
from drafter.model.figure import Entry, Figure, Table
from drafter.model.finding import Blank, Finding, Kind, Place, Severity, Source
from drafter.model.quantity import Quantity, decimal

_MOST_DIGITS, _MOST_NAMED, _LONGEST = 15, 5, 60
_AMOUNTS = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)
_WORDS = (Kind.TEXT, Kind.LONG_TEXT)


def retold(catalogue: Catalogue, pack: Opened, file: str) -> tuple[dict[str, Entry], list[Finding]]:
    """The entries by our keys, and what is said of those that are not as we ask them."""
    asked = {one.key: one for one in pack.asked}
    records = {record.key: record for record in pack.entries}
    account = _Account(file, pack.cover.region if pack.cover else "")
    entries: dict[str, Entry] = {}
    absent, blank = list[Indicator](), list[Indicator]()
    for key, indicator in catalogue.indicators.items():
        if key not in asked:
            absent += [indicator] * _matters(indicator)
            continue
        entry, findings = _entry(indicator, asked[key], records[key], account)
        entries[key] = entry
        if _matters(indicator):
            account.findings += findings
            blank += [indicator] * (not findings and is_missing(entry))
    account.of_several("handed-without", Severity.ERROR, absent)
    account.of_several("handed-awaited", Severity.ERROR, blank)
    _differences(catalogue, asked, account)
    if pack.errors:
        account.add("handed-errors", Severity.WARNING, count=str(pack.errors))
    return entries, account.findings


def _matters(indicator: Indicator) -> bool:
    """Whether anything here rests on the districts' answers."""
    rolled = indicator.asked and indicator.rollup not in (None, Rollup.NONE)
    return rolled or indicator.annexed


class _Account:
    """What is said of one pack."""

    def __init__(self, file: str, region: str) -> None:
        self.file, self.region = file, region
        self.findings: list[Finding] = []

    def finding(
        self, code: str, severity: Severity, indicator: str = "", **details: str
    ) -> Finding:
        """A finding on the pack, or on an indicator in it."""
        return Finding(code, severity, Place(self.file), indicator, self.region, details)

    def add(self, code: str, severity: Severity, **details: str) -> None:
        """A finding on the pack as a whole."""
        self.findings.append(self.finding(code, severity, **details))

    def of_several(self, code: str, severity: Severity, named: Sequence[Indicator]) -> None:
        """One finding for all of these indicators, if there are any."""
        if named:
            self.add(code, severity, labels=_listed(one.label for one in named))


def _listed(labels: Iterable[str]) -> str:
    names = list(labels)
    more = f"等{len(names)}项" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more


def _entry(
    indicator: Indicator, asked: Asked, record: FigureRecord, account: _Account
) -> tuple[Entry, list[Finding]]:
    """The entry as ours; missing, with the reason, where it cannot be ours."""
    sources = (_source(record, account),)
    objections = [*_objections(indicator, asked, record, account)]
    if objections:
        return _missing(indicator, sources), objections
    entry = recorded_entry(record, lambda _: sources)
    if isinstance(entry, Table):
        return replace(entry, key=indicator.key, label=indicator.label), []
    own = replace(
        entry, label=indicator.label, unit=indicator.unit, kind=indicator.kind, workings=""
    )
    return own, list(_doubts(indicator, own, account))


def _missing(indicator: Indicator, sources: tuple[Source, ...]) -> Entry:
    if indicator.kind is Kind.TABLE:
        return Table(indicator.key, indicator.label, sources=sources, blank=Blank.MISSING)
    return Figure(
        Blank.MISSING, indicator.key, indicator.label, indicator.unit, indicator.kind, sources
    )


def _objections(
    indicator: Indicator, asked: Asked, record: FigureRecord, account: _Account
) -> Iterator[Finding]:
    """Why what is on record cannot be an answer to our question."""
    label, key = indicator.label, indicator.key
    kinds = {"label": label, "theirs": asked.kind, "ours": indicator.kind}
    if record.kind is not asked.kind or not _fits(indicator, asked):
        yield account.finding("handed-kind", Severity.ERROR, key, **kinds)
        return
    if asked.unit != indicator.unit:
        units = {"label": label, "theirs": asked.unit, "ours": indicator.unit}
        yield account.finding("handed-unit", Severity.ERROR, key, **units)
    columns = [name for name, _, _ in asked.columns]
    if any([*row] != columns for row in record.rows):
        yield account.finding("handed-kind", Severity.ERROR, key, **kinds)
    entry = recorded_entry(record, lambda _: ())
    amount = entry.quantity if isinstance(entry, Figure) else None
    unread = record.text and not record.awaited and is_missing(entry) and record.state != "待补"
    if unread:
        details = {"label": label, "value": record.text[:_LONGEST], "example": ""}
        yield account.finding("value-not-number", Severity.ERROR, key, **details)
    if amount is not None:
        yield from _misfits(indicator, amount, account)


def _fits(indicator: Indicator, asked: Asked) -> bool:
    """Whether an answer of their kind is one of ours."""
    ours, theirs = indicator.kind, asked.kind
    if ours is Kind.TABLE:
        columns = tuple((c.name, c.unit, c.kind) for c in indicator.columns)
        return theirs is ours and asked.columns == columns
    alike = any(ours in kinds and theirs in kinds for kinds in (_AMOUNTS, _WORDS))
    return ours is theirs or alike


def _misfits(indicator: Indicator, amount: Quantity, account: _Account) -> Iterator[Finding]:
    details = {"label": indicator.label, "value": decimal(amount.value)[:_LONGEST]}
    if len(str(abs(int(amount.value)))) > _MOST_DIGITS:
        yield account.finding("value-digits", Severity.ERROR, indicator.key, **details)
    elif indicator.kind is Kind.INTEGER and amount.value.denominator != 1:
        yield account.finding("value-not-whole", Severity.ERROR, indicator.key, **details)


def _doubts(indicator: Indicator, figure: Figure, account: _Account) -> Iterator[Finding]:
    """What is beyond our bounds is used, and asked about."""
    amount, lower, upper = figure.quantity, indicator.lower, indicator.upper
    if amount is None or not indicator.asked:
        return
    details = {"label": indicator.label, "value": decimal(amount.value)}
    if lower is not None and amount.high < lower:
        bound = decimal(lower)
        yield account.finding("value-low", Severity.ERROR, indicator.key, **details, bound=bound)
    elif upper is not None and amount.low > upper:
        bound = decimal(upper)
        yield account.finding("value-high", Severity.ERROR, indicator.key, **details, bound=bound)


def _differences(catalogue: Catalogue, asked: Mapping[str, Asked], account: _Account) -> None:
    """Where their catalogue says otherwise than ours: other definitions and names, and more."""
    both = [i for key, i in catalogue.indicators.items() if key in asked and _matters(i)]
    defined = [i for i in both if i.definition != asked[i.key].definition]
    named = [i for i in both if i.label != asked[i.key].label and i not in defined]
    more = [one.label for key, one in asked.items() if key not in catalogue.indicators]
    account.of_several("handed-defined", Severity.WARNING, defined)
    account.of_several("handed-named", Severity.HINT, named)
    if more:
        account.add("handed-more", Severity.HINT, labels=_listed(more))


def _source(record: FigureRecord, account: _Account) -> Source:
    """The district, and behind it the cells that it drew on."""
    edited = "（手改）" if record.edit else ""
    through = tuple(_behind(source, account.region) for source in record.sources)
    words = (record.phrase or record.text) + edited
    return Source(Place(account.file, record.key), account.region, words, through=through)


def _behind(source: SourceRecord, region: str) -> Source:
    """A cell of the district's, its file named with the district's own name: 城东区/区法院.xlsx."""
    return Source(
        Place(f"{region}/{source.file}", source.sheet, source.cell),
        source.department,
        source.said,
        source.explanation,
        source.overruled,
        tuple(_behind(one, region) for one in source.through),
    )
