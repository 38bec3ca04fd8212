"""The equations of a paragraph, each with what is amiss in it and with what speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.divisions import unlike
from drafter.proof.account.strangers import each_done, has_negative, mixes
from drafter.proof.evidence.additions import (
    additions,
    balances,
    families,
    hundreds,
    mixtures,
    repeats,
    stocks,
)
from drafter.proof.evidence.copied import copy_slips, twins
from drafter.proof.evidence.equation import Equation, slips
from drafter.proof.evidence.flow_clues import flow_clues, stock_clues
from drafter.proof.evidence.forms import Quotient, quotient_slips
from drafter.proof.evidence.list_clues import hundred_clues, same_clues
from drafter.proof.evidence.numbers import Number, numbers
from drafter.proof.evidence.ratio_clues import ratio_clues
from drafter.proof.evidence.ratios import implied, ratios
from drafter.proof.evidence.slip_clues import amiss
from drafter.proof.evidence.sum_clues import label, sum_clues
from drafter.proof.evidence.witness import Tried, witnessed
from drafter.proof.numbers.adding import by_chance, is_rounded
from drafter.proof.numbers.misprint import Slip
from drafter.proof.rows.row import Table
from drafter.proof.rows.scope import planned
from drafter.proof.text.passage import Passage

_FORMS = {
    "sum": sum_clues,
    "flow": flow_clues,
    "hundred": hundred_clues,
    "same": same_clues,
    "stock": stock_clues,
}
_RATES = pattern("率[^，。；]{0,4}分别")
_TELLING, _FARTHEST, _PRECISE, _ALL = 30, 0.95, 100, 100
_NOTHING = 1e-6


class Stretch(Struct, frozen=True):
    """The numbers of a paragraph, and of the sentence before it."""

    passage: Passage
    numbers: tuple[Number, ...]
    first: int
    """Where the paragraph's own numbers begin."""


def stretches(account: Account) -> Iterator[Stretch]:
    """The paragraphs, each with the last sentence before it."""
    last: Table | None = None
    plans = planned(account.document)
    for tables in account.paragraphs:
        passage = tables[0].sentence.passage
        if passage.cell:
            continue
        before = last.sentence.passage.number if last else -1
        ahead = [last] if last and (before in plans) == (passage.number in plans) else []
        mine = numbers([*ahead, *tables])
        first = next((n.order for n in mine if n.sentence >= tables[0].number), len(mine))
        if len(mine) - first > 0 and len(mine) > 1:
            yield Stretch(passage, tuple(mine), first)
        last = tables[-1]


def tried(stretch: Stretch, doubted: frozenset[int] = frozenset()) -> Iterator[Tried]:
    """What holds, and what does not but would by a slip; misfits of numbers that are doubted
    without them, by their order, are left out."""
    quotients = [(one, one.holds) for one in _own(stretch, ratios(stretch.numbers))]
    sums, rates = [*_sums(stretch, doubted)], [*_quotients(stretch, doubted, quotients)]
    yield from witnessed(sums, rates, [one for one, holds in quotients if not holds])


One = TypeVar("One", Equation, Quotient)


def _own(stretch: Stretch, equations: Iterable[One]) -> list[One]:
    return [e for e in equations if any(n.order >= stretch.first for n in e.operands)]


def _sums(stretch: Stretch, doubted: frozenset[int]) -> Iterator[Tried]:
    near, like = stretch.numbers, [*families(stretch.numbers)]
    mixed = [*like, *mixtures(stretch.numbers)]
    equations = _own(
        stretch,
        (*additions(mixed), *balances(like), *stocks(like), *hundreds(near), *repeats(like)),
    )
    good = [e for e in equations if e.holds]
    claimed = frozenset(
        n.order
        for e in good
        if e.kind != "same" and max(x.value / x.step for x in e.operands) >= _TELLING
        for n in e.operands
    )
    twice = Counter(n.order for e in good if e.kind == "same" for n in e.operands)
    held = {id(e) for e in good}
    sums = [e for e in good if e.kind in ("sum", "stock", "flow")]
    wholes = [_orders(e.operands) for e in good if e.kind == "hundred"]
    alike = twins(near)
    for one in equations:
        if id(one) in held:
            yield Tried(one, True, (), ())
        elif one.kind == "hundred" and any(_orders(one.operands) < whole for whole in wholes):
            continue
        elif doubted.isdisjoint(_orders(one.operands)) and (
            misprints := slips(one) or copy_slips(one, alike, claimed)
        ):
            if _is_out(one, near):
                continue
            clues = [*_FORMS[one.kind](one, near), *amiss(one, misprints, alike, claimed)]
            if one.kind == "sum" and _is_loose(one, misprints[0], clues):
                continue
            if any(_orders(one.operands[1:]) <= _orders(other.operands) for other in sums):
                clues.append("各项已合")
            if one.kind == "same":
                clues += [f"另同{min(2, sum(twice[n.order] for n in one.operands))}"]
            yield Tried(one, False, tuple(misprints), tuple(clues))


def _is_out(one: Equation, near: Sequence[Number]) -> bool:
    """Whether an equation was never meant, whatever speaks for it."""
    if one.kind == "hundred":
        return _are_of_several(one) or _are_shares(one, near)
    if one.kind != "sum":
        return False
    negative = has_negative([number.term for number in one.operands])
    return negative or _leaves_open(one, near) or _are_unlike(one)


