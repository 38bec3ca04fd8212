"""Which figures speak of what is planned, and which of other years or other places."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache

from drafter.model.pattern import pattern
from drafter.proof.rows.row import Row, Term
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage
from drafter.proof.text.words import alternatives, mentions

_NO_OFFICE = pattern(
    "城市|市场|[全我][省市县区州]|上市|超市|都市|县域|县级|市级|城镇|乡镇|小镇|市民"
)
_TOP = pattern(r"\s*[一二三四五六七八九十]{1,3}、")
_TIERS = pattern("全[省市州县区]|[省市州县区]本?级|(?:经开|高新|开发|示范|新)区")
_THIS_YEAR = pattern(r"今年|全年|年内|一年来|本年|20\d\d年以来")
_SINCE = pattern(r"20\d\d年以来|今年以来|一年来|累计")
_LONGEST_HEAD, _AROUND, _FIRST = 60, 60, 6
_YEAR = pattern(r"(20\d\d) ?年")
_REVIEWED = pattern("回顾|总结|(?:执行|完成|落实|进展)情况|主要成[效绩就]|工作成[效绩]")
_OPENING = pattern(
    r"\s*(?:(?P<year>20\d\d)年是|今年是|做好今年|今年，?(?:我们|全|要)|新的一年|今年发展)"
)
_BODY = pattern(
    r"[\u4e00-\u9fff]{1,6}?(?:局|法院|检察院|镇|街道|乡|委员会|公安|中心|支队|大队|管委会|市|省|县)"
)


def planned(document: Document) -> frozenset[int]:
    """The numbers of the body's paragraphs that stand below a heading of plans, in a report that
    ends with them below every later one, to the next heading of what was done.

    >>> from drafter.proof.text.passage import passages
    >>> title, done = "2024年政府工作报告", ["一、2023年工作回顾", "2023年是开局之年。"]
    >>> plans = ["二、2024年工作安排", "建成公园3个。", "三、加强自身建设", "实现政务提速。"]
    >>> sorted(planned(Document.of(passages([title, *done, *plans]))))
    [4, 5, 6, 7]
    """
    kept: frozenset[int] | None = document.__dict__.get("planned")
    if kept is None:
        kept = document.__dict__["planned"] = _planned(document)
    return kept


def _planned(document: Document) -> frozenset[int]:
    numbers, plan, above = set[int](), False, False
    titled = _title_year(document)
    for passage in document.passages:
        text = passage.plain.strip()
        top, short = bool(_TOP.match(text)), len(text) <= _LONGEST_HEAD
        if (top or short) and _REVIEWED.search(re.split("[。；：]", text[:_LONGEST_HEAD])[0]):
            plan = above = False
        elif short and _is_plan(text, document.year):
            plan, above = True, above or not top or bool(titled)
        elif top:
            plan = (plan and above) or _is_plan(text[:_LONGEST_HEAD], document.year)
        elif not plan and _opens_plan(passage, titled):
            plan = True
        if plan:
            numbers.add(passage.number)
    return frozenset(numbers)


def _title_year(document: Document) -> int:
    """The year that a report of a government names in its title: what it plans for; 0 for none."""
    if document.year is not None:
        return 0
    titles = (p.plain for p in document.passages[:_FIRST] if len(p.plain) <= _LONGEST_HEAD)
    return next((int(year[1]) for text in titles if (year := _YEAR.search(text))), 0)


def _is_plan(text: str, year: int | None) -> bool:
    """Whether a heading names plans: 下一步工作打算, 2025年主要目标."""
    head = re.split("[。；：]", text)[0]
    return bool(_plan_head().search(head))


@cache
def _plan_head() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives('计划')})|20\d\d年.{{0,12}}(?:任务|目标|重点|要求|安排|打算)|今年.{{0,8}}工作"
    )


def _opens_plan(passage: Passage, titled: int) -> bool:
    """Whether a paragraph begins to speak of the year to come: 今年是……, the year of the title."""
    opening = _OPENING.match(passage.plain)
    past = opening and titled and opening["year"] and int(opening["year"]) < titled
    return bool(opening) and not past


def context(row: Row) -> frozenset[str]:
    """What ties a figure to a time, a plan or an office: 上半年, 力争, 区法院."""
    sentence = row.head.sentence
    begin = max(sentence.start, row.head.amount.end - _AROUND)
    clause = sentence.passage.plain[begin : row.head.amount.end]
    return _ties(_NO_OFFICE.sub("", clause.rpartition("；")[2]))


@lru_cache(maxsize=256)
def _ties(clause: str) -> frozenset[str]:
    ties = {*_times().findall(clause)}
    several = several_years(clause)
    ties |= {"多年"} if several or ("累计" in clause and not _THIS_YEAR.search(clause)) else set()
    return frozenset(ties | {*_BODY.findall(clause)})


@cache
def _times() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('时段')})|\d{{1,2}}月|20\d\d年(?!以来)")


def several_years(words: str) -> bool:
    """Whether the words speak of more years than one: 五年来, 近年来."""
    return bool(mentions("多年").search(_SINCE.sub("", words)))


def apart(one: Term, other: Term) -> bool:
    """Whether two figures are of two tiers of government, as the paragraphs last say before them:
    全市, 市级, 经开区."""
    ours, theirs = _tier(one), _tier(other)
    return bool(ours and theirs) and ours != theirs


def _tier(term: Term) -> str:
    ends, tiers = _tiers(term.sentence.passage.plain)
    before = bisect_right(ends, term.amount.start)
    return tiers[before - 1] if before else ""


@lru_cache(maxsize=8)
def _tiers(text: str) -> tuple[list[int], list[str]]:
    """Where the tiers end that a paragraph names, and their words."""
    tiers = [*_TIERS.finditer(text)]
    return [tier.end() for tier in tiers], [tier[0] for tier in tiers]
