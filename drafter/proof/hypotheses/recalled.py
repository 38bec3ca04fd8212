"""A change whose level was told before: 死亡43人……与上年相比，死亡人数减少7人，下降14%."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account.account import Account
from drafter.proof.account.naming import SAME, named
from drafter.proof.hypotheses.growth import comparison, judged
from drafter.proof.numbers.interval import positive
from drafter.proof.numbers.misprint import APART, LENGTH, slips
from drafter.proof.numbers.printed import Printed, equal, printed
from drafter.proof.numbers.units import alike, family
from drafter.proof.rows.clause import moves
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import about, remark, worked
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

_DOWN = pattern("减少|下降|减|降|少|回落|缩")
_MOVED = pattern("(?:净)?[增减升降上下多少回缩扩][\u4e00-\u9fff]?了?$")
_COMPARED = pattern("[比较与同]|环比")
_NAME, _SHORT, _HUNDRED = 2, 3, Quantity.exact(100)
_FREE = ("earlier", "change", "growth")


def recalled(account: Account) -> Iterator[Remark]:
    """Growths that a change and the level before it do not give.

    >>> from drafter.proof.trying import remarks
    >>> text = "发生事故54起，造成43人死亡。与上年相比，事故起数减少6起，下降{}%。"
    >>> remarks(recalled, text.format("10.0"))
    []
    >>> remarks(recalled, text.format("1.0"))
    ['错误 写作“下降1.0%”，6÷（54+6）=10%；疑为10误作1.0']
    >>> text = "接警960起，其中有效警情412起。有效警情较上周397起增加{}起，上升3.8%。"
    >>> remarks(recalled, text.format(15)), remarks(recalled, text.format(51))
    ([], ['错误 写作“增加51起”，412－397=15；疑为15误作51'])
    >>> text = "全县户数与2020年第七次普查的61850户相比，增加1484户，增长{}%。"
    >>> remarks(recalled, text.format("2.40")), remarks(recalled, text.format("2.04"))
    ([], ['错误 写作“增长2.04%”，1484÷61850=2.4%；疑为2.40误作2.04'])
    >>> text = "有4.84万户。同2020年的4.44万户相比，共增加{}万户，增长{}%。"
    >>> remarks(recalled, text.format("0.40", "9.01"))
    []
    >>> len(remarks(recalled, text.format("0.10", "2.25")))
    1
    """
    for table in account.tables:
        for row in table.rows:
            risen = row.one("growth")
            moved = row.head.kind == "level" and row.unit and moves(row.head.words)
            if risen and moved and not mentions("不可比").search(row.head.words + risen.words):
                yield from _by_change(row, risen, table, account)
        for beside in _alone(table):
            yield from _compared(beside, table, account)


def _before(table: Table, account: Account) -> list[Row]:
    """The levels that the paragraph told before a sentence."""
    passage = table.sentence.passage
    earlier = [r for r in account.earlier(table) if r.head.sentence.passage is passage]
    return [r for r in earlier if r.head.kind == "level" and not moves(r.head.words)]


def _by_change(row: Row, risen: Term, table: Table, account: Account) -> Iterator[Remark]:
    """受伤人数减少97人，下降8.2%, of the one number told before that has the name."""
    own = [r for r in table.rows if r.order < row.order and not r.head.piece.depth]
    own = [r for r in own if r.head.kind == "level" and not moves(r.head.words)]
    like = [
        r for r in (*_before(table, account), *own)
        if family(r.unit) == family(row.unit) and r.amount.value > row.amount.value
    ]  # fmt: skip
    if level := named(_MOVED.sub("", row.head.words), like):
        yield from _judge(level[0], row, risen, level[1])


def _judge(level: Row, change: Row, risen: Term, likeness: float) -> Iterator[Remark]:
    down = bool(_DOWN.search(change.head.words[-4:]))
    amounts = [level.amount, change.amount, risen.amount]
    if down != (risen.reading.sign < 0) or any(amount.hedged for amount in amounts):
        return

    def work(now: Quantity, moved: Quantity) -> Quantity:
        was = now + moved if down else now - moved
        return moved * _HUNDRED / was if positive(was) else Quantity.exact(-1)

    def holds(values: Sequence[Printed]) -> bool:
        return equal(values[:2], values[2:], work)

    if holds([printed(amount) for amount in amounts]):
        return
    exact = [Quantity.exact(amount.value) for amount in amounts[:2]]
    rate, misprints = work(*exact).value, slips(amounts, holds, LENGTH, broadly=True)
    misprints = [slip for slip in misprints if slip.operand == 2] or misprints
    copied = likeness >= SAME and stale(amounts)
    if rate > 0 and (misprints or copied or likeness == 1 or about(rate, risen.amount.value)):
        sign = "+" if down else "－"
        moved = change.amount.written
        working = f"{moved}÷（{level.amount.written}{sign}{moved}）={decimal(rate, 2)}%"
        details = {"said": risen.words.strip("，、 ") + risen.said, "working": working}
        heads = [level.head, change.head, risen]
        yield remark("proof-change", Severity.ERROR, heads, details, misprints)


Beside = Mapping[str, Term]


def _alone(table: Table) -> Iterator[Beside]:
    """What no row of the sentence has: an earlier figure, a change, a growth, side by side."""
    owned = {id(t) for row in table.rows for ts in row.hanging.values() for t in ts}
    owned |= {id(row.head) for row in table.rows}
    beside = dict[str, Term]()
    for term in table.terms:
        free = term.kind in _FREE and id(term) not in owned
        if beside and (not free or term.kind in beside or term.piece.joint == "；"):
            yield beside
            beside = {}
        if free:
            beside[term.kind] = term
    if beside:
        yield beside


def _compared(beside: Beside, table: Table, account: Account) -> Iterator[Remark]:
    """有效警情较上周397起增加15起，上升3.8%: of the level told before that has the name, or of the
    only one of the sentence before."""
    first, counted = next(iter(beside.values())), [t for k, t in beside.items() if k != "growth"]
    if len(beside) == 1 or not counted or any(t.amount.hedged for t in beside.values()):
        return
    like = [r for r in _before(table, account) if alike(r.unit, counted[0].amount.unit)]
    name = _COMPARED.split(first.words)[0].strip("，、")
    level = named(name, like) if len(name) >= _NAME else None
    if level and level[1] >= SAME:
        yield from comparison(level[0], beside)
    elif len(beside) == len(_FREE) and list(beside) == list(_FREE):
        wrong = list(_from_earlier(*beside.values()))
        yield from wrong or _arrived(beside, table, account)


def _arrived(beside: Beside, table: Table, account: Account) -> Iterator[Remark]:
    """同2010年的83.44万人相比，增加1.16万人，增长1.39%: the only number of its kind in the sentence
    before or behind is what they make, where a slip says so."""
    earlier, change = beside["earlier"], beside["change"]
    near = account.tables[max(0, table.number - 1) : table.number + 2]
    levels = [
        row.head
        for one in near
        if one is not table and one.sentence.passage is table.sentence.passage
        for row in one.rows
        if row.head.kind == "level" and row.unit == earlier.amount.unit
    ]
    if len(levels) != 1 or moves(levels[0].words) or levels[0].amount.hedged:
        return
    way = Quantity.exact(change.reading.sign)
    amounts = [earlier.amount, change.amount, levels[0].amount]

    def holds(values: Sequence[Printed]) -> bool:
        return equal(values[:2], values[2:], lambda old, moved: old + moved * way)

    if holds([printed(amount) for amount in amounts]):
        return
    misprints = [one for one in slips(amounts, holds, APART) if one.operand == _NAME]
    if misprints and len(levels[0].amount.written.replace(".", "")) > _SHORT:
        now = earlier.amount.value + change.amount.value * change.reading.sign
        sign = "+" if change.reading.sign > 0 else "－"
        working = (
            f"{earlier.amount.written}{sign}{change.amount.written}={worked(now, earlier.amount)}"
        )
        details = {"said": levels[0].words.strip("，、 ") + levels[0].said, "working": working}
        terms = [earlier, change, levels[0]]
        yield remark("proof-change", Severity.ERROR, terms, details, misprints)


def _from_earlier(earlier: Term, change: Term, risen: Term) -> Iterator[Remark]:
    """与上年的725人相比，增加26人，增长3.6%: change ÷ earlier, where no level is told."""
    way = change.reading.sign == risen.reading.sign
    if not way or not earlier.amount.value or not alike(earlier.amount.unit, change.amount.unit):
        return

    def holds(values: Sequence[Printed]) -> bool:
        return equal(values[:2], values[2:], lambda old, moved: moved * _HUNDRED / old)

    rate = decimal(change.amount.value * 100 / earlier.amount.value, 2)
    working = f"{change.amount.written}÷{earlier.amount.written}={rate}%"
    yield from judged([earlier, change, risen], risen, working, holds, None)
