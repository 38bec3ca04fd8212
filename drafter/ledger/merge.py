"""Submissions → Ledger: who said what, whether they agree, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rules.exact import evaluate
from drafter.catalogue.rules.language import references
from drafter.intake.submission import Submission
from drafter.ledger.checks import check
from drafter.ledger.ledger import Ledger, is_missing
from drafter.model.decision import Decision, Ruling, decided, ground
from drafter.model.figure import Entry, Figure, Table
from drafter.model.finding import Blank, Finding, Kind, Severity


def merge(
    catalogue: Catalogue,
    submissions: Sequence[Submission],
    last_year: Mapping[str, Entry],
    decisions: Sequence[Decision] = (),
) -> Ledger:
    """The ledger, with every finding of the submissions, their conflicts and the broken rules; each
    with the bureau's decision on it, where there is one that still holds."""
    findings = [finding for submission in submissions for finding in submission.findings]
    entries: dict[str, Entry] = {}
    answers = _answers(submissions)
    for indicator in catalogue.indicators.values():
        if indicator.asked:
            claims = answers.get(indicator.key, {})
            entries[indicator.key], conflicts = _agreed(indicator, claims, decisions)
            findings.extend(conflicts)
    ledger = Ledger(entries, last_year, ())
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
    """Numbers and dates must agree; texts and tables of several stand one after another."""
    entries = list(claims.values())
    if not entries:
        return _nobody(indicator), []
    awaited = _silent(indicator, claims)
    if tables := [entry for entry in entries if isinstance(entry, Table)]:
        return _stacked(indicator, tables, awaited), []
    figures = [entry for entry in entries if isinstance(entry, Figure)]
    if indicator.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return _collected(indicator, figures, awaited), []
    return _one_value(indicator, figures, decisions)


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
    indicator: Indicator, figures: Sequence[Figure], decisions: Sequence[Decision]
) -> tuple[Figure, list[Finding]]:
    """The value that all gave; where they differ, the one that the bureau decided for, else the
    first, with a finding at each of the cells."""
    sources = tuple(source for figure in figures for source in figure.sources)
    if len({figure.value for figure in figures}) == 1:
        return replace(figures[0], sources=sources), []
    conflicts = _conflict(indicator, figures)
    if chosen := _decided_value(figures, conflicts, decisions):
        return chosen, conflicts
    return replace(figures[0], sources=sources), conflicts


def _conflict(indicator: Indicator, figures: Sequence[Figure]) -> list[Finding]:
    claims = "，".join(
        f"{source.department}填{figure.term}（{source.place}）"
        for figure in figures
        for source in figure.sources
    )
    return [
        Finding(
            "figures-conflict",
            Severity.ERROR,
            source.place,
            indicator.key,
            source.department,
            {"claims": claims},
            source.explanation,
        )
        for figure in figures
        for source in figure.sources
    ]


def _decided_value(
    figures: Sequence[Figure], conflicts: Sequence[Finding], decisions: Sequence[Decision]
) -> Figure | None:
    """The figure of the department that the bureau decided for, while the claims stand; the figures
    of the others stay among its sources, overruled."""
    grounds = {ground(finding) for finding in conflicts}
    for decision in reversed(decisions):
        if decision.ruling is Ruling.VALUE and grounds & set(decision.ground):
            return _chosen(figures, decision.chosen)
    return None


def _chosen(figures: Sequence[Figure], department: str) -> Figure | None:
    mine = next((f for f in figures if f.sources[0].department == department), None)
    if mine is None:
        return None
    others = [s for f in figures for s in f.sources if s not in mine.sources]
    overruled = (replace(source, overruled=True) for source in others)
    return replace(mine, sources=(*mine.sources, *overruled))


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
    names = dict.fromkeys(part.partition("·")[0] for part in result.awaited)
    return (f"{'、'.join(names)}·{indicator.label}",) if names else ()
