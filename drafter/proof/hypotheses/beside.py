"""What the text says of a table against the table itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.tables import is_total, tables
from drafter.proof.hypotheses.twice import named
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import APART, LENGTH, ONE, meant_by
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.numbers.units import family
from drafter.proof.rows.grid import Grid, Slot
from drafter.proof.rows.row import Row
from drafter.proof.rows.scope import context
from drafter.proof.rows.verdict import near
from drafter.proof.text.passage import Remark

_BEFORE, _AFTER, _LEAST, _LONG, _LARGE = 4, 1, 2, 4, 100
_PLAIN = pattern(r"案件|事项|数量|总数|合计|类|本年|年度|[^\u4e00-\u9fff]")
_IN_ALL = pattern("[总共合]计|总额|共$|总$")
Doubted = set[tuple[int, int]]  # where numbers begin that their own table does not bear out
_OTHER_TIME = pattern(r"上年|去年|同期|计划|目标|上月")


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

    @cache
    def doubted() -> Doubted:
        return {(r.passage.number, r.claim) for r in tables(account)}

    for grid in account.grids:
        first, last = order[id(grid.first)], order[id(grid.last)]
        for table in account.tables:
            passage = table.sentence.passage
            at = order[id(passage)]
            close = first - _BEFORE <= at < first or last < at <= last + _AFTER
            if close and not passage.cell:
                for row in table.rows:
                    yield from _row(row, grid, doubted)


def _row(row: Row, grid: Grid, doubted: Callable[[], Doubted]) -> Iterator[Remark]:
    counted = row.head.kind == "level" and not row.amount.hedged and row.amount.value >= 10
    if not counted or any(_OTHER_TIME.search(tie) for tie in context(row)):
        return
    core = _PLAIN.sub("", named(row))
    large = row.amount.value >= _LARGE
    if large and any(same_number(row.amount, slot.amount) for slot in _numbers(grid)):
        return
    by_name = _named(grid, core) if len(core) >= _LEAST else ()
    about = [
        (head, slot)
        for head, slot in (*by_name, *_columns(row, grid))
        if slot.amount and (slot.passage.number, slot.amount.start) not in doubted()
    ]
    if any(same_number(row.amount, slot.amount) for _, slot in about):
        return
    for head, slot in about:
        if is_slip(row.amount, slot) or (
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


def _columns(row: Row, grid: Grid) -> Iterator[tuple[str, Slot]]:
    """The totals of the columns whose head is the figure's classifier, or has a word of its clause:
    场次, 转派工单; told where digits are exchanged or one is wrong."""
    words = re.split("[，。；：]", row.head.words)[-1]
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    around = grid.caption + "".join(grid.rows.values())
    count = sum(sign.isdigit() for sign in row.amount.written)
    heaviest = APART if count > _LONG else ONE
    for column, numbers in grid.numbers.items():
        head = _PLAIN.sub("", re.sub("（.*", "", grid.columns.get(column, "")))
        counted = _counts(head, row.unit) and any(pair in around for pair in pairs)
        money = row.unit == "元" and bool(_IN_ALL.search(words)) and len(grid.numbers) == 1
        if head and (money or counted or (count > _LEAST and any(pair in head for pair in pairs))):
            totals = [s for at, s in numbers if is_total(grid.rows.get(at, ""))]
            yield from ((head, s) for s in totals if is_slip(row.amount, s, heaviest))


def _counts(head: str, unit: str) -> bool:
    """Whether a head is a classifier's: 场次 for 场, 件数 for 件, never 人次 for 人."""
    return bool(unit) and (
        family(head) == family(unit) or head == unit + "数" or (head == unit + "次" != "人次")
    )


def _numbers(grid: Grid) -> Iterator[Slot]:
    return (slot for numbers in grid.numbers.values() for _, slot in numbers)


def same_number(amount: Amount, other: Amount | None) -> bool:
    """Whether the two are one number, in whichever unit the table has, or printed shorter."""
    if other is None:
        return False
    if _is_money(amount, other) and prints(printed(amount), other):
        return True
    return other.value in (amount.value, _bare(amount)) or _bare(other) == _bare(amount)


def _bare(amount: Amount) -> str:
    return amount.written.replace(",", "").rstrip("千万亿")


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


def is_slip(amount: Amount, slot: Slot, heaviest: int = LENGTH) -> bool:
    """Whether a slip of the hand makes the number of the text that of the cell."""
    digits = slot.text.replace(",", "").lstrip("-－").rstrip("%")
    if slot.amount and _is_money(amount, slot.amount):
        return any(prints(shown, slot.amount) for _, _, shown in meant_by(amount, heaviest))
    return any(meant.rstrip("千万亿") == digits for _, meant, _ in meant_by(amount, heaviest))


def _is_money(amount: Amount, other: Amount) -> bool:
    return amount.unit == other.unit == "元" and amount.step != other.step


def prints(shown: Printed, other: Amount) -> bool:
    """Whether a number in 亿 is that of the table in 万, half-up or cut off."""
    return any(way.low <= other.value <= way.high for way in (shown.half_up, shown.cut))
