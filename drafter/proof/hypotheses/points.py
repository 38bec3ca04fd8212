"""Rates against rates, in points: 由95%提高到98%，提高3个百分点; from a loss to a gain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.gaps import between
from drafter.proof.hypotheses.growth import changed
from drafter.proof.numbers.misprint import nothing, slips
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import POINTS
from drafter.proof.rows.comparison import comparisons
from drafter.proof.rows.row import Row, Term
from drafter.proof.rows.verdict import remark
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import alternatives, mentions

_FROM = pattern(r"(?:由|从)[^，]*$")
_TO = pattern(
    r"^[^，]{0,8}(?:转|收窄|扩大|回升|回落|提高|提升|上升|加快|放缓|变|下降|降低|升|降)[^，]{0,6}(?:为|到|至|成)"
)
_LESS = pattern("(?:亏损|净亏损|逆差|赤字|下降|减少|负增长|降低|下滑)(?:了|额|为)*$")
_MORE = pattern("(?:盈利|顺差|结余|增长|上升|增加|正增长)(?:了|额|为)*$")
_WIDTH = pattern("收窄|缩小|扩大")
_SHARED = pattern("拉动|带动|贡献")  # what a rate adds to another is no distance
_GAP = pattern(
    "回升|收窄|扩大|回落|加快|放缓|提高|提升|上升|扭亏|增盈|减亏|增利|降低|下降|改善|增加"
)


def points(account: Account) -> Iterator[Remark]:
    """Points that two rates do not leave between them, and moves whose way is the opposite.

    >>> from drafter.proof.trying import remarks
    >>> remarks(points, "办结率由95%提高到98%，提高4个百分点。")
    ['错误 写作“提高4个百分点”，98%－95%=3个百分点；疑为3误作4，或99误作98']
    >>> remarks(points, "增速由上年下降2.1%转为增长3.4%，回升5.5个百分点。")
    []
    >>> remarks(points, "利润由亏损320万元转为盈利450万元，扭亏增盈670万元。")
    ['错误 写作“扭亏增盈670万元”，450万+320万=770万；疑为770万误作670万，或220万误作320万']
    >>> remarks(points, "出庭率从上年的92.4%下降到98.1%。")
    ['错误 写作“下降到98.1%”，升降方向相反：92.4%→98.1%；请核对']
    >>> remarks(points, "贷款余额从23.8亿元增加到23.8亿元。")
    ['错误 写作“增加到23.8亿元”，升降方向相反：23.8亿元→23.8亿元；请核对']
    """
    for table in account.tables:
        for row in table.rows:
            if row.amount.percent:
                yield from _rates(row)
            yield from _way(row)
        for one, other in pairwise(table.terms):
            yield from _turn(one, other, [t for t in table.terms if t.index > other.index][:1])


def _way(row: Row) -> Iterator[Remark]:
    """由92.4%下降到98.1%: the words go one way, the numbers the other."""
    earlier, words = row.one("earlier"), row.head.words
    up, down = (_moved_to(way).search(words) for way in ("升", "降"))
    if not earlier or not (up or down) or earlier.index != row.head.index - 1:
        return
    sound = alike(earlier.amount.unit, row.unit) and _FROM.search(earlier.words)
    one, other = earlier.amount.quantity, row.amount.quantity
    if _WIDTH.search(words) and one.high <= 0 and other.high <= 0:
        one, other = other, one  # 降幅由-23%收窄到-1.4%
    wrong = one.low > other.high if up else one.high < other.low
    still = one.low == one.high == other.low == other.high  # 从23.8亿元增加到23.8亿元
    wrong = wrong or (still and bool(up) and not earlier.amount.percent)
    if sound and wrong and not _lower_is_more(row):
        details = {
            "said": words.strip("，、 ") + row.head.said,
            "working": f"{earlier.said}→{row.head.said}",
        }
        yield remark("proof-change-way", Severity.ERROR, [earlier, row.head], details)


@cache
def _moved_to(way: str) -> re.Pattern[str]:
    """A move of the list up or down, with where it goes: 增加到, 降为."""
    return re.compile(rf"(?:{alternatives(way)}|{way})(?:到|至|为)(?:了|[^，]{{1,5}}的)?$")


def _lower_is_more(row: Row) -> bool:
    """Whether a smaller number is the better one: 排名由第36位上升到23位, 定位精度."""
    earlier = row.one("earlier")
    words = (earlier.lead if earlier else "") + row.head.lead
    return row.unit == "位" or bool(mentions("越小越好").search(words))


def _turn(one: Term, other: Term, following: list[Term]) -> Iterator[Remark]:
    """由亏损320万元转为盈利450万元，扭亏增盈770万元; 由下降4.5%收窄至下降1.2%，收窄3.3个百分点."""
    opens = _FROM.search(one.words) and _TO.search(other.words) and following
    states = [bool(p.search(t.words)) for t in (one, other) for p in (_LESS, _MORE)]
    if not opens or not (states[0] or states[1]) or one.amount.unit != other.amount.unit:
        return
    gap = following[0]
    if _SHARED.search(gap.words):
        return
    unit = POINTS if one.amount.percent else (one.amount.unit,)
    if gap.amount.unit not in unit or not _GAP.search(gap.words) or gap.piece.joint != "，":
        return
    signs = [-1 if states[0] else 1, -1 if states[2] or "降" in other.words[-2:] else 1]
    amounts = [one.amount, other.amount, gap.amount]
    if any(amount.hedged for amount in amounts):
        return

    def holds(values: list[Fraction]) -> bool:
        return abs(values[1] * signs[1] - values[0] * signs[0]) == values[2]

    values = [amount.value for amount in amounts]
    if not holds(values):
        misprints = slips(
            amounts,
            lambda all_: holds([v.value for v in all_]),
            likely=nothing(lambda v: abs(v[1] * signs[1] - v[0] * signs[0]) - v[2]),
        )
        misprints.sort(key=lambda slip: (slip.weight, slip.operand < 2))
        first, second = (one, other) if values[0] > values[1] else (other, one)
        sign = "－" if signs[0] == signs[1] else "+"
        worked = abs(values[1] * signs[1] - values[0] * signs[0])
        scale = 10**4 if "万" in one.amount.written + one.said and one.amount.step >= 100 else 1
        shown = decimal(worked / scale) + ("万" if scale > 1 else "%" if one.amount.percent else "")
        working = f"{first.amount.written}{sign}{second.amount.written}={shown}"
        yield changed("proof-change", [one, other, gap], gap, working, misprints)


def _rates(row: Row) -> Iterator[Remark]:
    """由95%提高到98%，提高3个百分点"""
    for beside in comparisons(row):
        earlier, points_gained, risen = (beside.get(k) for k in ("earlier", "points", "growth"))
        if not earlier or not earlier.amount.percent:
            continue
        if points_gained:
            yield from between(
                row.head, earlier, points_gained, points_gained.reading.sign, sure=True
            )
        gap = abs(row.amount.value - earlier.amount.value)
        if risen and gap and gap == risen.amount.value:
            details: Mapping[str, str] = {"before": earlier.said, "now": row.head.said}
            yield remark("proof-points", Severity.WARNING, [row.head, earlier, risen], details)
