"""The districts side by side: main indicators with rank and share. Who said 不适用 has neither;
while one is awaited, nobody has a share, for the whole is not known."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.ledger.ledger import Ledger
from drafter.model.figure import Figure
from drafter.model.finding import Blank


class Cell(Struct, frozen=True):
    """A district's figure; its rank, 0 for none; its share of what all add up to."""

    figure: Figure
    rank: int = 0
    share: Fraction | None = None


class Column(Struct, frozen=True):
    """A main indicator: the figure of the whole, and each district's by name."""

    indicator: Indicator
    whole: Figure
    cells: Mapping[str, Cell]


def columns(catalogue: Catalogue, ledger: Ledger) -> tuple[Column, ...]:
    """A column for each main indicator that counts, in the catalogue's order."""
    main = (i for i in catalogue.indicators.values() if i.annexed and i.kind.counts)
    return tuple(_column(indicator, ledger) for indicator in main)


def _column(indicator: Indicator, ledger: Ledger) -> Column:
    entries = {name: own.get(indicator.key) for name, own in ledger.districts.items()}
    figures = {name: _figure(indicator, name, entry) for name, entry in entries.items()}
    amounts = {n: f.quantity.value for n, f in figures.items() if f.quantity is not None}
    whole = sum(amounts.values(), Fraction(0))
    adds = indicator.rollup is not None and indicator.rollup.adds
    complete = all(figure.value is not Blank.MISSING for figure in figures.values())
    cells = {
        name: Cell(
            figure,
            _rank(name, amounts),
            amounts[name] / whole if adds and complete and whole and name in amounts else None,
        )
        for name, figure in figures.items()
    }
    total = ledger.entries[indicator.key]
    assert isinstance(total, Figure)
    return Column(indicator, total, cells)


def _figure(indicator: Indicator, name: str, entry: object) -> Figure:
    if isinstance(entry, Figure):
        return entry
    awaited = (f"{name}·{indicator.label}",)
    return Figure(Blank.MISSING, "", indicator.label, kind=indicator.kind, awaited=awaited)


def _rank(name: str, amounts: Mapping[str, Fraction]) -> int:
    """One more than there are greater ones, so that equals share a rank."""
    if name not in amounts:
        return 0
    return 1 + sum(amount > amounts[name] for amount in amounts.values())
