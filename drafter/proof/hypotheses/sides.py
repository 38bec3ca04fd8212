"""The two sides of a budget, 收入…，加上…，收入总计…; 支出…，支出总计…, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.listed import OF_WHICH
from drafter.proof.numbers.adding import adds_up, sum_slips
from drafter.proof.numbers.misprint import LENGTH, Slip
from drafter.proof.rows.copies import copies
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import near, remark, several, worked
from drafter.proof.text.passage import Remark

_CLOSES = pattern(
    "(?:收入|支出)(?:预算|决算|财力)?(?:总计|合计|总量|总额|决算结果|共计)(?:数|约)?(?:为|达到?|是)?$"
)
_ADDED = pattern("(?:^|[，；、。）])(?:再?加上?|另加)")
_TAKEN = pattern("减去?|扣除|剔除|不含|调整后|按此计算|同口径")
_LEFT = pattern(
    "(?:收支(?:相抵|两抵)后?[^。；]{0,8}|收支|当[年期]|本[年期]|年度|年终|年内)"
    "(?:预算|收支)*(?:结余|差额)(?:为|约|达)?$"
)
_MONEY = pattern("收[入出][^。；]{0,5}[总合共决]|支[入出][^。；]{0,5}[总合共决]|结余|差额")
_OTHER = pattern("滚存|累计|上年|净结余|历年|扣除|结转|赤字")
_SIDES, _MOST, _FEWEST = ("收入", "支出"), 20, 2
_INNER = pattern("(?:其中|含|包括|包含)")


class Side(Struct, frozen=True):
    """A total of a side with what stands before it, and what its words add up."""

    total: Term
    ahead: tuple[Term, ...]
    parts: tuple[Term, ...]


def sides(account: Account) -> Iterator[Remark]:
    """Budgets of which a side, or what is left of both, is not what its numbers make.

    >>> from drafter.proof.trying import remarks
    >>> text = "镇级收入3160万元，增长4%。加上补助1275万元、上年结余88万元，收入总计{}万元。"
    >>> remarks(sides, text.format(4523))
    []
    >>> remarks(sides, text.format(4253))
    ['错误 三项相加为4523万（3160万 + 1275万 + 88万），总数写作4253万元；疑为4523万误作4253万']
    >>> text = "基金收入38.46亿元，下降2%；支出35.91亿元，增长6%。收支相抵，当年预算结余{}亿元。"
    >>> remarks(sides, text.format("2.55"))
    []
    >>> remarks(sides, text.format("25.5"))
    ['错误 写作“当年预算结余25.5亿元”，38.46亿－35.91亿=2.55亿；疑为2.55亿误作25.5亿']
    """
    for tables in account.paragraphs:
        if not _MONEY.search(tables[0].sentence.passage.plain):
            continue
        levels = [*_levels(tables)]
        for side in _sides(levels):
            yield from _judge(side)
        for at, term in enumerate(levels):
            if _LEFT.search(term.lead) and not _OTHER.search(term.lead):
                yield from _left(term, levels[:at])


def _levels(tables: Sequence[Table]) -> Iterator[Term]:
    """The paragraph's sums of money outside of brackets, without those that others hold."""
    for table in tables:
        inner, head = False, ""
        for term in table.terms:
            other = term.piece.joint == "；" and _side(term.words) not in ("", head)
            if other or _ADDED.search(term.lead) or _CLOSES.search(term.words):
                inner = False
            inner = inner or bool(OF_WHICH.search(term.lead)) or bool(_INNER.match(term.words))
            money = term.kind == "level" and term.amount.unit == "元"
            if money and not inner and not term.piece.depth:
                head = _side(term.words)
                yield term


def _sides(levels: Sequence[Term]) -> Iterator[Side]:
    """Each total of a side with the numbers since the total before it."""
    first = 0
    for at, term in enumerate(levels):
        if not _CLOSES.search(term.words):
            continue
        ahead, first = levels[first:at], at + 1
        if ahead and not any(_TAKEN.search(one.lead) for one in (*ahead, term)):
            parts = _parts(ahead)
            if len(parts) >= _FEWEST:
                yield Side(term, tuple(ahead), tuple(parts))


