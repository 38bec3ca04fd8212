"""What a draft's record says of the indicators, as entries of a ledger again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from drafter.catalogue.rows import as_date
from drafter.draft.record import FigureRecord, FigureState, Manifest
from drafter.model.figure import Entry, Figure, Table, Value
from drafter.model.finding import Blank, Kind, Source
from drafter.model.quantity import Quantity

Retold = Callable[[FigureRecord], tuple[Source, ...]]
_BLANKS = {
    FigureState.MISSING: Blank.MISSING,
    FigureState.NOT_APPLICABLE: Blank.NOT_APPLICABLE,
    FigureState.INCOMPARABLE: Blank.INCOMPARABLE,
}
_READINGS = {"余": Quantity.more_than, "约": Quantity.about}


def recorded_entries(manifest: Manifest, retold: Retold) -> dict[str, Entry]:
    """The entry of each indicator by key, numbers that were edited by hand as the report says them;
    `retold` gives the sources as whoever reads them names them."""
    return {r.key: recorded_entry(r, retold) for r in records_of(manifest).values()}


def records_of(manifest: Manifest) -> Mapping[str, FigureRecord]:
    """The record of each indicator by key: the ledger's, or that of the edited number in the
    report."""
    records = {record.key: record for record in manifest.entries}
    edited = (mark.figure for mark in manifest.marks if mark.figure.edit and mark.figure.value)
    return records | {record.key: record for record in edited if record.key in records}


def recorded_entry(record: FigureRecord, retold: Retold) -> Entry:
    """The entry that was on record."""
    blank, sources = _BLANKS.get(record.state), retold(record)
    if record.kind is Kind.TABLE:
        rows = tuple({name: _figure(r, ()) for name, r in row.items()} for row in record.rows)
        return Table(record.key, record.label, rows, sources, blank, record.awaited)
    return _figure(record, sources)


def _figure(record: FigureRecord, sources: tuple[Source, ...]) -> Figure:
    return Figure(
        _value(record),
        record.key,
        record.label,
        record.unit,
        record.kind,
        sources,
        record.workings,
        record.awaited,
    )


def _value(record: FigureRecord) -> Value:
    """The value exactly; missing where the record does not hold one of its kind."""
    if blank := _BLANKS.get(record.state):
        return blank
    if record.kind.counts:
        return quantity_of(record) or Blank.MISSING
    if record.kind is Kind.DATE:
        return as_date(record.text) or Blank.MISSING
    return record.text


def quantity_of(record: FigureRecord) -> Quantity | None:
    """The amount, with what it can mean; None where there is no number."""
    if not record.value:
        return None
    value = Fraction(record.value)
    if record.low and record.high:
        low, high = Fraction(record.low), Fraction(record.high)
        return Quantity(value, min(low, value), max(high, value))
    return _READINGS.get(record.hedge, Quantity.exact)(value)
