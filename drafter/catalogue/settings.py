"""The 报告 sheet: region, level word, year, time window, and what else the template names."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from drafter.catalogue.calendar import misfits
from drafter.catalogue.catalogue import Settings
from drafter.catalogue.rows import Mistakes, Row, as_date, rows
from drafter.catalogue.stages import DATE
from drafter.model import quantity
from drafter.model.dates import official_date
from drafter.workbook.reader import Workbook

SETTING_COLUMNS = ("项目", "内容")
REQUIRED = ("地区", "级别", "年度", "标题", "统计起始日期", "截止日期")
LEVELS = ("区", "县", "市", "旗")
_MOST_PLACES = 4
LARGEST_SHARE = 10
EARLIEST_YEAR, LATEST_YEAR = 1990, 2200


def read_settings(book: Workbook, mistakes: Mistakes) -> Settings | None:
    """The settings; None, and mistakes at their cells, where one is missing or wrong."""
    before = len(mistakes.findings)
    named_rows = {row.text("项目"): row for row in rows(book, "报告", SETTING_COLUMNS, mistakes)}
    if len(mistakes.findings) > before:
        return None
    for name in REQUIRED:
        if name not in named_rows or not named_rows[name].text("内容"):
            cell = named_rows[name].cell("内容") if name in named_rows else ""
            mistakes.add("catalogue-setting-missing", "报告", cell, setting=name)
    start, cutoff = (_date(named_rows, name) for name in ("统计起始日期", "截止日期"))
    swing = _share(named_rows, "同比幅度")
    signed = {name: _date(named_rows, name) for name in named_rows if name.startswith(DATE)}
    year = _whole(named_rows, "年度", EARLIEST_YEAR, LATEST_YEAR)
    places = _whole(named_rows, "比率小数位", 0, _MOST_PLACES)
    _check(named_rows, start, cutoff)
    if len(mistakes.findings) > before or not (start and cutoff and year):
        return None
    texts = {name: _text(row) for name, row in named_rows.items() if name}
    texts |= {name: official_date(day) for name, day in signed.items() if day}
    region, level, title = (texts[name] for name in ("地区", "级别", "标题"))
    strange = tuple(misfits(named_rows, year, start, cutoff))
    return Settings(region, level, year, title, start, cutoff, places or 0, texts, swing, strange)


def _check(named_rows: dict[str, Row], start: date | None, cutoff: date | None) -> None:
    level = named_rows.get("级别")
    if level and level.text("内容") not in ("", *LEVELS):
        _wrong(level, "级别", f"{'、'.join(LEVELS)}之一")
    if start and cutoff and cutoff < start:
        _wrong(named_rows["截止日期"], "截止日期", "统计起始日期当日或以后的日期")


def _date(named_rows: dict[str, Row], name: str) -> date | None:
    row = named_rows.get(name)
    if row is None or not row.text("内容"):
        return None
    read = as_date(row.sheet.cell(row.number, row.columns["内容"]))
    if read is None:
        _wrong(row, name, "日期，如2023年11月5日")
    return read


def _whole(named_rows: dict[str, Row], name: str, least: int, most: int) -> int | None:
    row = named_rows.get(name)
    if row is None or not row.text("内容"):
        return None
    amount = quantity.read(row.text("内容"), "年")
    whole = amount is not None and not amount.hedge and amount.value.denominator == 1
    if amount is None or not whole or not least <= amount.value <= most:
        _wrong(row, name, f"{least}到{most}的整数")
        return None
    return int(amount.value)


def _share(named_rows: dict[str, Row], name: str) -> Fraction | None:
    """A share of last year's figure, as 50%; 50 is a slip."""
    row = named_rows.get(name)
    if row is None or not row.text("内容"):
        return None
    amount = quantity.read(row.text("内容"))
    if amount is None or amount.hedge or not 0 < amount.value <= LARGEST_SHARE:
        _wrong(row, name, "百分数，如50%")
        return None
    return amount.value


def _wrong(row: Row, name: str, expected: str) -> None:
    value = row.text("内容")
    row.mistake("catalogue-setting-wrong", "内容", setting=name, value=value, expected=expected)


def _text(row: Row) -> str:
    value = row.sheet.cell(row.number, row.columns["内容"])
    return official_date(value) if isinstance(value, date) else row.text("内容")
