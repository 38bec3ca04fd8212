"""历年 in a template: one indicator's figures over several years, and the main figures' table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.model.figure import Entry, Figure
from drafter.model.finding import Blank, Kind
from drafter.template.values import Citations, Names, Shown, UnknownNameError

FIVE_YEARS, FILTER = "近五年主要指标", "历年"
NONE, YEARS, MOST_YEARS = "—", 5, 10
_COLUMNS = ("前四年", "前三年", "前二年", "上年", "本年")
_BEFORE, _AFTER = ("指标", "单位"), "备注"
EARLIER = "往年"  # of the table as a whole: in how many of the years before it has a figure


class Course(Struct, frozen=True):
    """An indicator's figures by year, the first one first, None where a year has none; `notes` are
    those of the years in which something changed."""

    figures: Mapping[int, Figure | None]
    notes: Mapping[int, str]
    citations: Citations

    def __iter__(self) -> Iterator[Names]:
        for year, figure in self.figures.items():
            value = NONE if figure is None else Shown(figure, self.citations)
            things = {"年度": str(year), "数": value, _AFTER: self.notes.get(year, "")}
            yield Names(things, f"“{FILTER}”")

    def __len__(self) -> int:
        return len(self.figures)

    def __str__(self) -> str:
        raise UnknownNameError(f"“{FILTER}”是几年的数，请用在“图”中，或逐年循环")


def course(value: object, years: int = YEARS) -> Course:
    """|历年, |历年(3) — the indicator's figures of so many years, this one the last; the years
    before the first that is on record are left out."""
    if not isinstance(value, Shown) or not value.figure.key:
        raise UnknownNameError(f"“{FILTER}”只能用于指标，不能用于算出的数")
    if not isinstance(years, int) or not 1 < years <= MOST_YEARS:
        raise UnknownNameError(f"“{FILTER}”的括号中写年数，2至{MOST_YEARS}")
    figure, citations = value.figure, value.citations
    figures = {year: _past(figure, year, citations) for year in _span(citations.year, years)}
    first = next((year for year, one in figures.items() if one), citations.year)
    shown = {year: one for year, one in figures.items() if year >= first}
    notes = citations.series.notes.get(figure.key, {})
    within = {year: words for year, words in notes.items() if first < year <= citations.year}
    return Course({**shown, citations.year: figure}, within, citations)


def _span(year: int, years: int) -> range:
    """The years before that one that belong to so many."""
    return range(year - years + 1, year)


def _past(figure: Figure, year: int, citations: Citations) -> Figure | None:
    """What the indicator was in that year, named by it."""
    entry = citations.series.entries.get(year, {}).get(figure.key)
    if not isinstance(entry, Figure) or entry.value is Blank.MISSING:
        return None
    key = f"上年({figure.key})" if year == citations.year - 1 else f"{year}年({figure.key})"
    return replace(entry, key=key, label=f"{year}年{figure.label or figure.key}")


class FiveYears(Names):
    """A row for each of the main figures, with this year's and those of four years before; by the
    same names, which years these are, and by 往年 how many of the four have a figure."""

    __slots__ = ("_citations", "_entries", "_keys")

    def __init__(
        self, keys: Sequence[str], entries: Mapping[str, Entry], citations: Citations
    ) -> None:
        years = [*_span(citations.year, YEARS), citations.year]
        heads = {name: f"{year}年" for name, year in zip(_COLUMNS, years, strict=True)}
        earlier = sum(_has_any(citations.series.entries.get(year, {}), keys) for year in years[:-1])
        super().__init__({**heads, EARLIER: earlier}, f"“{FIVE_YEARS}”")
        self._keys, self._entries, self._citations = keys, entries, citations

    def __iter__(self) -> Iterator[Names]:
        for figure in self._figures():
            yield Names(self._row(figure), f"“{FIVE_YEARS}”")

    def __len__(self) -> int:
        return sum(1 for _ in self._figures())

    def _figures(self) -> Iterator[Figure]:
        figures = (self._entries.get(key) for key in self._keys)
        return (figure for figure in figures if isinstance(figure, Figure))

    def _row(self, figure: Figure) -> dict[str, object]:
        shown = course(Shown(figure, self._citations))
        years = [*_span(self._citations.year, YEARS), self._citations.year]
        cells = (self._cell(shown.figures.get(year)) for year in years)
        notes = "；".join(f"{year}年：{words}" for year, words in shown.notes.items())
        row = dict(zip(_COLUMNS, cells, strict=True))
        return {"指标": figure.label, "单位": figure.unit, **row, _AFTER: notes}

    def _cell(self, figure: Figure | None) -> object:
        if figure is None or figure.value is Blank.NOT_APPLICABLE:
            return NONE
        return Shown(figure, self._citations)


def _has_any(entries: Mapping[str, Entry], keys: Sequence[str]) -> bool:
    figures = (entries.get(key) for key in keys)
    return any(isinstance(f, Figure) and f.value is not Blank.MISSING for f in figures)


def course_kinds() -> dict[str, Kind]:
    """What the rows of the table hold, for who checks a template before there is any data."""
    texts = dict.fromkeys((*_BEFORE, _AFTER), Kind.TEXT)
    return texts | dict.fromkeys(_COLUMNS, Kind.INTEGER)
