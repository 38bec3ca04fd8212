"""The number that a share is of: what its words name, or what stands near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.proof.numbers.printed import Printed, equal, printed
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.sharing import CORE, Pair, is_named, likeness, shares_word
from drafter.proof.rows.row import Row
from drafter.proof.text.words import mentions

_MOST_WHOLES, _ALIKE = 12, 0.6
_ALL_OF_IT = pattern("总|全部|所有|全[省市州县区院]|同期")

Totals = Mapping[int, Row]


def holds(values: Sequence[Printed]) -> bool:
    """Whether a part, its share and a whole agree."""
    part, share, whole = values
    if whole.half_up.low <= 0:
        return False
    ways = [whole] if whole.exact else [whole, replace(whole, half_up=whole.cut)]
    return any(equal([part, way], [share], percent) for way in ways)


def percent(part: Quantity, whole: Quantity) -> Quantity:
    """The part of the whole, in per cent."""
    return part * Quantity.exact(100) / whole


def fits(pair: Pair, whole: Printed) -> bool:
    """Whether the pair's share is one of that whole."""
    return holds([printed(pair.row.amount), printed(pair.share.amount), whole])


def whole_rows(group: Sequence[Pair], rows: Sequence[Row], behind: bool = False) -> list[Row]:
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
        and (behind or order(row) < order(group[-1].row))
    ]
    return before[::-1][:_MOST_WHOLES]


def order(row: Row) -> tuple[int, int]:
    """Where a number stands in the text."""
    return row.head.sentence.passage.number, row.head.piece.start


def of_sum(pair: Pair, group: Sequence[Pair], rows: Sequence[Row]) -> bool:
    """Whether the share is one of several numbers taken together, none of them the whole of its
    siblings."""
    like = [row for row in rows if alike(row.unit, pair.row.unit)]
    others = [one for one in group if one is not pair and one.row is not pair.row]
    like = [row for row in like if not any(fits(one, printed(row.amount)) for one in others)]
    if not any(row is pair.row for row in like):
        like = [one.row for one in group]
    at = next((n for n, row in enumerate(like) if row is pair.row), 0)
    for first in range(max(0, at - 8), at + 1):
        for last in range(max(at + 1, first + 2), min(len(like), at + 8) + 1):
            whole = sum((row.amount.quantity for row in like[first:last]), Quantity.exact(0))
            if fits(pair, Printed(whole.value, whole, whole, True)):
                return True
    return False


def named_wholes(pair: Pair, wholes: Sequence[Row], totals: Totals) -> tuple[Sequence[Row], bool]:
    """The numbers that may be the share's whole, and whether the words leave no other."""
    written = [w for w in wholes if w.head.kind == "base"][:1]
    if written and not pair.of:
        return written, True
    if id(pair.row) in totals:
        return [totals[id(pair.row)]], True
    core = CORE.sub("", pair.of)
    named = [row for row in wholes if core and is_named(core, row.label)]
    named = named or _most_alike(core, wholes)
    named = named or [row for row in wholes if core and shares_word(core, row.label)]
    if pair.inner:
        before = [row for row in wholes if order(row) < order(pair.row)]
        if len(named) == 1 and named[0] in before:
            return named, True
        return before[:1], len(before) == 1
    counted = [row for row in wholes if mentions("总数").search(row.label)]
    if pair.of:
        counted = [] if names_own(pair) else counted
        if named or counted:
            return named or counted, True
        return list(wholes), False
    likely = counted or ([] if _in_list(pair.row) else list(wholes))
    return likely, False


def _most_alike(core: str, wholes: Sequence[Row]) -> list[Row]:
    """The one number whose words have most of a name."""
    ranked = [(likeness(core, row.label), row) for row in wholes]
    most = max((degree for degree, _ in ranked), default=0.0)
    named = [row for degree, row in ranked if degree == most >= _ALIKE]
    return named if len(named) == 1 else []


def names_own(pair: Pair) -> bool:
    """Whether the words name the whole by more than that it is all: 占服务业比重, not 占总数的."""
    return bool(_ALL_OF_IT.sub("", CORE.sub("", pair.of)))


def _in_list(row: Row) -> bool:
    """Whether 、 joins the number to another one before it."""
    piece, before = row.head.piece, row.head.sentence.pieces[: row.head.index]
    return piece.joint == "、" and bool(before) and before[-1].amount is not None
