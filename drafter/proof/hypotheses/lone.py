"""A share that no sibling explains: told where the words name its whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.proof.hypotheses.share_remarks import fits_whole, is_tenfold, rate_of, wrong_share
from drafter.proof.numbers.misprint import EXCHANGED, LENGTH, ONE, Slip, slips
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.ratios.bases import Totals, fits, holds, named_wholes, names_own, order
from drafter.proof.ratios.sharing import CORE, Pair, near_by, shares_word
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Row
from drafter.proof.rows.verdict import about, near
from drafter.proof.text.passage import Remark

_SEVERAL = 2


def lone(pair: Pair, wholes: Sequence[Row], totals: Totals) -> Iterator[Remark]:
    """A share that its siblings do not explain: told where the words name the whole."""
    likely, certain = named_wholes(pair, [w for w in wholes if near_by(pair, w)], totals)
    if len(likely) != 1 or not likely[0].amount.value:
        return
    if likely[0].amount.value == pair.row.amount.value:
        if stale([pair.row.amount, likely[0].amount]) and (pair.inner or (certain and pair.of)):
            yield wrong_share(Severity.ERROR, pair, likely[0].head, ())
        return
    whole = printed(likely[0].amount)
    if _together(pair, wholes, whole):
        return
    exact = certain and pair.share.amount.step < 1
    both = [pair.row.amount, pair.share.amount]
    misprints = slips(both, partial(fits_whole, whole), LENGTH if exact else ONE, broadly=True)
    if exact and not misprints and pair.share.amount.value >= _SEVERAL:
        misprints = _of_whole(pair, likely[0])
    rate, stated = rate_of(pair, likely[0].amount.quantity), pair.share.amount.value
    named = pair.inner or certain or near(stated, rate)
    asked = CORE.sub("", pair.of)
    other = names_own(pair) and not shares_word(asked, likely[0].label)
    sure = len(wholes) == 1 and bool(misprints) and _telling(misprints[0]) and not other
    older = (about if certain else near)(stated, rate)
    spoken = certain and pair.share.amount.in_words and asked in likely[0].label
    copied = stale([pair.share.amount, pair.row.amount, likely[0].amount])
    older = older or ((pair.inner or certain) and (copied or is_tenfold(stated, rate)))
    if spoken or (misprints and (named or sure)) or (named and older):
        yield wrong_share(Severity.ERROR, pair, likely[0].head, misprints)


def _together(pair: Pair, rows: Sequence[Row], whole: Printed) -> bool:
    """Whether the share is of a number with those right before it: 甲172件、乙80件，共占50%."""
    added, share = pair.row.amount.quantity, printed(pair.share.amount)
    for row in rows:
        if row.head.sentence is not pair.row.head.sentence or order(row) > order(pair.row):
            break
        added = added + row.amount.quantity
        if holds([Printed(added.value, added, added, True), share, whole]):
            return True
    return False


def _of_whole(pair: Pair, whole: Row) -> list[Slip]:
    """Slips of the whole that explain a share of it."""
    misprints = slips([whole.amount], lambda values: fits(pair, values[0]), LENGTH)
    return [replace(slip, operand=2) for slip in misprints]


def _telling(slip: Slip) -> bool:
    """Whether a slip is one that chance hardly makes: digits exchanged, or one of many wrong."""
    digits = len(slip.written.replace(".", ""))
    return slip.weight == EXCHANGED or digits > 1 + (not slip.operand)
