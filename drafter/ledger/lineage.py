"""Last year's entries under this year's keys: what was renamed or merged is followed, and what has
nothing to be compared with says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.lineage import Deed, Step, origin, redefined
from drafter.catalogue.rules.exact import evaluate
from drafter.catalogue.rules.language import Reference
from drafter.ledger.ledger import is_missing
from drafter.model.figure import Entry, Figure, Table, total
from drafter.model.finding import Blank, Kind, Source

NEW, APART = "新增指标，上年无此项", "由{old}拆分，上年未单列"
REDEFINED = "统计口径有变动{note}，与上年不可比"
_OTHER_UNIT = "计量单位由{old}改为{new}，与上年不可比"
_OTHER_KIND = "类型由{old}改为{new}，与上年不可比"
_MIXED = "由{old}合并，上年各项{why}，不能相加"
_WORDS = (Kind.TEXT, Kind.LONG_TEXT)


def descended(
    catalogue: Catalogue, past: Mapping[str, Entry], compared: bool = True
) -> dict[str, Entry]:
    """The entries of the year before by the catalogue's keys.

    Renamed: the old entry. Merged: the sum, as intervals. Split, new, counted in another way or in
    another unit: a figure that cannot be compared, with the reason among what it awaits. What is
    calculated and was not then is calculated of these. Left out: what nobody gave a value. Where it
    is not `compared`, what was counted in another way is there all the same.
    """
    descent = _Descent(catalogue, past, compared)
    entries = ((key, descent.entry(key)) for key in catalogue.indicators)
    return {key: e for key, e in entries if e is not None and not is_missing(e)}


class _Descent:
    """The way from this year's keys to the entries of the year before."""

    def __init__(self, catalogue: Catalogue, past: Mapping[str, Entry], compared: bool) -> None:
        self._catalogue, self._past, self._compared = catalogue, past, compared
        self._year = catalogue.settings.year
        self._entries: dict[str, Entry | None] = {}

    def entry(self, key: str) -> Entry | None:
        """The key's entry of the year before; None where there was none."""
        if key not in self._entries:
            indicator = self._catalogue.indicators[key]
            entry = self._origin(indicator)
            changed = redefined(indicator.lineage, self._year) if self._compared else None
            if changed and entry is not None:
                note = f"（{changed.note}）" if changed.note else ""
                entry = _apart(indicator, REDEFINED.format(note=note), entry.sources)
            self._entries[key] = entry
        return self._entries[key]

    def _origin(self, indicator: Indicator) -> Entry | None:
        step = origin(indicator.lineage, self._year)
        if step is not None and step.deed is Deed.NEW:
            return _apart(indicator, NEW)
        if step is not None and step.deed is Deed.SPLIT:
            return _apart(indicator, APART.format(old=self._named(step.keys)))
        if step is not None and step.deed is Deed.MERGED:
            return self._merged(indicator, step)
        old = self._past.get(step.keys[0] if step else indicator.key)
        if old is None or is_missing(old):
            return self._calculated(indicator)
        return _fitting(indicator, old)

    def _merged(self, indicator: Indicator, step: Step) -> Entry | None:
        """The sum of what was merged; of rates the formula's result on the sums."""
        parts = [self._past.get(key) for key in step.keys]
        if indicator.kind is Kind.RATE and not indicator.asked:
            return self._calculated(indicator)
        if not indicator.kind.counts or indicator.kind is Kind.RATE:
            why = f"是{indicator.kind}"
            return _apart(indicator, _MIXED.format(old=self._named(step.keys), why=why))
        there = [part for part in parts if part is not None and not is_missing(part)]
        fitting = [_fitting(indicator, part) for part in there]
        figures = [entry for entry in fitting if isinstance(entry, Figure)]
        if len(figures) < len(parts):
            return None
        return _sum(indicator, figures, self._named(step.keys))

    def _calculated(self, indicator: Indicator) -> Entry | None:
        """What the formula makes of the entries of the year before; None without one, or where one
        of them is not there."""
        if indicator.formula is None:
            return None
        figure = evaluate(indicator.formula, self._look_up)
        if figure.value is Blank.INCOMPARABLE:
            return _apart(indicator, "；".join(figure.awaited), figure.sources)
        return _as(indicator, replace(figure, workings=figure.term if figure.is_known else ""))

    def _look_up(self, reference: Reference) -> Entry:
        entry = None if reference.last_year else self.entry(reference.key)
        if entry is not None:
            return entry
        indicator = self._catalogue.indicators[reference.key]
        if indicator.kind is Kind.TABLE:
            awaited = (indicator.awaited,)
            return Table(indicator.key, indicator.label, blank=Blank.MISSING, awaited=awaited)
        return Figure(Blank.MISSING, indicator.key, indicator.label)

    def _named(self, keys: Sequence[str]) -> str:
        """The old names in quotes: “民事案件”“刑事案件”."""
        labelled: Mapping[str, Entry | Indicator] = {**self._catalogue.stopped, **self._past}
        return "".join(f"“{labelled[key].label if key in labelled else key}”" for key in keys)


def _sum(indicator: Indicator, figures: Sequence[Figure], names: str) -> Entry:
    reasons = [figure.awaited[0] for figure in figures if figure.value is Blank.INCOMPARABLE]
    if reasons:
        why = "计量单位或类型不同"
        return _apart(indicator, _MIXED.format(old=names, why=why), _sources(figures))
    merged = total(list(figures))
    return _as(indicator, replace(merged, workings=merged.term if merged.is_known else ""))


def _sources(figures: Sequence[Figure]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for figure in figures for source in figure.sources))


def _as(indicator: Indicator, figure: Figure) -> Figure:
    return replace(
        figure, key=indicator.key, label=indicator.label, unit=indicator.unit, kind=indicator.kind
    )


def _fitting(indicator: Indicator, old: Entry) -> Entry:
    """The entry under the indicator's key, unless it says another sort of thing."""
    if isinstance(old, Table) or indicator.kind is Kind.TABLE:
        if isinstance(old, Table) and indicator.kind is Kind.TABLE:
            return replace(old, key=indicator.key, label=indicator.label)
        kinds = {"old": old.kind if isinstance(old, Figure) else Kind.TABLE, "new": indicator.kind}
        return _apart(indicator, _OTHER_KIND.format(**kinds), old.sources)
    if old.value is Blank.INCOMPARABLE:
        return _apart(indicator, old.awaited[0], old.sources)
    if _sort(old.kind) != _sort(indicator.kind):
        return _apart(indicator, _OTHER_KIND.format(old=old.kind, new=indicator.kind), old.sources)
    if old.unit not in ("", indicator.unit, *indicator.classifiers) and indicator.unit:
        return _apart(indicator, _OTHER_UNIT.format(old=old.unit, new=indicator.unit), old.sources)
    return _as(indicator, old)


def _sort(kind: Kind) -> str:
    """What can stand for each other: numbers, but not rates; texts long and short."""
    if kind is Kind.RATE or not kind.counts:
        return "文字" if kind in _WORDS else kind
    return "数"


def _apart(indicator: Indicator, reason: str, sources: tuple[Source, ...] = ()) -> Figure:
    """A figure that this year's cannot be compared with, and why."""
    return Figure(
        Blank.INCOMPARABLE, indicator.key, indicator.label, indicator.unit, indicator.kind,
        sources, awaited=(reason,),
    )  # fmt: skip
