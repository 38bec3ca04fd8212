"""Tables: rows and columns with their totals, shares and growth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account.account import Account
from drafter.proof.account.divisions import in_one_set
from drafter.proof.hypotheses.hundred import all_of_it
from drafter.proof.numbers.adding import adds_up, sum_slips
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import Slip
from drafter.proof.numbers.printed import equal, printed
from drafter.proof.ratios.bases import percent
from drafter.proof.rows.grid import Grid, Slot
from drafter.proof.rows.verdict import guess, near, several
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import alternatives, mentions

_TOP = pattern(r"[一二三四五六七八九十]{1,3}、")  # 三、（一）… （七）总计: a group of rows
_INNER = pattern(r"（[一二三四五六七八九十]{1,3}）")
_YEAR, _DATED = pattern("全年|年度|本年"), pattern(r"20\d\d年度?")
_SHOWN, _SOME_OF, _ALL, _SHARED, _FEW, _LONG = 12, 4, 100, 3, 6, 100


def tables(account: Account) -> Iterator[Remark]:
    """Totals of rows and columns that do not add up.

    >>> from drafter.proof.trying import remarks
    >>> remarks(tables, "类｜件\\n民事｜35\\n刑事｜26\\n合计｜66")
    ['错误 两项相加为61（35 + 26），总数写作66（表中“合计”行“件”列）；疑为61误作66']
    >>> remarks(tables, "县｜件｜县｜件\\n甲｜314｜丙｜70\\n乙｜148｜丁｜69\\n总计｜601｜｜")
    []
    >>> remarks(tables, "县｜件｜县｜件\\n甲｜314｜丙｜70\\n乙｜148｜丁｜96\\n总计｜601｜｜")
    ['错误 四项相加为628（314 + 148 + 70 + 96），总数写作601（表中“总计”行“件”列）；疑为69误作96']
    >>> remarks(tables, "类别｜件数｜占比\\n民事｜350｜57.1%\\n刑事｜263｜42.9%\\n合计｜613｜100%")
    []
    """
    for grid in account.grids:
        yield from _columns(grid)
        yield from _across(grid)


@cache
def _total() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('合计行')})")


def is_total(head: str) -> bool:
    """Whether a row's or column's head names a total: also 合　计, as it is spread over a cell."""
    return bool(_total().search("".join(head.split())))


def _columns(grid: Grid) -> Iterator[Remark]:
    """合计 under or over its column; subtotals within."""
    totals = [*_totals(grid)]
    vouched = {
        row
        for row, column, slot, parts in totals
        if _makes(slot, parts) or _has_shares(grid, row, column) or _is_divided(grid, row)
    }
    for row, column, slot, parts in totals:
        where = f"“{grid.rows.get(row, '')}”行"
        where += f"“{grid.columns[column]}”列" if column in grid.columns else ""
        yield from _sum(slot, parts, where, row in vouched)


def _adds(head: str) -> bool:
    """Whether a column's numbers may be added up: 2020年度支出, never 年度 or 占比."""
    return not mentions("不加的列").search(_DATED.sub("", head))


_Choices = list[list[Slot]]


def _totals(grid: Grid) -> Iterator[tuple[int, int, Slot, _Choices]]:
    """Each total of a column, with its row, its column, and what it may be made of."""
    for column, numbers in grid.numbers.items():
        if _adds(grid.columns.get(column, "")):
            rows = [(row, slot) for row, slot in numbers if not is_rate(slot)]
            for row, slot in rows:
                head = grid.rows.get(row, "")
                if is_total(head):
                    choices = [*_folded(row, column, grid), *_parts_of(row, head, rows, grid)]
                    yield row, column, slot, choices


def _folded(total: int, column: int, grid: Grid) -> Iterator[list[Slot]]:
    """What stands over a total in all columns of one head, in a table folded to be less long:
    省份｜数量｜省份｜数量."""
    head = grid.columns.get(column, "")
    same = [c for c in grid.numbers if head and grid.columns.get(c) == head]
    if len(same) > 1:
        yield [slot for c in same for row, slot in grid.numbers[c] if row != total]


def _makes(total: Slot, choices: _Choices) -> bool:
    """Whether parts that are not nothing make the total: what the row's other totals vouch for."""
    assert total.amount is not None
    sound = [c for c in choices if sum(bool(s.amount and s.amount.value) for s in c) > 1]
    return any(adds_up(total.amount, [s.amount for s in c if s.amount]) for c in sound)


