"""Tables: rows and columns with their totals, shares and growth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache

from drafter.model.finding import Severity
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account import Account
from drafter.proof.adding import adds_up, sum_slips
from drafter.proof.amounts import Amount
from drafter.proof.grid import Grid, Slot
from drafter.proof.misprint import LENGTH, Slip, slips
from drafter.proof.passage import Remark
from drafter.proof.printed import Printed, equal, printed
from drafter.proof.verdict import guess, near, several
from drafter.proof.words import alternatives, mentions

_LEAST, _MOST_BEFORE = 3, 8
_SHOWN = 12
HUNDRED = Quantity.exact(100)


def tables(account: Account) -> Iterator[Remark]:
    """Totals of rows and columns that do not add up; shares and growth that most rows give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(tables, "类｜件\\n民事｜35\\n刑事｜26\\n合计｜66")
    ['错误 两项相加为61（35 + 26），总数写作66（表中“合计”行“件”列）；疑为61误作66']
    >>> remarks(tables, "类别｜件数｜占比\\n民事｜350｜57.1%\\n刑事｜263｜42.9%\\n合计｜613｜100%")
    []
    """
    for grid in account.grids:
        yield from _columns(grid)
        yield from _across(grid)
        yield from _relations(grid)


@cache
def _total() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('合计行')})")


def is_total(head: str) -> bool:
    """Whether a row's or column's head names a total."""
    return bool(_total().search(head))


def _columns(grid: Grid) -> Iterator[Remark]:
    """合计 under or over its column; subtotals within."""
    for column, numbers in grid.numbers.items():
        if mentions("不加的列").search(grid.columns.get(column, "")):
            continue
        rows = [(row, slot) for row, slot in numbers if not _percent(slot)]
        for row, slot in rows:
            head = grid.rows.get(row, "")
            if is_total(head):
                parts = list(_parts_of(row, head, rows, grid))
                where = f"“{head}”行" + (
                    f"“{grid.columns[column]}”列" if column in grid.columns else ""
                )
                yield from _sum(slot, parts, where)


def _percent(slot: Slot) -> bool:
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
    choices = [
        [(r, s) for r, s in above if r > last],
        [(r, s) for r, s in plain if r < row],
        [(r, s) for r, s in above if is_total(heads[r])],
        [(r, s) for r, s in plain if r > row],
        [(r, s) for r, s in rows if r > row and is_total(heads[r])],
    ]
    if "小计" in head:
        below = [(r, s) for r, s in plain if r > row]
        end = min((r for r, _ in rows if r > row and is_total(heads[r])), default=10**6)
        choices = [choices[0], [(r, s) for r, s in below if r < end]]
    for choice in choices:
        yield [s for r, s in choice if not mentions("其中行").match(heads[r])]
        yield [s for _, s in choice]


def _sum(total: Slot, choices: Sequence[Sequence[Slot]], where: str) -> Iterator[Remark]:
    """A remark where no choice of parts makes the total."""
    assert total.amount is not None
    sound = [choice for choice in choices if len(choice) > 1]
    operands = [[slot.amount for slot in choice if slot.amount] for choice in sound]
    if not operands or any(adds_up(total.amount, parts) for parts in operands):
        return
    parts = operands[0]
    found = sum_slips(total.amount, parts)
    added = Fraction(sum(part.value for part in parts))
    if found or near(added, total.amount.value):
        yield _remark(total, parts, added, where, found)


def _remark(
    total: Slot, parts: Sequence[Amount], added: Fraction, where: str, found: Sequence[Slip]
) -> Remark:
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
        "guess": guess(found),
    }
    return _on(total, "proof-sum", Severity.ERROR, details)


def _on(slot: Slot, code: str, severity: Severity, details: Mapping[str, str]) -> Remark:
    text = slot.passage.plain[slot.start : slot.end]
    start = slot.start + len(text) - len(text.lstrip())
    return Remark(code, severity, slot.passage, start, start + len(text.strip()), details, start)


def _across(grid: Grid) -> Iterator[Remark]:
    """A column of totals beside the columns that it adds up: told where most rows hold."""
    for column, head in grid.columns.items():
        if not is_total(head) or column not in grid.numbers:
            continue
        summed = [
            c
            for c in grid.numbers
            if c != column
            and not is_total(grid.columns.get(c, ""))
            and not mentions("不加的列").search(grid.columns.get(c, ""))
        ]
        rows = list(_row_sums(grid, column, summed))
        sound = [adds_up(total.amount, parts) for _, total, parts in rows if total.amount]
        odd = [one for one, holds in zip(rows, sound, strict=True) if not holds]
        if 0 < len(odd) <= max(1, len(rows) // 2):
            for row, total, parts in odd:
                assert total.amount is not None
                added = Fraction(sum(part.value for part in parts))
                found = sum_slips(total.amount, parts)
                where = f"“{grid.rows.get(row, '')}”行“{head}”列"
                if found or near(added, total.amount.value):
                    yield _remark(total, parts, added, where, found)


def _row_sums(
    grid: Grid, column: int, summed: Sequence[int]
) -> Iterator[tuple[int, Slot, list[Amount]]]:
    for row, total in grid.numbers[column]:
        slots = [grid.slots.get((row, c)) for c in summed]
        parts = [s.amount for s in slots if s and s.amount and not s.amount.percent]
        if len(parts) > 1:
            yield row, total, parts


def _relations(grid: Grid) -> Iterator[Remark]:
    """Columns of rates that most rows make of two columns, or of one and its total."""
    plain = [c for c, numbers in grid.numbers.items() if not _rates(numbers)]
    for column, numbers in grid.numbers.items():
        if len(numbers) < _LEAST or not (_rates(numbers) or _is_difference(grid, column)):
            continue
        before = [c for c in plain if c != column][:_MOST_BEFORE]
        pairs = [(a, b) for a in before for b in before if a != b]
        yield from _best(grid, column, pairs, before)


def _rates(numbers: Sequence[tuple[int, Slot]]) -> bool:
    return all(_percent(slot) for _, slot in numbers)


def _is_difference(grid: Grid, column: int) -> bool:
    return bool(re.search("增减|增加|减少|变化|净增|增量", grid.columns.get(column, "")))


def _best(
    grid: Grid, column: int, pairs: Sequence[tuple[int, int]], singles: Sequence[int]
) -> Iterator[Remark]:
    """The relation that holds in most rows; its few exceptions are told."""
    tried = [
        (name, made)
        for name, choices in (("rate", pairs), ("growth", pairs), ("change", pairs))
        for a, b in choices
        if (made := _made(grid, column, a, b, name))
    ]
    tried += [("share", made) for a in singles if (made := _shared(grid, column, a))]
    best, wrong = None, list[tuple[int, Slot, list[Amount]]]()
    for name, made in tried:
        odd = [one for one in made if not _holds(name, one[1], one[2])]
        most = len(made) - len(odd) >= _LEAST and len(odd) <= len(made) // 3
        if most and (best is None or len(odd) < len(wrong)):
            best, wrong = name, odd
    for row, slot, operands in wrong if best else ():
        yield from _odd(grid, column, row, slot, operands, best or "")


def _made(
    grid: Grid, column: int, a: int, b: int, name: str
) -> list[tuple[int, Slot, list[Amount]]]:
    """The rows with a number in all three columns; a difference of rates is none here."""
    if (name == "change") == _rates(grid.numbers[column]):
        return []
    rows = list[tuple[int, Slot, list[Amount]]]()
    for row, slot in grid.numbers[column]:
        one, two = grid.slots.get((row, a)), grid.slots.get((row, b))
        if one and two and one.amount and two.amount:
            rows.append((row, slot, [one.amount, two.amount]))
    return rows if _likely(name, rows) else []


def _likely(name: str, rows: Sequence[tuple[int, Slot, list[Amount]]]) -> bool:
    """Whether the relation holds in some of the first rows; else it is not tried on all."""
    return any(_holds(name, slot, operands) for _, slot, operands in rows[:6])


def _shared(grid: Grid, column: int, a: int) -> list[tuple[int, Slot, list[Amount]]]:
    """The rows with their share of the column's total, or of the sum of all."""
    values = {row: slot.amount for row, slot in grid.numbers[a] if slot.amount}
    totals = [v for row, v in values.items() if is_total(grid.rows.get(row, ""))]
    if not _rates(grid.numbers[column]) or len(totals) != 1:
        return []
    rows = [
        (row, slot, [values[row], totals[0]])
        for row, slot in grid.numbers[column]
        if row in values and values[row] is not totals[0]
    ]
    return rows if _likely("share", rows) else []


