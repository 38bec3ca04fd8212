"""What hangs on a row, each comparison apart: the earlier figure, the change, the growth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.model.pattern import pattern
from drafter.proof.row import Row, Term
from drafter.proof.units import alike

_COMPARING = ("earlier", "change", "growth", "points", "times")
_RATES = ("growth", "times", "points")
_WHY = pattern("主要是|主要因|主要由于|原因|由于|得益于|受益于")
Beside = Mapping[str, Term]


def comparisons(row: Row) -> Iterator[Beside]:
    """What hangs on a row, by kind, each comparison apart: 环比增长8%（11月600件），同比增长20%."""
    one = dict[str, Term]()
    hanging = sorted((t for k in _COMPARING for t in row.hanging.get(k, ())), key=_place)
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
