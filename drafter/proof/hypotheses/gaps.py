"""How far a rate is above another: 失业率4.5%，低于全国平均水平（5.1%）0.6个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.growth import changed
from drafter.proof.hypotheses.references import held, named, references
from drafter.proof.hypotheses.rivals import rivals
from drafter.proof.numbers.misprint import nothing, slips
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import POINTS, is_into
from drafter.proof.rows.comparison import comparisons
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Table, Term
from drafter.proof.rows.verdict import about
from drafter.proof.text.passage import Remark

# What a rate is held against, right before the number of points: 高于全国（5.2%）, 比上年的7.3%.
_HELD = pattern(
    r"(?:^|[，；：])(?:其?(?:(?P<fall>降幅|跌幅)|增速|增幅|涨幅|升幅|占比|比重|总体|也|且|并|均|仍)){0,2}"
    r"(?:(?P<way>高于|高出|高过|快于|多于|优于|超过|低于|低过|慢于|少于)|比(?![重例率较])|较(?![大高多好快为])"
    r"|与|同(?![比期]))[^，；：]*$"
)
_CLAUSE = pattern("[，；：。]")
_LOWER = ("低于", "低过", "慢于", "少于")
_BEYOND = pattern("超额(?:完成)?|超(?:出)?(?:目标|计划|任务|预算)(?:完成)?")
_PACE = pattern("(?:超|快于|高于|超过|领先|(?P<late>低于|慢于|落后于?|滞后于?))(?:了)?序时进度$")
_GONE = pattern(r"一季度|上半年|前三季度|1月?[—－\-至](?P<months>\d{1,2})月")
_MONTHS, _YEAR = {"一季度": 3, "上半年": 6, "前三季度": 9}, 12
_AIM = pattern("目标|预期|计划|任务|要求")
_DIRECT = ("", "）")
_MEASURED, _NEAR = ("level", "average", "rate", "percent", "share", "earlier"), 3
_UNIT, _BACK = Fraction(1, 100), 6
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
    >>> text = "出口总值增长3.1%。其中，民营企业增长{}%，快于出口整体2.4个百分点，占七成。"
    >>> remarks(gaps, text.format("5.5")), len(remarks(gaps, text.format("8.5")))
    ([], 1)
    >>> text = "甲类收入820元、增长6.4%，乙类收入310元、增长{}%，乙类增速快于甲类1.9个百分点。"
    >>> remarks(gaps, text.format("8.3")), len(remarks(gaps, text.format("3.8")))
    ([], 1)
    >>> text = "一审服判率91.6%。城东法院服判率94.2%，高于总体服判率{}个百分点。"
    >>> remarks(gaps, text.format("2.6")), len(remarks(gaps, text.format("6.2")))
    ([], 1)
    >>> remarks(gaps, "1—4月完成预算的42.3%，快于序时进度9个百分点。")
    []
    >>> remarks(gaps, "上半年完成预算的55.1%，快于序时进度1.5个百分点。")
    ['错误 写作“快于序时进度1.5个百分点”，55.1%－50%=5.1个百分点；疑为5.1误作1.5，或51.5误作55.1']
    >>> remarks(gaps, "全年受理412件，少于上年的386件；办结率96.2%，高于上年的94.8%。")
    ['错误 写作“少于上年的386件”，升降方向相反：412件，386件；请核对']
    """
    for table in account.tables:
        against_earlier = {
            id(beside["points"])
            for row in table.rows
            for beside in comparisons(row)
            if "points" in beside and "earlier" in beside
        }
        for number, claim in enumerate(table.terms):
            yield from _over(claim, table.terms[:number])
            yield from _beyond(claim, table.terms[:number])
            yield from _on_time(claim, table.terms[:number])
            if claim.amount.unit in POINTS and id(claim) not in against_earlier:
                if number:
                    yield from _gap(claim, table, number, _first_behind(table, account))
                yield from _named_before(claim, table, number, account)


def _first_behind(table: Table, account: Account) -> Sequence[Term]:
    """The first number of the paragraph's next sentence."""
    following = account.tables[table.number + 1 : table.number + 2]
    mine = [t for t in following if t.sentence.before is table.sentence]
    return mine[0].terms[:1] if mine else ()


def _named_before(claim: Term, table: Table, number: int, account: Account) -> Iterator[Remark]:
    """快于全部规上工业2.7个百分点: against the rate of that name told before, in its paragraph or
    the one before; of several the one that a slip of the hand explains."""
    name, before = named(claim.words), table.terms[:number]
    above = _above(table, account) if name else []
    one = held(claim, before, above) if name and claim.piece.joint != "；" else None
    if not name or not one:
        return
    rates = references(one, name[0], [*above, *before])
    if any(_leaves(one, each.term, claim, name[1]) for each in rates):
        return
    likely = [each.term for each in rates if each.likeness == rates[0].likeness]
    remarks = [r for other in likely for r in between(one, other, claim, name[1])]
    if len(likely) > 1:
        remarks = [remark for remark in remarks if remark.severity is Severity.ERROR]
    yield from remarks[:1]


