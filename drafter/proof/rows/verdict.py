"""From numbers that disagree to a remark: what was worked out, and the slip that explains it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import itemgetter

from drafter.model.finding import Severity
from drafter.model.quantity import decimal, numeral
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import Slip
from drafter.proof.rows.row import Row, Term
from drafter.proof.text.passage import Remark

_GIVEN = ("level", "earlier", "base")
NEAR, OLDER = Fraction(12, 100), Fraction(30, 100)
EXPLAINED, _OR = "疑为", "，或"
_MOST_GUESSES = 2


def remark(
    code: str,
    severity: Severity,
    terms: Sequence[Term],
    details: Mapping[str, str],
    misprints: Sequence[Slip] = (),
) -> Remark:
    """A remark on the numbers, at the passage of the last of them."""
    passage = max((term.sentence.passage for term in terms), key=lambda p: p.number)
    mine = [term for term in terms if term.sentence.passage is passage]
    first = min(term.start for term in mine)
    last = max(term.amount.end for term in mine)
    far = dict.fromkeys(
        f"{term.said}在第{term.sentence.passage.number}段" for term in terms if term not in mine
    )
    where = f"（{'，'.join(far)}）" if far else ""
    details = {**details, "guess": guess(misprints), "where": where}
    claims = [term for term in terms if term.kind not in _GIVEN]
    claim = claims[-1] if claims else terms[0]
    doubted = claim.amount.start if claim in mine else -1
    return Remark(code, severity, passage, min(first, last - 1), last, details, doubted)


def sum_remark(
    severity: Severity, total: Row, parts: Sequence[Row], misprints: Sequence[Slip] = ()
) -> Remark:
    """That parts do not make their total."""
    details = {
        "count": several(len(parts)),
        "total": total.head.said,
        "parts": " + ".join(part.amount.written for part in parts),
        "sum": worked(Fraction(sum(part.amount.value for part in parts)), parts[0].amount),
    }
    heads = [total.head, *(part.head for part in parts)]
    return remark("proof-sum", severity, heads, details, misprints)


def guess(misprints: Sequence[Slip]) -> str:
    """The likeliest slips in words, of as many numbers as can be.

    >>> guess([Slip(1, 0, "3682", "3862")])
    '疑为3862误作3682'
    >>> guess([Slip(2, 0, "61", "67"), Slip(2, 0, "61", "68"), Slip(2, 1, "55", "50")])
    '疑为67误作61，或50误作55'
    """
    best = [slip for slip in misprints if slip.weight == misprints[0].weight]
    turns = [[one.operand for one in best[:n]].count(slip.operand) for n, slip in enumerate(best)]
    spread = sorted(zip(turns, best, strict=True), key=itemgetter(0))
    return said([f"{slip.meant}误作{slip.written}" for _, slip in spread[:_MOST_GUESSES]])


def said(slips: Sequence[str]) -> str:
    """The slips as a remark ends with them; without any it asks to check."""
    return f"{EXPLAINED}{_OR.join(dict.fromkeys(slips))}" if slips else "请核对"


def guesses(ending: str) -> list[str]:
    """The slips that a remark ends with.

    >>> guesses("疑为353误作350，或263误作260"), guesses("请核对")
    (['353误作350', '263误作260'], [])
    """
    slips = ending.removeprefix(EXPLAINED)
    return slips.split(_OR) if slips != ending else []


def near(one: Fraction, other: Fraction) -> bool:
    """Whether two numbers are within some twelve in a hundred of the larger.

    >>> near(Fraction(100), Fraction(89)), near(Fraction(100), Fraction(80))
    (True, False)
    """
    return abs(one - other) <= NEAR * max(abs(one), abs(other))


def about(one: Fraction, other: Fraction) -> bool:
    """Whether two numbers are as far apart as an older figure that nobody replaced.

    >>> about(Fraction(100), Fraction(75)), about(Fraction(100), Fraction(65))
    (True, False)
    """
    return abs(one - other) <= OLDER * max(abs(one), abs(other))


def worked(value: Fraction, like: Amount) -> str:
    """A number that was worked out, written with the 万 or 亿 of another."""
    scale = next((sign for sign in ("万亿", "亿", "万") if sign in like.written), "")
    if not scale and like.value:
        scale = "万" if like.unit == "元" and like.step >= 100 else ""
    factor = {"万亿": 10**12, "亿": 10**8, "万": 10**4}.get(scale, 1)
    return decimal(value / factor, 2) + scale


def several(count: int) -> str:
    """两项, 三项, 12项"""
    return f"{numeral(count)}项" if count <= 10 else f"{count}项"
