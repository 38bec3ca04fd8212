"""This year against last: 56件，较上年的45件增加11件，增长24.4%; from 95% to 98%, 3 points."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.formerly import formerly
from drafter.proof.numbers.interval import positive
from drafter.proof.numbers.misprint import Slip, slips
from drafter.proof.numbers.printed import Printed, equal, printed
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.sharing import CORE
from drafter.proof.rows.clause import POINTS, subject, years_named
from drafter.proof.rows.comparison import belongs, comparisons
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import remark, worked
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

Work = Callable[[Quantity, Quantity], Quantity]
Check = Callable[[Sequence[Printed]], bool]
HUNDRED = Quantity.exact(100)
_ANY = Fraction(10**9)  # per cent, more than anything grows
_NAME, _IN_ALL = 2, pattern("合计|共计|总|[两二三四五]类")
_RISES, _ARRIVED = pattern("增|长|升|多|提高|翻|番"), pattern("[到至为][^，]{0,12}的[近约]?$")
_LOSS = pattern("[减增扭]亏")
_GROWN = pattern("(?:增加|减少|增长|下降|增|减)了?$")
_OTHER_TIME, _JOINED = pattern("[\u2460-\u2473]?相比"), ("和", "与", "及")
_EACH = pattern("^，?(?:均|都|双双)")  # 均实现翻番: of several, not of one
_DOUBLED, _TWICE = pattern(r"^，?(?:均|都|双双)(?:实现|达到|再)?了?翻了?一?番"), Fraction(19, 10)
_SPAN, _RATIO = pattern("[一两二三四五六七八九十]年"), pattern("[∶:：]\\d")


def growth(account: Account) -> Iterator[Remark]:
    """Growth, difference and last year's figure that do not go together.

    >>> from drafter.proof.trying import remarks
    >>> remarks(growth, "收入完成5,500万元，比上年增收500万元，增长10%。")
    []
    >>> remarks(growth, "转派工单4,567件，较上月增加263件，上升11.6%。")
    ['错误 写作“上升11.6%”，263÷（4,567－263）=6.11%；疑为6.11误作11.6']
    >>> remarks(growth, "办理56件，较上年的45件下降24.4%。")
    ['错误 写作“下降24.4%”，升降方向相反：（56－45）÷45=24.44%；请核对']
    >>> remarks(growth, "天数达到329天，同比增加4天，PM2.5浓度同比下降8.4%。")
    []
    >>> remarks(growth, "车船税完成4.2亿元，为预算的98.1%，增加0.6亿元，下降16.7%。")
    ['错误 写作“下降16.7%”，升降方向相反：0.6亿÷（4.2亿－0.6亿）=16.67%；请核对']
    >>> text = "比2023年预算减少{}万元，下降20%；事项从460项合并压减至299项、压减率{}%。"
    >>> remarks(growth, "会议费24万元，" + text.format(6, 35))
    []
    >>> remarks(growth, "会议费24万元，" + text.format(6, 53))
    ['错误 写作“压减率53%”，（460－299）÷460=35%；疑为640误作460，或35误作53']
    >>> remarks(growth, "提出意见642条，比上届增加107条，增幅达到{}%。".format(25))
    ['错误 写作“增幅达到25%”，107÷（642－107）=20%；疑为542误作642，或127误作107']
    """
    wholes = {id(one.parts[-1]): one.totals for one in account.lists if one.cue != "together"}
    for table in account.tables:
        for row in table.rows:
            if not row.amount.percent:
                yield from _likeliest(row, wholes.get(id(row), ()), table)
        yield from _doubled(table)


def _doubled(table: Table) -> Iterator[Remark]:
    """收入由14亿元增至31亿元，税收由9亿元增至20亿元，均实现翻番: of each that came from less."""
    for times in table.terms:
        if times.kind == "times" and _DOUBLED.search(times.words + times.amount.written):
            parted = [t.index for t in table.terms[: times.index + 1] if t.piece.joint == "；"]
            for row in table.rows:
                old = row.one("earlier")
                here = old and max([0, *parted]) <= old.index < row.head.index < times.index
                if old and here and row.amount.value < _TWICE * old.amount.value:
                    yield from _multiple(row, old, times)


def _likeliest(row: Row, wholes: Sequence[Row], table: Table) -> Iterator[Remark]:
    """What stands behind a list may compare its last item, or the whole before the list."""
    old = row.one("earlier")
    old = old if old and old.index > row.head.index else None
    heads = [h for h in wholes if not (old and _of_another(old, h, table, True))]
    heads += [row] if not (old and _of_another(old, row, table)) else []
    tried = [list(_row(row, head, table)) for head in heads]
    if tried and all(tried):
        yield from next((one for one in tried if one[0].severity is Severity.ERROR), tried[-1])


def _row(row: Row, head: Row, table: Table) -> Iterator[Remark]:
    """What hangs on a row, tried on a level: its own, or that of its list."""
    for number, beside in enumerate(comparisons(row)):
        before = None if number else formerly(row, table)
        yield from comparison(head, {"earlier": before, **beside} if before else beside)


def _of_another(old: Term, row: Row, table: Table, whole: bool = False) -> bool:
    """Whether the words name what had the earlier figure, and it is not this row, but may be
    another: 立案36起，破案31起，立案数较上年的45起下降20%; 两类合计比上年的……"""
    name = subject(re.split("[比较与]|同比", old.words)[0].strip("，、"))
    others = [
        r for r in table.rows
        if r is not row and r.head.kind == "level" and alike(r.unit, row.unit)
        and r.head.index < old.index
    ]  # fmt: skip
    if not others or len(name) < _NAME or old.index < row.head.index:
        return False
    core = CORE.sub("", name)
    if _IN_ALL.search(name):
        return not whole
    shared = [_shared(core, r) for r in others]
    return _shared(core, row) < max(1, *shared)


def _shared(core: str, row: Row) -> int:
    """How many pairs of signs a name and a row's words have in common."""
    return sum(core[at : at + _NAME] in row.label for at in range(len(core) - 1))


