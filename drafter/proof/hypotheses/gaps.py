"""How far a rate is above another: 失业率4.5%，低于全国平均水平（5.1%）0.6个百分点."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account import Account
from drafter.proof.clause import POINTS
from drafter.proof.hypotheses.growth import changed, comparisons
from drafter.proof.misprint import slips
from drafter.proof.passage import Remark
from drafter.proof.row import Table, Term
from drafter.proof.verdict import about

_NAMED = pattern(
    "(?:(?P<way1>[高低快慢多少])于(?P<above>[\u4e00-\u9fff]{2,6}?)|比(?P<other>[\u4e00-\u9fff]{2,6}?)(?P<way2>[高低快慢多少]))"
    "(?:平均水平|平均|水平|出|了)?$"
)
# What a rate is held against, right before the number of points: 高于全国（5.2%）, 比上年的7.3%.
_HELD = pattern(
    r"(?:^|[，；：])(?:其?(?:(?P<fall>降幅|跌幅)|增速|增幅|涨幅|升幅|占比|比重|总体|也|且|并|均|仍)){0,2}"
    r"(?:(?P<way>高于|高出|高过|快于|多于|优于|低于|低过|慢于|少于)|比(?![重例率较])|较(?![大高多好快为])"
    r"|与|同(?![比期]))[^，；：]*$"
)
_CLAUSE = pattern("[，；：。]")
_LOWER = ("低于", "低过", "慢于", "少于")
_BETWEEN = pattern("^(?:二者|两者|两项|前后)?(?:之间)?(?:相差|差距为?|相距|差)了?$")
_DIRECT = ("", "）")
_HEADS = ("rate", "percent", "share", "earlier")


def gaps(account: Account) -> Iterator[Remark]:
    """Points that a rate is not above or below the other that it is held against.

    >>> from drafter.proof.trying import remarks
    >>> remarks(gaps, "全市失业率4.5%，全国为5.1%，低于全国0.3个百分点。")
    ['错误 写作“低于全国0.3个百分点”，5.1%－4.5%=0.6个百分点；疑为0.6误作0.3，或4.8误作4.5']
    >>> remarks(gaps, "败诉率8.1%，低于全省平均水平（9.6%）5.1个百分点。")
    ['错误 写作“低于全省平均水平5.1个百分点”，9.6%－8.1%=1.5个百分点；疑为1.5误作5.1']
    >>> remarks(gaps, "全年增长6.1%，高于全国（5.2%）0.9个百分点，比上年的7.3%回落1.2个百分点。")
    []
    """
    for table in account.tables:
        told = {
            id(beside["points"])
            for row in table.rows
            for beside in comparisons(row)
            if "points" in beside and "earlier" in beside
        }
        for number, claim in enumerate(table.terms):
            if claim.amount.unit in POINTS and number > 1 and id(claim) not in told:
                yield from _gap(claim, table, number)


def _gap(claim: Term, table: Table, number: int) -> Iterator[Remark]:
    before = table.terms[max(0, number - 3) : number]
    reference = before[-1]
    direct = claim.piece.joint in _DIRECT and reference.amount.percent
    direct = direct and reference.kind in _HEADS
    held = _HELD.search(reference.lead.rstrip("（")) if direct else None
    if held:
        head = _head(table.terms[: number - 1])
        way = _way(held["way"] or "", claim)
        if head and way and (held["fall"] or head.reading.sign > 0):
            shown = _CLAUSE.split(reference.lead.rstrip("（"))[-1]
            yield from between(head, reference, claim, way, shown)
    elif not direct:
        yield from _against(claim, before)


def _head(before: Sequence[Term]) -> Term | None:
    """The rate that is held against others: the last that is no reference itself."""
    rates = [t for t in before if t.amount.percent and not t.piece.depth]
    heads = [t for t in rates if not _HELD.search(t.lead)]
    return heads[-1] if heads else None


def _way(word: str, claim: Term) -> int:
    """1 for above, −1 for below, 0 where the words do not say."""
    if word:
        return -1 if word in _LOWER else 1
    return claim.reading.sign if claim.words else 0


def _against(claim: Term, before: Sequence[Term]) -> Iterator[Remark]:
    """4.5%，全国为5.1%，低于全国0.6个百分点; 农村增长6.7%，城镇增长4.3%，农村比城镇高2.4个百分点;
    占10.69%，上年同期为8.14%，上升2.55个百分点; 甲91.3%，乙97.6%，相差6.3个百分点."""
    percents = [term for term in before if term.amount.percent]
    match = _NAMED.search(claim.words)
    if len(percents) < 2 or percents[-1].index != claim.index - 1:
        return
    one, other = percents[-2:]
    if match:
        name = match["above"] or match["other"]
        way = 1 if (match["way1"] or match["way2"]) in "高多快" else -1
        of_one = name in one.words
        if of_one == (name in other.words) or "；" in (claim.piece.joint, other.piece.joint):
            return
        one, other = (other, one) if of_one else (one, other)
    elif _BETWEEN.search(claim.words) and one.kind == other.kind != "earlier":
        way = 1 if one.amount.value >= other.amount.value else -1
    elif (
        other.kind == "earlier"
        and one.kind == "share"
        and not claim.reading.subject.strip("比重例占")
    ):
        way = claim.reading.sign
    else:
        return
    yield from between(one, other, claim, way)


def between(
    one: Term, other: Term, claim: Term, way: int, held: str = "", sure: bool = False
) -> Iterator[Remark]:
    """What a rate is above another, against what the words say: subtracted as they are printed; one
    unit of the last place may be their rounding. `sure` where the words leave no other reading."""
    terms = [one, other, replace(claim, words=held + claim.words)]
    signs = [-1 if not (held or sure) and _falls(term) else 1 for term in terms[:2]]
    amounts = [term.amount for term in terms]

    def gap(values: Sequence[Fraction]) -> Fraction:
        return (values[0] * signs[0] - values[1] * signs[1]) * way

    values = [amount.value for amount in amounts]
    away, off = gap(values), abs(gap(values) - values[2])
    coarser = max(amount.step for amount in amounts[:2])
    wide = coarser if claim.amount.step < 1 and coarser > claim.amount.step else 0
    if any(amount.hedged for amount in amounts) or off <= (0 if sure else wide):
        return
    first, second = (one, other) if values[0] >= values[1] else (other, one)
    working = f"{first.said}－{second.said}={decimal(abs(away), 2)}个百分点"
    if away == -values[2]:
        yield changed("proof-change-way", terms, terms[2], working, ())
        return
    misprints = slips(amounts, lambda v: gap([one.value for one in v[:2]]) == v[2].value)
    misprints.sort(key=lambda slip: (slip.weight, slip.operand < 2))
    if misprints or sure or about(abs(away), values[2]):
        remark = changed("proof-change", terms, terms[2], working, misprints)
        rounded = claim.amount.step < 1 and off <= (coarser if coarser < 1 else coarser / 2)
        yield replace(remark, severity=Severity.HINT) if rounded else remark


def _falls(term: Term) -> bool:
    return term.kind == "growth" and term.reading.sign < 0
