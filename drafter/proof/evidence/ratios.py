"""Which numbers a percentage, an average or a difference may be made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.proof.evidence.forms import Quotient
from drafter.proof.evidence.numbers import COUNTS, Number

_PARTS, _WHOLES, _BEHIND = 4, 9, 2
_POINTS = ("百分点", "个百分点")

Numbers = Sequence[Number]


def ratios(numbers: Numbers) -> Iterator[Quotient]:
    """Every share and rate with a part and a whole near it, and the like of growth and change."""
    for claim in numbers:
        kind, unit = claim.term.kind, claim.term.amount.unit
        if unit == "%" and kind in ("share", "rate", "percent"):
            yield from _shares(claim, numbers)
        elif unit == "%" and kind == "growth" and claim.value:
            yield from _growth(claim, numbers)
        elif unit in _POINTS or kind == "change":
            yield from _changes(claim, numbers)
        elif kind == "average":
            yield from _means(claim, numbers)


def _counts(numbers: Numbers) -> list[Number]:
    return [
        n for n in numbers
        if n.family not in ("", "%", "倍", *_POINTS) and n.term.kind in COUNTS and n.value > 0
    ]  # fmt: skip


def _shares(claim: Number, numbers: Numbers) -> Iterator[Quotient]:
    before = _counts(numbers[max(0, claim.order - 24) : claim.order])
    behind = [
        n for n in _counts(numbers[claim.order + 1 : claim.order + 1 + _BEHIND])
        if n.sentence == claim.sentence
    ]  # fmt: skip
    parts = [n for n in before[-_PARTS:] if n.sentence >= claim.sentence - 1] + behind
    for part in parts:
        like = [n for n in [*before, *behind] if n.family == part.family and n is not part]
        for whole in like[-_WHOLES:]:
            if part.value <= whole.value * 1.2:
                yield Quotient("share", (claim, part, whole))
            if claim.term.kind == "rate" and abs(part.order - whole.order) < 4:
                if part.order < whole.order or part in behind:
                    yield Quotient("both", (claim, part, whole))
                    yield Quotient("both", (claim, whole, part))
                if part.value <= whole.value:
                    yield Quotient("rest", (claim, part, whole))
    yield from _joint(claim, before)


def _joint(claim: Number, before: Numbers) -> Iterator[Quotient]:
    near = before[-3:]
    if len(near) > 1 and near[-1].family == near[-2].family:
        for whole in before[:-2][-_WHOLES:]:
            if whole.family == near[-1].family and whole.value > near[-1].value + near[-2].value:
                yield Quotient("joint", (claim, near[-2], near[-1], whole))


def _growth(claim: Number, numbers: Numbers) -> Iterator[Quotient]:
    up = claim.term.reading.sign > 0
    near = _counts(numbers[max(0, claim.order - 8) : claim.order + 3])
    near = [n for n in near if claim.sentence - 1 <= n.sentence <= claim.sentence]
    for now in near:
        for other in near:
            if other is now or other.family != now.family:
                continue
            if other.value < now.value or not up:
                yield Quotient("rise" if up else "fall", (claim, now, other))
            yield Quotient("more" if up else "less", (claim, now, other))


def _changes(claim: Number, numbers: Numbers) -> Iterator[Quotient]:
    up = claim.term.reading.sign > 0
    near = [
        n for n in numbers[max(0, claim.order - 6) : claim.order + 3]
        if n is not claim and claim.sentence - 1 <= n.sentence <= claim.sentence and n.value > 0
    ]  # fmt: skip
    points = claim.term.amount.unit in _POINTS
    like = [n for n in near if (n.family == "%" if points else n.family == claim.family)]
    for now in like:
        for old in like:
            if old is not now:
                yield Quotient("gain" if up else "loss", (claim, now, old))


def _means(claim: Number, numbers: Numbers) -> Iterator[Quotient]:
    before = _counts(numbers[max(0, claim.order - 8) : claim.order])
    for total in before:
        for count in before:
            if total.family == claim.family and count is not total and count.family != total.family:
                yield Quotient("mean", (claim, total, count))
