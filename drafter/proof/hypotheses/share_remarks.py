"""That a part of a whole has another share than the text says."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.quantity import Quantity, decimal, rounded
from drafter.proof.numbers.misprint import Slip
from drafter.proof.numbers.printed import Printed
from drafter.proof.ratios.bases import holds
from drafter.proof.ratios.sharing import Pair
from drafter.proof.rows.row import Term
from drafter.proof.rows.verdict import remark, worked
from drafter.proof.text.passage import Remark

_TENTH, _FIFTY = 10, 50


def rate_of(pair: Pair, whole: Quantity) -> Fraction:
    """What the part is of a whole, in per cent; 0 of nothing."""
    return pair.row.amount.value * 100 / whole.value if whole.value else Fraction(0)


def wrong_share(
    severity: Severity, pair: Pair, whole: Term | Printed, misprints: Sequence[Slip]
) -> Remark:
    """The remark that a part of the whole has another share."""
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


def is_tenfold(stated: Fraction, rate: Fraction) -> bool:
    """Whether the point of a share is a place off, where a rounded whole hides the exact digits."""
    ways = (stated * _TENTH, stated / _TENTH)
    return any(abs(one - rate) * _FIFTY <= rate for one in ways)


def fits_whole(whole: Printed, values: Sequence[Printed]) -> bool:
    return holds([*values, whole])