def _above(table: Table, account: Account) -> list[Term]:
    """The numbers of the sentences before it in the paragraph and in the paragraph before."""
    near_by, passage = list[Term](), table.sentence.passage
    for other in account.tables[max(0, table.number - _BACK) : table.number]:
        apart = passage.number - other.sentence.passage.number
        if apart <= 1 and other.sentence.passage.part == passage.part:
            near_by += other.terms
    return near_by


def _leaves(one: Term, other: Term, claim: Term, way: int) -> bool:
    """Whether the two may be so many points apart, as they are printed."""
    rates = [t.amount.value * (-1 if _falls(t) else 1) for t in (one, other)]
    step = max(t.amount.step for t in (one, other, claim))
    return abs((rates[0] - rates[1]) * way - claim.amount.value) <= step


def _gap(claim: Term, table: Table, number: int, behind: Sequence[Term]) -> Iterator[Remark]:
    before, after = table.terms[:number], table.terms[number + 1 : number + 2] or behind
    reference = before[-1]
    direct = claim.piece.joint in _DIRECT and reference.amount.percent
    beside = _held(reference) if direct and reference.kind in _HEADS else None
    if beside:
        arrived = [t for t in after if t.amount.percent and is_into(t.words)]
        head = _head(before[:-1]) or next(iter(arrived), None)
        way = _way(beside["way"] or "", claim)
        if head and way and (beside["fall"] or head.reading.sign > 0):
            shown = _CLAUSE.split(reference.lead.rstrip("（"))[-1]
            if _AIM.search(shown):  # what is aimed at is no rounded number
                exact = replace(reference.amount, step=claim.amount.step)
                reference = replace(reference, amount=exact)
            yield from between(head, reference, claim, way, shown)
    elif not direct and (pair := rivals(claim, before, after)):
        yield from between(*pair)


def _held(reference: Term) -> re.Match[str] | None:
    return _HELD.search(reference.lead.rstrip("（"))


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


def _over(reference: Term, before: Sequence[Term]) -> Iterator[Remark]:
    """办结率96.2%，高于上年的97.8%: above what is more, or below what is less."""
    beside = _held(reference) if reference.kind in _MEASURED else None
    like = [t for t in before if t.kind in _MEASURED and t.kind != "earlier" and not t.piece.depth]
    like = [t for t in like if alike(t.amount.unit, reference.amount.unit) and not _held(t)]
    if not beside or not beside["way"] or not like or like[-1].index < reference.index - _NEAR:
        return
    if beside["way"] == "超过" and beside[0].endswith("超过"):
        return  # 比例达到70%，超过85%的地区: more than that, and of another thing
    one, way = like[-1], -1 if beside["way"] in _LOWER else 1
    ours, theirs = one.amount.quantity, reference.amount.quantity
    if (ours.high < theirs.low) if way > 0 else (ours.low > theirs.high):
        shown = replace(reference, words=_CLAUSE.split(reference.lead.rstrip("（"))[-1])
        yield changed("proof-change-way", [one, shown], shown, f"{one.said}，{reference.said}", ())


def _beyond(claim: Term, before: Sequence[Term]) -> Iterator[Remark]:
    """完成年度目标的108.2%，超额8.2个百分点: what is done beyond all that was due."""
    done = before[-1] if before else None
    unit = claim.amount.percent or claim.amount.unit in POINTS
    if done and unit and done.kind == "share" and _BEYOND.fullmatch(claim.words):
        all_due = replace(done.amount, quantity=Quantity.exact(100), written="100", step=_UNIT)
        due = replace(done, amount=all_due)
        if _AIM.search(done.lead) and claim.piece.joint == "，":
            yield from between(done, due, claim, 1)


def _on_time(claim: Term, before: Sequence[Term]) -> Iterator[Remark]:
    """一季度完成预算的28.2%，快于序时进度3.2个百分点: the part of the year that has gone by."""
    pace, done = _PACE.search(claim.words), before[-1] if before else None
    if not pace or claim.amount.unit not in POINTS or not done or not done.amount.percent:
        return
    gone = [*_GONE.finditer(claim.sentence.passage.plain, 0, claim.amount.start)]
    if not gone:
        return
    last = gone[-1]
    months = int(last["months"]) if last["months"] else _MONTHS[last[0]]
    due, step = Fraction(100 * months, 12), claim.amount.step
    way = -1 if pace["late"] else 1
    if months > _YEAR or abs((done.amount.value - due) * way - claim.amount.value) <= step:
        return
    rounded = round(due / step) * step
    amount = replace(
        done.amount, quantity=Quantity.exact(rounded), written=decimal(rounded, 2), step=step
    )
    yield from between(done, replace(done, amount=amount), claim, way, sure=True)


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
    misprints = slips(
        amounts,
        lambda v: gap([one.value for one in v[:2]]) == v[2].value,
        likely=nothing(lambda v: (v[0] * signs[0] - v[1] * signs[1]) * way - v[2]),
    )
    misprints.sort(key=lambda slip: (slip.weight, slip.operand < 2))
    if misprints or sure or stale(amounts) or about(abs(away), values[2]):
        remark = changed("proof-change", terms, terms[2], working, misprints)
        rounded = claim.amount.step < 1 and off <= (coarser if coarser < 1 else coarser / 2)
        yield replace(remark, severity=Severity.HINT) if rounded else remark


def _falls(term: Term) -> bool:
    return term.kind == "growth" and term.reading.sign < 0
