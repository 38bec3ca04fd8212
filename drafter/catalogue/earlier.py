"""A catalogue as it was in an earlier year, as far as its 沿革 tells: for years of which no other
is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.lineage import Deed, Step, origin
from drafter.catalogue.rules.language import references


def as_of(catalogue: Catalogue, year: int) -> Catalogue:
    """The catalogue with the indicators and keys of that year, or this one where it is its own; it
    has no rules. What is calculated of what was another then is not calculated."""
    indicators: Mapping[str, Indicator] = catalogue.indicators
    for later in range(catalogue.settings.year, year, -1):
        indicators = _before(catalogue, indicators, later)
    there = {key: _calculable(one, indicators) for key, one in indicators.items()}
    settings = replace(catalogue.settings, year=year)
    return replace(catalogue, settings=settings, indicators=there, rules=())


def _before(
    catalogue: Catalogue, indicators: Mapping[str, Indicator], year: int
) -> dict[str, Indicator]:
    """The indicators of the year before that one."""
    steps = {key: origin(one.lineage, year) for key, one in indicators.items()}
    earlier = {key: indicators[key] for key, step in steps.items() if step is None}
    for key, step in steps.items():
        for one in _named(indicators[key], step) if step else ():
            earlier.setdefault(one.key, catalogue.stopped.get(one.key, one))
    for key, one in catalogue.stopped.items():
        if origin(one.lineage, year) is not None:
            earlier.setdefault(key, one)
    return earlier


def _named(indicator: Indicator, step: Step) -> Iterator[Indicator]:
    """What the step names of the year before, like the indicator but for the key."""
    if step.deed is Deed.RENAMED:
        yield replace(indicator, key=step.keys[0])
    elif step.deed is Deed.MERGED:
        yield from (replace(indicator, key=key, lineage=()) for key in step.keys)


def _calculable(indicator: Indicator, indicators: Mapping[str, Indicator]) -> Indicator:
    """The indicator, without its formula where that names what is not there."""
    formula = indicator.formula
    if formula is None or all(one.key in indicators for one in references(formula)):
        return indicator
    return replace(indicator, formula=None, departments=())
