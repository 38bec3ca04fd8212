"""Which numbers of a text a total is made of: 其中…, brackets, 分别为…, 按…分, …共N."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.account.divisions import in_one_set
from drafter.proof.account.enumerated import named_in_full
from drafter.proof.account.listed import OF_WHICH, broken_off, cuts, listed
from drafter.proof.account.summed import summed, together_words
from drafter.proof.numbers.units import NO_COUNT, alike, holds
from drafter.proof.rows.clause import falls, moves
from drafter.proof.rows.row import Row, Table
from drafter.proof.text.words import alternatives, mentions

AMONG = pattern("^[^，；：、]{0,10}(?<![集其建期高初当])中，[^，；]*$")
_MIDDLE = pattern("中(?![央国小医心学型间共华外部高等层])")  # 151件中投诉75件
_NEAREST, _FEWEST, _MOST, _MOST_TOTALS, _LONGEST_NAME = 1, 2, 40, 8, 8
_COUNTED = pattern(
    "，(?:以上|上述)?[两二三四五六][项类者种个][^，]{0,4}(?:共|合计|总计)[^，、（]{0,4}$"
)
_RUN_ON = pattern("[^，、]{1,6}(?:共|共计|合计|总计)")  # 15枚铜牌共44枚奖牌
_SUMMED = pattern("，(.{2,6})(?:总数|总量|总额|总计|合计|共计)(?:达到?|为)?$")
# 分季度分别达到12亿元、15亿元和18亿元
_DIVIDED = pattern(
    "分(?:类别|类型|性别|区域|行业|来源|渠道|产业|城乡|地区|季度|月份?|品种|领域|性质|年龄|学历)"
    "[^，。：；]{0,6}分别[^，。：；]{0,4}$"
)
_SOME, _IN_ALL = (
    pattern("主要|分重点|按重点"),
    pattern("^加上?|总计|合计"),
)  # names some; an account
_ALL = pattern("[，：]?(?:在|全部|全年|总)")
_INCLUDING = pattern("，(?:包括|包含|分别为|分别是)")
_OPEN_END = pattern(r"^等")


class Listing(Struct, frozen=True):
    """A list, the totals that it may make up, and the words that say so.

    `cuts` are the lengths at which the list may end, the likeliest first.
    """

    cue: str
    totals: tuple[Row, ...]
    parts: tuple[Row, ...]
    cuts: tuple[int, ...]
    open_end: bool


def listings(table: Table, earlier: Sequence[Row]) -> Iterator[Listing]:
    """Every list of the sentence; `earlier` are the rows of the sentences right before it."""
    for number, row in enumerate(table.rows):
        if row.head.kind != "level" or row.amount.percent or row.unit in NO_COUNT:
            continue
        cue = _cue(table, number)
        if cue == "together":
            if parts := summed(table.rows, number):
                yield Listing(cue, (table.rows[number],), tuple(parts), (len(parts),), False)
        elif cue:
            totals = _totals(cue, table, number, earlier)
            yield from _listing(cue, totals, table, number)


def _cue(table: Table, number: int) -> str:
    """Which words open a list at this row, "" for none."""
    row = table.rows[number]
    lead, words = row.head.lead, row.head.words
    among = number and not row.head.piece.joint and _MIDDLE.match(lead)
    if OF_WHICH.search(lead) or AMONG.search(lead) or among:
        return "of_which"
    if together_words().search(row.head.piece.joint + words) or _COUNTED.match(lead):
        return "together"
    if not row.head.piece.joint and number > 1 and _RUN_ON.fullmatch(words):
        return "together"
    named = _SUMMED.search(row.head.piece.joint + words)
    if named and number > 1 and all(named[1] in r.label for r in table.rows[number - 2 : number]):
        return "together"
    if "（" in lead and row.head.piece.depth and not _added().search(words):
        return "bracket"
    divided = _DIVIDED.search(words) or ("分别" in words and named_in_full(row.head))
    if (_kinds().search(lead) or divided) and not _ALL.match(words):
        return "kinds"
    if (_namely().match(lead) and row.unit) or _includes(table.rows, number):
        return "namely"
    if _of_one_kind(table.rows, number):
        return "noun"
    if _is_plain(table.rows, number):
        return "plain"
    if not number and _fills_sentence(table):
        return "follows"
    if lead.startswith("：") and number and not table.rows[number - 1].amount.percent:
        return "colon"
    return ""


def _includes(rows: Sequence[Row], number: int) -> bool:
    """发行20亿元主权债券，包括3年期7.5亿元和7年期12.5亿元: right behind a number of the kind."""
    one, behind = rows[number].head, rows[number + 1 : number + 2]
    beside = number > 0 and rows[number - 1].head.index == one.index - 1
    listed = bool(behind) and (behind[0].head.piece.joint or behind[0].head.words[:1] in "和与及")
    return beside and bool(listed and _INCLUDING.match(one.piece.joint + one.words))


def _fills_sentence(table: Table) -> bool:
    """All that the sentence counts is of one kind: 处分厅级干部42人，处级干部546人，其他6147人。"""
    levels = [r for r in table.rows if r.head.kind in ("level", "rate") and not r.head.piece.depth]
    if len(levels) < _FEWEST:
        return False
    like = all(alike(row.unit, levels[0].unit) for row in levels[1:])
    named = all(row.head.words and row.head.piece.tail[:1] != "的" for row in levels)
    return like and named and bool(levels[0].unit) and not levels[0].amount.percent


def _is_plain(rows: Sequence[Row], number: int) -> bool:
    """审查文件170件，合同147件，文件23件: like numbers right behind one that can hold them all."""
    if not number or number + 1 >= len(rows) or rows[number].head.piece.joint not in "，：":
        return False
    total, first, second = rows[number - 1 : number + 2]
    if in_one_set([total.head.words, first.head.words, second.head.words], True):
        return False
    anew = _doing().match(first.head.words) and not _doing().match(total.head.words)
    begins = number == 1 or total.head.piece.joint == "；"
    listed = (
        "：" in total.head.lead or "其中" in total.head.lead or _kinds().search(total.head.lead)
    )
    alone = not listed and total.head.piece.depth == first.head.piece.depth
    like = alike(total.unit, first.unit) and alike(first.unit, second.unit) and bool(first.unit)
    large = total.amount.value >= max(first.amount.value, second.amount.value)
    return not anew and begins and alone and like and large and total.head.kind == "level"


def _of_one_kind(rows: Sequence[Row], number: int) -> bool:
    """公证8件，国内公证5件，涉外公证3件: the next rows end with the name of the one before."""
    if not number or number + 1 >= len(rows) or rows[number].head.piece.joint != "，":
        return False
    total = rows[number - 1].head
    if "其中" in total.lead or (number > 1 and total.piece.joint != "；"):
        return False
    name = total.words[-2:]
    named = [row.head.words for row in rows[number : number + 2]]
    return len(name) == 2 and all(w.endswith(name) and 2 < len(w) <= _LONGEST_NAME for w in named)


@cache
def _doing() -> re.Pattern[str]:
    return re.compile(rf"制发|{alternatives('做法')}")


@cache
def _namely() -> re.Pattern[str]:
    return re.compile(rf"[，：]?(?:{alternatives('即是')})|；(?:包括|分别为)")


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives('按类')})[^，。：]{{0,12}}(?:分|看|划分|统计|来看|分类)?(?:，|：)"
    )


@cache
def _added() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternatives('另加')})|上年|去年|往年|同期")


def _totals(cue: str, table: Table, number: int, earlier: Sequence[Row]) -> list[Row]:
    """The rows that the list may add up to, the nearest first."""
    rows, here = table.rows, table.rows[number].head.piece
    if cue == "bracket":
        return [row for row in rows[:number] if row.head.index == here.owner]
    if cue in ("colon", "noun", "plain"):
        return [rows[number - 1]]
    before = [
        row
        for row in rows[max(0, number - _MOST) : number]
        if row.head.kind == "level"
        and (
            (row.head.piece.depth == here.depth and row.head.piece.owner == here.owner)
            or row.head.index == here.owner
        )
    ]
    if not before or cue == "kinds":
        before = [*earlier, *before]
    if cue == "follows":
        passage = table.sentence.passage
        before = [row for row in earlier[-_NEAREST:] if row.head.sentence.passage is passage]
    return before[::-1][:_MOST_TOTALS]


def _listing(cue: str, totals: Sequence[Row], table: Table, number: int) -> Iterator[Listing]:
    parts = listed(table.rows, number)
    if cue == "follows":
        levels = [r for r in table.rows if r.head.kind == "level" and not r.head.piece.depth]
        parts = [r for r in levels if not OF_WHICH.search(r.head.lead)]
    totals = [row for row in totals if holds(row.unit, parts[0].unit, cue == "of_which")]
    ways = {falls(part.head.words) for part in parts if moves(part.head.words)}
    some = _SOME.search(parts[0].head.lead if cue == "kinds" else parts[0].label)
    account = cue == "follows" and any(_IN_ALL.search(part.head.words) for part in parts)
    overlap = mentions("重叠").search(table.sentence.text)
    if not totals or len(ways) > 1 or some or account or overlap:
        return
    open_end = _left_open(table, parts[-1]) or broken_off(table.rows, number, parts)
    yield Listing(cue, tuple(totals), tuple(parts), cuts(parts), open_end)


def _left_open(table: Table, last: Row) -> bool:
    """Whether 等 leaves the list open."""
    tail = last.head.piece.tail.strip()
    after = table.sentence.pieces[last.head.index + 1 : last.head.index + 2]
    return bool(
        "等" in tail[:6]
        or (after and not after[0].amount and _OPEN_END.match(after[0].words.strip()))
    )
