"""Formulas that lead back to where they began, which nothing could be calculated by."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rows import Mistakes
from drafter.catalogue.rules.language import references


def refuse_circles(indicators: Mapping[str, Indicator], mistakes: Mistakes) -> None:
    """A mistake at each indicator whose formula leads back to it."""
    for indicator in indicators.values():
        try:
            circle = _circle(indicator.key, indicator.key, indicators, set())
        except RecursionError:
            circle = (indicator.key, "……（引用层数过多）")
        if circle:
            place = indicator.place
            mistakes.add("catalogue-circle", place.sheet, place.cell, circle=" → ".join(circle))


def _circle(
    key: str, first: str, indicators: Mapping[str, Indicator], visited: set[str]
) -> tuple[str, ...]:
    """The path of formulas that leads from the key back to the first; empty where there is none."""
    formula = indicators[key].formula if key in indicators else None
    for reference in references(formula) if formula else ():
        if reference.last_year or reference.key in visited:
            continue
        visited.add(reference.key)
        if reference.key == first:
            return (key, first)
        if way := _circle(reference.key, first, indicators, visited):
            return (key, *way)
    return ()
