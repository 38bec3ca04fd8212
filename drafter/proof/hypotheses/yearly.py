"""Growth against the figure of the year before, told in another sentence of the paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.fact import bare
from drafter.proof.hypotheses.growth import comparison
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.text.passage import Remark

_YEAR = pattern(r"(2(?<![比较与同相].)0\d\d)年")
_COMPARED = pattern(r"[比较与同](20\d\d)年")
_LAST = pattern("比上年|较上年|比去年|较去年|同比")
_CLAUSE = pattern("[，：]")
_SHARED, _MOST = 2, 4


class Dated(Struct, frozen=True):
    """A number with the year that it is of, and its name."""

    term: Term
    year: int
    name: str


def yearly(account: Account) -> Iterator[Remark]:
    """Growth that the figures of the two years, told one after the other, do not give.

    >>> from drafter.proof.trying import remarks
    >>> text = "2021年收案1200件，比2020年{}20%。2020年收案1000件，比2019年增长5%。"
    >>> remarks(yearly, text.format("增长"))
    []
    >>> remarks(yearly, text.format("下降"))
    ['错误 写作“比2020年下降20%”，升降方向相反：（1200－1000）÷1000=20%；请核对']
    """
    for tables in account.paragraphs:
        text = "".join(table.sentence.text for table in tables)
        if len({*_YEAR.findall(text)}) > 1:
            numbers = [one for table in tables for one in _dated(table)]
            for row in (row for table in tables for row in table.rows):
                one = next((one for one in numbers if one.term is row.head), None)
                if one and not (row.one("earlier") or row.one("change")):
                    for risen in row.hanging.get("growth", ()):
                        yield from _judge(row, one, risen, numbers)


def _dated(table: Table) -> Iterator[Dated]:
    """The sentence's numbers, each with the last year before it that is no comparison."""
    year, start = 0, table.sentence.start
    for term in table.terms:
        named = _YEAR.findall(table.sentence.passage.plain, start, term.amount.start)
        year, start = int(named[-1]) if named else year, term.amount.end
        counted = term.kind in ("level", "earlier") and term.amount.unit and not term.piece.depth
        if year and counted and not term.amount.percent:
            yield Dated(term, year, bare(_CLAUSE.split(term.words)[-1]))


def _judge(row: Row, one: Dated, risen: Term, numbers: Sequence[Dated]) -> Iterator[Remark]:
    """The growth against the one figure of the year before that has the same name."""
    then = _compared_with(one, risen)
    like = [n for n in numbers if _is_same(one, n)]
    old = [n.term for n in like if n.year == then]
    if len(old) == 1 and [n for n in like if n.year == one.year] == [one]:
        yield from comparison(row, {"earlier": old[0], "growth": risen})


def _compared_with(one: Dated, risen: Term) -> int:
    """The year that a growth's clause compares with, 0 for none."""
    sentence = risen.sentence
    clause = sentence.passage.plain[sentence.start : risen.amount.start].rpartition("，")[2]
    if named := _COMPARED.search(clause):
        return int(named[1])
    return one.year - 1 if _LAST.search(clause) else 0


def _is_same(one: Dated, other: Dated) -> bool:
    """Whether two figures have one name: 最高人民法院受理案件 and 最高法受理案件."""
    short, long = sorted((one.name, other.name), key=len)
    named = len(short) >= _SHARED and long.endswith(short[-_MOST:])
    return named and alike(one.term.amount.unit, other.term.amount.unit)
