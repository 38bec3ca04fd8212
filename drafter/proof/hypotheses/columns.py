"""Columns of a table that most rows make of others: rates, shares, growth, differences, means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.tables import is_rate, is_total, on_cell
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import LENGTH, slips
from drafter.proof.numbers.printed import Printed, equal, printed
from drafter.proof.rows.grid import Grid, Slot, is_of_points
from drafter.proof.rows.verdict import guess, near
from drafter.proof.text.passage import Remark

_LEAST, _MOST_BEFORE, _ABOVE = 3, 8, 4
_Relation = list[tuple[int, Slot, list[Amount]]]
_DIFFERENCE = "增减|增加|减少|变化|净增|增量|百分点"
_FACTORS = (1, 10, 100, 1000, 10000)
_MEANS = tuple(f"mean {factor}" for factor in _FACTORS)
_ALL = 100
HUNDRED, _NEVER = Quantity.exact(100), Quantity.exact(-1)


def columns(account: Account) -> Iterator[Remark]:
    """The cell that does not fit what its column is in all other rows.

    >>> from drafter.proof.trying import remarks
    >>> table = "镇｜去年｜今年｜增长\\n甲｜50｜60｜20%\\n乙｜80｜88｜{}%\\n"
    >>> table += "丙｜40｜50｜25%\\n丁｜20｜21｜5%"
    >>> remarks(columns, table.format(10))
    []
    >>> remarks(columns, table.format(70))
    ['错误 增长写作70%，（88－80）÷80=10%（表中“乙”行）；疑为10误作70']

    Where the head says what the column is, two sound rows are enough.

    >>> table = "项目｜去年｜今年｜增减\\n受理｜52｜61｜9\\n审结｜48｜57｜9\\n调解｜130｜118｜{}"
    >>> remarks(columns, table.format(-12)), remarks(columns, table.format(-21))
    ([], ['错误 增减写作-21，118－130=-12（表中“调解”行）；疑为-12误作-21'])
    """
    for grid in account.grids:
        yield from _relations(grid, [*_told_before(grid, account)])


def _told_before(grid: Grid, account: Account) -> Iterator[Amount]:
    """The numbers of the paragraphs right above a table, of which it may give the shares."""
    for table in account.tables:
        passage = table.sentence.passage
        above = 0 < grid.first.number - passage.number <= _ABOVE and passage.part == grid.first.part
        if above and not passage.cell:
            yield from (row.amount for row in table.rows if row.head.kind == "level")


def _relations(grid: Grid, totals_above: Sequence[Amount]) -> Iterator[Remark]:
    """Columns of rates that most rows make of two columns, or of one and its total."""
    plain = [c for c, numbers in grid.numbers.items() if not _rates(numbers)]
    for column, numbers in grid.numbers.items():
        if len(numbers) < _LEAST or not (
            _rates(numbers) or _is_difference(grid, column) or _is_mean(grid, column)
        ):
            continue
        pool = (
            plain if not _of_points(grid, column) else [c for c in grid.numbers if c not in plain]
        )
        before = [c for c in pool if c != column][:_MOST_BEFORE]
        pairs = [(a, b) for a in before for b in before if a != b]
        shared = [one for a in before for one in _shared(grid, column, a, totals_above)]
        yield from _best(grid, column, pairs, shared)


def _rates(numbers: Sequence[tuple[int, Slot]]) -> bool:
    return all(is_rate(slot) for _, slot in numbers)


def _is_difference(grid: Grid, column: int) -> bool:
    return bool(re.search(_DIFFERENCE, grid.columns.get(column, "")))


def _of_points(grid: Grid, column: int) -> bool:
    return is_of_points(grid.columns.get(column, ""))


def _is_mean(grid: Grid, column: int) -> bool:
    return bool(re.search("均|亩产|单产", grid.columns.get(column, "")))


def _best(
    grid: Grid, column: int, pairs: Sequence[tuple[int, int]], shared: Sequence[_Relation]
) -> Iterator[Remark]:
    """The relation that holds in most rows; its few exceptions are told."""
    tried = [
        (name, relation)
        for name in ("rate", "rest", "growth", "change", *_MEANS)
        for a, b in pairs
        if (relation := _made(grid, column, a, b, name))
    ]
    tried += [("share", relation) for relation in shared]
    best, wrong = None, _Relation()
    for name, relation in tried:
        odd = [one for one in relation if not _holds(name, one[1], one[2])]
        least = _LEAST - _says_so(name, grid, column)
        most = len(relation) - len(odd) >= least and len(odd) <= max(len(relation) // 3, 3 - least)
        by_head = best is not None and _says_so(name, grid, column) > _says_so(best, grid, column)
        if most and (best is None or len(odd) < len(wrong) or (by_head and len(odd) == len(wrong))):
            best, wrong = name, odd
    # One cell among many is wrong, whatever it ought to be, where the head says what it is.
    alone = len(wrong) == 1 and len(grid.numbers[column]) > _LEAST - (best == "share")
    sure = alone and bool(best) and bool(_says_so(best or "", grid, column))
    for row, slot, operands in wrong if best else ():
        yield from _odd(grid, column, row, slot, operands, best or "", sure)


def _says_so(name: str, grid: Grid, column: int) -> bool:
    """Whether the column's head names such a relation, so that two sound rows are enough."""
    words = {
        "rate": "率|占|完成",
        "rest": "率",
        "share": "占比|比重|比例",
        "growth": "增|同比|升|幅",
        "change": _DIFFERENCE,
        "mean": "均|亩产|单产",
    }
    return bool(re.search(words.get(name, "$^"), grid.columns.get(column, "")))


