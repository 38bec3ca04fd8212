"""Rates by their names: 受理1732件，调处成功1698件，调处成功率97%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.exceeding import exceeding
from drafter.proof.numbers.misprint import APART, EXCHANGED, LENGTH, ONE, Slip, quotient_near, slips
from drafter.proof.numbers.printed import Printed
from drafter.proof.numbers.rounding import fit
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.quotients import HUNDRED, Quotient, carried, fits, quotient, quotients
from drafter.proof.ratios.rate_names import (
    halves,
    is_known,
)
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import about, near, remark
from drafter.proof.text.passage import Remark
from drafter.proof.text.steps import role
from drafter.proof.text.words import alternatives, mentions

_MOST_ROWS, _FEW_POINTS, _NAME = 10, 4, 3
_TIME = pattern("上年同期|去年同期|上年度?|去年|上期|同期|年初")
_IN_TIME = pattern("[按及限准]时|[按限]期")  # 按时结案597件 of 601 is not all that was closed
_RESPECTIVE = pattern(
    "分别(?!是[^，。]*的$)"
)  # not 分别是目标值的: no rates, but what is reached of them
_NAMES = pattern(r"([\u4e00-\u9fff]{1,10}率)(?:、|和|及)")


def rates(account: Account) -> Iterator[Remark]:
    """Rates that no two numbers before them give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(rates, "受理1732件，调处成功1698件，调处成功率97%。")
    ['错误 调处成功率写作97%，1698÷1732=98.04%；疑为98误作97，或1678误作1698']
    >>> remarks(rates, "抽检3,470批次，不合格72批次，不合格率2.07%，合格率97.93%。")
    []
    >>> remarks(rates, "批准逮捕229人，不批准逮捕147人，不捕率39.1%；受理问题95条，办结率100%。")
    []
    >>> remarks(rates, "道路完成投资1.2万亿元；学校完成投资2416亿元、投资完成率119.9%。")
    []
    """
    for table in account.named:
        for term in table.terms:
            if term.amount.percent:
                yield from _term(term, table, account)
        if not mentions("结转").search(table.sentence.text):
            yield from exceeding(table)


def _term(term: Term, table: Table, account: Account) -> Iterator[Remark]:
    for name, claim in _named(term, table):
        if _bounded().search(name) and claim.amount.quantity.low > 100:
            details = {"name": name, "said": claim.said}
            yield remark("proof-rate-over", Severity.ERROR, [claim], details)
        elif not re.search("均|都|综合|整体|总体", claim.words):
            yield from _rate(name, claim, table, account, "分别" in term.lead)


def _named(term: Term, table: Table) -> Iterator[tuple[str, Term]]:
    """The rate's name with its number; 不捕率、不诉率分别为39.1%和29.3% has two of them."""
    if term.kind == "rate" and "分别" not in term.words:
        yield re.sub(r"^.*?(?:其中|，)", "", term.reading.subject), term
    elif _RESPECTIVE.search(term.lead) and "率" in term.lead and term.amount.percent:
        listed = re.split("分别", term.lead)[0]
        names = re.findall(r"[\u4e00-\u9fff]{1,10}?率(?=、|和|及|$)", listed)
        names = [re.sub("^[和及]", "", name) for name in names]
        values = [t for t in table.terms if t.amount.percent and t.index >= term.index]
        if 1 < len(names) <= len(values):
            yield from zip(names, values, strict=False)


@cache
def _bounded() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('不超百')})率?$")


