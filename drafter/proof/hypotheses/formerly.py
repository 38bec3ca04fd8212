"""The earlier figure that a sentence gives as a number of its own: 上年办理50件，今年办理60件."""

from __future__ import annotations

from drafter.model.pattern import pattern
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import is_into, years_named
from drafter.proof.rows.row import Row, Table, Term

_MONTH = pattern(r"(\d{1,2})月")


def formerly(row: Row, table: Table) -> Term | None:
    """Last year's figure that the sentence gives as a level of its own: 上年办理50件，今年…"""
    if row.one("change") is None and row.one("growth") is None:
        return None
    olds = [
        term
        for term in table.terms
        if term.kind == "earlier"
        and term.index < row.head.index
        and alike(term.amount.unit, row.unit)
    ]
    levels = [r for r in table.rows if r.head.kind == "level" and r.order < row.order]
    if levels and _became(levels[-1], row):
        return levels[-1].head
    if levels and (beside := _abreast(levels[-1], row)):
        return beside
    years = years_named(row.head.words)
    then = [r for r in levels if years and years_named(r.head.words)[-1:] == [years[-1] - 1]]
    if len(then) == 1 and alike(then[0].unit, row.unit):
        return then[0].head
    if row.one("growth") and levels and _month_before(levels[-1], row):
        return levels[-1].head
    return olds[-1] if len(olds) == 1 and not levels else None


def _became(one: Row, row: Row) -> bool:
    """56项检查计划精简至21项: what there was and what became of it, in one clause."""
    beside = not row.head.piece.joint and one.head.index == row.head.index - 1
    return beside and is_into(row.head.words) and alike(one.unit, row.unit) and one.unit != ""


def _abreast(one: Row, row: Row) -> Term | None:
    """由377户1110人降至154户448人: of what stands right behind, the earlier figure of its own."""
    olds = one.hanging.get("earlier", [])
    bare = not (row.head.words or row.head.piece.joint) and row.head.index == one.head.index + 1
    both = bare and len(olds) > 1 and alike(olds[0].amount.unit, one.unit)
    return olds[1] if both and alike(olds[1].amount.unit, row.unit) else None


def _month_before(one: Row, row: Row) -> bool:
    """7月份受理3,128件，8月份受理3,517件: the same of the month before."""
    first, second = _MONTH.match(one.head.words), _MONTH.match(row.head.words)
    if not first or not second or not alike(one.unit, row.unit):
        return False
    return int(second[1]) - int(first[1]) in (1, -11)
