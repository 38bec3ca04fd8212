"""Submissions → Ledger: who said what, whether they agree, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator, Rollup
from drafter.catalogue.rules.exact import evaluate
from drafter.catalogue.rules.language import references
from drafter.intake.submission import Submission
from drafter.ledger.checks import check
from drafter.ledger.ledger import Ledger, is_missing
from drafter.ledger.rollup import DEPARTMENTS, DISTRICTS, rolled_up
from drafter.model.decision import Decision, Ruling, decided, ground
from drafter.model.figure import Entry, Figure, Table, text
from drafter.model.finding import Blank, Finding, Kind, Place, Severity, Source

CONFLICT = "figures-conflict"
BELOW = "各区县"  # whose word the sum of the districts is
_PACKS = "下级"


def merge(
    catalogue: Catalogue,
    submissions: Sequence[Submission],
    last_year: Mapping[str, Entry],
    decisions: Sequence[Decision] = (),
    districts: Sequence[Submission] = (),
) -> Ledger:
    """The ledger, with every finding of the submissions, their conflicts and the broken rules; each
    with the bureau's decision on it, where there is one that still holds. `districts` are what the
    regions below handed up."""
    everybody = (*submissions, *districts)
    findings = [finding for submission in everybody for finding in submission.findings]
    entries: dict[str, Entry] = {}
    answers, handed = _answers(submissions), _answers(districts)
    below = [one.department for one in districts]
    for indicator in catalogue.indicators.values():
        if indicator.asked:
            claims = dict(answers.get(indicator.key, {}))
            if below and indicator.rollup:
                claims |= _from_below(indicator, handed.get(indicator.key, {}), below)
            entries[indicator.key], conflicts = _agreed(indicator, claims, decisions)
            findings.extend(conflicts)
    ledger = Ledger(entries, last_year, (), {one.department: one.entries for one in districts})
    _derive(catalogue, ledger, entries)
    findings.extend(check(catalogue, ledger))
    return replace(ledger, findings=tuple(decided(findings, decisions)))


def _answers(submissions: Sequence[Submission]) -> dict[str, dict[str, Entry]]:
    """What was answered: by key, then by department."""
    answers: dict[str, dict[str, Entry]] = {}
    for submission in submissions:
        for key, entry in submission.entries.items():
            if not is_missing(entry):
                answers.setdefault(key, {})[submission.department] = entry
    return answers


def _agreed(
    indicator: Indicator, claims: Mapping[str, Entry], decisions: Sequence[Decision]
) -> tuple[Entry, list[Finding]]:
    """Numbers and dates must agree, unless they are rolled up; texts and tables of several stand
    one after another."""
    if indicator.divided and indicator.kind is not Kind.TABLE:
        claims = _of_departments(indicator, claims)
    if any(not is_missing(entry) for entry in claims.values()):
        claims = {name: entry for name, entry in claims.items() if not is_missing(entry)}
    entries = list(claims.values())
    if not entries:
        return _nobody(indicator), []
    awaited = _silent(indicator, claims)
    if tables := [entry for entry in entries if isinstance(entry, Table)]:
        return _stacked(indicator, tables, awaited), []
    figures = {name: entry for name, entry in claims.items() if isinstance(entry, Figure)}
    if indicator.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return _collected(indicator, list(figures.values()), awaited), []
    return _one_value(indicator, figures, decisions)


def _of_departments(indicator: Indicator, claims: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """The departments' answers as one, beside what the level below comes to."""
    departments = indicator.departments
    if not any(name in claims for name in departments):
        return claims
    whole = rolled_up(indicator, claims, departments, DEPARTMENTS)
    others = {name: entry for name, entry in claims.items() if name not in departments}
    return {"、".join(departments): whole, **others}


def _from_below(
    indicator: Indicator, handed: Mapping[str, Entry], districts: Sequence[str]
) -> Mapping[str, Entry]:
    """What the districts come to; each district's own answer where they have to agree."""
    assert indicator.rollup is not None
    if indicator.rollup.gathers:
        return {BELOW: rolled_up(indicator, handed, districts, DISTRICTS)}
    return {} if indicator.rollup is Rollup.NONE else handed


def _silent(indicator: Indicator, answered: Collection[str]) -> tuple[str, ...]:
    """The departments whose part of a required table or text is still awaited."""
    silent = [name for name in indicator.departments if name not in answered]
    return tuple(f"{name}·{indicator.label}" for name in silent) if indicator.required else ()


def _nobody(indicator: Indicator) -> Entry:
    key, label, awaited = indicator.key, indicator.label, (indicator.awaited,)
    if indicator.kind is Kind.TABLE:
        return Table(key, label, blank=Blank.MISSING, awaited=awaited)
    blank = Figure(Blank.MISSING, key, label, indicator.unit, indicator.kind)
    return replace(blank, awaited=awaited)


def _stacked(indicator: Indicator, tables: Sequence[Table], awaited: tuple[str, ...]) -> Table:
    rows = tuple(row for table in tables for row in table.rows)
    sources = tuple(source for table in tables for source in table.sources)
    awaited += tuple(name for table in tables for name in table.awaited)
    blank = None if rows else Blank.MISSING if awaited else tables[0].blank
    return Table(indicator.key, indicator.label, rows, sources, blank, awaited)