def _has_shares(grid: Grid, total: int, column: int) -> bool:
    """Whether every other number of the column has its share of the total beside it."""
    whole = grid.slots[total, column].amount
    parts = {row: slot for row, slot in grid.numbers[column] if row != total}
    rates = [n for n in grid.numbers.values() if all(is_rate(slot) for _, slot in n)]
    return (
        bool(whole) and len(parts) > 1 and any(are_shares(parts, whole, n) for n in rates if whole)
    )


def _is_divided(grid: Grid, total: int) -> bool:
    """Whether the shares of all other rows, three and more, make the hundred that a total has."""
    for numbers in grid.numbers.values():
        shares = {row: slot.amount for row, slot in numbers if slot.amount and slot.amount.percent}
        whole = shares.pop(total, None)
        whole = whole if len(shares) >= _SHARED else None
        if whole and whole.value == _ALL and all_of_it([printed(n) for n in shares.values()]):
            return True
    return False


def are_shares(parts: Mapping[int, Slot], total: Amount, rates: Sequence[tuple[int, Slot]]) -> bool:
    """Whether each number of a column has in another one what it is of the total; of four and more
    one may be rounded to make a hundred."""
    shares = {row: slot.amount for row, slot in rates if slot.amount}
    fitting = [
        row
        for row, slot in parts.items()
        if slot.amount
        and row in shares
        and equal([printed(slot.amount), printed(total)], [printed(shares[row])], percent)
    ]
    return len(parts) - len(fitting) <= (len(parts) >= _SOME_OF)


def is_rate(slot: Slot) -> bool:
    return slot.amount is not None and slot.amount.percent


def _parts_of(
    row: int, head: str, rows: Sequence[tuple[int, Slot]], grid: Grid
) -> Iterator[list[Slot]]:
    """The rows that a total may be made of: those above it back to the last total, all that are no
    totals, the subtotals, those below a total that stands on top; 其中 rows left out or in."""
    heads = {r: grid.rows.get(r, "") for r, _ in rows}
    above = [(r, s) for r, s in rows if r < row]
    last = max((r for r, _ in above if is_total(heads[r])), default=-1)
    plain = [(r, s) for r, s in rows if r != row and not is_total(heads[r])]
    group = max((r for r, _ in above if _TOP.match(heads[r])), default=-1)
    grouped = (
        [[(r, s) for r, s in above if r >= first] for first in (group, group + 1)]
        if _INNER.match(head) and group >= 0
        else []
    )
    nested = _nested([(r, s) for r, s in above if r > last])
    choices = [
        *grouped,
        *([nested] if nested else []),
        [(r, s) for r, s in above if r > last],
        [(r, s) for r, s in plain if r < row],
        [(r, s) for r, s in above if is_total(heads[r])],
        [(r, s) for r, s in plain if r > row],
        [(r, s) for r, s in rows if r > row and is_total(heads[r])],
    ]
    if _TOP.match(head) and any(_TOP.match(heads[r]) for r, _ in above):
        choices = [[(r, s) for r, s in plain if r > row and _INNER.match(heads[r])]]
    if "小计" in head:
        below = [(r, s) for r, s in plain if r > row]
        end = min((r for r, _ in rows if r > row and is_total(heads[r])), default=10**6)
        choices = [choices[0], [(r, s) for r, s in below if r < end]]
    for choice in choices:
        yield [s for r, s in choice if r not in grid.under]
        yield [s for _, s in choice]


def _nested(rows: Sequence[tuple[int, Slot]]) -> list[tuple[int, Slot]]:
    """The rows without those that a row right above them is the sum of, [] where none is: 公务用车
    1857.23, 购置 423.81, 运行 1433.42."""
    inner = set[int]()
    for at, (row, slot) in enumerate(rows):
        for last in range(at + 3, min(len(rows), at + _FEW) + 1):
            parts = [one.amount for _, one in rows[at + 1 : last] if one.amount]
            whole = slot.amount
            long = whole and row not in inner and abs(whole.value) >= _LONG
            if whole and long and whole.value == sum(part.value for part in parts):
                inner |= {one for one, _ in rows[at + 1 : last]}
                break
    kept = [(row, slot) for row, slot in rows if row not in inner]
    return kept if inner and len(kept) > 1 else []


