"""Shares and the whole that they are shares of, which is solved for: 民事350件，占57.1%。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial

from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal, rounded
from drafter.proof.account import Account
from drafter.proof.adding import adds_up
from drafter.proof.copies import is_copied
from drafter.proof.misprint import APART, EXCHANGED, LENGTH, ONE, Slip, quotient_near, slips
from drafter.proof.passage import Remark
from drafter.proof.printed import Printed, equal, printed
from drafter.proof.row import Row, Table, Term
from drafter.proof.sharing import CORE, Pair, elsewhere, near_by, parts_with_shares, shares_word
from drafter.proof.solving import adjusted, between, solved, span
from drafter.proof.units import alike
from drafter.proof.verdict import about, near, remark, worked
from drafter.proof.words import mentions

_MOST_WHOLES, _SEVERAL = 12, 2
_IN_ALL = pattern(
    "^(?:，|；)?(?:全年|全[县区市州省镇院]|全部|总)[^，]*(?:共|总|合计)|^共|审结$|^（?审结"
)


def shares(account: Account) -> Iterator[Remark]:
    """Shares that their numbers do not give.

    >>> from drafter.proof.trying import remarks
    >>> text = "受理诉求800件。咨询类{}件，占37.5%；求助类260件，占32.5%；投诉类240件，占30%。"
    >>> remarks(shares, text.format(300))
    []
    >>> remarks(shares, text.format(330))
    ['错误 占比写作37.5%，330÷800=41.25%；疑为300误作330']
    >>> remarks(shares, "完成收入4,348万元，占年初预算10,065万元的42.3%。")
    ['错误 占比写作42.3%，4,348万÷10,065万=43.2%；疑为43.2误作42.3']
    >>> remarks(shares, "实施处罚1820件，占全市的12.3%。")
    []
    """
    totals = {
        id(part): one.totals[0]
        for one in account.lists
        if len(one.parts) > 1 and adds_up(one.totals[0].amount, [part.amount for part in one.parts])
        for part in one.parts
    }
    for tables in account.paragraphs():
        earlier = list(account.earlier(tables[0]))
        yield from _paragraph(tables, earlier, totals)


Totals = Mapping[int, Row]


def _paragraph(tables: Sequence[Table], earlier: Sequence[Row], totals: Totals) -> Iterator[Remark]:
    rows = [*earlier]
    group = list[Pair]()
    later = [r for t in tables for r in t.rows if r.head.kind == "level" and _sums_up(r)]
    for table in tables:
        pairs = list(parts_with_shares(table, rows))
        for pair in pairs:
            if pair.whole:
                yield from _written(pair)
        rows += [Row(pair.whole, 0) for pair in pairs if pair.whole]
        loose = [p for p in pairs if not p.whole and not elsewhere(p, [*rows, *table.rows])]
        if not loose or (group and not alike(group[-1].row.unit, loose[0].row.unit)):
            yield from _group(group, rows, later, totals)
            group = []
        group += loose
        rows += [row for row in table.rows if row.head.kind == "level"]
    yield from _group(group, rows, later, totals)


def _sums_up(row: Row) -> bool:
    """Whether a number says what there is in all: 全年共1265件, 全县调解员共640人."""
    return bool(_IN_ALL.search(row.head.words))


def _in_list(row: Row) -> bool:
    """Whether 、 joins the number to another one before it."""
    piece, before = row.head.piece, row.head.sentence.pieces[: row.head.index]
    return piece.joint == "、" and bool(before) and before[-1].amount is not None


def _written(pair: Pair) -> Iterator[Remark]:
    """The whole stands in the words of the share."""
    assert pair.whole is not None
    amounts = [pair.row.amount, pair.share.amount, pair.whole.amount]
    like = alike(pair.row.unit, pair.whole.amount.unit) or CORE.sub("", pair.whole.words)
    if not like or not pair.whole.amount.value or _holds([printed(a) for a in amounts]):
        return
    misprints = slips(amounts, _holds, likely=quotient_near(1, 0, 2))
    close = near(pair.share.amount.value, _rate(pair, pair.whole.amount.quantity))
    severity = Severity.ERROR if misprints or close else Severity.WARNING
    yield _told(severity, pair, pair.whole, misprints)


def _holds(values: Sequence[Printed]) -> bool:
    part, share, whole = values
    if whole.half_up.low <= 0:
        return False
    return equal([part, whole], [share], _percent)


def _percent(part: Quantity, whole: Quantity) -> Quantity:
    return part * Quantity.exact(100) / whole


def _rate(pair: Pair, whole: Quantity) -> Fraction:
    return pair.row.amount.value * 100 / whole.value if whole.value else Fraction(0)


def _fits(pair: Pair, whole: Printed) -> bool:
    return _holds([printed(pair.row.amount), printed(pair.share.amount), whole])


def _group(
    group: Sequence[Pair], rows: Sequence[Row], later: Sequence[Row], totals: Totals
) -> Iterator[Remark]:
    """The whole that most of the pairs give; what does not fit it is told."""
    if not group:
        return
    wholes = _wholes(group, rows) or _wholes(group, later, True)
    counts = [sum(_fits(pair, printed(whole.amount)) for pair in group) for whole in wholes]
    parts = [pair.row for pair in group]
    odd = [
        p for p in group
        if not any(_fits(p, printed(w.amount)) for w in (*wholes, *parts) if w is not p.row)
    ]  # fmt: skip
    odd = [pair for pair in odd if pair.inner or not _of_sum(pair, group, rows)]
    if sum(pair.share.amount.value for pair in group) == 100:
        odd = [pair for pair in odd if not adjusted(pair, wholes)]
    most = max(counts, default=0)
    if odd and most < 2 and (solution := solved(group)):
        odd_pair, whole = solution
        yield from _outlier(odd_pair, whole, len(group) - 1)
        return
    if not most and (other := _other_whole(group, wholes)):
        yield other
        return
    best = wholes[counts.index(most)] if most else None
    for pair in odd:
        if (
            best is not None
            and most >= min(2, len(group) - 1)
            and len(odd) <= max(1, len(group) // 3)
        ):
            yield from _outlier(pair, printed(best.amount), most, best.head)
        else:
            yield from _single(pair, wholes, totals)


def _other_whole(group: Sequence[Pair], wholes: Sequence[Row]) -> Remark | None:
    """All pairs give one whole, and a slip makes the one that is written down another."""
    spans = [one for pair in group if (one := span(pair.row.amount, pair.share.amount))]
    few = len(spans) < _SEVERAL or len(spans) != len(group)
    if few or not wholes or not wholes[0].amount.value:
        return None
    low, high = max(low for low, _ in spans), min(high for _, high in spans)
    if low > high:
        return None
    target, written = between(low, high).half_up, wholes[0]

    def holds(values: Sequence[Printed]) -> bool:
        return target.low <= values[0].value <= target.high

    misprints = slips([written.amount], holds, APART)
    pair = group[0]
    return _told(Severity.ERROR, pair, written.head, misprints) if misprints else None


def _wholes(group: Sequence[Pair], rows: Sequence[Row], behind: bool = False) -> list[Row]:
    """What the parts may be shares of: levels of their kind, the nearest first; those behind them
    where none stands before."""
    parts = [id(pair.row) for pair in group]
    first = group[0].row
    before = [
        row
        for row in rows
        if id(row) not in parts
        and alike(row.unit, first.unit)
        and row.amount.quantity.low > 0
        and "突破" not in row.head.words
        and (behind or _order(row) < _order(group[-1].row))
    ]
    return before[::-1][:_MOST_WHOLES]


def _order(row: Row) -> tuple[int, int]:
    return row.head.sentence.passage.number, row.head.piece.start


def _of_sum(pair: Pair, group: Sequence[Pair], rows: Sequence[Row]) -> bool:
    """Whether the share is one of several numbers taken together."""
    like = [row for row in rows if alike(row.unit, pair.row.unit)]
    if not any(row is pair.row for row in like):
        like = [one.row for one in group]
    at = next((n for n, row in enumerate(like) if row is pair.row), 0)
    for first in range(max(0, at - 8), at + 1):
        for last in range(max(at + 1, first + 2), min(len(like), at + 8) + 1):
            whole = sum((row.amount.quantity for row in like[first:last]), Quantity.exact(0))
            if _fits(pair, Printed(whole.value, whole, whole, True)):
                return True
    return False


def _outlier(
    pair: Pair, whole: Printed, siblings: int, written: Term | None = None
) -> Iterator[Remark]:
    """One pair that does not fit the whole of its siblings."""
    amounts = [pair.row.amount, pair.share.amount]
    misprints = slips(amounts, partial(_with, whole), APART)
    rate = _rate(pair, whole.half_up)
    close = (about if siblings > 1 else near)(pair.share.amount.value, rate)
    copied = siblings > 1 and (is_copied(pair.row.amount) or is_copied(pair.share.amount))
    if misprints or close or copied:
        yield _told(Severity.ERROR, pair, written or whole, misprints)
    elif siblings > 2:
        yield _told(Severity.WARNING, pair, written or whole, misprints)


def _single(pair: Pair, wholes: Sequence[Row], totals: Totals) -> Iterator[Remark]:
    """A share that its siblings do not explain: told where the words name the whole."""
    likely, certain = _likely(pair, [w for w in wholes if near_by(pair, w)], totals)
    if len(likely) != 1 or likely[0].amount.value in (0, pair.row.amount.value):
        return
    whole = printed(likely[0].amount)
    exact = certain and pair.share.amount.step < 1
    heaviest = LENGTH if exact else ONE
    misprints = slips([pair.row.amount, pair.share.amount], partial(_with, whole), heaviest)
    if exact and not misprints and pair.share.amount.value >= _SEVERAL:
        misprints = _of_whole(pair, likely[0])
    rate, stated = _rate(pair, likely[0].amount.quantity), pair.share.amount.value
    named = pair.inner or certain or near(stated, rate)
    sure = len(wholes) == 1 and bool(misprints) and _telling(misprints[0])
    older = (about if certain else near)(stated, rate)
    asked = CORE.sub("", pair.of)
    spoken = certain and pair.share.amount.in_words and asked in likely[0].label
    older = older or (is_copied(pair.share.amount) and (pair.inner or certain))
    if spoken or (misprints and (named or sure)) or (named and older):
        yield _told(Severity.ERROR, pair, likely[0].head, misprints)


def _of_whole(pair: Pair, whole: Row) -> list[Slip]:
    """Slips of the whole that explain a share of it."""
    misprints = slips([whole.amount], lambda values: _fits(pair, values[0]), LENGTH)
    return [replace(slip, operand=2) for slip in misprints]


def _telling(slip: Slip) -> bool:
    """Whether a slip is one that chance hardly makes: digits exchanged, or one of many wrong."""
    digits = len(slip.written.replace(".", ""))
    return slip.weight == EXCHANGED or digits > 1 + (not slip.operand)


def _likely(pair: Pair, wholes: Sequence[Row], totals: Totals) -> tuple[Sequence[Row], bool]:
    """The numbers that may be the share's whole, and whether the words leave no other."""
    written = [w for w in wholes if w.head.kind == "base"][:1]
    if written and not pair.of:
        return written, True
    if id(pair.row) in totals:
        return [totals[id(pair.row)]], True
    if pair.inner:
        before = [row for row in wholes if _order(row) < _order(pair.row)]
        return before[:1], len(before) == 1
    counted = [row for row in wholes if mentions("总数").search(row.label)]
    if pair.of:
        core = CORE.sub("", pair.of)
        named = [row for row in wholes if core and shares_word(core, row.label)]
        if named or counted:
            return named or counted, True
        return list(wholes), False
    likely = counted or ([] if _in_list(pair.row) else list(wholes))
    return likely, False


def _with(whole: Printed, values: Sequence[Printed]) -> bool:
    return _holds([*values, whole])


def _told(
    severity: Severity, pair: Pair, whole: Term | Printed, misprints: Sequence[Slip]
) -> Remark:
    part = pair.row.amount
    if isinstance(whole, Printed):
        total, terms = worked(rounded(whole.value, 0), part), [pair.row.head, pair.share]
        rate = part.value * 100 / whole.value
        total = f"{total}（其他各项的占比得出的总数）"
    else:
        total, terms = whole.amount.written, [pair.row.head, pair.share, whole]
        rate = part.value * 100 / whole.amount.value
    working = f"{part.written}÷{total}={decimal(rate, 2)}%"
    details = {"name": "占比", "said": pair.share.said, "working": working}
    return remark("proof-rate", severity, terms, details, misprints)
