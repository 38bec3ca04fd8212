"""So many of so many: 每5件中有1件, where 200 of 1000 are; 出生率8‰."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account.account import Account
from drafter.proof.numbers.misprint import ONE, slips
from drafter.proof.numbers.printed import Printed
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import about, remark
from drafter.proof.text.passage import Remark

_MANY = r"(?:\d{1,3}|[一二两三四五六七八九十])"
_THING = "(?:人|个|名|位|件|起|家|户|份|宗|次|辆|所|例|对)"
_ONE_IN = pattern(
    rf"(?P<hedge>大?约|平均|近)?每(?P<of>{_MANY}){_THING}?(?P<thing>[^，。；：\d]{{0,10}}?)"
    rf"，?[中里]?，?[^，。；：\d每]{{0,8}}?有(?:近|约)?(?P<many>{_MANY}){_THING}"
)
_RATE = pattern("(?P<of>[\u4e00-\u9fff]{2})率(?:为|是|达|约)*$")
_ROUND, _AVERAGE = Fraction(7, 10), Fraction(3, 100)
_THOUSAND = 1000


def incidences(account: Account) -> Iterator[Remark]:
    """Numbers of every few, or of every thousand, that the text's own numbers do not give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(incidences, "200起案件中，有50起涉及未成年人，即每5起案件中就有1起。")
    ['警告 写作“每5起案件中就有1起”，50÷200=25%；请核对']
    >>> remarks(incidences, "老年人占常住人口的20.4%，每5人中就有1位老年人。")
    []
    >>> remarks(incidences, "出生人口6240人，年末常住人口78万人，出生率9.0‰。")
    ['警告 写作“9.0‰”，6240÷78万=8‰；疑为8.0误作9.0']
    """
    for table in account.tables:
        sentence = table.sentence
        if "每" in sentence.text:
            for match in _ONE_IN.finditer(sentence.passage.plain, sentence.start, sentence.end):
                yield from _every(match, table)
        for term in table.terms:
            if term.amount.unit == "‰" and (name := _RATE.search(term.words)):
                yield from _mille(term, name["of"], [*account.earlier(table), *table.rows])


def _every(match: re.Match[str], table: Table) -> Iterator[Remark]:
    """Told where no share and no two numbers before it are so many of so many."""
    of, many = (_number(match[name]) for name in ("of", "many"))
    before = [term for term in table.terms if term.amount.end <= match.start()]
    given = [*_shares(before), *_parts(before)]
    if not of or not many or many >= of or not given:
        return
    if any(_meant(of, many, share) for _, share, _ in given):
        return
    terms, share, working = given[-1]
    if about(Fraction(many, of), share) or len(given) == 1:
        passage = table.sentence.passage
        details = {
            "said": match[0], "working": f"{working}={decimal(share * 100, 2)}%", "where": "",
            "guess": "请核对",
        }  # fmt: skip
        start = min(term.start for term in terms)
        yield Remark(
            "proof-change", Severity.WARNING, passage, start, match.end(), details, match.start()
        )


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else read_numeral(written) or 0


def _meant(of: int, many: int, share: Fraction) -> bool:
    """Whether so many of so many is the share, as roughly as small numbers say it."""
    if not share:
        return False
    nearly = abs(many - share * of) <= _ROUND if many > 1 else abs(of - 1 / share) <= _ROUND
    return nearly or abs(Fraction(many, of) - share) <= share / 20


_Given = tuple[Sequence[Term], Fraction, str]


def _shares(before: Sequence[Term]) -> Iterator[_Given]:
    for term in before[-2:]:
        if term.amount.percent and term.kind in ("share", "rate", "percent"):
            yield [term], term.amount.value / 100, term.said


def _parts(before: Sequence[Term]) -> Iterator[_Given]:
    levels = [term for term in before if term.kind in ("level", "base")][-2:]
    if len(levels) == 2 and alike(levels[0].amount.unit, levels[1].amount.unit):
        whole, part = levels
        if 0 < part.amount.value < whole.amount.value:
            share = part.amount.value / whole.amount.value
            yield levels, share, f"{part.amount.written}÷{whole.amount.written}"


def _mille(term: Term, name: str, rows: Sequence[Row]) -> Iterator[Remark]:
    """出生率8‰: of the people at the year's end, or of as many as there were on average."""
    people = [r for r in rows if alike(r.unit, "人") and r.amount.value > 0]
    parts = [r for r in people if name in r.label and "人口数" not in r.label]
    wholes = [r for r in people if "人口" in r.label and r not in parts]
    if len(parts) != 1 or len(wholes) != 1:
        return
    amounts = [parts[0].amount, wholes[0].amount, term.amount]

    def holds(values: Sequence[Printed]) -> bool:
        part, whole, rate = values
        if whole.value <= 0:
            return False
        gap = abs(part.value * _THOUSAND / whole.value - rate.value)
        return gap <= rate.value * _AVERAGE + term.amount.step

    rate = amounts[0].value * _THOUSAND / amounts[1].value
    if holds([Printed.of(a.value, a.step) for a in amounts]) or not about(rate, term.amount.value):
        return
    misprints = [slip for slip in slips(amounts, holds, ONE) if slip.operand == 2]
    working = f"{amounts[0].written}÷{amounts[1].written}={decimal(rate, 2)}‰"
    details = {"said": term.said, "working": working}
    heads = [parts[0].head, wholes[0].head, term]
    yield remark("proof-change", Severity.WARNING, heads, details, misprints)
