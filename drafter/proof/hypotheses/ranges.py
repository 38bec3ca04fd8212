"""The highest, the lowest, and what lies between: 最高286件，最低47件，相差239件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account.account import Account
from drafter.proof.numbers.misprint import nothing, slips
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.rows.row import Term
from drafter.proof.rows.verdict import near, remark
from drafter.proof.text.passage import Remark

_ENDS = (
    (pattern("最[高多长大快]"), pattern("最[低少短小慢]")),
    (pattern("第一名|首位"), pattern("第二名|末位|最后一名")),
)
_BETWEEN = pattern("(?:相差|极差|差距|差额|差值|高出|多出|领先|落后)(?:为|达|了)?$")


def ranges(account: Account) -> Iterator[Remark]:
    """Differences of a highest and a lowest number that the two do not give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(ranges, "单日最高受理286件，最低47件，相差293件。")
    ['错误 写作“相差293件”，286－47=239；疑为239误作293']
    >>> remarks(ranges, "得分最高97.2分，最低83.6分，相差13.6分。")
    []
    """
    for table in account.tables:
        for number, term in enumerate(table.terms):
            if _BETWEEN.search(term.words) and number > 1:
                yield from _judge(table.terms[:number], term)


def _two_ends(one: str, other: str) -> bool:
    return any(
        (high.search(one) and low.search(other)) or (low.search(one) and high.search(other))
        for high, low in _ENDS
    )


def _judge(before: Sequence[Term], claim: Term) -> Iterator[Remark]:
    ends = [(one, other) for one, other in pairwise(before) if _two_ends(one.words, other.words)]
    if not ends or any(term.amount.hedged for term in (*ends[-1], claim)):
        return
    one, other = ends[-1]

    def holds(values: Sequence[Printed]) -> bool:
        return abs(values[0].value - values[1].value) == values[2].value

    amounts = [one.amount, other.amount, claim.amount]
    if holds([printed(amount) for amount in amounts]):
        return
    gap, misprints = (
        abs(one.amount.value - other.amount.value),
        slips(amounts, holds, likely=nothing(lambda v: abs(v[0] - v[1]) - v[2])),
    )
    if misprints or near(gap, claim.amount.value):
        high, low = sorted((one.amount, other.amount), key=lambda a: -a.value)
        details = {
            "said": claim.words.strip("，、 ") + claim.said,
            "working": f"{high.written}－{low.written}={decimal(gap)}",
        }
        yield remark("proof-change", Severity.ERROR, [one, other, claim], details, misprints)
