"""A table that divides the number of the sentence above it: 受理600件，按类型分如下."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.hundred import all_of_it
from drafter.proof.hypotheses.tables import are_shares, is_rate, is_total
from drafter.proof.numbers.adding import adds_up, sum_slips
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import Slip
from drafter.proof.numbers.printed import printed
from drafter.proof.rows.grid import Grid, Slot
from drafter.proof.rows.row import Row
from drafter.proof.rows.verdict import remark, several, worked
from drafter.proof.text.passage import Remark

_ABOVE, _LEAST, _CLOSE, _OPEN = 3, 3, Fraction(1, 50), Fraction(1, 4)
_SOME = pattern("前[一二三四五六七八九十\\d]|主要|排名|居前|较多|其中|部分|热点|重点")


def announced(account: Account) -> Iterator[Remark]:
    """Tables of shares of a number above them of which a row is lost, or that is not their sum.

    >>> from drafter.proof.trying import remarks
    >>> text = "全年受理申请1200件，按方式分如下：\\n方式｜件数｜占比\\n当面｜760｜63.3%\\n"
    >>> text += "邮寄｜310｜25.8%\\n网上｜118｜9.8%"
    >>> remarks(announced, text + "\\n传真｜12｜1.0%")
    []
    >>> remarks(announced, text)
    ['警告 三项相加为1188（760 + 310 + 118），总数写作1200件；请核对']
    >>> remarks(announced, text.replace("1200", "2100") + "\\n传真｜12｜1.0%")
    ['警告 四项相加为1200（760 + 310 + 118 + 12），总数写作2100件；疑为1200误作2100']
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
    """A remark where every row is given with its share of the number, and a row is lost; or with
    its share of what all rows make, and the number is that with a slip."""
    plain = [c for c, numbers in grid.numbers.items() if not any(is_rate(s) for _, s in numbers)]
    shares = [n for c, n in grid.numbers.items() if c not in plain]
    for column in plain:
        numbers = dict(grid.numbers[column])
        parts = [slot.amount for slot in numbers.values() if slot.amount]
        added = Fraction(sum(part.value for part in parts))
        if len(parts) < _LEAST or adds_up(total.amount, parts):
            continue
        lost = total.amount.value - added
        few = 0 < lost <= total.amount.value * (_CLOSE if _descends(parts) else _OPEN)
        if few and any(are_shares(numbers, total.amount, rates) for rates in shares):
            yield _told(total, parts)
        elif misprints := [s for s in sum_slips(total.amount, parts) if not s.operand]:
            whole = replace(total.amount, quantity=Quantity.exact(added))
            if any(_is_whole(rates) and are_shares(numbers, whole, rates) for rates in shares):
                yield _told(total, parts, misprints)


def _descends(parts: Sequence[Amount]) -> bool:
    """Whether each is less than the one before, as where only the largest are listed."""
    return all(later.value <= one.value for one, later in pairwise(parts))


def _is_whole(rates: Sequence[tuple[int, Slot]]) -> bool:
    return all_of_it([printed(slot.amount) for _, slot in rates if slot.amount])


def _told(total: Row, parts: Sequence[Amount], misprints: Sequence[Slip] = ()) -> Remark:
    details = {
        "count": several(len(parts)),
        "total": total.head.said,
        "parts": " + ".join(part.written for part in parts),
        "sum": worked(Fraction(sum(part.value for part in parts)), parts[0]),
    }
    return remark("proof-sum", Severity.WARNING, [total.head], details, misprints)