def _holds(name: str, slot: Slot, operands: Sequence[Amount]) -> bool:
    assert slot.amount is not None
    one, two = (printed(amount) for amount in operands)
    if two.half_up.low <= 0 and name != "change":
        return False
    return equal([one, two], [printed(slot.amount)], _WORK[name])


def _worked(one: Quantity, two: Quantity) -> Quantity:
    return one * HUNDRED / two


_WORK: Mapping[str, Callable[[Quantity, Quantity], Quantity]] = {
    "rate": _worked,
    "share": _worked,
    "growth": lambda one, two: (one - two) * HUNDRED / two,
    "change": lambda one, two: one - two,
}


def _odd(
    grid: Grid, column: int, row: int, slot: Slot, operands: Sequence[Amount], name: str
) -> Iterator[Remark]:
    assert slot.amount is not None
    one, two = operands

    def holds(values: Sequence[Printed]) -> bool:
        if values[2].half_up.low <= 0 and name != "change":
            return False
        return equal(values[1:], values[:1], _WORK[name])

    found = slips([slot.amount, one, two], holds, LENGTH)
    value = _WORK[name](Quantity.exact(one.value), Quantity.exact(two.value)).value
    if not found and not near(value, slot.amount.value):
        return
    said = (
        f"{one.written}÷{two.written}"
        if name in ("rate", "share")
        else f"{one.written}－{two.written}"
    )
    if name == "growth":
        said = f"（{said}）÷{two.written}"
    sign = "" if name == "change" else "%"
    details = {
        "name": grid.columns.get(column, "") or "表中的数",
        "said": slot.text,
        "working": f"{said}={decimal(value / _scale(slot), 2)}{sign}",
        "where": f"（表中“{grid.rows.get(row, '')}”行）",
        "guess": guess(found),
    }
    yield _on(slot, "proof-rate", Severity.ERROR, details)


def _scale(slot: Slot) -> int:
    step = slot.amount.step if slot.amount else Fraction(1)
    return 10**8 if step >= 10**8 else 10**4 if step >= 10**4 else 1
