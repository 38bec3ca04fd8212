"""Slips that no digit shows: a number copied from beside it to the place of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.forms import Quotient
from drafter.proof.evidence.numbers import Number
from drafter.proof.evidence.sum_clues import label
from drafter.proof.numbers.misprint import Slip

COPIED = 5  # heavier than any slip of a digit
_FEWEST, _MOST, _SHARED = 2, 5, 2
_STEPS = (1, 2, 4, 8)

Twins = Mapping[int, Sequence[Number]]


def twins(numbers: Sequence[Number]) -> Twins:
    """For each number, by its order, the others that have the same figures, two digits or more; not
    where the number beside it is the same as well, for then both are told again."""
    alike = defaultdict[str, list[Number]](list)
    for number in numbers:
        if _digits(number) >= _FEWEST:
            alike[number.digits].append(number)
    pairs = {
        number.order: [o for o in same if o is not number and not _again(numbers, number, o)]
        for same in alike.values()
        if len(same) > 1
        for number in same
    }
    return {order: others for order, others in pairs.items() if others}


def _again(numbers: Sequence[Number], one: Number, other: Number) -> bool:
    """Whether the numbers before two, or those behind them, are the same too."""
    return any(
        min(one.order, other.order) + step >= 0
        and max(one.order, other.order) + step < len(numbers)
        and numbers[one.order + step].digits == numbers[other.order + step].digits
        for step in (-1, 1)
    )


def _digits(number: Number) -> int:
    """How many digits tell it from others: 120 has two."""
    return len(number.digits.replace(".", "").strip("0"))


def copy_slips(one: Equation | Quotient, alike: Twins, claimed: Collection[int]) -> list[Slip]:
    """The numbers that may have been copied, each with what would make the equation hold; those
    that another equation claims come last."""
    slips = list[tuple[bool, Slip]]()
    if not alike:
        return []
    for place, number in enumerate(one.operands):
        if one.kind == "same" or number.order not in alike:
            continue
        meant = _meant(one, place)
        if meant is not None and meant > number.step / 2:
            written = number.term.amount.written.replace(",", "")
            slip = Slip(COPIED, place, written, number.printed_as(meant))
            slips.append((number.order in claimed, slip))
    return [slip for _, slip in sorted(slips, key=lambda pair: pair[0])]


def _meant(one: Equation | Quotient, place: int) -> float | None:
    """What a number would have to be."""
    if isinstance(one, Equation):
        return one.operands[place].value - one.signs[place] * one.gap
    between = one.range(place)
    return None if between is None else sum(between) / 2


def copy_clues(
    one: Equation | Quotient, slips: Sequence[Slip], alike: Twins, claimed: Collection[int]
) -> Iterator[str]:
    """How likely the number was copied: which of the two has it by right, how far the other stands,
    whether it is of the same kind."""
    place = slips[0].operand
    number = one.operands[place]
    other = min(
        alike[number.order],
        key=lambda twin: (twin.order not in claimed, abs(twin.order - number.order)),
    )
    digits = min(_MOST, _digits(number))
    like = "同" if other.family == number.family else "异"
    yield f"抄{digits}位{like}"
    yield f"抄于{'首' if not place else '余'}"
    yield f"抄类{'同' if other.kind == number.kind else '异'}"
    apart = abs(other.order - number.order)
    yield f"抄距{sum(apart > step for step in _STEPS)}"
    yield "抄自前" if other.order < number.order else "抄自后"
    yield "抄自合" if other.order in claimed else "抄自疑"
    if number.order in claimed:
        yield "抄者已证"
    if any(other is operand for operand in one.operands):
        yield "抄自式内"
    yield f"抄名{_names(number, other)}"
    yield f"抄数{min(3, len(alike[number.order]))}"
    yield f"抄疑{min(3, len(slips))}"
    size = float(slips[0].meant) / float(number.digits)
    yield f"抄差{sum(size > bound for bound in (0.1, 0.5, 2, 10))}"
    others = [n for at, n in enumerate(one.operands) if at != place]
    yield f"他已证{min(2, sum(n.order in claimed for n in others))}"
    yield f"他长{min(4, max(_digits(n) for n in others))}"


def _names(one: Number, other: Number) -> str:
    """Whether two numbers have one name, and are one fact told twice, or share a part of it."""
    first, second = label(one), label(other)
    if first == second:
        return "同" if first else "无"
    pairs = {first[at : at + _SHARED] for at in range(len(first) - 1)}
    return "近" if any(pair in second for pair in pairs) else "异"
