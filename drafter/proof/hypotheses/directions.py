"""A change and its growth that point two ways: 受伤人数减少97人，增长8.2%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.growth import changed
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import alternatives, mentions

_TWOFOLD = pattern("亏|[多少][减增降收支]")  # 多减0.4亿元: more of less
_FEW, _TELLING = 2, 3  # digits of a rate that is met by chance, and of one that is not


def directions(account: Account) -> Iterator[Remark]:
    """Growths that go up where the number right before them went down, or the other way round.

    >>> from drafter.proof.trying import remarks
    >>> remarks(directions, "与上年相比，死亡人数减少8人，下降4.1%；受伤人数减少97人，增长8.2%。")
    ['错误 写作“增长8.2%”，升降方向相反：前面为减少97人；请核对']
    >>> remarks(directions, "与上年相比，纠纷减少8件，化解率提高2%；减少企业支出3万元，增长8%。")
    []
    >>> remarks(directions, "出让土地比上年增加120亩，降幅为15%，全年680亩。")
    ['错误 写作“降幅为15%”，升降方向相反：前面为出让土地比上年增加120亩；请核对']
    >>> text = "年末存款余额38046亿元，同比{}5.4%，比年初增加1949亿元。"
    >>> remarks(directions, text.format("增长")), len(remarks(directions, text.format("下降")))
    ([], 1)
    """
    for table in account.tables:
        owned = {id(t) for row in table.rows for ts in row.hanging.values() for t in ts}
        for one, other in pairwise(table.terms):
            if id(one) not in owned and id(other) not in owned:
                yield from _alone(one, other)
        yield from _as_much(table, account)
        for row in table.rows:
            for risen in row.hanging.get("growth", ())[:1]:
                yield from _opposed(row, risen, table)


def _alone(change: Term, risen: Term) -> Iterator[Remark]:
    """比上年增加120亩，降幅为15%，全年680亩: two that wait for their number."""
    if (change.kind, risen.kind) != ("change", "growth") or not _is_of_it(risen, change):
        return
    opposed = change.reading.sign != risen.reading.sign and "亏" not in change.words + risen.words
    if opposed and change.amount.value and risen.amount.value:
        working = f"前面为{change.words.strip('，、 ')}{change.said}"
        yield changed("proof-change-way", [change, risen], risen, working, ())


def _as_much(table: Table, account: Account) -> Iterator[Remark]:
    """同比下降5.4%，比年初增加1949亿元: one movement by what it makes of the level, two ways."""
    for one, other in pairwise(table.terms):
        if {one.kind, other.kind} != {"change", "growth"} or other.index > one.index + 1:
            continue
        change, risen = (one, other) if one.kind == "change" else (other, one)
        twofold = _TWOFOLD.search(change.words + risen.words)
        if change.reading.sign == risen.reading.sign or twofold:
            continue
        own = [row for row in table.rows if change in row.hanging.get("change", ())]
        levels = own or [*account.earlier(table), *table.rows]
        least = _FEW if own else _TELLING
        figures = len(risen.amount.written.replace(".", "").strip("0"))
        like = [row for row in levels if alike(row.unit, change.amount.unit)]
        if figures >= least and any(_makes(change, row, risen) for row in like):
            working = f"前面为{one.words.strip('，、 ')}{one.said}"
            yield changed("proof-change-way", [one, other], other, working, ())


def _makes(change: Term, row: Row, risen: Term) -> bool:
    """Whether the change, up or down, makes the growth of the level as it is printed."""
    level, moved = row.amount.value, change.amount.value
    if row.head.kind != "level" or row.amount.hedged or change.amount.hedged or moved >= level:
        return False
    rates = (moved * 100 / (level + way * moved) for way in (1, -1))
    return any(abs(rate - risen.amount.value) <= risen.amount.step / 2 for rate in rates)


def _opposed(row: Row, risen: Term, table: Table) -> Iterator[Remark]:
    moved = _moved().search(row.head.words)
    if row.head.kind != "level" or not moved or not _is_of_it(risen, row.head):
        return
    compared = mentions("比较").search(_before(row.head, table))
    way = 1 if moved["up"] else -1
    if compared and way != risen.reading.sign and risen.amount.value and row.amount.value:
        working = f"前面为{moved['up'] or moved['down']}{row.head.said}"
        yield changed("proof-change-way", [row.head, risen], risen, working, ())


@cache
def _moved() -> re.Pattern[str]:
    """What came to be more or fewer."""
    up, down = alternatives("变多"), alternatives("变少")
    return re.compile(rf"[\u4e00-\u9fff](?:(?P<up>{up})|(?P<down>{down}))(?:了|近|约|达)?$")


def _is_of_it(risen: Term, head: Term) -> bool:
    """Whether a growth names nothing of its own, neither a thing nor a time to compare with."""
    bare = not risen.reading.subject and not mentions("比较").search(risen.words)
    return bare and risen.index == head.index + 1 and risen.piece.joint in ("，", "（", "、")


def _before(head: Term, table: Table) -> str:
    """The sentence as far as the number."""
    return table.sentence.passage.plain[table.sentence.start : head.start] + head.words