def _rate(
    name: str, claim: Term, table: Table, account: Account, several: bool
) -> Iterator[Remark]:
    rows = [
        row
        for row in _with_earlier(table)
        if row.head.index < claim.index and not row.amount.percent and not _is_in(row, claim)
    ]
    if time := _TIME.match(name):
        rows = [row for row in rows if time[0] in row.label]
    cut = max((n for n, row in enumerate(rows) if row.head.piece.joint == "；"), default=0)
    semicolon = (
        any(
            p.joint == "；"
            for p in table.sentence.pieces[rows[-1].head.index + 1 : claim.index + 1]
        )
        if rows
        else False
    )
    if semicolon and not several:
        return
    near_rows = rows if several else rows[cut:]
    near_rows = near_rows[-_MOST_ROWS:]
    behind = list(_behind(claim, table))
    if behind and (
        not near_rows or not any(p.named for p in quotients(name, near_rows, near_rows))
    ):
        near_rows = [*near_rows, *behind]
    if not near_rows and (claim.amount.hedged or not (is_known(name) or several)):
        return
    if not near_rows and _TIME.match(name):
        return
    passage = table.sentence.passage
    earlier = [r for r in account.earlier(table) if r.head.sentence.passage is passage]
    near_rows = near_rows or earlier[-_MOST_ROWS:]
    whole = [*near_rows, *carried(near_rows, name)]
    pairs = quotients(name, near_rows, whole)
    if not [p for p in pairs if p.named]:
        bases = [Row(t, 0) for t in table.terms if t.kind == "base" and t.index < claim.index]
        far = [*account.earlier(table)[-4:], *rows[:cut], *bases]
        pairs += quotients(name, near_rows, far)
    if claim.amount.quantity.low > 100:  # of a plan that is not printed, or its base has a name
        pairs = [pair for pair in pairs if pair.named]
    yield from _weigh(name, claim, pairs, near_rows)


def _is_in(row: Row, claim: Term) -> bool:
    """Whether a number stands in the rate's own name: 500米公交覆盖率."""
    return row.head.index == claim.index - 1 and not claim.piece.joint and bool(claim.words)


def _with_earlier(table: Table) -> Iterator[Row]:
    """The levels, and what begins a clause of its own on an earlier time: ；去年同期收案208件."""
    earlier = [Row(t, 0) for t in table.terms if t.kind == "earlier" and t.piece.joint == "；"]
    levels = [row for row in table.rows if row.head.kind == "level"]
    return iter(sorted([*levels, *earlier], key=lambda row: row.head.index))


def _behind(claim: Term, table: Table) -> Iterator[Row]:
    """The levels behind a rate: 出庭率达96.4%（应出庭386件，出庭372件）."""
    for row in table.rows:
        if row.head.index > claim.index and row.head.kind == "level" and not row.amount.percent:
            if row.head.piece.joint == "；" or "其中" in row.head.lead:
                return
            yield row


def _weigh(
    name: str, claim: Term, pairs: Sequence[Quotient], rows: Sequence[Row]
) -> Iterator[Remark]:
    pairs = [pair for pair in pairs if not _is_of_another(name, claim, pair)]
    if claim.amount.value == 100 and not _IN_TIME.search(name):
        pairs = [pair for pair in pairs if not _IN_TIME.search(pair.part.label)]
    if not pairs:
        return
    fitted = [(fit(claim.amount, quotient(pair)), pair) for pair in pairs]
    good = [pair for misprints, pair in fitted if misprints.half_up]
    if good:
        yield from _all(name, claim, good)
        return
    cut = next((pair for misprints, pair in fitted if misprints.cut), None)
    if cut:
        yield _told("proof-rate-cut", Severity.HINT, name, claim, cut, ())
        return
    named = [pair for pair in pairs if pair.named] or list(pairs)
    if not named[0].named and len({id(p.whole) for p in named}) > 1 and _among(claim, rows):
        return
    pair = min(named, key=lambda one: abs(quotient(one).value - claim.amount.value))
    misprints = _slips(claim, pair)
    stated, worked = claim.amount.value, quotient(pair).value
    if _of_others(claim, pair, rows):
        return
    copied = pair.named and stale([pair.part.amount, pair.whole.amount, claim.amount])
    close = near(stated, worked) or copied or (pair.named and abs(stated - worked) <= _FEW_POINTS)
    sure = bool(misprints) and (
        misprints[0].weight == EXCHANGED
        or (misprints[0].weight == ONE and len(misprints[0].written) > 2)
    )
    alone = len(pairs) == 1 and not mentions("另算").search(name)
    single = len({(id(p.part), id(p.whole)) for p in named}) == 1
    older = single and about(stated, worked) and (pair.named or _in_full(name, pair.part))
    sure = bool(misprints) and (pair.named or close or sure)
    spoken = claim.amount.in_words and (pair.named or (alone and name[-3:-1] in pair.part.label))
    if sure or older or spoken or (close and (pair.named or alone)):
        yield _told("proof-rate", Severity.ERROR, name, claim, pair, misprints)


