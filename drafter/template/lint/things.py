"""What a name in a template stands for, as far as the catalogue tells before there is any data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct, field
from rapidfuzz.process import extractOne

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Column, Indicator
from drafter.model.finding import Kind
from drafter.template.annex import NAME, main_kinds
from drafter.template.course import FIVE_YEARS, course_kinds
from drafter.template.districts import NAME as DISTRICTS
from drafter.template.districts import OWN_NAME


class Sort(Enum):
    """What a value is to a template."""

    NUMBER = "数"
    TEXT = "文字"
    DATE = "日期"
    TABLE = "明细表"
    ROW = "明细表的一行"
    THEME = "主题"
    SETTINGS = "报告项目"
    LOOP = "循环"
    LIST = "一组数据"
    CHART = "图"
    DISTRICTS = "各区县"
    DISTRICT = "一个区县"
    ANY = ""


NOT_PRINTED = frozenset(
    (Sort.TABLE, Sort.THEME, Sort.SETTINGS, Sort.ROW, Sort.LOOP, Sort.LIST, Sort.DISTRICTS,
     Sort.DISTRICT)
)  # fmt: skip


class Thing(Struct, frozen=True):
    """A value's sort; for a number its unit, the classifiers that may stand behind it, and the 万
    or 亿 that it is printed in."""

    sort: Sort
    label: str = ""
    key: str = ""
    units: tuple[str, ...] = ()
    rate: bool = False
    scale: str = ""
    columns: Mapping[str, Column] = field(default_factory=dict)


_MAIN = {name: Column(name, "", kind) for name, kind in main_kinds().items()}
_FIVE = {name: Column(name, "", kind) for name, kind in course_kinds().items()}
# What a template may name beside indicators and settings.
CALLED = {
    "序号": Thing(Sort.TEXT),
    "图": Thing(Sort.CHART),
    NAME: Thing(Sort.TABLE, NAME, columns=_MAIN),
    FIVE_YEARS: Thing(Sort.TABLE, FIVE_YEARS, columns=_FIVE),
    DISTRICTS: Thing(Sort.DISTRICTS, DISTRICTS),
}
ANYTHING = Thing(Sort.ANY)
COMPUTED = "算得的数"
_NEAR = 50
_SORTS = {Kind.DATE: Sort.DATE, Kind.TEXT: Sort.TEXT, Kind.LONG_TEXT: Sort.TEXT}


def of_indicator(indicator: Indicator) -> Thing:
    """The thing that an indicator is."""
    if indicator.kind is Kind.TABLE:
        columns = {column.name: column for column in indicator.columns}
        return Thing(Sort.TABLE, indicator.label, indicator.key, columns=columns)
    units = (indicator.unit, *indicator.classifiers) if indicator.unit else ()
    sort = _SORTS.get(indicator.kind, Sort.NUMBER)
    rate = indicator.kind is Kind.RATE
    return Thing(sort, indicator.label, indicator.key, units, rate)


def of_column(column: Column) -> Thing:
    """The thing that a cell of a table is."""
    units = (column.unit,) if column.unit else ()
    return Thing(
        _SORTS.get(column.kind, Sort.NUMBER), column.name, "", units, column.kind is Kind.RATE
    )


def row_of(table: Thing) -> Thing:
    """What a loop over the thing gives."""
    if table.sort is Sort.TABLE:
        return Thing(Sort.ROW, table.label, columns=table.columns)
    if table.sort is Sort.DISTRICTS:
        return Thing(Sort.DISTRICT, table.label)
    return ANYTHING


def themes(catalogue: Catalogue) -> dict[str, dict[str, Indicator]]:
    """The indicators by theme and name."""
    by_theme: dict[str, dict[str, Indicator]] = {}
    for key, indicator in catalogue.indicators.items():
        by_theme.setdefault(indicator.theme, {})[key.partition(".")[2]] = indicator
    return by_theme


def near(name: str, names: Sequence[str], others: Sequence[str]) -> str:
    """ "，是否为“…”" with the nearest of the names, or else of the others; "" for none."""
    match = extractOne(name, names, score_cutoff=_NEAR) or extractOne(
        name, others, score_cutoff=_NEAR
    )
    return f"，是否为“{match[0]}”" if match else ""


def below(catalogue: Catalogue) -> Mapping[Sort, Mapping[str, Thing]]:
    """What can be named of 各区县, and of a district."""
    districts = {name: Thing(Sort.DISTRICT, name) for name in catalogue.districts}
    named = {theme: Thing(Sort.THEME, theme) for theme in themes(catalogue)}
    return {Sort.DISTRICTS: districts, Sort.DISTRICT: {OWN_NAME: Thing(Sort.TEXT), **named}}
