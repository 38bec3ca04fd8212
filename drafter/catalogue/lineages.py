"""The lineages of all indicators of a catalogue, held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from drafter.catalogue.indicator import Indicator
from drafter.catalogue.lineage import LINEAGE, Deed, is_stopped, origin, read_lineage
from drafter.catalogue.rows import Row


def with_lineages(
    asked: Iterable[Row], indicators: Mapping[str, Indicator], year: int
) -> dict[str, Indicator]:
    """The indicators with what their rows say of the years before; `year` is the catalogue's."""
    read, named = dict(indicators), list[Row]()
    for row in asked:
        indicator = read.get(row.text("指标编号"))
        if row.text(LINEAGE) and indicator and indicator.place == row.place("指标编号"):
            read[indicator.key] = replace(indicator, lineage=read_lineage(row, year))
            named.append(row)
    _refuse_heirs(named, read, year)
    return read


def _refuse_heirs(named: Iterable[Row], indicators: Mapping[str, Indicator], year: int) -> None:
    """A mistake at each row that renames what another renames too, or what is still in use."""
    heirs: dict[str, str] = {}
    for row in named:
        key = row.text("指标编号")
        step = origin(indicators[key].lineage, year)
        if step is None or step.deed is not Deed.RENAMED:
            continue
        old = step.keys[0]
        if old in heirs:
            row.mistake("catalogue-lineage-twice", LINEAGE, old=old, other=heirs[old])
        elif old in indicators and _goes_on(indicators[old], year):
            row.mistake("catalogue-lineage-kept", LINEAGE, old=old)
        heirs.setdefault(old, key)


def _goes_on(indicator: Indicator, year: int) -> bool:
    """Whether its own figure of the year before is the one under its key."""
    return not is_stopped(indicator.lineage) and origin(indicator.lineage, year) is None