def _is_of_another(name: str, claim: Term, pair: Quotient) -> bool:
    """Whether a rate names a thing that neither number does, and stands apart from them: 建成公路
    1.67万公里，加装护栏2.65万公里，……和美乡村建成率65%; or both numbers are of what it counts."""
    upper, _ = halves(name)
    ending = re.search(rf"(?:{upper})?率$", name) if upper else None
    thing = name[: ending.start()] if ending else ""
    both = [row.head.lead + row.head.piece.tail for row in (pair.part, pair.whole)]
    words, core = "".join(both), name.removesuffix("率")
    like = len(core) > 1 and not pair.named and all(core in one for one in both)
    if like and not pair.rest and pair.whole.head.index != pair.part.head.index:
        return True  # 甲县帮扶6761人脱贫；乙县帮扶3778人脱贫，脱贫率85%
    apart = claim.sentence is not pair.part.head.sentence or claim.index - pair.part.head.index != 1
    strange = len(thing) > _NAME and not any(
        thing[at : at + 2] in words for at in range(len(thing) - 1)
    )
    return strange and apart and not pair.named


def _of_others(claim: Term, pair: Quotient, rows: Sequence[Row]) -> bool:
    """Whether the rate is one of what was closed and what is left, or of a number with another
    classifier: 反馈表527份, 满意519件."""
    if claim.amount.step >= 1 or pair.rest:
        return False
    part = pair.part.amount.quantity
    left = [
        part + r.amount.quantity for r in rows if role(r.label) == "未结" or "审定" in r.label
    ]  # what is left, or what remains: 审定80万元，审减20万元
    other = [r.amount.quantity for r in rows if not alike(r.unit, pair.part.unit)]
    wholes = [whole for whole in (*left, *other) if whole.low > 0]
    return any(fit(claim.amount, part * HUNDRED / whole).half_up for whole in wholes)


def _in_full(name: str, part: Row) -> bool:
    """Whether the part has the rate's name, all of it: 复议后起诉36件 for 复议后起诉率."""
    core = name.removesuffix("率")
    return len(core) > 2 and core in part.label


def _among(claim: Term, rows: Sequence[Row]) -> bool:
    """Whether any two of the numbers give the rate."""
    return any(
        fit(claim.amount, one.amount.quantity * HUNDRED / two.amount.quantity).half_up
        for one in rows
        for two in rows
        if one is not two and fits(one, two)
    )


def _slips(claim: Term, pair: Quotient) -> list[Slip]:
    def holds(values: Sequence[Printed]) -> bool:
        stated, part, whole = values
        if whole.value <= 0:
            return False
        rate = part.half_up * HUNDRED / whole.half_up
        rate = HUNDRED - rate if pair.rest else rate
        return stated.half_up.low <= rate.high and rate.low <= stated.half_up.high

    heaviest = LENGTH if pair.named else APART
    likely = None if pair.rest else quotient_near(0, 1, 2)
    operands = [claim.amount, pair.part.amount, pair.whole.amount]
    return slips(operands, holds, heaviest, likely, broadly=not pair.rest)


def _all(name: str, claim: Term, good: Sequence[Quotient]) -> Iterator[Remark]:
    """99.6 % is never printed 100 %."""
    exactly = any(quotient(pair).high >= 100 for pair in good)
    if claim.amount.value == 100 and not claim.amount.hedged and not exactly:
        yield _told("proof-rate-all", Severity.WARNING, name, claim, good[0], ())


def _told(
    code: str, severity: Severity, name: str, claim: Term, pair: Quotient, misprints: Sequence[Slip]
) -> Remark:
    part, whole = pair.part.amount, pair.whole.amount
    result = fit(claim.amount, quotient(pair))
    top = f"（{whole.written}－{part.written}）" if pair.rest else part.written
    details = {
        "name": name,
        "said": claim.said,
        "working": f"{top}÷{whole.written}={result.exact}%",
        "rounded": f"{result.rounded}%",
    }
    return remark(code, severity, [pair.part.head, pair.whole.head, claim], details, misprints)