def _made(grid: Grid, column: int, a: int, b: int, name: str) -> _Relation:
    """The rows with a number in all three columns; a difference of rates is none here."""
    plain = name == "change" or name in _MEANS
    if plain == _rates(grid.numbers[column]) or (name in _MEANS) != _is_mean(grid, column):
        return []
    rows = _Relation()
    for row, slot in grid.numbers[column]:
        one, two = grid.slots.get((row, a)), grid.slots.get((row, b))
        if one and two and one.amount and two.amount:
            rows.append((row, slot, [one.amount, two.amount]))
    return rows if _likely(name, rows) else []


def _likely(name: str, rows: _Relation) -> bool:
    """Whether the relation holds in some of the first rows; else it is not tried on all."""
    return any(_holds(name, slot, operands) for _, slot, operands in rows[:6])


def _shared(grid: Grid, column: int, a: int, totals_above: Sequence[Amount]) -> Iterator[_Relation]:
    """The rows with their share of the column's total, or of what is told above the table."""
    values = {row: slot.amount for row, slot in grid.numbers[a] if slot.amount}
    totals = [v for row, v in values.items() if is_total(grid.rows.get(row, ""))]
    if _rates(grid.numbers[column]) and len(totals) <= 1:
        for total in totals or totals_above:
            rows = [(r, s, [values[r], total]) for r, s in grid.numbers[column] if r in values]
            if _likely("share", rows):
                yield rows


def _holds(name: str, slot: Slot, operands: Sequence[Amount]) -> bool:
    assert slot.amount is not None
    one, two = (printed(amount) for amount in operands)
    if two.half_up.low <= 0 and name != "change":
        return False
    return equal([one, two], [printed(slot.amount)], _WORK[name])


def _worked(one: Quantity, two: Quantity) -> Quantity:
    return one * HUNDRED / two


def _mean(factor: int) -> Callable[[Quantity, Quantity], Quantity]:
    """An average in a unit that many times smaller: tons and mu to kilograms a mu."""
    return lambda one, two: one * Quantity.exact(factor) / two


_WORK: Mapping[str, Callable[[Quantity, Quantity], Quantity]] = {
    "rate": _worked,
    "rest": lambda one, two: (one - two) * HUNDRED / one if one.low > 0 else _NEVER,
    "share": _worked,
    "growth": lambda one, two: (one - two) * HUNDRED / two,
    "change": lambda one, two: one - two,
    **{f"mean {factor}": _mean(factor) for factor in _FACTORS},
}


def _odd(
    grid: Grid, column: int, row: int, slot: Slot, operands: Sequence[Amount], name: str, sure: bool
) -> Iterator[Remark]:
    assert slot.amount is not None
    one, two = operands

    def holds(values: Sequence[Printed]) -> bool:
        if values[2].half_up.low <= 0 and name != "change":
            return False
        return equal(values[1:], values[:1], _WORK[name])

    misprints = slips([slot.amount, one, two], holds, LENGTH, broadly=True)
    value = _WORK[name](Quantity.exact(one.value), Quantity.exact(two.value)).value
    if not (misprints or sure or near(value, slot.amount.value)):
        return
    if abs(value - slot.amount.value) <= slot.amount.step and _make_all(grid, column):
        return  # rounded the other way, so that all make a hundred
    sign = "－" if name in ("growth", "change", "rest") else "÷"
    quotient = f"{one.written}{sign}{two.written}"
    if name in ("growth", "rest"):
        quotient = f"（{quotient}）÷{two.written if name == 'growth' else one.written}"
    sign = "" if name == "change" or name in _MEANS else "%"
    details = {
        "name": grid.columns.get(column, "") or "表中的数",
        "said": slot.text,
        "working": f"{quotient}={decimal(value / _scale(slot), 2)}{sign}",
        "where": f"（表中“{grid.rows.get(row, '')}”行）",
        "guess": guess(misprints),
    }
    yield on_cell(slot, "proof-rate", Severity.ERROR, details)


def _make_all(grid: Grid, column: int) -> bool:
    """Whether the shares of a column make exactly a hundred."""
    shares = [
        slot.amount.value
        for row, slot in grid.numbers[column]
        if slot.amount and not is_total(grid.rows.get(row, ""))
    ]
    return _rates(grid.numbers[column]) and sum(shares) == _ALL


def _scale(slot: Slot) -> int:
    step = slot.amount.step if slot.amount else Fraction(1)
    return 10**8 if step >= 10**8 else 10**4 if step >= 10**4 else 1
