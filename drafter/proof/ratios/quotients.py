"""What a rate can be made of: two numbers beside it, or some of them taken together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account.divisions import opposite
from drafter.proof.numbers.printed import printed
from drafter.proof.numbers.units import alike, family
from drafter.proof.ratios.rate_names import counted_by, denied_by, halves, whole_named
from drafter.proof.rows.row import Row

_CAME = pattern("新|本年|当年|本期|下达")  # what is added to what was carried over
_DENIED = pattern("不(?!合格)")
HUNDRED = Quantity.exact(100)


class Quotient(Struct, frozen=True):
    """A part of a whole; `rest` where what is left over is meant."""

    part: Row
    whole: Row
    rest: bool
    named: bool
    """Whether the whole has the name that the rate asks for."""


def quotients(name: str, rows: Sequence[Row], wholes: Sequence[Row]) -> list[Quotient]:
    """What the rate can be made of, the likeliest first."""
    upper, lower = halves(name)
    parts = counted_by(name, rows)
    rest = [] if parts or not upper else [r for r in rows if denied_by(r.label, upper)]
    pairs = [
        Quotient(part, whole, part in rest, whole_named(whole.label, upper, lower))
        for part in reversed([*_added(parts), *parts, *rest])
        for whole in reversed(wholes)
        if whole is not part and whole not in parts and fits(part, whole)
    ]
    lasts = {} if pairs else {family(part.unit): part for part in parts}
    for last in lasts.values():
        beside = [w for w in wholes if w is not last and _divides(w) and alike(w.unit, last.unit)]
        bases = [w for w in beside if whole_named(w.label, upper, lower)] or beside[-1:]
        pairs += [Quotient(last, w, False, whole_named(w.label, upper, lower)) for w in bases[-1:]]
    return sorted(pairs, key=lambda one: not one.named)


def _added(parts: Sequence[Row]) -> list[Row]:
    """Parts side by side, taken together: 满意144件，基本满意2件."""
    together = [p for p in parts if alike(p.unit, parts[0].unit) and not p.amount.hedged]
    if len(together) < 2 or len(together) != len(parts):
        return []
    total = Quantity.exact(sum(part.amount.value for part in together))
    amount = replace(parts[-1].amount, quantity=total, written=decimal(total.value))
    return [Row(replace(parts[-1].head, amount=amount), parts[-1].order)]


def carried(rows: Sequence[Row], name: str = "") -> list[Row]:
    """Two numbers side by side, taken together: 旧存59件、新收1386件; for a rate of what is not
    done, what is done and what is not: 提起公诉4126人，不起诉1044人."""
    both = list[Row]()
    for one, other in pairwise(rows):
        listed = other.head.piece.joint == "、" and bool(one.unit)
        listed = listed or opposite(one.label, other.label)
        listed = listed or bool(_DENIED.match(name) and _DENIED.match(other.label.lstrip("，、")))
        carried = re.search("旧存|结转", one.label) and _CAME.search(other.label)
        if (listed or carried) and alike(one.unit, other.unit):
            total = one.amount.quantity + other.amount.quantity
            written = decimal(total.value)
            head = replace(
                other.head, amount=replace(other.amount, quantity=total, written=written)
            )
            both.append(Row(head, other.order))
    return both


def fits(part: Row, whole: Row) -> bool:
    possible = _divides(whole) and part.amount.value <= whole.amount.value
    return possible and alike(part.unit, whole.unit)


def _divides(whole: Row) -> bool:
    """Whether it is not, and cannot be, 0."""
    return whole.amount.quantity.low > 0


def quotient(one: Quotient) -> Quantity:
    part, whole = printed(one.part.amount).half_up, printed(one.whole.amount).half_up
    rate = part * HUNDRED / whole
    return HUNDRED - rate if one.rest else rate
