"""What the text says of a table against the table itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.model.finding import Severity
from drafter.proof.account import Account
from drafter.proof.amounts import Amount
from drafter.proof.grid import Grid, Slot
from drafter.proof.hypotheses.tables import is_total, tables
from drafter.proof.hypotheses.twice import named
from drafter.proof.misprint import meant_by
from drafter.proof.passage import Remark
from drafter.proof.row import Row
from drafter.proof.scope import context
from drafter.proof.verdict import near

_BEFORE, _AFTER, _LEAST, _LONG, _LARGE = 2, 1, 2, 4, 100
_PLAIN = re.compile(r"案件|事项|数量|总数|合计|类|本年|年度|[^\u4e00-\u9fff]")
_OTHER_TIME = re.compile(r"上年|去年|同期|计划|目标|月")


def beside(account: Account) -> Iterator[Remark]:
    """Figures of the paragraphs around a table that differ from its rows or its total.

    >>> from drafter.proof.trying import remarks
    >>> table = "类别｜件数\\n民事案件｜350\\n刑事案件｜270\\n合计｜620"
    >>> remarks(beside, "全年办理法律援助案件602件，情况如下。\\n法律援助案件统计表\\n" + table)
    ['警告 同一项数，表中“合计”行写作620，前后不一；疑为620误作602']
    >>> remarks(beside, "全年办理法律援助案件620件，其中民事案件350件。\\n" + table)
    []
    """
    order = {id(p): n for n, p in enumerate(account.document.passages)}
    for grid in account.grids:
        first, last = order[id(grid.first)], order[id(grid.last)]
        for table in account.tables:
            passage = table.sentence.passage
            at = order[id(passage)]
            close = first - _BEFORE <= at < first or last < at <= last + _AFTER
            if close and not passage.cell:
                for row in table.rows:
                    yield from _row(row, grid, account)


def _row(row: Row, grid: Grid, account: Account) -> Iterator[Remark]:
    counted = row.head.kind == "level" and not row.amount.hedged and row.amount.value >= 10
    if not counted or any(_OTHER_TIME.search(tie) for tie in context(row)):
        return
    core = _PLAIN.sub("", named(row))
    large = row.amount.value >= _LARGE
    if len(core) < _LEAST or (
        large and any(_same(row.amount, slot.amount) for slot in _numbers(grid))
    ):
        return
    doubted = {(r.passage.number, r.claim) for r in tables(account)}
    about = [
        (head, slot)
        for head, slot in _named(grid, core)
        if slot.amount and (slot.passage.number, slot.amount.start) not in doubted
    ]
    if any(_same(row.amount, slot.amount) for _, slot in about):
        return
    for head, slot in about:
        if _slip(row.amount, slot) or (
            is_total(head) and slot.amount and near(row.amount.value, slot.amount.value)
        ):
            details = {
                "first": f"表中“{head}”行",
                "other": slot.text,
                "guess": f"疑为{slot.text}误作{row.amount.written}",
            }
            spot = row.head.start, row.amount.end
            passage, start = row.head.sentence.passage, row.amount.start
            spot = row.head.start, row.amount.end
            yield Remark("proof-two-values", Severity.WARNING, passage, *spot, details, start)
            return


def _numbers(grid: Grid) -> Iterator[Slot]:
    return (slot for numbers in grid.numbers.values() for _, slot in numbers)


def _same(amount: Amount, other: Amount | None) -> bool:
    """Whether the two are one number, in whichever unit the table has."""
    if other is None:
        return False
    return other.value in (amount.value, _bare(amount)) or _bare(other) == _bare(amount)


def _bare(amount: Amount) -> str:
    return amount.written.replace(",", "").rstrip("万亿")


def _named(grid: Grid, core: str) -> Iterator[tuple[str, Slot]]:
    """The cells that speak of the thing: of its row, of its column's total, and the total of a
    table about it; only where one column of numbers, or one of totals, leaves no doubt."""
    plain = {c: numbers for c, numbers in grid.numbers.items() if not _has_rates(numbers)}
    totals = [c for c in plain if is_total(grid.columns.get(c, ""))]
    column = totals[0] if len(totals) == 1 else next(iter(plain)) if len(plain) == 1 else -1
    about = core in _PLAIN.sub("", grid.caption)
    for at, slot in plain.get(column, []):
        head = grid.rows.get(at, "")
        if (is_total(head) and about) or _is_about(head, core):
            yield head, slot
    for other, numbers in plain.items():
        for at, slot in numbers:
            head = grid.columns.get(other, "")
            if is_total(grid.rows.get(at, "")) and _is_about(re.sub("（.*", "", head), core):
                yield head, slot


def _has_rates(numbers: Sequence[tuple[int, Slot]]) -> bool:
    return any(slot.amount and slot.amount.percent for _, slot in numbers)


def _is_about(head: str, core: str) -> bool:
    """Whether a head names the thing: in the same words, or in some more."""
    plain = _PLAIN.sub("", head)
    if len(plain) < _LEAST:
        return False
    some = (core in plain and len(core) >= _LONG) or (plain in core and len(plain) >= _LONG - 1)
    return plain == core or some


def _slip(amount: Amount, slot: Slot) -> bool:
    digits = str(slot.text).replace(",", "")
    return any(meant.rstrip("万亿") == digits for _, meant, _ in meant_by(amount))
