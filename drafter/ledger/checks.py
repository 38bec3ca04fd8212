"""The catalogue's rules held against the ledger. A breach is a finding at the cell that claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from drafter.catalogue.catalogue import Catalogue, Rule
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rules.exact import Verdict, judge
from drafter.catalogue.rules.language import Binary, Call, Reference, references
from drafter.ledger.crossings import crossings
from drafter.ledger.ledger import Ledger
from drafter.ledger.swing import swings
from drafter.model.figure import Figure, text
from drafter.model.finding import Finding, Severity, Source
from drafter.model.quantity import write

_SIGNS = {"<=": "≤", ">=": "≥", "<>": "≠"}


def check(catalogue: Catalogue, ledger: Ledger) -> list[Finding]:
    """A finding for every rule that no reading of its figures satisfies."""
    verdicts = ((rule, judge(rule.test, ledger.look_up)) for rule in catalogue.rules)
    missed = [(rule, verdict) for rule, verdict in verdicts if verdict.broken]
    broken = [_finding(catalogue, rule, verdict, ledger) for rule, verdict in missed]
    broken += crossings(catalogue, ledger, missed)
    beyond = _out_of_bounds(catalogue, ledger)
    return [*broken, *beyond, *swings(catalogue, ledger), *_units_vary(catalogue)]


def _units_vary(catalogue: Catalogue) -> Iterator[Finding]:
    """Indicators of one name that are counted in different units: one of them is a slip."""
    named: dict[str, list[Indicator]] = {}
    for indicator in catalogue.indicators.values():
        if indicator.kind.counts:
            named.setdefault(indicator.label, []).append(indicator)
    for label, same in named.items():
        if len({indicator.unit for indicator in same}) > 1:
            units = "、".join(f"{i.key}为“{i.unit}”" for i in same)
            details = {"label": label, "units": units}
            place = same[-1].place
            yield Finding("unit-varies", Severity.WARNING, place, same[-1].key, "", details)


def _out_of_bounds(catalogue: Catalogue, ledger: Ledger) -> Iterator[Finding]:
    """Derived figures beyond their bounds; those of asked ones are checked at the cell."""
    for indicator in catalogue.indicators.values():
        figure = ledger.entries[indicator.key]
        if indicator.asked or not isinstance(figure, Figure) or figure.quantity is None:
            continue
        amount, lower, upper = figure.quantity, indicator.lower, indicator.upper
        low = lower is not None and amount.high < lower
        if low or (upper is not None and amount.low > upper):
            source = figure.sources[0] if figure.sources else Source(indicator.place, "", "")
            details = {"label": indicator.label, "value": _side(figure)}
            yield Finding(
                "derived-low" if low else "derived-high",
                Severity.ERROR,
                source.place,
                indicator.key,
                source.department,
                details,
            )


def relations(catalogue: Catalogue, ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Each indicator's rules in figures, where both sides are known: 613 = 350 + 263（相符）."""
    lines: dict[str, tuple[str, ...]] = {}
    for rule in catalogue.rules:
        if line := relation(rule, ledger):
            for key in dict.fromkeys(r.key for r in references(rule.test) if not r.last_year):
                lines[key] = (*lines.get(key, ()), line)
    return lines


def relation(rule: Rule, ledger: Ledger) -> str:
    """The rule in figures: 613 = 350 + 263（相符）; "" where a side is not known."""
    verdict = judge(rule.test, ledger.look_up)
    if not (verdict.left.is_known and verdict.right.is_known):
        return ""
    sign = _SIGNS.get(rule.test.sign, rule.test.sign)
    result = "不符" if verdict.broken else "相符"
    return f"{verdict.left.term} {sign} {verdict.right.term}（{result}）"


def settled(catalogue: Catalogue, ledger: Ledger) -> list[frozenset[str]]:
    """The indicators of each rule of which the records say how they stand: it holds, with what was
    carried over where it counts that, or the bureau accepted that it does not."""
    decided = {_same(finding) for finding in ledger.findings if not finding.open}
    return [
        frozenset(reference.key for reference in _this_year(rule))
        for rule in catalogue.rules
        if _is_settled(judge(rule.test, ledger.look_up), catalogue, rule, ledger, decided)
    ]


def _is_settled(
    verdict: Verdict, catalogue: Catalogue, rule: Rule, ledger: Ledger, decided: Collection[object]
) -> bool:
    if verdict.broken:
        return _same(_finding(catalogue, rule, verdict, ledger)) in decided
    return rule.test.sign == "=" and verdict.left.is_known and verdict.right.is_known


def _same(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.place, finding.indicator, *sorted(finding.details.items())


def _finding(catalogue: Catalogue, rule: Rule, verdict: Verdict, ledger: Ledger) -> Finding:
    key, source = _claimant(rule, ledger)
    code, details = _details(catalogue, rule, verdict)
    return Finding(
        code, rule.severity, source.place, key, source.department, details, source.explanation
    )


def _claimant(rule: Rule, ledger: Ledger) -> tuple[str, Source]:
    """The indicator named first, and the first cell where it was filled in."""
    for reference in _this_year(rule):
        entry = ledger.entries[reference.key]
        if entry.sources:
            return reference.key, entry.sources[0]
    return "", Source(rule.place, "", "")


def _this_year(rule: Rule) -> Iterator[Reference]:
    return (reference for reference in references(rule.test) if not reference.last_year)


def _details(catalogue: Catalogue, rule: Rule, verdict: Verdict) -> tuple[str, Mapping[str, str]]:
    left, right = verdict.left, verdict.right
    summed = isinstance(rule.test.right, Binary | Call) and rule.test.sign == "="
    if summed and isinstance(rule.test.left, Reference):
        expected = {"claimed": _number(left), "expected": _number(right), "workings": right.term}
        return "sum-differs", expected
    sides = {"left": _side(left), "right": _side(right), "rule": catalogue.sentence(rule)}
    return ("rule-note", {**sides, "note": rule.note}) if rule.note else ("rule-broken", sides)


def _side(figure: Figure) -> str:
    number = _number(figure)
    return f"{number}（{figure.workings}）" if figure.workings not in ("", number) else number


def _number(figure: Figure) -> str:
    amount = figure.quantity
    if amount is None or figure.key:
        return text(figure, 2)
    return write(amount, "", 4)
