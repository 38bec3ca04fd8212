"""Whether the dates and titles of the 报告 sheet belong to its year: what was turned only in part
goes out headed one year with another's dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from drafter.catalogue.rows import Row, as_date
from drafter.catalogue.stages import DATE
from drafter.model.dates import official_date
from drafter.model.finding import Finding, Severity
from drafter.model.pattern import pattern

DEADLINE, CORRECTED = "报送期限", "更正期限"
START, CUTOFF = "统计起始日期", "截止日期"
_TITLE = "标题"
LATER = (DEADLINE, CORRECTED, DATE)  # what comes once the period is over
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEARS = pattern(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_DAY = pattern(r"\d{4}年\d{1,2}月\d{1,2}日")
_LONGEST = timedelta(days=366)


def misfits(named: Mapping[str, Row], year: int, start: date, cutoff: date) -> Iterator[Finding]:
    """A warning at each cell that does not fit the year or the period. A period may begin in the
    year before if it is no longer than a year; what follows it may be in the next."""
    for name, row in named.items():
        text = row.text("内容")
        if _TITLE in name:
            years = [int(one) for one in _YEARS.findall(text.translate(_DIGITS))]
            if years and year not in years:
                yield _finding("setting-year", row, name, found=years[0], year=year)
    earlier = (start.year, cutoff.year) == (year - 1, year) and cutoff - start < _LONGEST
    if start.year != year and not earlier:
        yield _finding("setting-year", named[START], START, found=start.year, year=year)
    if cutoff.year != year:
        yield _finding("setting-year", named[CUTOFF], CUTOFF, found=cutoff.year, year=year)
    for name, row in named.items():
        if name.startswith(LATER) and (day := _day(row)):
            yield from _early(row, name, day, year, cutoff)


def _early(row: Row, name: str, day: date, year: int, cutoff: date) -> Iterator[Finding]:
    if day.year not in (year, year + 1):
        yield _finding("setting-year", row, name, found=day.year, year=year)
    elif day < cutoff:
        days = {"day": official_date(day), "cutoff": official_date(cutoff)}
        yield _finding("setting-early", row, name, **days)


def _day(row: Row) -> date | None:
    """The day in a cell that may go on: 2024年11月20日前."""
    value = row.sheet.cell(row.number, row.columns["内容"])
    typed = _DAY.match(str(value).strip())
    return as_date(value) or (as_date(typed[0]) if typed else None)


def _finding(code: str, row: Row, name: str, **details: object) -> Finding:
    texts = {"setting": name, **{key: str(value) for key, value in details.items()}}
    return Finding(code, Severity.WARNING, row.place("内容"), details=texts)
