"""A table that divides the number of the sentence above it: 受理600件，按类型分如下."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account import Account
from drafter.proof.adding import adds_up
from drafter.proof.amounts import Amount
from drafter.proof.bases import percent
from drafter.proof.grid import Grid
from drafter.proof.hypotheses.tables import is_rate, is_total
from drafter.proof.passage import Remark
from drafter.proof.printed import equal, printed
from drafter.proof.row import Row
from drafter.proof.verdict import remark, several, worked

_ABOVE, _LEAST, _CLOSE = 3, 3, Fraction(1, 50)
_SOME = pattern("前[一二三四五六七八九十\\d]|主要|排名|居前|较多|其中|部分|热点|重点")


def announced(account: Account) -> Iterator[Remark]:
    """Tables of shares of a number above them of which a row is lost.

    >>> from drafter.proof.trying import remarks
    >>> text = "全年受理申请1200件，按方式分如下：\\n方式｜件数｜占比\\n当面｜760｜63.3%\\n"
    >>> text += "邮寄｜310｜25.8%\\n网上｜118｜9.8%"
    >>> remarks(announced, text + "\\n传真｜12｜1.0%")
    []
    >>> remarks(announced, text)
    ['警告 三项相加为1188（760 + 310 + 118），总数写作1200件；请核对']
    """
    for grid in account.grids:
        if not any(map(is_total, grid.rows.values())):
            for row in _above(grid, account):
                yield from _judge(row, grid)


def _above(grid: Grid, account: Account) -> Iterator[Row]:
    """The numbers of the lines right above a table that it may divide whole."""
    for table in account.tables:
        passage = table.sentence.passage
        above = 0 < grid.first.number - passage.number <= _ABOVE and passage.part == grid.first.part
        if above and not passage.cell and not _SOME.search(passage.plain):
            yield from (r for r in table.rows if r.head.kind == "level" and not r.amount.hedged)


def _judge(total: Row, grid: Grid) -> Iterator[Remark]:
    """A remark where every row is given with its share of the number, and hardly any is lost."""
    plain = [c for c, numbers in grid.numbers.items() if not any(is_rate(s) for _, s in numbers)]
    shares = [c for c in grid.numbers if c not in plain]
    for column in plain:
        parts = [slot.amount for _, slot in grid.numbers[column] if slot.amount]
        lost = total.amount.value - sum(part.value for part in parts)
        few = len(parts) < _LEAST or not 0 < lost <= total.amount.value * _CLOSE
        if few or adds_up(total.amount, parts):
            continue
        if any(_are_shares(grid, column, other, total.amount) for other in shares):
            yield _told(total, parts)


def _are_shares(grid: Grid, column: int, other: int, total: Amount) -> bool:
    """Whether a column gives what every number of another one is of the total."""
    rates = {row: slot.amount for row, slot in grid.numbers[other] if slot.amount}
    return all(
        slot.amount
        and row in rates
        and equal([printed(slot.amount), printed(total)], [printed(rates[row])], percent)
        for row, slot in grid.numbers[column]
    )


def _told(total: Row, parts: Sequence[Amount]) -> Remark:
    details = {
        "count": several(len(parts)),
        "total": total.head.said,
        "parts": " + ".join(part.written for part in parts),
        "sum": worked(Fraction(sum(part.value for part in parts)), parts[0]),
    }
    return remark("proof-sum", Severity.WARNING, [total.head], details)
