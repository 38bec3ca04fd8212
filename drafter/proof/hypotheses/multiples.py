"""One number as so many times another: 民事518件、行政74件，前者是后者的7倍."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account import Account
from drafter.proof.misprint import LENGTH, slips
from drafter.proof.passage import Remark
from drafter.proof.printed import Printed, equal, printed
from drafter.proof.row import Row, Table, Term
from drafter.proof.units import alike
from drafter.proof.verdict import about, remark

_RISEN = pattern("增|长|升|多|提高|翻|番")
_TIMES = pattern("(?:是|为|达|相当于)(?P<other>[^，；]{0,14})的(?:近|约)?$")
_NAME, _WHICH = 2, pattern("后者")


def multiples(account: Account) -> Iterator[Remark]:
    """Multiples that the two numbers do not give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(multiples, "线上办理984件，线下办理164件，线上是线下的8倍。")
    ['错误 写作“线上是线下的8倍”，984÷164=6；疑为6误作8']
    >>> remarks(multiples, "网办率66.5%，是平均水平（12.1%）的3.5倍。")
    ['错误 写作“的3.5倍”，66.5÷12.1=5.5；疑为5.5误作3.5']
    >>> remarks(multiples, "民事518件、行政74件，前者是后者的7倍。")
    []
    """
    for table in account.tables:
        for term in table.terms:
            match = _TIMES.search(term.words)
            if term.kind == "times" and match and not _RISEN.search(term.words):
                pair = _pair(term, match["other"], table)
                if pair:
                    yield from _judge(*pair, term)
            elif term.kind == "times" and term.words in ("的", "）的"):
                yield from _of_bracket(term, table)


def _of_bracket(term: Term, table: Table) -> Iterator[Remark]:
    """占33.3%，是平均水平（12.1%）的2.75倍"""
    before = [one for one in table.terms if one.index < term.index][-_NAME:]
    if len(before) == _NAME and "是" in before[1].lead and before[1].piece.joint == "（":
        one, other = before
        if alike(one.amount.unit, other.amount.unit) and one.piece.depth == term.piece.depth:
            yield from _judge(Row(one, 0), Row(other, 0), term)


def _pair(term: Term, other: str, table: Table) -> tuple[Row, Row] | None:
    """What is so many times what, where the words leave no doubt: the two numbers before it."""
    levels = [r for r in table.rows if r.head.kind == "level" and r.head.index < term.index]
    if len(levels) < _NAME or not alike(levels[-1].unit, levels[-2].unit):
        return None
    one, two = levels[-2:]
    beside = not other.strip("（）") and two.head.index == term.index - 1
    if beside or _WHICH.search(other) or _names(other, two, one):
        return one, two
    return (two, one) if _names(other, one, two) else None


def _names(words: str, row: Row, rival: Row) -> bool:
    """Whether the words name this row, and not the other."""
    pairs = {words[at : at + _NAME] for at in range(len(words) - 1)}
    return any(pair in row.label and pair not in rival.label for pair in pairs)


def _judge(one: Row, other: Row, times: Term) -> Iterator[Remark]:
    amounts = [one.amount, other.amount, times.amount]

    def holds(values: Sequence[Printed]) -> bool:
        return values[1].half_up.low > 0 and equal(values[:2], values[2:], lambda a, b: a / b)

    if other.amount.value <= 0 or holds([printed(amount) for amount in amounts]):
        return
    quotient = one.amount.value / other.amount.value
    misprints = slips(amounts, holds, LENGTH)
    misprints = [slip for slip in misprints if slip.operand == _NAME] or misprints
    if misprints or about(quotient, times.amount.value):
        working = f"{one.amount.written}÷{other.amount.written}={decimal(quotient, 2)}"
        details = {"said": times.words.strip("，、 ") + times.said, "working": working}
        heads = [one.head, other.head, times]
        yield remark("proof-change", Severity.ERROR, heads, details, misprints)