def comparison(head: Row, beside: Mapping[str, Term | None]) -> Iterator[Remark]:
    """One earlier figure, change and growth against the level."""
    like = {kind: term for kind, term in beside.items() if term and belongs(term, head)}
    apart = like.get("points") if head.unit in POINTS else None
    earlier, change = like.get("earlier"), like.get("change") or apart
    risen, times = like.get("growth"), like.get("times")
    if risen and any(_apart(head, one, risen) for one in (change, earlier) if one):
        risen = None
    if earlier and _OTHER_TIME.match(earlier.piece.tail) and _GROWN.search(head.head.words):
        return  # 与2010年的242万人相比，五年间共增加9万人: how many there are is told elsewhere
    if risen and earlier and earlier.index < head.head.index and risen.words in _JOINED:
        risen = None  # 受理116件，审结97件，分别上升3.2%和1.6%: of each its own
    other = times and (mentions("别处总数").search(times.words) or _EACH.search(times.words))
    if earlier and times and not other and not _apart(head, earlier, times):
        yield from _multiple(head, earlier, times)
    remarks = [*_difference(head, earlier, change)] if earlier and change else []
    if risen and (earlier or change) and not (remarks and change):
        remarks += _growth(head, earlier, change, risen)
    yield from remarks


def _apart(row: Row, other: Term | None, risen: Term) -> bool:
    """Whether the growth is of another thing or time than what stands beside it."""
    clauses = "".join(term.words for term in (row.head, risen) if term)
    if other and _LOSS.search(other.words):
        return True
    comparable = "名义" in risen.words or (other is not None and "同口径" in other.words)
    if other is None or (mentions("不可比").search(clauses) and not comparable):
        return True
    years = [years_named(term.words)[-1:] for term in (other, risen)]
    if all(years) and years[0] != years[1]:
        return True
    ours, theirs = _since(other.words), _since(risen.words)
    return bool(ours and theirs and ours != theirs)


def _since(words: str) -> str:
    """With what a number is compared: 年, 月, 季; "" where the words do not say."""
    if re.search("环比|上月|上个月", words):
        return "月"
    if re.search("年初", words):
        return "初"
    if re.search("同比|上年|去年|同期|20\\d\\d年", words):
        return "年"
    return "季" if "季" in words else ""


def _difference(row: Row, earlier: Term, change: Term) -> Iterator[Remark]:
    """now − before = change"""

    def away(sign: int) -> Work:
        return lambda now, old: (now - old) * Quantity.exact(sign)

    since = earlier.index > change.index and years_named(earlier.words)
    if (since and _SPAN.match(change.words.strip("，、"))) or any(
        _RATIO.match(term.sentence.text, term.amount.end - term.sentence.start)
        for term in (earlier, change)
    ):
        return  # 一年净增500亿元，从2020年的3847亿元; 由2.85∶1缩小为2.6∶1
    terms, sign = [row.head, earlier, change], change.reading.sign
    up = row.amount.value >= earlier.amount.value
    one, other = (row.head, earlier) if up else (earlier, row.head)
    gap = worked(one.amount.value - other.amount.value, one.amount)
    working = f"{one.amount.written}－{other.amount.written}={gap}"
    yield from judged(terms, change, working, _check(away(sign)), _check(away(-sign)))


