"""The lineages of all indicators of a catalogue, held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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


# What is told of a key that an indicator names in its 沿革, and of several that name the same one.
_BECAME = {
    Deed.RENAMED: "已于{year}年改名为{heirs}",
    Deed.MERGED: "已于{year}年并入{heirs}",
    Deed.SPLIT: "已于{year}年拆分为{heirs}",
}


def fates(indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """What became of each key that is not asked any more, with the year and the keys of those that
    follow it: 已于2025年改名为“应诉.案件”. `indicators` are those that are stopped too."""
    stopped = {key: one for key, one in indicators.items() if is_stopped(one.lineage)}
    heirs: dict[tuple[str, Deed, int], list[str]] = {}
    for old, deed, year, heir in _followed(indicators):
        if old not in indicators:
            heirs.setdefault((old, deed, year), []).append(heir)
    words_of = {key: _stop(one) for key, one in stopped.items()}
    for (old, deed, year), keys in sorted(heirs.items(), key=lambda item: item[0][2]):
        ends = "".join(f"，“{key}”{words_of[key]}" for key in keys if key in stopped)
        named = "、".join(f"“{key}”" for key in keys)
        words_of[old] = _BECAME[deed].format(year=year, heirs=named) + ends
    return words_of


def _followed(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, Deed, int, str]]:
    """(the old key, what was done, in which year, the key that follows it)."""
    for key, indicator in indicators.items():
        for step in indicator.lineage:
            yield from ((old, step.deed, step.year, key) for old in step.keys)


def _stop(indicator: Indicator) -> str:
    step = next(step for step in indicator.lineage if step.deed is Deed.STOPPED)
    return f"已于{step.year}年停用" + (f"（{step.note}）" if step.note else "")


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
