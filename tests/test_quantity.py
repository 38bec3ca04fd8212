"""Numbers as officials write them: what is read, what is printed, and the laws between the two."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.model.quantity import Quantity, decimal, numeral, percent, read, rounded, write

WHOLE = st.integers(min_value=-(10**15), max_value=10**15)
COUNTS = st.integers(min_value=1, max_value=10**9)


@pytest.mark.parametrize(
    ("typed", "unit", "printed"),
    [
        ("613", "", "613"),
        (613, "", "613"),
        (0.1, "", "0.1"),
        (-3, "", "-3"),
        ("６１３", "", "613"),
        (" 1,234 ", "", "1234"),
        ("1，234", "", "1234"),
        ("57.95万元", "万元", "57.95"),
        ("613件", "件", "613"),
        ("613 人（次）", "人(次)", "613"),
        ("80余", "次", "80余"),
        ("80余次", "次", "80余"),
        ("2.8万余", "次", "28000余"),
        ("2.8万", "次", "28000"),
        ("3.45亿", "元", "345000000"),
        ("98%", "", "0.98"),
        ("９９．６％", "", "0.996"),
        ("−5", "", "-5"),
        ("0", "", "0"),
    ],
)
def test_what_a_person_typed_is_read(typed: object, unit: str, printed: str):
    amount = read(typed, unit)
    assert amount is not None
    assert write(amount) == printed


@pytest.mark.parametrize(
    "typed",
    [
        None, "", " ", "无", "不详", "六百", "613次", "约80", "80多", "近80余", "1,23", "1.2.3", "3-5",
        "-80余", "98余%", "1万%", "+3", "1e5", True, float("nan"), float("inf"), "9" * 5000,
    ],
)  # fmt: skip
def test_what_is_not_a_number_is_unknown_and_never_zero(typed: object):
    assert read(typed, "件") is None


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("613", 613, 613),
        ("80余", 80, 89),
        ("800余", 800, 899),
        ("2650余", 2650, 2659),
        ("2.8万余", 28000, 28999),
        ("1亿余", 10**8, 2 * 10**8 - 1),
        ("3余", 3, 9),
    ],
)
def test_yu_is_less_than_one_more_of_the_last_round_place(typed: str, low: int, high: int):
    amount = read(typed)
    assert amount is not None
    assert (amount.low, amount.high) == (low, high)


@pytest.mark.parametrize(
    ("value", "scale", "places", "printed"),
    [
        (28000, "万", None, "2.8万"),
        (12345, "万", 1, "1.2万"),
        (12500, "万", 0, "1万"),
        (15000, "万", 0, "2万"),
        (345_000_000, "亿", None, "3.45亿"),
        (-28000, "万", None, "-2.8万"),
    ],
)
def test_scales_are_written_out(value: int, scale: str, places: int | None, printed: str):
    assert write(Quantity.exact(value), scale, places) == printed


@pytest.mark.parametrize(
    ("left", "sign", "right", "printed"),
    [
        ("80余", "+", "10", "90余"),
        ("80余", "-", "10", "70余"),
        ("100", "-", "80余", "约20"),
        ("80余", "+", "20余", "100余"),
        ("80余", "*", "2", "约170"),
        ("1500余", "+", "80余", "约1600"),
        ("80余", "+", "3", "约90"),
        ("80余", "*", "3", "200余"),
        ("3余", "+", "3余", "6~18"),
        ("1000余", "+", "1", "1000~2000"),
        ("3", "/", "8", "0.375"),
        ("-3", "*", "80余", "-267~-240"),
        ("100", "-", "200余", "-199~-100"),
        ("100余", "-", "200", "-100~-1"),
        ("100", "-", "1580余", "约-1480"),
        ("80余", "-", "85", "-5~4"),
    ],
)
def test_arithmetic_keeps_the_hedge(left: str, sign: str, right: str, printed: str):
    a, b = read(left), read(right)
    assert a is not None
    assert b is not None
    answer = {"+": Quantity.__add__, "-": Quantity.__sub__, "*": Quantity.__mul__}.get(
        sign, Quantity.__truediv__
    )(a, b)
    assert write(answer) == printed


def test_nothing_is_divided_by_what_may_be_zero():
    with pytest.raises(ZeroDivisionError):
        Quantity.exact(3) / (Quantity.more_than(80) - Quantity.exact(85))


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Fraction(49, 50), 0, "98%"),
        (Fraction(996, 1000), 0, "99.6%"),
        (Fraction(1, 1000), 0, "0.1%"),
        (Fraction(1004, 1000), 0, "100.4%"),
        (Fraction(2, 3), 1, "66.7%"),
        (Fraction(1), 2, "100%"),
        (Fraction(0), 2, "0%"),
    ],
)
def test_rates_in_per_cent(value: Fraction, places: int, printed: str):
    assert percent(Quantity.exact(value), places) == printed


@pytest.mark.parametrize(
    ("number", "counted", "ordinal"),
    [
        (0, "零", "零"),
        (2, "两", "二"),
        (10, "十", "十"),
        (12, "十二", "十二"),
        (22, "二十二", "二十二"),
        (100, "100", "100"),
    ],
)
def test_chinese_numerals(number: int, counted: str, ordinal: str):
    assert (numeral(number), numeral(number, counting=False)) == (counted, ordinal)


@given(WHOLE)
def test_what_is_written_is_read_back(number: int):
    assert read(write(Quantity.exact(number))) == Quantity.exact(number)


@given(COUNTS)
def test_what_is_written_with_yu_is_read_back(number: int):
    assert read(write(Quantity.more_than(number))) == Quantity.more_than(number)


@given(WHOLE, st.sampled_from(["万", "亿"]))
def test_what_is_written_in_myriads_is_read_back(number: int, scale: str):
    assert read(write(Quantity.exact(number), scale)) == Quantity.exact(number)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_decimals_are_read_back_as_they_were_typed(number):
    assert read(decimal(Fraction(number))) == Quantity.exact(Fraction(number))


@given(COUNTS, COUNTS, st.integers(min_value=0, max_value=3))
def test_a_rate_is_100_per_cent_only_where_all_was_done(a: int, b: int, places: int):
    printed = percent(Quantity.exact(Fraction(min(a, b), max(a, b))), places)
    assert (printed == "100%") == (a == b)
    assert printed != "0%"


@given(st.fractions(), st.integers(min_value=0, max_value=6))
def test_rounding_moves_a_number_by_half_a_unit_at_most(value: Fraction, places: int):
    assert abs(rounded(value, places) - value) <= Fraction(1, 2 * 10**places)
    assert rounded(-value, places) == -rounded(value, places)


@given(COUNTS, COUNTS, st.integers(min_value=0, max_value=9), st.integers(min_value=0, max_value=9))
def test_the_sum_of_any_readings_lies_within_the_sum(a: int, b: int, more: int, other: int):
    left, right = Quantity.more_than(a), Quantity.more_than(b)
    reading = min(left.low + more, left.high) + min(right.low + other, right.high)
    assert (left + right).low <= reading <= (left + right).high


HEDGED = st.builds(
    lambda value, way: way(value),
    COUNTS,
    st.sampled_from([Quantity.exact, Quantity.more_than, Quantity.about]),
)


def _claimed(printed: str) -> Quantity:
    """What a reader takes the words for."""
    if printed.startswith("约"):
        return Quantity.about(Fraction(printed.removeprefix("约")))
    ends = [read(end) for end in printed.split("~")]
    assert None not in ends
    return Quantity(ends[0].value, ends[0].low, ends[-1].high)  # type: ignore[union-attr]


@given(st.lists(HEDGED, min_size=1, max_size=6))
def test_what_is_printed_of_a_sum_claims_no_more_than_is_known(terms: list[Quantity]):
    total = sum(terms[1:], terms[0])
    claimed = _claimed(write(total))
    assert claimed.low <= total.low
    assert claimed.high >= total.high
    assert bool(total.hedge) == (total.low != total.high)


@given(st.text())
def test_no_text_breaks_the_reader(text: str):
    amount = read(text, "件")
    assert amount is None or amount.low <= amount.value <= amount.high
