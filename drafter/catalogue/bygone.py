"""The 历年 sheet: what was published of the years before there were drafts. A catalogue may do
without it."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.earlier import as_of
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.lineage import Deed, origin
from drafter.catalogue.rows import Mistakes, Row, as_date, nearest, rows
from drafter.catalogue.settings import EARLIEST_YEAR
from drafter.model import quantity
from drafter.model.figure import Figure, Value
from drafter.model.finding import Kind, Source
from drafter.model.quantity import Quantity
from drafter.workbook.reader import Workbook

SHEET = "历年"
COLUMNS = ("指标编号", "年度", "数", "出处")
_HEDGES = {"约": Quantity.about, "近": Quantity.nearly}


def read_bygone(
    book: Workbook, catalogue: Catalogue, mistakes: Mistakes
) -> dict[int, dict[str, Figure]]:
    """The figures by year and by the key of that year; none where there is no such sheet."""
    if SHEET not in book.sheets:
        return {}
    bygone: dict[int, dict[str, Figure]] = {}
    times: dict[int, Mapping[str, Indicator]] = {}
    for row in rows(book, SHEET, COLUMNS, mistakes):
        year = _year(row, catalogue.settings.year)
        if year and year not in times:
            times[year] = as_of(catalogue, year).indicators
        figure = _figure(row, catalogue, year, times[year]) if year else None
        if figure is None:
            continue
        if figure.key in bygone.setdefault(year, {}):
            _wrong(row, "指标编号", "这一年的数写了两次，请删去一行")
        bygone[year][figure.key] = figure
    return bygone


def _year(row: Row, now: int) -> int:
    text = row.required("年度").removesuffix("年")
    if text.isascii() and text.isdigit() and EARLIEST_YEAR <= int(text) < now:
        return int(text)
    _wrong(row, "年度", f"应为{EARLIEST_YEAR}到{now - 1}的年度")
    return 0


def _figure(
    row: Row, catalogue: Catalogue, year: int, there: Mapping[str, Indicator]
) -> Figure | None:
    key, text = row.required("指标编号"), row.required("数")
    old = key_then(catalogue, key, year, there)
    if not (key and text):
        return None
    if old not in there:
        _wrong(row, "指标编号", f"{year}年没有这一项{nearest(key, list(there))}")
        return None
    indicator = there[old]
    value = _value(row, indicator, text)
    if value is None:
        return None
    source = Source(row.place("数"), row.text("出处"), text)
    return Figure(value, old, indicator.label, indicator.unit, indicator.kind, (source,))


def key_then(catalogue: Catalogue, key: str, year: int, there: Mapping[str, Indicator]) -> str:
    """The key that today's key had in that year, by the renames between."""
    for later in range(catalogue.settings.year, year, -1):
        indicator = catalogue.indicators.get(key)
        step = origin(indicator.lineage, later) if indicator and key not in there else None
        if step and step.deed is Deed.RENAMED:
            key = step.keys[0]
    return key


def _value(row: Row, indicator: Indicator, text: str) -> Value | None:
    if indicator.kind is Kind.TABLE:
        _wrong(row, "指标编号", "是明细表，不能只写一个数")
        return None
    if not indicator.kind.counts:
        return as_date(text) if indicator.kind is Kind.DATE else text
    raw = row.sheet.cell(row.number, row.columns["数"])
    amount = amount_in(text if isinstance(raw, str) else raw, indicator)
    if amount is None:
        rate = indicator.kind is Kind.RATE
        _wrong(row, "数", "应为百分数，如98%" if rate else "读不出数，请只写数")
    return amount


def amount_in(raw: object, indicator: Indicator) -> Quantity | None:
    """The number in a cell: 613, 80余, 约50, 近50, 98%; None where it is none of that indicator."""
    text = raw.strip() if isinstance(raw, str) else ""
    hedge = _HEDGES.get(text[:1])
    amount = quantity.read(text[1:] if hedge else raw, indicator.unit)
    if amount is None or (indicator.kind is Kind.RATE and not 0 <= amount.value <= 1):
        return None
    return hedge(amount.value) if hedge else amount


def _wrong(row: Row, column: str, reason: str) -> None:
    row.mistake("catalogue-bygone", column, value=row.text(column), reason=reason)
