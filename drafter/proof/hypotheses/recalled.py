"""A change whose level was told before: 死亡43人……与上年相比，死亡人数减少7人，下降14%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account import Account
from drafter.proof.clause import moves
from drafter.proof.interval import positive
from drafter.proof.misprint import LENGTH, slips
from drafter.proof.passage import Remark
from drafter.proof.printed import Printed, equal, printed
from drafter.proof.row import Row, Table, Term
from drafter.proof.units import family
from drafter.proof.verdict import about, remark
from drafter.proof.words import mentions

_DOWN = pattern("减少|下降|减|降|少|回落|缩")
_NAME, _HUNDRED = 2, Quantity.exact(100)


def recalled(account: Account) -> Iterator[Remark]:
    """Growths that a change and the level before it do not give.

    >>> from drafter.proof.trying import remarks
    >>> text = "发生事故54起，造成43人死亡。与上年相比，事故起数减少6起，下降{}%。"
    >>> remarks(recalled, text.format("10.0"))
    []
    >>> remarks(recalled, text.format("1.0"))
    ['错误 写作“下降1.0%”，6÷（54+6）=10%；疑为10误作1.0']
    """
    for table in account.tables:
        for row in table.rows:
            risen = row.one("growth")
            moved = row.head.kind == "level" and row.unit and moves(row.head.words)
            if risen and moved and not mentions("不可比").search(row.head.words + risen.words):
                level = _level(row, table, account)
                if level is not None:
                    yield from _judge(level, row, risen)


def _level(row: Row, table: Table, account: Account) -> Row | None:
    """The one number told before that has the name of what moved, in its paragraph."""
    passage = table.sentence.passage
    before = [r for r in account.earlier(table) if r.head.sentence.passage is passage]
    before += [r for r in table.rows if r.order < row.order and not r.head.piece.depth]
    like = [
        r for r in before
        if r.head.kind == "level" and family(r.unit) == family(row.unit)
        and not moves(r.head.words) and r.amount.value > row.amount.value
    ]  # fmt: skip
    name = row.head.words
    pairs = {name[at : at + _NAME] for at in range(len(name) - 1)}
    named = [r for r in like if any(pair in r.label for pair in pairs)]
    return named[0] if len(named) == 1 else None


def _judge(level: Row, change: Row, risen: Term) -> Iterator[Remark]:
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
    if rate > 0 and (misprints or about(rate, risen.amount.value)):
        sign = "+" if down else "－"
        moved = change.amount.written
        working = f"{moved}÷（{level.amount.written}{sign}{moved}）={decimal(rate, 2)}%"
        details = {"said": risen.words.strip("，、 ") + risen.said, "working": working}
        heads = [level.head, change.head, risen]
        yield remark("proof-change", Severity.ERROR, heads, details, misprints)
