"""How a whole is made up, in one line: 三次产业结构为17.1∶36.9∶46.0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account.account import Account
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import Slip, nothing, slips
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.numbers.units import family
from drafter.proof.rows.proportion import PROPORTION, parts
from drafter.proof.rows.row import Row, Table
from drafter.proof.rows.verdict import guess
from drafter.proof.text.passage import Passage, Remark

_MADE_UP = pattern("结构|构成|比重|占比|比例|之比|产业比")
_PLACES = ("第一|一产|一次", "第二|二产|二次", "第三|三产|三次")
# 二、三产业比例为56.5：43.5: the first may be left out, but no more than a hundred is there.
_TWO = pattern(
    "[二2](?:产|次)?(?:业)?[、和]?(?:第)?[三3](?:次)?产业?(?:的?比例|之比|结构|比)[^，。；]{0,24}$"
)
_REACH, _LEAST, _PAIR, _WIDEST = 40, 2, 2, Fraction(3)
_OLD, _SHORT = pattern("[由从]|[上去]年|年初|20[0-9][0-9]年的?$"), 10


class Composition(Struct, frozen=True):
    """The parts of a whole in per cent, as one line gives them."""

    passage: Passage
    start: int
    end: int
    shares: tuple[Amount, ...]

    @property
    def said(self) -> str:
        """The line as it is written."""
        return self.passage.text[self.start : self.end]


def compositions(account: Account) -> Iterator[Remark]:
    """Compositions that make no hundred, that their amounts do not give, or that moved otherwise.

    >>> from drafter.proof.trying import remarks
    >>> remarks(compositions, "三次产业结构为22.8:78.8:38.4。")
    ['错误 比例写作22.8:78.8:38.4，各项相加为140，与前列各数不符或不是100；疑为38.8误作78.8']
    >>> remarks(compositions, "三次产业结构为22.8:38.8:38.4。")
    []
    >>> text = "三次产业比例由23：45.3：31.7调整为18.{}：47：34.9。"
    >>> len(remarks(compositions, text.format(9))), remarks(compositions, text.format(1))
    (1, [])
    """
    for tables in account.paragraphs:
        passage = tables[0].sentence.passage
        if "：" in passage.plain or "∶" in passage.plain:
            written = list(_in(passage))
            for one in written:
                beside = [o for o in written if o is not one and len(o.shares) == len(one.shares)]
                yield from _judge(one, tables, any(_is_whole(other) for other in beside))


def _in(passage: Passage) -> Iterator[Composition]:
    for match in PROPORTION.finditer(passage.plain):
        shares = tuple(parts(match, "%"))
        near = max(0, match.start() - _REACH), match.start()
        named = _MADE_UP.search(passage.plain, *near)
        if named and (len(shares) > _PAIR or _TWO.search(passage.plain, *near)):
            yield Composition(passage, match.start(), match.end(), shares)


def _is_whole(one: Composition) -> bool:
    """Whether the numbers are shares: of industries or with places, and a hundred in all."""
    precise = any(share.step < 1 for share in one.shares) or _of_industries(one)
    return precise and _hundred([printed(share) for share in one.shares])


def _of_industries(one: Composition) -> bool:
    return "产业" in one.passage.plain[max(0, one.start - _REACH) : one.start]


def _judge(one: Composition, tables: Sequence[Table], paired: bool) -> Iterator[Remark]:
    """The shares against a hundred, else against their amounts; `paired` with numbers that are
    shares, they are shares too."""
    total = Fraction(sum(share.value for share in one.shares))
    rows, wholes = _amounts(one, tables)
    if rows and any(_fit(rows, one.shares, whole) for whole in (*wholes, _sum(rows))):
        return
    industries = _of_industries(one)
    precise = any(share.step < 1 for share in one.shares)
    if not _hundred([printed(share) for share in one.shares]):
        misprints = slips(
            one.shares, _hundred, likely=nothing(lambda v: sum(v) - 100, float(_WIDEST))
        )
        near_it = bool(misprints) and 80 <= total <= 120
        if len(one.shares) == _PAIR:
            # What lacks of a hundred, up to a fifth, may be the industry left out.
            if total > 100 or ((misprints or paired) and total * 5 < 400):
                yield _told(one, total, misprints)
        elif paired or (precise and industries) or ((precise or industries) and near_it):
            yield _told(one, total, misprints)
    elif rows and industries:
        yield from _odd(one, rows, wholes)


def _hundred(values: Sequence[Printed]) -> bool:
    """Whether they make a hundred, each rounded to the places of the finest: 50 beside 16.1 and
    33.9 is 50.0."""
    total = Fraction(sum(value.value for value in values))
    slack = min(v.half_up.high - v.half_up.low for v in values) * len(values) / 2
    return bool(abs(total - 100) <= min(slack * 11 / 10, _WIDEST))


def _amounts(one: Composition, tables: Sequence[Table]) -> tuple[list[Row], list[Fraction]]:
    """The levels that the shares are of, by their names or right before; and the other numbers of
    their kind, of which one may be the whole."""
    levels = [
        row for table in tables for row in table.rows
        if row.head.kind == "level" and row.unit and row.amount.end < one.start
    ]  # fmt: skip
    named = [
        next((r for r in levels if re.search(place, r.head.words) and not r.amount.percent), None)
        for place in _PLACES[: len(one.shares)]
    ]
    rows = [row for row in named if row is not None]
    if len(rows) < len(one.shares):
        rows = levels[-len(one.shares) :] if "分别" in "".join(r.head.words for r in levels) else []
    if len(rows) < len(one.shares) or len({family(r.unit) for r in rows}) > 1:
        return [], []
    others = [r for r in levels if r not in rows and family(r.unit) == family(rows[0].unit)]
    return rows, [row.amount.value for row in others if row.amount.value > 0]


def _sum(rows: Sequence[Row]) -> Fraction:
    return Fraction(sum(row.amount.value for row in rows))


def _fit(rows: Sequence[Row], shares: Sequence[Amount], whole: Fraction) -> bool:
    return not _misfits(rows, shares, whole)


def _misfits(rows: Sequence[Row], shares: Sequence[Amount], whole: Fraction) -> list[int]:
    """Which shares are not those of the amounts, by more than rounding and an adjusted last."""
    return [
        at for at, (row, share) in enumerate(zip(rows, shares, strict=True))
        if not whole or abs(row.amount.value * 100 / whole - share.value) > share.step * 11 / 10
    ]  # fmt: skip


def _odd(one: Composition, rows: Sequence[Row], wholes: Sequence[Fraction]) -> Iterator[Remark]:
    """The one amount that is not what its share says, where all others are."""
    old = _OLD.search(one.passage.plain, max(0, one.start - _SHORT), one.start)
    for whole in (*wholes, *(() if old else _solved(rows, one.shares))):
        odd = _misfits(rows, one.shares, whole)
        if len(odd) == 1 and len(rows) > _LEAST:
            row, share = rows[odd[0]], one.shares[odd[0]]
            shown = decimal(row.amount.value * 100 / whole, 2)
            details = {
                "said": one.said,
                "working": f"{row.head.said}占{shown}%，不是{share.written}%",
                "where": "", "guess": "请核对",
            }  # fmt: skip
            yield Remark(
                "proof-change", Severity.ERROR, one.passage, one.start, one.end, details,
                share.start,
            )  # fmt: skip
            return


def _solved(rows: Sequence[Row], shares: Sequence[Amount]) -> Iterator[Fraction]:
    """The wholes that all amounts but one give, where nobody wrote it down."""
    for odd in range(len(rows)):
        others = [at for at in range(len(rows)) if at != odd]
        shared = sum(shares[at].value for at in others)
        if shared:
            yield Fraction(sum(rows[at].amount.value for at in others) * 100 / shared)


def _told(one: Composition, total: Fraction, misprints: Sequence[Slip]) -> Remark:
    details = {"said": one.said, "sum": decimal(total), "guess": guess(misprints)}
    spot = one.start, one.end
    return Remark("proof-ratio", Severity.ERROR, one.passage, *spot, details, one.start)