def _collected(indicator: Indicator, figures: Sequence[Figure], awaited: tuple[str, ...]) -> Figure:
    known_figures = [figure for figure in figures if figure.is_known]
    if not known_figures:
        return replace(figures[0], value=Blank.MISSING, awaited=awaited) if awaited else figures[0]
    joint = "\n" if indicator.kind is Kind.LONG_TEXT else "、"
    sources = tuple(source for figure in known_figures for source in figure.sources)
    texts = [
        *(str(figure.value) for figure in known_figures),
        *(f"【待补：{name}】" for name in awaited),
    ]
    return replace(known_figures[0], value=joint.join(texts), sources=sources)


def _one_value(
    indicator: Indicator, claims: Mapping[str, Figure], decisions: Sequence[Decision]
) -> tuple[Figure, list[Finding]]:
    """The value that all gave; where they differ, the one that the bureau decided for, else the
    first, with a finding for each of them."""
    figures = list(claims.values())
    sources = tuple(source for figure in figures for source in figure.sources)
    if _agree(claims):
        awaited = dict.fromkeys(name for figure in figures for name in figure.awaited)
        return replace(figures[0], sources=sources, awaited=tuple(awaited)), []
    conflicts = _conflict(indicator, claims)
    if chosen := _decided_value(claims, conflicts, decisions):
        return chosen, conflicts
    return replace(figures[0], sources=sources), conflicts


def _agree(claims: Mapping[str, Figure]) -> bool:
    """Whether all say the same; what is added up agrees with an answer that it may be."""
    values = {figure.value for figure in claims.values()}
    whole = claims[BELOW].quantity if BELOW in claims else None
    if len(values) < 2 or whole is None:
        return len(values) < 2
    amounts = [figure.quantity for figure in claims.values()]
    return all(a is not None and a.low <= whole.high and whole.low <= a.high for a in amounts)


def _conflict(indicator: Indicator, claims: Mapping[str, Figure]) -> list[Finding]:
    """A finding for each cell, and one for what the districts come to."""
    sentences = "，".join(sentence for name, f in claims.items() for sentence in _claims(name, f))
    return [
        Finding(
            CONFLICT,
            Severity.ERROR,
            source.place,
            indicator.key,
            source.department,
            {"claims": sentences},
            source.explanation,
        )
        for name, figure in claims.items()
        for source in _sides(indicator, name, figure)
    ]


def _claims(name: str, figure: Figure) -> list[str]:
    """县法院填85（县法院.xlsx › 填报表!D7）; 各区县合计85"""
    if name == BELOW:
        return [f"{BELOW}汇总为{_plain(figure)}"]
    if figure.workings:
        return [f"{name}汇总为{_plain(figure)}"]
    return [f"{source.department}填{figure.term}（{source.place}）" for source in figure.sources]


def _sides(indicator: Indicator, name: str, figure: Figure) -> Sequence[Source]:
    if name == BELOW:
        return [Source(Place(_PACKS, indicator.key), BELOW, _plain(figure))]
    return figure.sources


def _plain(figure: Figure) -> str:
    return text(figure, 12)


def _decided_value(
    claims: Mapping[str, Figure], conflicts: Sequence[Finding], decisions: Sequence[Decision]
) -> Figure | None:
    """The figure of the side that the bureau decided for, while the claims stand; the figures of
    the others stay among its sources, overruled."""
    grounds = {ground(finding) for finding in conflicts}
    for decision in reversed(decisions):
        if decision.ruling is Ruling.VALUE and grounds & set(decision.ground):
            return _chosen(claims, decision.chosen)
    return None


def _chosen(claims: Mapping[str, Figure], department: str) -> Figure | None:
    mine = next(
        (f for name, f in claims.items() if name == department or _is_of(f, department)), None
    )
    if mine is None:
        return None
    others = [s for f in claims.values() for s in f.sources if s not in mine.sources]
    overruled = (replace(source, overruled=True) for source in others)
    return replace(mine, sources=(*mine.sources, *overruled))


def _is_of(figure: Figure, department: str) -> bool:
    return any(source.department == department for source in figure.sources)


def _derive(catalogue: Catalogue, ledger: Ledger, entries: dict[str, Entry]) -> None:
    """Add the derived indicators, those that others need first. The catalogue has no circles."""
    for indicator in catalogue.indicators.values():
        _derive_one(catalogue, indicator, ledger, entries)


def _derive_one(
    catalogue: Catalogue, indicator: Indicator, ledger: Ledger, entries: dict[str, Entry]
) -> None:
    if indicator.key in entries or indicator.formula is None:
        return
    for reference in references(indicator.formula):
        if not reference.last_year:
            _derive_one(catalogue, catalogue.indicators[reference.key], ledger, entries)
    result = evaluate(indicator.formula, ledger.look_up)
    entries[indicator.key] = replace(
        result,
        awaited=_parts_awaited(indicator, result) if is_missing(result) else result.awaited,
        key=indicator.key,
        label=indicator.label,
        unit=indicator.unit,
        kind=indicator.kind,
        workings=result.term if result.is_known else "",
    )


def _parts_awaited(indicator: Indicator, result: Figure) -> tuple[str, ...]:
    """The name of the missing figure: its own label, with the departments that its parts await."""
    named = (name for part in result.awaited for name in part.partition("·")[0].split("、"))
    names = dict.fromkeys(named)
    return (f"{'、'.join(names)}·{indicator.label}",) if names else ()
