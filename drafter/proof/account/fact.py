"""What a number says, put so that another place may say it again: 调处矛盾纠纷, in 件, as wide as
it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.listed import OF_WHICH
from drafter.proof.numbers.printed import printed, rough
from drafter.proof.numbers.units import family
from drafter.proof.rows.clause import is_into
from drafter.proof.rows.row import Row
from drafter.proof.rows.scope import context, planned
from drafter.proof.text.words import alternatives

_LONGEST, _BEHIND, _MANY = 18, 14, 3
_YEARS = pattern(r"20\d\d年")
# What a clause says of a thing already told: 在办理的1316件案件中.
_CLAUSE = "(?<![上去同][年期])(?<![新年月])[\u4e00-\u9fff]{2}的$"
_WITHIN = pattern("[\u4e00-\u9fff]{0,8}(?:当中|之中|中|里)[，：]")
_DONE_WITH = pattern("[\u4e00-\u9fff]{2}的$")
_FROM, _LEAST = pattern("[由从]"), 2
_SIGNS = pattern(r"[“”‘’《》、 ]")
_CLAUSES, _TAIL = pattern("[，：]|…+"), pattern("[，。；：、（]")
_NOUN = pattern(r"^(?:的)?([\u4e00-\u9fff“”（）]{2,})")


class Fact(Struct, frozen=True):
    """A number with its name, before it and behind it, and how the words take it up again."""

    row: Row
    order: int
    name: str
    behind: str
    family: str
    planned: bool
    again: bool
    """Whether the sentence says that it sums up or repeats: 综上所述, 也就是说."""
    definite: bool
    """Whether it speaks of things already counted: 上述874件, 276件文件无一."""
    inner: bool
    """Whether it is a part of the number before: behind 其中, or in a bracket."""

    @property
    def resumed(self) -> bool:
        """Whether it speaks of what was done with as many before: 办结的75件中."""
        head = self.row.head
        within = _WITHIN.match(head.sentence.passage.plain, self.row.amount.end)
        return bool(within) and bool(_DONE_WITH.search(head.words)) and len(self.name) >= _LEAST

    @property
    def said(self) -> str:
        """All that names it, without signs."""
        return self.name + self.behind

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.row.head.sentence.passage.place


def facts(account: Account) -> Sequence[Fact]:
    """The counted figures and the rates of the text, outside of tables, in order."""
    kept: Sequence[Fact] | None = account.__dict__.get("facts")
    if kept is None:
        kept = account.__dict__["facts"] = tuple(_facts(account))
    return kept


def _facts(account: Account) -> Iterator[Fact]:
    plans = planned(account.document)
    for order, table in enumerate(account.tables):
        passage = table.sentence.passage
        if passage.cell:
            continue
        again = bool(_again().search(table.sentence.text))
        summed = [
            Row(t, 0) for t in table.terms if t.kind == "base" or (again and t.kind == "earlier")
        ]
        for row in [*table.rows, *summed]:
            counted = (
                row.head.kind in ("level", "earlier", "base")
                and row.unit
                and not row.amount.percent
            )
            rate = row.head.kind in ("rate", "percent") and row.amount.percent
            if (counted or rate) and not row.amount.in_words:
                yield _fact(row, order, passage.number in plans, again)


def _fact(row: Row, order: int, plan: bool, again: bool) -> Fact:
    piece = row.head.piece
    words = _naming(row)
    last = _CLAUSES.split(words)[-1]
    tail = row.head.sentence.passage.plain[row.amount.end : row.amount.end + _BEHIND]
    noun = _NOUN.match(_TAIL.split(tail)[0])
    behind = _SIGNS.sub("", noun[1]) if noun else ""
    inner = row.head.kind != "base" and (bool(OF_WHICH.search(row.head.lead)) or piece.depth > 0)
    definite = bool(_before().search(last)) or bool(noun and _after().search(noun[1]))
    definite = definite and not last.endswith("等")  # 甲、乙等18个 are new
    return Fact(
        row, order, bare(last)[-_LONGEST:], behind, family(row.unit), plan, again,
        definite and bool(behind) and not inner, inner,
    )  # fmt: skip


def _naming(row: Row) -> str:
    """The words that name a number; those of what it rose from in 税收由16万元增加到57万元."""
    head, earlier = row.head, row.one("earlier")
    if head.kind == "base":
        return head.reading.subject
    if earlier and is_into(head.words) and earlier.index < head.index:
        named = _FROM.split(earlier.words)[0]
        return head.words if len(named) < _LEAST or _FROM.match(head.words) else named
    return head.words


def bare(words: str) -> str:
    """The words that name a thing, without those that only say when, how much, how many kinds.

    >>> bare("2024年我市共调处各类矛盾纠纷"), bare("网上可办率提升至")
    ('调处矛盾纠纷', '网上可办率')
    """
    words = _trail().sub("", _SIGNS.sub("", words))
    return _lead().sub("", _filler().sub("", words))


@cache
def _trail() -> re.Pattern[str]:
    moved = "|".join((alternatives("升"), alternatives("降")))
    return re.compile(rf"(?:(?:{moved})?(?:到|至|为)|{alternatives('结尾')})+$")


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(rf"20\d\d年度?|{alternatives('套话')}")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternatives('开头')})+")


@cache
def _again() -> re.Pattern[str]:
    return re.compile(alternatives("复述"))


@cache
def _before() -> re.Pattern[str]:
    done = rf"(?:今年|全年|本年度?)(?:{alternatives('做法')})的$"  # 今年承办的146件提案
    again = rf"(?:^|[，、])(?:{alternatives('回指')})$"
    return re.compile(rf"{again}|(?:对|针对|围绕)$|{done}|{_CLAUSE}")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('回指之后')})(?![心央国小学医])")  # 社康中心


def ties(fact: Fact, now: str) -> frozenset[str]:
    """What ties a figure to a time, a plan or an office; the report's own year is no tie."""
    return context(fact.row) - {now}


def agrees(one: Fact, other: Fact) -> bool:
    """Whether both may be the same number, as each is printed."""
    (low, high), (least, most) = rough(one.row.amount), rough(other.row.amount)
    if low > most or least > high:
        return False
    ours, theirs = printed(one.row.amount), printed(other.row.amount)
    return any(
        a.low <= b.high and b.low <= a.high
        for a in (ours.half_up, ours.cut)
        for b in (theirs.half_up, theirs.cut)
    )


def latest(account: Account) -> str:
    """The year that the text reports on: that of its title, else the last that it names."""
    if account.document.year:
        return f"{account.document.year}年"
    text = (p.plain for p in account.document.passages)
    return max((year for one in text for year in _YEARS.findall(one)), default="")
