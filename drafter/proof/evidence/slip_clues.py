"""How a slip explains what is amiss in an equation, and how easily chance would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10

from drafter.proof.evidence.copied import COPIED, Twins, copy_clues
from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.forms import Quotient
from drafter.proof.evidence.numbers import Number
from drafter.proof.numbers.misprint import Slip

_BANDS = (0.01, 0.03, 0.06, 0.12, 0.25, 0.5)
Claimed = frozenset[int]


def amiss(
    one: Equation | Quotient, slips: Sequence[Slip], alike: Twins, claimed: Claimed
) -> Iterator[str]:
    """What the likeliest slip says of an equation."""
    if slips[0].weight == COPIED:
        return copy_clues(one, slips, alike, claimed)
    if isinstance(one, Quotient):
        return misfit_clues(one, slips, claimed)
    return slip_clues(one, slips, claimed)


def slip_clues(one: Equation, slips: Sequence[Slip], claimed: frozenset[int]) -> Iterator[str]:
    """How a slip explains the misfit, and how easily chance would: of so small a gap nearly any
    number is a slip away."""
    best = slips[0]
    whole = max(number.value for number in one.operands)
    step = max(number.step for number in one.operands) * 10 ** min(map(_zeros, one.operands))
    size = min(5, int(log10(max(abs(one.gap) / step, 1) + 1e-9)) + 1)
    yield f"误{best.weight}差{size}位"
    yield f"误{best.weight}项{min(6, len(one.operands))}"
    ratio = abs(one.gap) / whole
    band = next((n for n, most in enumerate((0.003, 0.01, 0.03, 0.1, 0.25)) if ratio < most), 5)
    yield f"偏{band}"
    yield f"总{min(6, int(log10(whole / step + 1e-9)) + 1)}位"
    places = {slip.operand for slip in slips if slip.weight == best.weight}
    doubted = [one.operands[place] for place in places]
    if all(number.order in claimed for number in doubted):
        yield "所疑已证"
    yield f"他已证{min(2, sum(n.order in claimed for n in one.operands if n not in doubted))}"


def _zeros(number: Number) -> int:
    """How many noughts a round number ends with."""
    bare = number.digits.replace(".", "")
    return len(bare) - len(bare.rstrip("0")) if bare.strip("0") else 0


def misfit_clues(one: Quotient, slips: Sequence[Slip], claimed: Claimed) -> Iterator[str]:
    """How far the claim is off, and which slip explains it."""
    off = one.off
    band = next((n for n, most in enumerate(_BANDS) if off < most), len(_BANDS))
    yield f"偏{band}"
    claim = one.operands[0]
    digits = min(4, int(log10(max(claim.value / claim.step, 1)) + 1e-9) + 1)
    if not slips:
        yield f"无误数{digits}位"
        return
    best = slips[0]
    yield f"误{best.weight}数{digits}位"
    yield f"误{best.weight}于{'比' if not best.operand else '数'}"
    places = {slip.operand for slip in slips if slip.weight == best.weight}
    if all(one.operands[place].order in claimed for place in places):
        yield "所疑已证"
    others = [n for at, n in enumerate(one.operands) if at not in places]
    yield f"他已证{min(2, sum(n.order in claimed for n in others))}"
