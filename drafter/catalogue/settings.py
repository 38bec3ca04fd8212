"""The 报告 sheet: region, level word, year, time window, and what else the template names."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

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


def read_settings(book: Workbook, mistakes: Mistakes) -> Settings | None:
    """The settings; None, and mistakes at their cells, where one is missing or wrong."""
    before = len(mistakes.found)
    found = {row.text("项目"): row for row in rows(book, "报告", SETTING_COLUMNS, mistakes)}
    if len(mistakes.found) > before:
        return None
    for name in REQUIRED:
        if name not in found or not found[name].text("内容"):
            cell = found[name].cell("内容") if name in found else ""
            mistakes.add("catalogue-setting-missing", "报告", cell, setting=name)
    start, cutoff = (_date(found, name) for name in ("统计起始日期", "截止日期"))
    swing = _share(found, "同比幅度")
    signed = {name: _date(found, name) for name in found if name.startswith(DATE)}
    year, places = _whole(found, "年度", 1990, 2200), _whole(found, "比率小数位", 0, _MOST_PLACES)
    _check(found, start, cutoff)
    if len(mistakes.found) > before or not (start and cutoff and year):
        return None
    texts = {name: _text(row) for name, row in found.items() if name}
    texts |= {name: official_date(day) for name, day in signed.items() if day}
    region, level, title = (texts[name] for name in ("地区", "级别", "标题"))
    return Settings(region, level, year, title, start, cutoff, places or 0, texts, swing)


def _check(found: dict[str, Row], start: date | None, cutoff: date | None) -> None:
    level = found.get("级别")
    if level and level.text("内容") not in ("", *LEVELS):
        _wrong(level, "级别", f"{'、'.join(LEVELS)}之一")
    if start and cutoff and cutoff < start:
        _wrong(found["截止日期"], "截止日期", "统计起始日期当日或以后的日期")


def _date(found: dict[str, Row], name: str) -> date | None:
    row = found.get(name)
    if row is None or not row.text("内容"):
        return None
    read = as_date(row.sheet.cell(row.number, row.columns["内容"]))
    if read is None:
        _wrong(row, name, "日期，如2023年11月5日")
    return read


def _whole(found: dict[str, Row], name: str, least: int, most: int) -> int | None:
    row = found.get(name)
    if row is None or not row.text("内容"):
        return None
    amount = quantity.read(row.text("内容"), "年")
    whole = amount is not None and not amount.hedge and amount.value.denominator == 1
    if amount is None or not whole or not least <= amount.value <= most:
        _wrong(row, name, f"{least}到{most}的整数")
        return None
    return int(amount.value)


def _share(found: dict[str, Row], name: str) -> Fraction | None:
    """A share of last year's figure, as 50%; 50 is a slip."""
    row = found.get(name)
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
