"""A change against last year that is large enough to be asked about, by the catalogue's bound."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.ledger.ledger import Ledger
from drafter.model.figure import Figure, text
from drafter.model.finding import Finding, Kind, Severity
from drafter.model.quantity import Quantity, decimal, points


def swings(catalogue: Catalogue, ledger: Ledger) -> Iterator[Finding]:
    """A warning at each figure that changed by more than its bound, for every reading of 余."""
    for indicator in catalogue.indicators.values():
        bound = indicator.swing or catalogue.settings.swing
        now, before = ledger.entries.get(indicator.key), ledger.last_year.get(indicator.key)
        if bound and isinstance(now, Figure) and isinstance(before, Figure):
            yield from _swing(indicator, now, before, bound)


def _swing(indicator: Indicator, now: Figure, before: Figure, bound: Fraction) -> Iterator[Finding]:
    if not (now.quantity and before.quantity and now.sources) or before.quantity.value <= 0:
        return
    base = before.quantity
    low, high = base.low * (1 - bound), base.high * (1 + bound)
    if now.quantity.low <= high and now.quantity.high >= low:
        return
    source = now.sources[0]
    details = {
        "label": indicator.label,
        "now": text(now, 2),
        "before": text(before, 2),
        "change": _change(indicator.kind, now.quantity, base),
        "bound": f"{decimal(bound * 100, 2)}%",
    }
    yield Finding(
        "year-differs",
        Severity.WARNING,
        source.place,
        indicator.key,
        source.department,
        details,
        source.explanation,
    )


def _change(kind: Kind, one: Quantity, two: Quantity) -> str:
    now, before = one.value, two.value
    word = "增长" if now > before else "下降"
    if kind is Kind.RATE:
        word = "提高" if now > before else "降低"
        return f"{word}{decimal(abs(points(one, two, 2)), 2)}个百分点"
    return f"{word}{decimal(abs(now - before) / before * 100, 2)}%"
