"""The districts side by side: main indicators with rank and share. Who said 不适用 has neither;
while one is awaited, nobody has a share, for the whole is not known. While the districts' sum and
the region's own figure contradict each other and nobody has decided, neither stands for any."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rules.language import references
from drafter.ledger.ledger import Ledger
from drafter.ledger.merge import CONFLICT
from drafter.model.figure import Figure
from drafter.model.finding import Blank
from drafter.model.quantity import Quantity


class Cell(Struct, frozen=True):
    """A district's figure; the best and the worst rank that it can have, 0 for none; its share of
    what all add up to."""

    figure: Figure
    ranks: tuple[int, int] = (0, 0)
    share: Quantity | None = None


class Column(Struct, frozen=True):
    """A main indicator: the figure of the whole, and each district's by name. `claims` says who
    contradicts whom, as long as nobody has decided on the whole."""

    indicator: Indicator
    whole: Figure
    cells: Mapping[str, Cell]
    claims: str = ""


def columns(catalogue: Catalogue, ledger: Ledger) -> tuple[Column, ...]:
    """A column for each main indicator that counts, in the catalogue's order."""
    main = (i for i in catalogue.indicators.values() if i.annexed and i.kind.counts)
    return tuple(_column(catalogue, indicator, ledger) for indicator in main)


def _column(catalogue: Catalogue, indicator: Indicator, ledger: Ledger) -> Column:
    entries = {name: own.get(indicator.key) for name, own in ledger.districts.items()}
    figures = {name: _figure(indicator, name, entry) for name, entry in entries.items()}
    amounts = {n: f.quantity for n, f in figures.items() if f.quantity is not None}
    total = ledger.entries[indicator.key]
    assert isinstance(total, Figure)
    claims = _claims({*_terms(catalogue, indicator)}, ledger)
    if claims:
        cells = {name: Cell(figure) for name, figure in figures.items()}
        return Column(indicator, total, cells, claims)
    complete = all(figure.value is not Blank.MISSING for figure in figures.values())
    adds = complete and indicator.rollup is not None and indicator.rollup.adds
    cells = {
        name: Cell(figure, _ranks(name, amounts), _share(name, amounts) if adds else None)
        for name, figure in figures.items()
    }
    return Column(indicator, total, cells)


def _terms(catalogue: Catalogue, indicator: Indicator) -> Iterator[str]:
    """The keys on which the indicator rests, its own first. The catalogue has no circles."""
    yield indicator.key
    for term in references(indicator.formula) if indicator.formula else ():
        if not term.last_year:
            yield from _terms(catalogue, catalogue.indicators[term.key])


def _claims(keys: Container[str], ledger: Ledger) -> str:
    """Who contradicts whom about one of these; "" where nobody does, or it was decided."""
    conflicts = (
        f for f in ledger.findings if f.code == CONFLICT and f.indicator in keys and f.open
    )
    return next((finding.details["claims"] for finding in conflicts), "")


def _figure(indicator: Indicator, name: str, entry: object) -> Figure:
    if isinstance(entry, Figure):
        return entry
    awaited = (f"{name}·{indicator.label}",)
    return Figure(Blank.MISSING, "", indicator.label, kind=indicator.kind, awaited=awaited)


def _share(name: str, amounts: Mapping[str, Quantity]) -> Quantity | None:
    """Of what all come to: where one is 余, somewhat less or more."""
    if name not in amounts or not (whole := sum(a.value for a in amounts.values())):
        return None
    own = amounts[name]
    others = [amount for other, amount in amounts.items() if other != name]
    least, most = sum(a.low for a in others), sum(a.high for a in others)
    low = own.low / (own.low + most) if own.low + most else Fraction(0)
    return Quantity(own.value / whole, low, own.high / (own.high + least))


def _ranks(name: str, amounts: Mapping[str, Quantity]) -> tuple[int, int]:
    """One more than there are greater ones, so that equals share a rank: those that are greater
    for certain, and those that may be."""
    if name not in amounts:
        return 0, 0
    own, all_ = amounts[name], amounts.values()
    return 1 + sum(a.low > own.high for a in all_), 1 + sum(
        a.high > own.low for a in all_ if a is not own
    )
