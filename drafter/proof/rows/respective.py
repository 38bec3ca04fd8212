"""What 分别 gives each of several levels: 18起、9人，分别下降10%、25%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from drafter.model.pattern import pattern
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import POINTS
from drafter.proof.rows.row import Row, Term

_AND = ("和", "与", "及")
_FROM = pattern("[由从][^，]{0,12}$")


def hang(row: Row, terms: Sequence[Term]) -> None:
    """The terms hung on the row, each under its kind."""
    for term in terms:
        row.hanging.setdefault(term.kind, []).append(term)


def shared(terms: Sequence[Term]) -> frozenset[int]:
    """The places of the terms that go to several levels: 减少4起、3人; 减少2起、增加1人."""
    spread = set[int]()
    for one, other in pairwise(terms):
        both = one.kind == other.kind == "change" and not alike(one.amount.unit, other.amount.unit)
        if one.reading is other.reading or (both and other.piece.joint == "、"):
            spread |= {one.index, other.index}
    return frozenset(spread)


def joins(last: Term, term: Term) -> bool:
    """Whether a number goes on with what 分别 began: 分别增长30%、下降10%."""
    if term.reading is last.reading:
        return True
    listed = term.piece.joint == "、" or term.words[:1] in _AND
    return listed and term.kind == last.kind and term.index == last.index + 1


def spread_out(run: Sequence[Term], rows: Sequence[Row]) -> None:
    """起数10起、死亡9人，同比分别减少4起、3人，分别下降29%、25%: each to its own row."""
    for terms in _groups(run):
        levels = _levels(terms, rows)
        if len(terms) > 1 and len(levels) == len(terms):
            for row, term in zip(levels, terms, strict=True):
                hang(row, [term])


def _groups(run: Sequence[Term]) -> Iterator[list[Term]]:
    group = list[Term]()
    for term in run:
        if group and not joins(group[-1], term):
            yield group
            group = []
        group.append(term)
    if group:
        yield group


def _levels(terms: Sequence[Term], rows: Sequence[Row]) -> list[Row]:
    """The rows that the terms are of: those right before them, or, behind 由, right after."""
    first = terms[0]
    fits = [row for row in rows if any(_fits(row, term) for term in terms)]
    if first.kind == "earlier" and _FROM.search(first.words):
        return [row for row in fits if row.head.index > terms[-1].index][: len(terms)]
    return [row for row in fits if row.head.index < first.index][-len(terms) :]


def _fits(row: Row, term: Term) -> bool:
    """Whether a term may be of a row: points of a rate, a growth of a number."""
    if term.amount.unit in POINTS:
        return row.amount.percent
    if term.kind in ("earlier", "change"):
        return alike(row.unit, term.amount.unit)
    return row.head.kind == "level"
