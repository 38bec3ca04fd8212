"""What hangs on a row, each comparison apart: the earlier figure, the change, the growth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.proof.row import Row, Term

_COMPARING = ("earlier", "change", "growth", "points", "times")
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
