"""Columns of shares in a table, of which the same rows make a hundred in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from drafter.model.finding import Severity
from drafter.model.quantity import decimal
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.hundred import all_of_it
from drafter.proof.hypotheses.tables import is_rate, is_total, on_cell
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import nothing, slips
from drafter.proof.numbers.printed import printed
from drafter.proof.rows.grid import Slot
from drafter.proof.rows.verdict import about, guess, several
from drafter.proof.text.passage import Remark

_FEWEST, _MOST, _ALL, _ROOM = 2, 12, Fraction(100), 3.0


def partitions(account: Account) -> Iterator[Remark]:
    """Rows that make a hundred in one column of shares, and not in another.

    >>> from drafter.proof.trying import remarks
    >>> table = "类别｜去年｜今年\\n线上｜41.2%｜48.6%\\n线下｜58.8%｜{}%\\n"
    >>> table += "个人｜70.4%｜66%\\n单位｜29.6%｜34%"
    >>> remarks(partitions, table.format(51.4)), remarks(partitions, table.format(54.1))
    ([], ['错误 两项占比相加为102.7%（48.6 + 54.1），不是100%；疑为51.4误作54.1'])
    """
    for grid in account.grids:
        shares = {
            column: {row: slot for row, slot in numbers if not is_total(grid.rows.get(row, ""))}
            for column, numbers in grid.numbers.items()
            if all(is_rate(slot) for _, slot in numbers)
        }
        wholes = dict.fromkeys(run for column in shares.values() for run in _wholes(column))
        for run in wholes if len(shares) > 1 else ():
            for column in shares.values():
                yield from _judge([column[row] for row in run if row in column], len(run))


def _wholes(column: dict[int, Slot]) -> Iterator[tuple[int, ...]]:
    """The shortest runs of rows, one behind the other, that make a hundred."""
    rows, first = [*column], 0
    while first < len(rows) - 1:
        ends = range(first + _FEWEST, min(len(rows), first + _MOST) + 1)
        runs = (rows[first:end] for end in ends)
        whole = next((run for run in runs if _is_whole([column[row] for row in run])), None)
        if whole and all(later == one + 1 for one, later in pairwise(whole)):
            yield tuple(whole)
        first += len(whole) if whole else 1


def _is_whole(slots: Sequence[Slot]) -> bool:
    """Whether they make a hundred; whole per cents do by chance."""
    amounts = _amounts(slots)
    exact = any(amount.step < 1 for amount in amounts)
    return exact and all_of_it([printed(amount) for amount in amounts])


def _amounts(slots: Sequence[Slot]) -> list[Amount]:
    return [slot.amount for slot in slots if slot.amount]


def _judge(slots: Sequence[Slot], count: int) -> Iterator[Remark]:
    """A remark at the likeliest cell, where the same rows of another column are near a hundred."""
    amounts = _amounts(slots)
    if len(slots) != count or all_of_it([printed(amount) for amount in amounts]):
        return
    total = Fraction(sum(amount.value for amount in amounts))
    misprints = slips(amounts, all_of_it, likely=nothing(lambda v: sum(v) - 100, _ROOM))
    if misprints or about(total, _ALL):
        details = {
            "count": several(count),
            "parts": " + ".join(amount.written for amount in amounts),
            "sum": decimal(total),
            "guess": guess(misprints),
        }
        slot = slots[misprints[0].operand if misprints else -1]
        yield on_cell(slot, "proof-hundred", Severity.ERROR, details)
