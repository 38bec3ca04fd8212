"""What is left of a number: 排查隐患489处，已整改392处，其余97处列入限期整改."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from drafter.model.finding import Severity
from drafter.proof.abreast import columns
from drafter.proof.account import Account
from drafter.proof.adding import adds_up, sum_slips
from drafter.proof.listing import OF_WHICH
from drafter.proof.misprint import LENGTH, ONE
from drafter.proof.passage import Remark
from drafter.proof.row import Row, Table
from drafter.proof.units import family
from drafter.proof.verdict import near, remark, several, worked
from drafter.proof.words import alternatives, mentions

_MOST, _BEHIND, _TELLING = 6, 12, 100


def rest(account: Account) -> Iterator[Remark]:
    """Wholes that what was done and what is left do not make.

    >>> from drafter.proof.trying import remarks
    >>> remarks(rest, "全年共排查隐患489处，已整改392处，79处列入计划限期整改。")
    ['错误 两项相加为471（392 + 79），总数写作489处；疑为97误作79']
    >>> remarks(rest, "受理案件888件，办理完毕747件，办结率较高，仍有141件正在审查。")
    []
    >>> remarks(rest, "上年结转19件，受理221件，审结215件，其余25件结转下年。")
    []
    """
    for table in (column for one in account.tables for column in columns(one)):
        for rows in _stretches(table):
            for at, row in enumerate(rows):
                if at > 1 and _is_rest(row):
                    yield from _judge(rows[: at + 1])


def _stretches(table: Table) -> Iterator[list[Row]]:
    """The levels of one classifier; those from 其中 to the next ； are parts of another list."""
    plain, inner = list[Row](), False
    for row in table.rows:
        inner = row.head.piece.joint != "；" and (inner or bool(OF_WHICH.search(row.head.lead)))
        counted = row.head.kind == "level" and bool(row.unit) and not row.amount.percent
        if counted and not (inner or row.head.piece.depth or row.amount.hedged):
            plain.append(row)
    for unit in dict.fromkeys(family(row.unit) for row in plain):
        yield [row for row in plain if family(row.unit) == unit]


@cache
def _left() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = alternatives("剩下")
    return re.compile(rf"(?:^|，|。)(?:目前|现|另)?(?:{words})"), re.compile(rf"^(?:{words})")


def _is_rest(row: Row) -> bool:
    """Whether the words before the number, or right behind it, say that it is left over."""
    before, behind = _left()
    tail = row.head.piece.tail.strip()[:_BEHIND]
    return bool(before.search(row.head.words) or behind.match(tail))


def _judge(rows: Sequence[Row]) -> Iterator[Remark]:
    """A remark where no number before is what the following make, and a slip explains it."""
    left = rows[-1]
    choices = [(rows[n], rows[n + 1 :]) for n in range(max(0, len(rows) - _MOST), len(rows) - 2)]
    carried = any(mentions("结转").search(r.head.words) for r in rows[:-1])
    if carried or any(_makes(whole, parts) for whole, parts in choices) or _balances(rows):
        return
    for whole, parts in reversed(choices):
        added = Fraction(sum(row.amount.value for row in parts))
        misprints = [
            s for s in sum_slips(whole.amount, [row.amount for row in parts])
            if s.weight <= (LENGTH if len(choices) == 1 else ONE)
        ]  # fmt: skip
        telling = max(added, whole.amount.value) >= _TELLING or near(added, whole.amount.value)
        sure = len(choices) == 1 and near(added, whole.amount.value) and "其余" in left.label
        if (misprints and telling) or sure:
            details = {
                "count": several(len(parts)),
                "total": whole.head.said,
                "parts": " + ".join(row.amount.written for row in parts),
                "sum": worked(added, parts[0].amount),
            }
            heads = [whole.head, *(row.head for row in parts)]
            yield remark("proof-sum", Severity.ERROR, heads, details, misprints)
            return


def _makes(whole: Row, parts: Sequence[Row]) -> bool:
    return adds_up(whole.amount, [row.amount for row in parts])


def _balances(rows: Sequence[Row]) -> bool:
    """Whether any number is what others make, one left out: 结转19件，受理221件，余25件."""
    numbers = range(len(rows))
    return any(
        adds_up(rows[n].amount, [rows[m].amount for m in numbers if m not in (n, out)])
        for n in numbers
        for out in numbers
    )