def _sum(total: Slot, choices: _Choices, where: str, vouched: bool) -> Iterator[Remark]:
    """A remark where no choice of parts makes the total, and a slip or the row's other totals leave
    no doubt that one should."""
    assert total.amount is not None
    sound = [choice for choice in choices if len(choice) > 1]
    operands = [[slot.amount for slot in choice if slot.amount] for choice in sound]
    if not operands or any(adds_up(total.amount, parts) for parts in operands):
        return
    parts = operands[0]
    misprints = sum_slips(total.amount, parts)
    added = Fraction(sum(part.value for part in parts))
    if misprints or vouched or near(added, total.amount.value):
        yield sum_remark(total, parts, added, where, misprints)


def sum_remark(
    total: Slot, parts: Sequence[Amount], added: Fraction, where: str, misprints: Sequence[Slip]
) -> Remark:
    """That the parts do not make the total, and what they make."""
    assert total.amount is not None
    scale = {"万": 10**4, "亿": 10**8}.get(total.amount.written[-1:], 1)
    if total.amount.step >= 10**4 and scale == 1:
        scale = 10**8 if total.amount.step >= 10**8 else 10**4
    shown = " + ".join(part.written for part in parts[:_SHOWN])
    details = {
        "count": several(len(parts)),
        "sum": decimal(added / scale),
        "parts": shown + (" + …" if len(parts) > _SHOWN else ""),
        "total": total.text,
        "where": f"（表中{where}）",
        "guess": guess(misprints),
    }
    return on_cell(total, "proof-sum", Severity.ERROR, details)


def on_cell(slot: Slot, code: str, severity: Severity, details: Mapping[str, str]) -> Remark:
    text = slot.passage.plain[slot.start : slot.end]
    start = slot.start + len(text) - len(text.lstrip())
    return Remark(code, severity, slot.passage, start, start + len(text.strip()), details, start)


def _across(grid: Grid) -> Iterator[Remark]:
    """A column of totals beside the columns that it adds up: told where most rows hold."""
    totals = [c for c in grid.numbers if is_total(grid.columns.get(c, "")) or _is_year(c, grid)]
    summed = [c for c in grid.numbers if c not in totals and _adds(grid.columns.get(c, ""))]
    for column in totals:
        before = max((c for c in totals if c < column), default=-1)
        near_by = [c for c in summed if before < c < column]
        runs = [near_by[first:] for first in range(len(near_by) - 1)]
        tried = [list(_row_sums(grid, column, chosen)) for chosen in (*runs, summed)]
        rows, odd = min(
            ((rows, _uneven(rows)) for rows in tried if rows), key=_odds, default=([], [])
        )
        if 0 < len(odd) <= max(1, len(rows) // 2):
            yield from _told_across(grid, column, odd)


def _is_year(column: int, grid: Grid) -> bool:
    """Whether a column is the year that all others divide: 一季度, 二季度, …, 全年."""
    others = [head for c, head in grid.columns.items() if c in grid.numbers and c != column]
    return bool(_YEAR.search(grid.columns.get(column, ""))) and in_one_set(others, True)


Sums = Sequence[tuple[int, Slot, list[Amount]]]


def _uneven(rows: Sums) -> Sums:
    """The rows whose total the others do not make."""
    return [one for one in rows if one[1].amount and not adds_up(one[1].amount, one[2])]


def _odds(one: tuple[Sums, Sums]) -> int:
    return len(one[1])


def _told_across(grid: Grid, column: int, odd: Sums) -> Iterator[Remark]:
    for row, total, parts in odd:
        assert total.amount is not None
        added = Fraction(sum(part.value for part in parts))
        misprints = sum_slips(total.amount, parts)
        where = f"“{grid.rows.get(row, '')}”行“{grid.columns[column]}”列"
        if misprints or near(added, total.amount.value):
            yield sum_remark(total, parts, added, where, misprints)


def _row_sums(
    grid: Grid, column: int, summed: Sequence[int]
) -> Iterator[tuple[int, Slot, list[Amount]]]:
    for row, total in grid.numbers[column]:
        slots = [grid.slots.get((row, c)) for c in summed]
        parts = [s.amount for s in slots if s and s.amount and not s.amount.percent]
        if len(parts) > 1:
            yield row, total, parts
