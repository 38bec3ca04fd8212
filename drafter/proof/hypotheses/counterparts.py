"""Growths that name what they are of, or both sides: 受伤人数上升20%, 2019年比2018年增长375万件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.naming import alikeness, core, named
from drafter.proof.hypotheses.growth import comparison
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import is_into, moves
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.text.passage import Remark

_FROM = pattern("[由从]")
_AND = pattern("[、和与及]")
_CLAUSE = pattern("[，；：。（）]")
_PERIOD = r"(?:20\d\d年|[一二三四]季度|[上下]半年|前[二三]季度|(?<!\d)\d{1,2}月份?|[上中下]旬)"
_SIDES = pattern(
    rf"(?P<one>[^比较与]{{0,14}}?)(?:相比于?|比|较|环比)(?P<other>{_PERIOD}|[^\W\d_]{{2,6}}?)"
    r"的?(?:净?[增减升降上下多少回缩扩提][\u4e00-\u9fff]?(?:了|约|近)*)$"
)
_TIME, _SHORT = pattern(_PERIOD), 2
# With what is compared, where the text need not tell it.
_ELSEWHERE = pattern(
    "上年|去年|同期|上月|上周|上季|上期|年初|月初|全[国省市县区]|平均|预期|目标|计划|以往|往年"
)
_GROWN = ("growth", "change")


class Level(Struct, frozen=True):
    """A level with all words that name it; those of a list behind 分别 have each their own."""

    row: Row
    name: str


def counterparts(account: Account) -> Iterator[Remark]:
    """Growths that the numbers whose names they tell, one or both, do not give.

    >>> from drafter.proof.trying import remarks
    >>> text = "发生火灾24起、受伤12人，上年为30起、10人，起火次数下降、受伤人数上升{}%。"
    >>> remarks(counterparts, text.format(20))
    []
    >>> remarks(counterparts, text.format(90))
    ['错误 写作“受伤人数上升90%”，（12－10）÷10=20%；疑为19误作12，或20误作90']
    >>> text = "一季度、二季度分别受理420件和462件，二季度受理数比一季度增长{}%。"
    >>> remarks(counterparts, text.format(10)), remarks(counterparts, text.format(19))
    ([], ['错误 写作“二季度受理数比一季度增长19%”，（462－420）÷420=10%；疑为10误作19'])
    """
    for table in account.tables:
        grown = any(term.kind in _GROWN for term in table.terms)
        levels = [*_levels(table, account)] if grown else []
        for claim, name in _named_growths(table):
            yield from _of_named(claim, name, [one.row for one in levels])
        yield from _grown_by(table)
        for number, claim in enumerate(table.terms):
            if claim.kind in _GROWN:
                yield from _between(claim, table.terms[number + 1 : number + 2], levels)


def _levels(table: Table, account: Account) -> Iterator[Level]:
    """The levels of the sentence and of those shortly before it in its paragraph."""
    passage = table.sentence.passage
    earlier = [r for r in account.earlier(table) if r.head.sentence.passage is passage]
    rows = [*earlier, *(r for r in table.rows if not r.head.piece.depth)]
    names = list[str]()
    for row in rows:
        words = row.head.words
        if "分别" in words:
            names = _AND.split(_CLAUSE.split(row.head.lead.partition("分别")[0])[-1])
        if row.head.kind == "level" and not moves(words):
            listed = names and ("分别" in words or not words or _AND.fullmatch(words))
            yield Level(row, names.pop(0) if listed else words)
        names = names if "分别" in words or words in ("", "和", "与", "及") else []


def _named_growths(table: Table) -> Iterator[tuple[Term, str]]:
    """Each growth with a name of its own; those behind 分别 with one each."""
    names = list[str]()
    for row in table.rows:
        words, subject = row.head.words, row.head.reading.subject
        if row.head.kind == "growth" and words and subject:
            names = _AND.split(subject.removesuffix("分别"))
        if row.head.kind == "growth" and names:
            yield row.head, names.pop(0)


def _of_named(claim: Term, name: str, rows: Sequence[Row]) -> Iterator[Remark]:
    """受伤人数上升20%, of the level of that name with its earlier figure."""
    before = [
        r for r in rows
        if r.one("earlier") and not r.one("growth") and not r.one("change")
    ]  # fmt: skip
    if level := named(name, before):
        yield from _plausible(
            comparison(level[0], {"earlier": level[0].one("earlier"), "growth": claim})
        )


def _grown_by(table: Table) -> Iterator[Remark]:
    """贸易额由4209亿元增至2.04万亿元，贸易规模增长3.8倍, of what the words before 由 name."""
    for row in table.rows:
        old = row.one("earlier")
        claims = [t for t in table.terms if t.index == row.head.index + 1 and t.kind == "times"]
        if old and claims and is_into(row.head.words) and not row.one("times"):
            name = _FROM.split(old.words)[0]
            if name and alikeness(claims[0].reading.subject, name):
                yield from _plausible(comparison(row, {"earlier": old, "times": claims[0]}))


def _plausible(remarks: Iterator[Remark]) -> Iterator[Remark]:
    return (one for one in remarks if one.severity is Severity.ERROR)


def _between(claim: Term, behind: Sequence[Term], levels: Sequence[Level]) -> Iterator[Remark]:
    """二季度比一季度增长6%; 较峰值下降28%, of the number told last."""
    sides = _SIDES.search(_CLAUSE.split(claim.lead)[-1])
    if not sides or _ELSEWHERE.search(sides["other"]):
        return
    before = [one for one in levels if one.row.head.amount.end <= claim.amount.start]
    other = core(sides["other"])
    old = [one for one in before if other in one.name]
    if len(old) != 1 or len(other) < _SHORT:
        return
    like = [one for one in before if one is not old[0] and alike(one.row.unit, old[0].row.unit)]
    now = _called(sides["one"], like)
    if now is None or claim is now.row.head:
        return
    beside = {"earlier": replace(old[0].row.head, words=old[0].name), claim.kind: claim}
    if behind and behind[0].kind == "growth" and claim.kind == "change":
        beside["growth"] = behind[0]
    yield from _plausible(comparison(now.row, beside))


def _called(name: str, levels: Sequence[Level]) -> Level | None:
    """The one level of that time or name; without a name the last."""
    if not name.strip("，、"):
        return levels[-1] if levels else None
    time = _TIME.search(name)
    key = time[0] if time else name
    alone = [one for one in levels if key in one.name]
    return alone[0] if len(alone) == 1 and len(key) >= _SHORT else None
