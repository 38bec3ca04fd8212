"""历年: the figures of several years under this year's keys, and what changed between them."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.earlier import as_of
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.lineage import Deed, origin
from drafter.ledger.lineage import descended
from drafter.model.figure import Entry, Figure, is_comparable
from drafter.model.series import Series

_FOLLOWED = (Deed.RENAMED, Deed.MERGED)


def series(
    catalogue: Catalogue,
    past: Mapping[int, Mapping[str, Entry]],
    catalogues: Mapping[int, Catalogue] | None = None,
) -> Series:
    """The series of the years before the catalogue's; `past` has each year's entries by the keys of
    that year, `catalogues` those of their own time, where they are kept: the catalogue of a year
    tells what became of the keys of the year before."""
    last, first = catalogue.settings.year, min(past, default=catalogue.settings.year)
    kept = {**(catalogues or {}), last: catalogue}
    times = {year: kept.get(year) or as_of(catalogue, year) for year in range(first, last + 1)}
    entries = {year: _carried(times, own, year) for year, own in past.items()}
    steps = {year + 1: descended(times[year + 1], own) for year, own in past.items()}
    notes = {key: _notes(times, steps, key) for key in catalogue.indicators}
    return Series(entries, {key: own for key, own in notes.items() if own})


def _carried(
    times: Mapping[int, Catalogue], past: Mapping[str, Entry], year: int
) -> Mapping[str, Entry]:
    """The year's entries by the last catalogue's keys; what does not stand for them is left out."""
    entries = past
    for later in range(year + 1, max(times) + 1):
        entries = descended(times[later], entries, compared=False)
    return {key: entry for key, entry in entries.items() if is_comparable(entry)}


def _notes(
    times: Mapping[int, Catalogue], steps: Mapping[int, Mapping[str, Entry]], key: str
) -> dict[int, str]:
    """By year, what keeps its figure from being compared with the one of the year before."""
    notes, keys = dict[int, str](), [key]
    for year in sorted(times, reverse=True):
        entries = [steps.get(year, {}).get(one) for one in keys]
        reasons = [e.awaited[0] for e in entries if isinstance(e, Figure) and not is_comparable(e)]
        if reasons:
            notes[year] = "；".join(dict.fromkeys(reasons))
        indicators = times[year].indicators
        keys = [old for one in keys for old in _earlier(indicators.get(one), one, year)]
    return notes


def _earlier(indicator: Indicator | None, key: str, year: int) -> tuple[str, ...]:
    """The keys that the indicator had in the year before that one; none where it begins."""
    step = origin(indicator.lineage, year) if indicator else None
    if step is None:
        return (key,)
    return step.keys if step.deed in _FOLLOWED else ()
