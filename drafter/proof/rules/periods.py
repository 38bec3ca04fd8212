"""Years, dates and periods that disagree."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark

_NAMES = (
    ("今年以来", pattern(r"(?<!截至)今年(?:\d{1,2}月)?以来")),
    ("年以来", pattern(r"20\d\d年(?:度|\d{1,2}月)?以来")),
    ("截至目前", pattern(r"截[至止](?:目前|现在)|到目前为止")),
)
_CUT_OFF = pattern(
    r"截[至止](?:20\d\d年)?\d{1,2}月(?:底|末|\d{1,2}日)|20\d\d年1月(?:1日)?(?:至|—|-|~|－)+(?:20\d\d年)?\d{1,2}月|1[至—\-~－]+\d{1,2}月|截[至止]20\d\d年(?:底|末)"
)
_DATE = pattern(r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_MONTH = pattern(r"(?<!\d)(?:19|20)\d\d年(?P<month>\d{1,2})月(?![份度]?前)")
_SPAN = pattern(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?(?:至|到|—|－|-|~){1,2}"
    r"(?:(?P<year2>(?:19|20)\d\d)年)?(?P<month2>\d{1,2})月(?:(?P<day2>\d{1,2})日)?"
)
_UNTIL = pattern(r"截止(?:到|至)?(?=目前|20\d\d年|\d{1,2}月|今年)|截止(?:到|至)")
_PLAN = pattern(
    r"下一?年度?|下一步|明年|今后|工作(?:打算|安排|计划|思路|谋划)|努力方向|(?:20\d\d)年.{0,24}(?:安排|打算|计划|思路|重点)"
)
_PLANNED = pattern(r"(20\d\d)年[^。，]{0,24}(?:安排|打算|计划|思路|谋划)")
_FUTURE = pattern(
    r"将|要|继续|进一步|重点(?:做好|抓好)|着力|坚持|计划|力争|工作(?:安排|打算|计划|思路|重点)|加强|推进|深化"
)
_PAST = pattern(r"以来|已|了|完成|过去|上半年|总结|回顾|底前|截至")
_REPORTED = pattern(r"现将(?P<year>20\d\d)年?度?[^。]{0,40}(?:报告|汇报|公布|公告|公示)如下")
_SINCE = pattern(r"(?P<year>2(?<![^。；，\s].)0\d\d)年(?:度)?(?:以来|(?=，))")
_COMPARED = pattern(r"上年|去年|较|比|相比|累计|连续|自20|近[二三四五两]年")


def names(document: Document) -> Iterator[Remark]:
    """今年以来, 2023年以来 and 截至目前 side by side: nobody knows to which day."""
    first_uses = {n: first for n, p in _NAMES if (first := _first(p, document.passages))}
    if len(first_uses) < 2 or not {"今年以来", "年以来"} <= set(first_uses):
        return
    if any(_CUT_OFF.search(passage.plain) for passage in document.passages):
        return
    spoken = "、".join(words[0] for _, words in first_uses.values())
    passage, hit = max(first_uses.values(), key=lambda one: (one[0].number, one[1].start()))
    yield Remark(
        "proof-period-names", Severity.HINT, passage, hit.start(), hit.end(), {"names": spoken}
    )


def _first(
    pattern: re.Pattern[str], passages: Sequence[Passage]
) -> tuple[Passage, re.Match[str]] | None:
    return next(((p, m) for p in passages if (m := pattern.search(p.plain))), None)


def dates(document: Document) -> Iterator[Remark]:
    """Days that no calendar has, and periods that end before they begin.

    2月30日 → 没有这一天;  2023年11月至2023年3月 → 止期早于起期
    """
    for passage in document.passages:
        for match in _DATE.finditer(passage.plain) if "日" in passage.plain else ():
            if not _exists(match):
                yield _remark("proof-date", Severity.ERROR, passage, match)
        for match in _MONTH.finditer(passage.plain) if "月" in passage.plain else ():
            if not 1 <= int(match["month"]) <= 12 and not _DATE.match(passage.plain, match.start()):
                yield _remark("proof-date", Severity.ERROR, passage, match)
        for match in _SPAN.finditer(passage.plain) if "月" in passage.plain else ():
            if _backwards(match):
                yield _remark("proof-period-backwards", Severity.ERROR, passage, match)
        for match in _UNTIL.finditer(passage.plain):
            yield _remark("proof-until", Severity.HINT, passage, match)


def _exists(match: re.Match[str]) -> bool:
    month, day = int(match["month"]), int(match["day"])
    year = int(match["year"]) if match["year"] else 2024
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _backwards(match: re.Match[str]) -> bool:
    year = int(match["year"])
    begin = (year, int(match["month"]), int(match["day"] or 1))
    end = (int(match["year2"] or year), int(match["month2"]), int(match["day2"] or 31))
    return end < begin


def _remark(code: str, severity: Severity, passage: Passage, match: re.Match[str]) -> Remark:
    return Remark(code, severity, passage, match.start(), match.end())


def years(document: Document) -> Iterator[Remark]:
    """A report of 2023 that speaks of another year as its own, or plans for a year that is over."""
    if document.year is None:
        return
    for passage in document.passages:
        for match in _REPORTED.finditer(passage.plain):
            if int(match["year"]) != document.year:
                yield _told("proof-year", Severity.ERROR, passage, match, document.year)
        for match in _SINCE.finditer(passage.plain):
            yield from _since(passage, match, document.year)


def _since(passage: Passage, match: re.Match[str], year: int) -> Iterator[Remark]:
    stated = int(match["year"])
    clause = re.split("[。；]", passage.plain[match.start() : match.start() + 200])[0]
    planned = _PLAN.search(passage.section + passage.heading)
    if planned and stated == year and _FUTURE.search(clause) and not _PAST.search(clause[:40]):
        yield _told("proof-plan-year", Severity.WARNING, passage, match, year + 1)
    elif (
        stated == year - 1
        and not planned
        and not _COMPARED.search(clause)
        and f"{year}年" not in clause
    ):
        yield _told("proof-year", Severity.HINT, passage, match, year)


def plan_heading(document: Document) -> Iterator[Remark]:
    """A heading that plans for the year that the report is about, or for one before it."""
    if document.year is None:
        return
    for passage in document.passages:
        match = _PLANNED.search(passage.plain[:60])
        heads = passage.section and passage.heading.startswith(passage.plain.strip()[:4])
        if match and heads and len(passage.plain) < 60 and int(match[1]) <= document.year:
            yield _told("proof-plan-year", Severity.WARNING, passage, match, document.year + 1)


def _told(
    code: str, severity: Severity, passage: Passage, match: re.Match[str], year: int
) -> Remark:
    details = {"year": str(year)}
    return Remark(code, severity, passage, match.start(), match.end(), details)
