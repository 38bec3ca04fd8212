"""What a change of several years is a year: 十年共增加604.3万人，平均每年增加60.4万人."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.averages import either_way, is_mean
from drafter.proof.numbers.misprint import LENGTH, slips
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import moves
from drafter.proof.rows.row import Term
from drafter.proof.rows.verdict import about, remark, worked
from drafter.proof.text.passage import Remark

_PACE = pattern("(?:年均|年平均|平均每年|每年平均)净?(?:增加|增长|增|减少|下降|减)了?$")
_YEARS = pattern(r"(?<![\d第])([两三四五六七八九十]|\d{1,2})年(?:间|来|里)?(?:[共总累净一合]|，)?")
_DATED = pattern(r"(?:19|20)\d\d(?=年)")
_LONGEST = 30


def paces(account: Account) -> Iterator[Remark]:
    """Yearly changes that the change of all years does not give.

    >>> from drafter.proof.trying import remarks
    >>> text = "与2012年相比，林地八年共增加37.6万亩，增长9%，年均增加{}万亩。"
    >>> remarks(paces, text.format("4.7"))
    []
    >>> remarks(paces, text.format("7.4"))
    ['错误 平均数写作7.4万亩，37.6万÷8=4.7万；疑为4.7万误作7.4万']
    >>> text = "2020年末有48.2万人，与2015年末的45.9万人相比，减少2.3万人；年平均减少{}万人。"
    >>> remarks(paces, text.format("0.46")), len(remarks(paces, text.format("0.64")))
    ([], 1)
    """
    for number, table in enumerate(account.tables):
        for term in table.terms:
            if _PACE.search(term.words) and term.kind == "average" and not term.amount.hedged:
                before = [t for t in table.terms if t.index < term.index]
                passage = table.sentence.passage
                last = account.tables[max(0, number - 1) : number]
                above = [t for one in last if one.sentence.passage is passage for t in one.terms]
                yield from _pace(term, [*above, *before])


def _pace(term: Term, before: Sequence[Term]) -> Iterator[Remark]:
    changes = [t for t in before if t.kind == "change" or (t.kind == "level" and moves(t.words))]
    changes = [t for t in changes if alike(t.amount.unit, term.amount.unit)][-1:]
    years = _years(changes[0]) if changes else 0
    if not years or changes[0].amount.hedged:
        return
    change, number = changes[0], Fraction(years)

    def holds(values: Sequence[Printed]) -> bool:
        return is_mean(values[0].half_up, number, either_way(values[1].value, term.amount.step))

    amounts = [change.amount, term.amount]
    if holds([printed(one) for one in amounts]):
        return
    misprints = slips(amounts, holds, LENGTH)
    misprints.sort(key=lambda slip: (slip.weight, slip.operand == 0))
    mean = change.amount.value / number
    if misprints or about(mean, term.amount.value):
        working = f"{change.amount.written}÷{years}={worked(mean, change.amount)}"
        details = {"said": term.said, "working": working}
        yield remark("proof-average", Severity.ERROR, [change, term], details, misprints)


def _years(change: Term) -> int:
    """How many years a change took: as its words say, or between the last two that are named."""
    text = change.sentence.passage.plain
    end = change.amount.start
    named = _YEARS.findall(text, max(change.sentence.start, end - _LONGEST), end)
    if named:
        return int(named[-1]) if named[-1].isdigit() else read_numeral(named[-1]) or 0
    dated = [int(year) for year in _DATED.findall(text, 0, end)][-2:]
    return abs(dated[-1] - dated[0]) if len(dated) > 1 else 0