def _is_loose(one: Equation, slip: Slip, clues: Sequence[str]) -> bool:
    """Whether what speaks for a total shows that it is none of these parts."""
    return _is_chance(one, slip, clues) or _are_siblings(one, clues)


def _leaves_open(one: Equation, near: Sequence[Number]) -> bool:
    """Whether a hedged part is passed over; or each part has its share of the total right behind
    it, and they are no hundred."""
    total, *parts = one.operands
    if parts[0].rough != parts[-1].rough:
        return True
    behind = [near[part.order + 1] for part in parts if part.order + 1 < len(near)]
    shares = [n for n in behind if n.term.kind == "share"]
    if len(shares) != len(parts) or not total.value:
        return False
    fits = all(
        Quotient("share", (share, part, total)).holds
        for share, part in zip(shares, parts, strict=True)
    )
    return fits and abs(_ALL - sum(share.value for share in shares)) > len(shares)


def _are_of_several(one: Equation) -> bool:
    """Whether the percentages are rates of their own, or shares of several wholes by name."""
    terms = [number.term for number in one.operands]
    wholes = {term.reading.of for term in terms} - {"", "底"}
    first, last = terms[0], terms[-1]
    text = first.sentence.passage.plain[first.sentence.start : last.amount.start]
    return len(wholes) > 1 or bool(_RATES.search(text))


def _are_shares(one: Equation, near: Sequence[Number]) -> bool:
    """Whether each of several percentages is what the number before it is of one whole: such need
    not make a hundred."""
    if not all(share.order for share in one.operands):
        return False
    pairs = [(share, near[share.order - 1]) for share in one.operands]
    wholes = near[: pairs[0][1].order]
    return any(
        all(
            part.family == whole.family and Quotient("share", (share, part, whole)).holds
            for share, part in pairs
        )
        for whole in wholes
        if whole.value
    )


def _is_chance(one: Equation, slip: Slip, clues: Sequence[str]) -> bool:
    """Whether rounded numbers fall short by so little that nearly any digit explains it, where
    nothing says that they are all."""
    total, *parts = (number.term.amount for number in one.operands)
    open_list = one.gap > 0 and not {"末其他", "一套名", "括号"} & {*clues}
    joined = "节、" in clues
    return open_list and is_rounded(total, parts) and by_chance(total, parts, slip.weight, joined)


def _are_unlike(one: Equation) -> bool:
    """Whether the names are of measures that are never added up: 整治河道21公里，新建管网25公里，
    修复管网37公里."""
    words = [number.term.words for number in one.operands]
    return each_done(words) or mixes(words) or unlike([*map(label, one.operands[1:])])


def _are_siblings(one: Equation, clues: Sequence[str]) -> bool:
    """Whether the names make the total one more of the parts' own kind."""
    total, *parts = (label(number) for number in one.operands)
    if "后无共" in clues:
        return "总名无" in clues
    ends = {"类" if name[-1:] == "类" else name[-2:] for name in (total, *parts)}
    listed = not {"引，", "引；", "引、"}.isdisjoint(clues) and {"一套名", "名同"}.isdisjoint(clues)
    return listed and len(ends) == 1 and len(total) <= max(map(len, parts))


def _orders(numbers: Iterable[Number]) -> set[int]:
    return {number.order for number in numbers}


def _is_precise(claim: Number) -> bool:
    """Whether a percentage has three digits or more."""
    return claim.value >= _PRECISE * claim.step


def _quotients(
    stretch: Stretch, doubted: frozenset[int], quotients: Sequence[tuple[Quotient, bool]]
) -> Iterator[Tried]:
    near, equations = stretch.numbers, [one for one, _ in quotients]
    good = [one for one, holds in quotients if holds]
    claimed = frozenset(
        n.order
        for e in good
        if e.operands[0].value / e.operands[0].step >= _TELLING
        for n in e.operands
    )
    held = {id(e) for e in good}
    bases, alike = implied(near), twins(near)
    whole = {
        n.order
        for e in hundreds(near)
        if abs(e.gap) < _NOTHING and len(e.operands) > 2
        for n in e.operands
    }
    good += [e for e in equations if e.operands[0].order in whole and not e.holds and e.adjusted]
    by_claim = Counter(e.operands[0].order for e in good)
    for one in equations:
        rivals = by_claim[one.operands[0].order] - (id(one) in held)
        if id(one) in held:
            yield Tried(one, True, (), ())
        elif rivals and (_is_precise(one.operands[0]) or one.kind == "mean"):
            continue  # made of other numbers, as so many digits hardly are by chance
        elif not doubted.isdisjoint(_orders(one.operands)):
            continue
        elif one.off <= _FARTHEST and (
            misprints := quotient_slips(one) or copy_slips(one, alike, claimed)
        ):
            form = ratio_clues(one, near, good, rivals)
            others = f"底相合{min(2, bases.get(one.operands[0].order, 0))}"
            clues = (*form, *amiss(one, misprints, alike, claimed), others)
            yield Tried(one, False, tuple(misprints), clues)
