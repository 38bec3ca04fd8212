"""What is by its name the difference of two numbers: 顺差, 收支结余, 自然增长率."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.proof.account.account import Account
from drafter.proof.numbers.misprint import LENGTH, slips
from drafter.proof.numbers.printed import Printed, equal, printed
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import moves
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Term
from drafter.proof.rows.verdict import near, remark, worked
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import either, lines

_OTHER = pattern("累计结余|滚存|上年|去年|同期|占|(?<!公共|基金|经营)预算|计划|目标")
_KINDS, _REACH = ("level", "rate", "percent", "average"), 6


class Difference(Struct, frozen=True):
    """The names of a difference, and those of what it is the difference of."""

    claim: re.Pattern[str]
    more: re.Pattern[str]
    less: re.Pattern[str]


@cache
def _known() -> tuple[Difference, ...]:
    result = list[Difference]()
    for line in lines("差额"):
        names, _, sides = line.partition("=")
        more, _, less = sides.partition("-")
        claim = re.compile(rf"(?:{either(names.split())})(?:额|为|达到?|是|约)*$")
        result.append(Difference(claim, *(re.compile(either(s.split())) for s in (more, less))))
    return tuple(result)


def differences(account: Account) -> Iterator[Remark]:
    """Differences that the two numbers of those names before them do not give.

    >>> from drafter.proof.trying import remarks
    >>> text = "出口61.4亿元，增长8%；进口22.7亿元，下降3%；贸易顺差{}亿元。"
    >>> remarks(differences, text.format("38.7"))
    []
    >>> remarks(differences, text.format("83.7"))
    ['错误 写作“贸易顺差83.7亿元”，61.4亿－22.7亿=38.7亿；疑为38.7亿误作83.7亿']
    >>> remarks(differences, "出生率7.25‰，死亡率6.14‰，自然增长率1.61‰。")
    ['错误 写作“自然增长率1.61‰”，7.25－6.14=1.11；疑为1.11误作1.61，或7.75误作7.25']

    The two may stand in sentences before it.

    >>> text = "资产总额6180亿元，增长8.8%。负债总额3526亿元，增长8.7%。净资产{}亿元。"
    >>> remarks(differences, text.format(2654)), remarks(differences, text.format(2564))
    ([], ['错误 写作“净资产2564亿元”，6180亿－3526亿=2654亿；疑为2654亿误作2564亿'])
    """
    for paragraph in account.paragraphs:
        before = list[Term]()
        for table in paragraph:
            for number, claim in enumerate(table.terms):
                if claim.kind in _KINDS:
                    yield from _claimed(claim, table.terms[:number], before)
            before += table.terms


def _claimed(claim: Term, own: Sequence[Term], before: Sequence[Term]) -> Iterator[Remark]:
    """A number by its name, held to the two of its own sentence, or of those before it."""
    for one in _known():
        own_name = one.claim.search(claim.words) and not _OTHER.search(claim.words)
        if own_name and not claim.amount.hedged:
            yield from _judge(claim, _sides(one, own) or _sides(one, [*before, *own]))


def _sides(one: Difference, before: Sequence[Term]) -> list[Term]:
    """The last number of either name, where both are told side by side; else none."""
    near_by = [t for t in before if t.kind in _KINDS and not _OTHER.search(t.words)]
    near_by = [t for t in near_by if not moves(t.words)][-_REACH:]
    sides = [[t for t in near_by if side.search(t.words)][-1:] for side in (one.more, one.less)]
    return [term for side in sides for term in side] if all(sides) else []


def _judge(claim: Term, sides: Sequence[Term]) -> Iterator[Remark]:
    if len(sides) != 2 or sides[0] is sides[1]:
        return
    terms = [*sides, claim]
    amounts = [term.amount for term in terms]
    if not all(alike(a.unit, claim.amount.unit) for a in amounts) or any(a.hedged for a in amounts):
        return

    def holds(values: Sequence[Printed]) -> bool:
        return equal(values[:2], values[2:], _less)

    if holds([printed(amount) for amount in amounts]):
        return
    value = amounts[0].value - amounts[1].value
    misprints = slips(amounts, holds, LENGTH)
    misprints.sort(key=lambda slip: (slip.weight, slip.operand < len(sides)))
    if misprints or stale(amounts) or near(value, claim.amount.value):
        working = f"{amounts[0].written}－{amounts[1].written}={worked(value, amounts[0])}"
        details = {"said": claim.words.strip("，、 ") + claim.said, "working": working}
        severity = Severity.ERROR if misprints else Severity.WARNING
        yield remark("proof-change", severity, terms, details, misprints)


def _less(one: Quantity, other: Quantity) -> Quantity:
    return one - other
