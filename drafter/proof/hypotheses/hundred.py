"""Shares of one whole make a hundred: 咨询占50.1%，投诉占30.2%，其他占19.7%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account.account import Account
from drafter.proof.account.divisions import in_one_set
from drafter.proof.account.enumerated import named_before
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import LENGTH, Slip, nothing, slips
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.ratios.solving import span
from drafter.proof.rows.row import Table, Term
from drafter.proof.rows.verdict import near, remark, several
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

_STRUCTURE = pattern("结构|构成|比例|比重|占比|之比|分布|来源")
_WEIGHED = pattern("(?:比重|占比|比例|结构|构成|贡献率)[^，]{0,6}$")
_COMPARED = pattern("[^，；]{0,8}，?[^，；]{0,12}比[^，；]{0,8}")
_BOTH = pattern("[两二]者")
_NAMED = ("share", "rate", "percent")
_ENDING = pattern("(?:占比?|比重|比例|为|达|，|的)+$")
_LEAST_GAP = 2
_LEAST, _WIDEST, _NEARLY, _ALL = 3, Fraction(3), 98, 100


def hundred(account: Account) -> Iterator[Remark]:
    """Shares that make more or less than a hundred.

    >>> from drafter.proof.trying import remarks
    >>> remarks(hundred, "按类型分，咨询占77.2%，投诉占12.5%，求助占19.6%，其他占0.7%。")
    ['错误 四项占比相加为110%（77.2 + 12.5 + 19.6 + 0.7），不是100%；疑为67.2误作77.2']
    >>> remarks(hundred, "咨询占50.1%，投诉占30.2%，其他占19.6%；其中女性占40%。")
    []
    >>> text = "三个产业用电占比为{}%、64.5%和21.3%，新增占比为11.6%、60.3%和28.1%。"
    >>> remarks(hundred, text.format(14.2))
    []
    >>> remarks(hundred, text.format(12.4))
    ['错误 三项占比相加为98.2%（12.4 + 64.5 + 21.3），不是100%；疑为14.2误作12.4，或23.1误作21.3']
    """
    for table in account.tables:
        for shares in [*_lists(table), *_bare_lists(table), *_complements(table)]:
            yield from _judge(shares, table)
        yield from _respective(table)


def _respective(table: Table) -> Iterator[Remark]:
    """第一、二、三产业占比为19.1%、28.3%和52.6%，贡献率分别为…: all of a division, or as many as
    others in the sentence that make a hundred."""
    runs = list[list[Term]]()
    for term in table.terms:
        joined = term.piece.joint == "、" or term.words in ("和", "与", "及")
        if runs and joined and term.amount.percent and term.index == runs[-1][-1].index + 1:
            runs[-1].append(term)
        elif term.amount.percent:
            runs.append([term])
    runs = [run for run in runs if len(run) > 1 and _WEIGHED.search(run[0].words)]
    plain = [run for run in runs if not any(term.amount.hedged for term in run)]
    sound = {len(run) for run in plain if all_of_it([printed(term.amount) for term in run])}
    division = max((named_before(run[0]) for run in runs), default=0)
    for run in plain:
        amounts = [term.amount for term in run]
        whole = len(run) == division or (len(run) >= _LEAST and len(run) in sound)
        if whole and not all_of_it([printed(amount) for amount in amounts]):
            yield _told(
                run,
                slips(amounts, all_of_it, likely=nothing(lambda v: sum(v) - 100, float(_WIDEST))),
            )


def _lists(table: Table) -> Iterator[list[Term]]:
    """Shares of one list: each with a name or a number of its own, no other share within."""
    group = list[Term]()
    for term in table.terms:
        if term.kind == "share" and _starts(term, table):
            yield group
            group = []
        if term.kind == "share" and (not group or group[-1].piece.depth == term.piece.depth):
            group.append(term)
    yield group


def _bare_lists(table: Table) -> Iterator[list[Term]]:
    """罪名分布：盗窃类34.1%，诈骗类29.6%，其他36.3%: percents behind a colon, each with a name."""
    group = list[Term]()
    for term in table.terms:
        named = term.kind == "percent" and bool(term.words) and not re.search("[率度]", term.words)
        opens = "：" in term.lead or bool(mentions("按类").search(term.lead))
        begun = term.piece.joint in "，、；" if group else opens
        if named and begun:
            group.append(term)
        elif group:
            break
    text, start = table.sentence.passage.plain, table.sentence.start
    if not group:
        return
    phrase = _STRUCTURE.search(text, start, group[0].start + 1)
    if phrase or mentions("按类").search(group[0].lead):
        yield group


def _complements(table: Table) -> Iterator[list[Term]]:
    """男性占62.4%，女性占37.6%; 合格率97%，不合格率3%: percents named after one division."""
    percents = [t for t in table.terms if t.amount.percent and t.kind in _NAMED and t.words]
    runs = list[list[Term]]()
    for term in percents:
        follows = runs and term.index == runs[-1][-1].index + 1 and term.kind == runs[-1][-1].kind
        if follows and term.piece.joint != "；":
            runs[-1].append(term)
        else:
            runs.append([term])
    yield from (run for run in runs if len(run) > 1 and _one_division(run))


def _one_division(group: Sequence[Term]) -> bool:
    names = [_ENDING.sub("", share.words) for share in group]
    like = len({share.kind for share in group}) == 1 and all(names)
    separate = len(set(names)) == len(names)
    return like and separate and in_one_set(names, distinct=True)


def _starts(term: Term, table: Table) -> bool:
    return "其中" in term.lead or "其中" in _owner_lead(term, table)


def _owner_lead(term: Term, table: Table) -> str:
    owners = [row.head.lead for row in table.rows if term in row.hanging.get("share", ())]
    return owners[0] if owners else ""


def _judge(shares: Sequence[Term], table: Table) -> Iterator[Remark]:
    divided = len(shares) > 1 and _one_division(shares)
    if (len(shares) < _LEAST and not divided) or any(s.amount.hedged for s in shares):
        return
    amounts = [share.amount for share in shares]
    if any(amount.value == _ALL for amount in amounts):
        return  # 失业率3%，达标率100%: two rates
    if all_of_it([printed(amount) for amount in amounts]):
        return
    bare = not any(_owner_lead(share, table) for share in shares)
    afar = any(mentions("别处总数").search(share.reading.of) for share in shares)
    if (afar and not divided) or _of_one_whole(shares, table):
        return
    misprints = _slips(amounts)
    total = sum(amount.value for amount in amounts)
    whole = divided or _whole(shares, table)
    close = near(Fraction(total), Fraction(100)) and abs(Fraction(total) - 100) >= _LEAST_GAP
    misprints = [slip for slip in misprints if slip.weight < LENGTH or not divided]
    close = close and len(shares) >= _LEAST  # two may leave a third one open
    if (whole and (misprints or close)) or (misprints and bare and _NEARLY <= total != 100):
        yield _told(shares, misprints)


def _slips(amounts: Sequence[Amount]) -> list[Slip]:
    return slips(amounts, all_of_it, likely=nothing(lambda v: sum(v) - 100, float(_WIDEST)))


def _told(shares: Sequence[Term], misprints: Sequence[Slip]) -> Remark:
    details = {
        "count": several(len(shares)),
        "parts": " + ".join(share.amount.written for share in shares),
        "sum": decimal(Fraction(sum(share.amount.value for share in shares))),
    }
    return remark("proof-hundred", Severity.ERROR, shares, details, misprints)


def _of_one_whole(shares: Sequence[Term], table: Table) -> bool:
    """Whether all are shares of one whole, each of the number that it hangs on: what they lack of a
    hundred is not listed."""
    spans = [
        one
        for row in table.rows
        for share in row.hanging.get("share", ())
        if share in shares and (one := span(row.amount, share.amount))
    ]
    low, high = max((s[0] for s in spans), default=0), min((s[1] for s in spans), default=0)
    return len(spans) == len(shares) >= _LEAST and low <= high


def _whole(shares: Sequence[Term], table: Table) -> bool:
    """Whether the words say that the shares are all: 其他 at the end, 按…分, 结构."""
    last = _owner_lead(shares[-1], table) + shares[-1].words
    named = _STRUCTURE.search(table.sentence.text) or mentions("按类").search(shares[0].lead)
    wholes = {share.reading.of for share in shares if share.reading.of}
    return len(wholes) <= 1 and bool(mentions("兜底", "余下").search(last) or named)


def all_of_it(values: Sequence[Printed]) -> bool:
    """Whether shares make a hundred, each half-up or cut off, the last perhaps adjusted."""
    total = Fraction(sum(value.value for value in values))
    slack = Fraction(sum(v.half_up.high - v.half_up.low for v in values)) / 2
    return bool(abs(total - 100) <= min(slack * 11 / 10, _WIDEST))
