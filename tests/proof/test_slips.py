"""Slips are looked for on many numbers at once; what is found is what each number gives alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafter.model.quantity import Quantity
from drafter.proof.numbers.amounts import amounts
from drafter.proof.numbers.interval import positive
from drafter.proof.numbers.misprint import Holds, nothing, slips
from drafter.proof.numbers.printed import Printed, equal

HUNDRED = Quantity.exact(100)


def of_three(work: Callable[[Quantity, Quantity], Quantity]) -> Holds:
    """Whether the first two numbers give the third."""
    return lambda values: equal(values[:2], values[2:], work)


def grown(more: Quantity, now: Quantity) -> Quantity:
    was = now - more
    return more * HUNDRED / was if positive(was) else Quantity.exact(-1)


def shared(part: Quantity, whole: Quantity) -> Quantity:
    return part * HUNDRED / whole if whole.low > 0 else Quantity.exact(-1)


counts = st.integers(min_value=1, max_value=99_999).map(lambda n: f"{n}件")
sums = st.decimals(min_value="0.1", max_value=9999, places=2).map(lambda n: f"{n}万元")
rates = st.decimals(min_value=0, max_value=150, places=1).map(lambda n: f"{n}%")
some = st.one_of(counts, sums)


@pytest.mark.parametrize("work", [grown, shared])
@given(one=some, other=some, rate=rates)
@example(one="263件", other="4567件", rate="11.6%")
@example(one="0.5万元", other="0.6万元", rate="499.0%")
def test_stretches_lose_no_slip(
    work: Callable[[Quantity, Quantity], Quantity], one: str, other: str, rate: str
) -> None:
    operands = [amounts(text)[0] for text in (one, other, rate)]

    together = slips(operands, of_three(work), broadly=True)

    assert together == slips(operands, of_three(work))


@given(st.lists(rates, min_size=3, max_size=6))
@example(["77.2%", "12.5%", "19.6%", "0.7%"])
def test_rough_values_lose_no_slip(shares: list[str]) -> None:
    operands = [amounts(share)[0] for share in shares]

    def a_hundred(values: Sequence[Printed]) -> bool:
        return sum(value.value for value in values) == 100

    rough = slips(operands, a_hundred, likely=nothing(lambda v: sum(v) - 100))

    assert rough == slips(operands, a_hundred)


def test_of_a_misprinted_growth_the_slips_are_found() -> None:
    operands = amounts("263件、4567件、11.6%")

    assert "6.11" in [slip.meant for slip in slips(operands, of_three(grown), broadly=True)]