def _parts(ahead: Sequence[Term]) -> Sequence[Term]:
    """What is added up: from 加上 on with the first number of the sentence or stretch before it;
    without 加上 all that stand in the total's own sentence."""
    added = next((n for n, one in enumerate(ahead) if _ADDED.search(one.lead)), 0)
    if not added:
        last = ahead[-1].sentence
        return [one for one in ahead if one.sentence is last]
    sentence, heads = ahead[added - 1].sentence, list[Term]()
    for one in ahead[:added]:
        if one.sentence is sentence:
            heads = [one] if not heads or one.piece.joint == "；" else [*heads, one]
    return [heads[0], *ahead[added:]]


def _judge(side: Side) -> Iterator[Remark]:
    total, parts = side.total.amount, [part.amount for part in side.parts]
    opened = any(_ADDED.search(part.lead) for part in side.parts)
    if any(amount.hedged for amount in (total, *parts)) or len(parts) > _MOST:
        return
    stretches = (
        [head.amount, *parts[1:]] if opened else [one.amount for one in side.ahead[at:]]
        for at, head in enumerate(side.ahead)
    )
    if any(adds_up(total, some) for some in (parts, parts[1:], *stretches) if some):
        return
    rows = [Row(term, 0) for term in (side.total, *side.parts)]
    misprints = _slips(rows)
    added = Fraction(sum(part.value for part in parts))
    if misprints or (opened and near(added, total.value)):
        details = {
            "count": several(len(parts)),
            "total": side.total.said,
            "parts": " + ".join(part.written for part in parts),
            "sum": worked(added, parts[0]),
        }
        terms = [side.total, *side.parts]
        yield remark("proof-sum", Severity.ERROR, terms, details, misprints)


def _slips(rows: Sequence[Row]) -> list[Slip]:
    """What explains it: a slip of the figures, a figure copied from elsewhere, or a lost 万."""
    every = sum_slips(rows[0].amount, [row.amount for row in rows[1:]])
    likely = [slip for slip in every if slip.weight <= LENGTH]
    figures = [one for one in likely if (one.written[-1] in "万亿") == (one.meant[-1] in "万亿")]
    return figures or copies(rows[0], rows[1:]) or likely


def _left(claim: Term, before: Sequence[Term]) -> Iterator[Remark]:
    """What is left, where no income and expenditure before it leave as much."""
    into, out = ([one for one in before if _side(one.words) == name] for name in _SIDES)
    if not into or not out or claim.amount.hedged:
        return
    pairs = combinations(before[-_MOST:], _FEWEST)
    if any(_leave(one, other, claim) for one, other in pairs):
        return
    one, other = _chosen(into, out)
    rows = [Row(term, 0) for term in (one, other, claim)]
    if misprints := _slips(rows):
        yield _not_left(one, other, claim, misprints)


def _leave(one: Term, other: Term, claim: Term) -> bool:
    """Whether two numbers, not of one side, leave as much, either way round."""
    if _side(one.words) == _side(other.words) != "":
        return False
    a, b, left = one.amount, other.amount, claim.amount
    return adds_up(a, [b, left]) or adds_up(b, [a, left])


def _side(words: str) -> str:
    """收入 or 支出, by the last of the words; "" for neither."""
    spots = {side: words.rfind(side) for side in _SIDES}
    last = max(_SIDES, key=lambda side: spots[side])
    return last if spots[last] >= 0 else ""


def _chosen(into: Sequence[Term], out: Sequence[Term]) -> tuple[Term, Term]:
    """The totals of the two sides where both have one, else the last two that head a sentence or
    a stretch."""
    totals = [[t for t in side if _CLOSES.search(t.words)] for side in (into, out)]
    if all(totals):
        return totals[0][-1], totals[1][-1]
    heads = [
        [t for t in side if t.piece.joint in ("", "；") or t.index == 0] or side
        for side in (into, out)
    ]
    return heads[0][-1], heads[1][-1]


def _not_left(one: Term, other: Term, claim: Term, slips: Sequence[Slip]) -> Remark:
    value = one.amount.value - other.amount.value
    working = f"{one.amount.written}－{other.amount.written}={worked(value, claim.amount)}"
    details = {"said": claim.words.strip("，、 ") + claim.said, "working": working}
    likeliest = sorted(slips, key=lambda slip: (slip.weight, slip.operand != _FEWEST))
    return remark("proof-change", Severity.ERROR, [one, other, claim], details, likeliest)
