"""What is told as all the rest: 38项任务完成35项，其余3项正在推进."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.numbers.adding import adds_up, sum_slips
from drafter.proof.numbers.misprint import ONE
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row
from drafter.proof.rows.verdict import near, sum_remark
from drafter.proof.text.passage import Remark

_REST = pattern("^[，；、]?(?:但|仅)?(?:其余|余下|剩余|剩下|其它|其他)的?(?:仅|共)?$")
_MORE = pattern("^[，；、]?(?:但|仅)?(?:还|另|仍|尚)有$")
# What was begun and is not done: with it, 还有2项 are the rest.
_OPEN = pattern(
    "[^，。；]{0,8}(?:正|未|待|推进|跨年|跨期|持续|继续|按计划|按序|序时|办理中|整改中|实施中)"
)
_FEWEST, _MOST, _LEAST = 2, 4, 10


def remainders(account: Account) -> Iterator[Remark]:
    """Rests that with what is done do not make all.

    >>> from drafter.proof.trying import remarks
    >>> text = "86项民生实事完成81项，还有{}项正加快推进。"
    >>> remarks(remainders, text.format(5)), remarks(remainders, text.format(6))
    ([], ['警告 两项相加为87（81 + 6），总数写作86项；疑为80误作81，或5误作6'])
    >>> remarks(remainders, "86项实事完成81项，还有6项创新举措获得推广。")
    []
    """
    for table in account.tables:
        levels = [row for row in table.rows if row.head.kind == "level"]
        for at, row in enumerate(levels):
            if _is_rest(row):
                yield from _judge([one for one in levels[:at] if alike(one.unit, row.unit)], row)


def _is_rest(row: Row) -> bool:
    """Whether a number is all that is left of one before."""
    if _REST.search(row.head.words):
        return True
    text, end = row.head.sentence.passage.plain, row.amount.end
    return bool(_MORE.search(row.head.words) and _OPEN.match(text, end))


def _judge(before: Sequence[Row], rest: Row) -> Iterator[Remark]:
    """A remark where no number before is made by those behind it and the rest."""
    lists = [(before[at], [*before[at + 1 :], rest]) for at in range(len(before) - 1)][-_MOST:]
    lists = [(total, parts) for total, parts in lists if len(parts) >= _FEWEST]
    rows = [*before, rest]
    if not lists or any(row.amount.hedged for row in rows):
        return
    if any(adds_up(t.amount, [p.amount for p in parts]) for t, parts in lists):
        return
    total, parts = lists[0]
    opening = parts[0].head.words.strip("，、")[:_FEWEST]
    if opening and opening in total.head.words:
        return  # 不服处罚的32件，不服许可的13件，其余5件: none of them is the whole
    amounts = [part.amount for part in parts]
    added = Fraction(sum(amount.value for amount in amounts))
    misprints = sum_slips(total.amount, amounts)
    light = bool(misprints) and misprints[0].weight <= ONE
    if total.amount.value >= _LEAST and near(added, total.amount.value) and light:
        yield sum_remark(Severity.WARNING, total, parts, misprints)
