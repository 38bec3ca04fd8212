"""Growth a year from first to last: 由2020年的80亿元增至2024年的128亿元，年均增长12.5%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.growth import changed
from drafter.proof.numbers.misprint import EXCHANGED, ONE, slips
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import is_into, years_named
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Table, Term
from drafter.proof.text.passage import Remark

_PACE = pattern("(?:年均|年平均|平均每年|每年平均)(?:实际)?(?:增长|递增|增速|下降|递减)")
_SPAN = pattern(r"(?<![\d第])([两三四五六七八九十])年(?:来|间|里|前|以来)|“十[一二三四]五”")
_PRICED = pattern("生产总值|增加值|收入|消费|产值|GDP|实际")
_FIVE, _NEAR, _ROOM = 5, 2, 0.0005


def compounds(account: Account) -> Iterator[Remark]:
    """Growth a year that the first and the last number do not give.

    Of what prices change it may be growth at constant prices: there only digits that were
    exchanged, or a number that stands twice, are told.

    >>> from drafter.proof.trying import remarks
    >>> text = "研发投入由2020年的80亿元增至2024年的128亿元，年均增长{}%。"
    >>> remarks(compounds, text.format("12.5"))
    []
    >>> remarks(compounds, text.format("15.2"))
    ['错误 写作“年均增长15.2%”，128亿÷80亿开4次方－1=12.47%；疑为12.5误作15.2']
    >>> remarks(compounds, "收入由2020年的80亿元增至2024年的128亿元，年均增长11.9%。")
    []
    """
    for table in account.tables:
        for one, rate in pairwise(table.terms):
            old = _first(one, table) if rate.kind == "growth" and _PACE.search(rate.words) else None
            years = _years(old, one, table) if old else 0
            if old and years:
                yield from _judge([old, one, rate], years)


def _first(now: Term, table: Table) -> Term | None:
    """The number of the first year, right before that of the last."""
    before = table.terms[max(0, now.index - _NEAR) : now.index]
    olds = [t for t in before if t.kind == "earlier" and alike(t.amount.unit, now.amount.unit)]
    return olds[-1] if olds and now.kind == "level" and is_into(now.words) else None


def _years(old: Term, now: Term, table: Table) -> int:
    """How many years lie between, by the years that both name, or as the sentence says."""
    first, last = years_named(old.words)[-1:], years_named(now.words)[-1:]
    if first and last:
        return max(0, last[0] - first[0])
    spans = {_length(match[1]) for match in _SPAN.finditer(table.sentence.text)}
    return spans.pop() if len(spans) == 1 and not (first or last) else 0


def _length(numeral: str | None) -> int:
    return (read_numeral(numeral) or 0) if numeral else _FIVE


def _judge(terms: Sequence[Term], years: int) -> Iterator[Remark]:
    sign = terms[-1].reading.sign
    amounts = [term.amount for term in terms]

    def holds(values: Sequence[Printed]) -> bool:
        return _gives(values, sign, years)

    values = [printed(amount) for amount in amounts]
    if years <= 1 or amounts[0].value <= 0 or amounts[1].value <= 0:
        return
    if any(_gives(values, sign, number) for number in (years - 1, years, years + 1)):
        return  # who counts the first year too
    priced = _PRICED.search(terms[0].words + terms[-1].words)
    misprints = slips(amounts, holds, EXCHANGED if priced else ONE)
    if misprints or stale(amounts[: 2 if priced else 3]):
        root = float(amounts[1].value / amounts[0].value) ** (1 / years) - 1
        rate = decimal(Quantity.exact(round(abs(root) * 100, 2)).value, 2)
        working = f"{amounts[1].written}÷{amounts[0].written}开{years}次方－1={rate}%"
        yield changed("proof-change", terms, terms[-1], working, misprints)


def _gives(values: Sequence[Printed], sign: int, years: int) -> bool:
    """Whether the rate, compounded, leads from the first to the last, as they are printed."""
    old, now, rate = values
    if old.half_up.low <= 0:
        return False
    least, most = now.half_up.low / old.half_up.high, now.half_up.high / old.half_up.low
    for each in (rate.half_up, rate.cut):
        ends = sorted((1 + sign * float(r) / 100) ** years for r in (each.low, each.high))
        if float(least) <= ends[1] + _ROOM and ends[0] <= float(most) + _ROOM:
            return True
    return False
