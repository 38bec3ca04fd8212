"""What hangs on a row, each comparison apart: the earlier figure, the change, the growth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.model.pattern import pattern
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import subject
from drafter.proof.rows.row import Row, Term
from drafter.proof.text.words import mentions

_COMPARING = ("earlier", "change", "growth", "points", "times")
_RATES = ("growth", "times", "points")
_FROM = pattern("[\u4e00-\u9fff”]{2}(?:由|从)[^，]{0,8}$")
_WHY = pattern("主要是|主要因|主要由于|原因|由于|得益于|受益于")
Beside = Mapping[str, Term]


def comparisons(row: Row) -> Iterator[Beside]:
    """What hangs on a row, by kind, each comparison apart: 环比增长8%（11月600件），同比增长20%."""
    one = dict[str, Term]()
    if not row.hanging:
        yield one
        return
    hanging = sorted((t for k in _COMPARING for t in row.hanging.get(k, ())), key=_place)
    begun = next((n for n, t in enumerate(hanging) if _opens(t, row)), 0)
    hanging = [t for n, t in enumerate(hanging) if n >= begun or not _is_of_its_own(t)]
    for number, term in enumerate(hanging):
        following = hanging[number + 1 : number + 2]
        anew = term.kind in one or (
            term.kind == "earlier" and bool(one) and [t.kind for t in following] == ["growth"]
            and following[0].piece.joint != "，" and "growth" in one
        )  # fmt: skip
        if anew:
            yield one
            one = {}
        one[term.kind] = term
    yield one


def _opens(term: Term, row: Row) -> bool:
    """Whether a thing of its own is named with where it comes from: 高新技术企业增长1.7倍，专精特新
    企业从80户增加到810户. What stands before is of another."""
    here = term.sentence is row.head.sentence and term.index == row.head.index - 1
    named = _FROM.search(term.words) if here and term.kind == "earlier" else None
    return bool(named) and term.piece.joint in ("，", "；")


def _is_of_its_own(term: Term) -> bool:
    """Whether a comparison names what it is of: 利润翻三番, not 一季度同比下降12%."""
    return bool(subject(mentions("时段").sub("", term.reading.subject)))


def _place(term: Term) -> tuple[int, int]:
    return term.sentence.start, term.index


def belongs(term: Term, head: Row) -> bool:
    """Whether what hangs on a level may be held against it: of its classifier, and no cause of it
    (下降71%，主要是上年购置车辆2.3亿元); 796万 behind 3.04亿人次 has none of its own."""
    ours, theirs = head.amount, term.amount
    bare = any(not a.unit and a.written[-1] in "万亿" for a in (ours, theirs))
    like = term.kind in _RATES or bare or alike(ours.unit, theirs.unit)
    beside = term.sentence is head.head.sentence and ours.end < theirs.start
    why = beside and _WHY.search(term.sentence.passage.plain, ours.end, theirs.start)
    return like and not why