def _growth(row: Row, earlier: Term | None, change: Term | None, risen: Term) -> Iterator[Remark]:
    """change ÷ before = growth, by what the text gives of the two."""
    working = _quotient(row, None if change else earlier, change)
    if change and change.reading.sign != risen.reading.sign and change.amount.value:
        terms = [row.head, change, risen]
        yield changed("proof-change-way", terms, risen, working, ())
        return
    other = change or earlier
    assert other is not None
    work = _by_change(change.reading.sign) if change else _by_earlier(risen.reading.sign)
    back = None if change else _by_earlier(-risen.reading.sign)
    terms = [row.head, other, risen]
    yield from judged(terms, risen, working, _check(work), _check(back) if back else None)


def _by_change(sign: int) -> Work:
    """The growth of a level by what it rose or fell by."""

    def work(now: Quantity, more: Quantity) -> Quantity:
        was = now - more * Quantity.exact(sign)
        if was.low <= 0 <= was.high:  # rounded so far that nothing is known of it, or new
            return Quantity(more.value, Fraction(0), _ANY)
        return more * HUNDRED / was if positive(was) else Quantity.exact(-1)

    return work


def _by_earlier(sign: int) -> Work:
    """The growth of a level against the one before."""

    def work(now: Quantity, old: Quantity) -> Quantity:
        if old.low <= 0:
            return Quantity.exact(-1)
        return (now - old) * HUNDRED * Quantity.exact(sign) / old

    return work


def _multiple(row: Row, earlier: Term, times: Term) -> Iterator[Remark]:
    """6,498件，是上年3,610件的1.8倍; 增长1.8倍 counts the rise alone."""
    risen = bool(rises(times.words)) or "番" in times.amount.written

    def work(now: Quantity, old: Quantity) -> Quantity:
        if old.low <= 0:
            return Quantity.exact(-1)
        return (now - old) / old if risen else now / old

    now, old = row.amount, earlier.amount
    top = f"（{now.written}－{old.written}）" if risen else now.written
    value = (now.value - (old.value if risen else 0)) / old.value if old.value else Fraction(0)
    working = f"{top}÷{old.written}={decimal(value, 2)}"
    yield from judged([row.head, earlier, times], times, working, _check(work), None)


def rises(words: str) -> bool:
    """Whether a multiple counts the rise alone: 增长2倍, never 增长到原来的2倍."""
    return bool(_RISES.search(words)) and not _ARRIVED.search(words)


def _check(work: Work) -> Check:
    return lambda values: equal(values[:2], values[2:], work)


def _quotient(row: Row, earlier: Term | None, change: Term | None) -> str:
    now = row.amount
    if change:
        sign, back = ("－", -1) if change.reading.sign > 0 else ("+", 1)
        was = now.value + back * change.amount.value
        rate = change.amount.value * 100 / was if was else Fraction(0)
        more_said = change.amount.written
        return f"{more_said}÷（{now.written}{sign}{more_said}）={_short(rate)}%"
    assert earlier is not None
    old = earlier.amount
    more, less = (now, old) if now.value >= old.value else (old, now)
    rate = (more.value - less.value) * 100 / old.value if old.value else Fraction(0)
    return f"（{more.written}－{less.written}）÷{old.written}={_short(rate)}%"


def _short(rate: Fraction) -> str:
    return decimal(rate, 2)


def judged(
    terms: Sequence[Term], claim: Term, working: str, holds: Check, turned: Check | None
) -> Iterator[Remark]:
    values = [printed(term.amount) for term in terms]
    if holds(values):
        return
    if turned and turned(values) and claim.amount.value:
        yield changed("proof-change-way", terms, claim, working, ())
        return
    misprints = slips([term.amount for term in terms], holds, broadly=True)
    yield changed("proof-change", terms, claim, working, misprints)


def changed(
    code: str, terms: Sequence[Term], claim: Term, working: str, misprints: Sequence[Slip]
) -> Remark:
    details = {"said": claim.words.strip("，、 ") + claim.said, "working": working}
    plausible = bool(misprints) or code == "proof-change-way"
    severity = Severity.ERROR if plausible else Severity.WARNING
    return remark(code, severity, terms, details, misprints)
