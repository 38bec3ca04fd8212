"""Laws of reading numbers: what is written is read back, and nothing is zero that does not say so."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.intake.amount import ASKED, understand
from drafter.intake.measure import Measure
from drafter.model.numeral import DIGITS, read_numeral, shortened
from drafter.model.quantity import Quantity

CASES = Measure("件")
TYPED = st.text("0123456789零一两十百千万亿余多约近.,，件人元%－-+()（） 　余上下左右", max_size=12)


def spelt(number: int) -> str:
    """A number as it is said in full: 一万零二十."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return spelt(number // 10_000) + "万" + gap + (spelt(rest) if rest else "")
    said, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        said += ("零" if gap and said and digit else "") + (DIGITS[digit] + name if digit else "")
        gap = not digit
    return said.removeprefix("一") if said.startswith("一十") and number < 20 else said


@given(st.integers(1, 99_999_999))
def test_a_number_said_in_full_is_read_back(number: int) -> None:
    assert read_numeral(spelt(number)) == number


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("三百二", (320, 302)),
        ("两千三", (2300, 2003)),
        ("一万二", (12000, 10002)),
        ("三百二十", None),
    ],
)
def test_what_speech_shortens_has_two_meanings(said: str, meant: tuple[int, int] | None) -> None:
    assert shortened(said) == meant


@given(
    st.integers(0, 10**12),
    st.sampled_from(
        ["{}", "{:,}", "{}件", "{:,} 件", "共{}件", "{}。", "+{}", "{}.00", "{}（件）"]
    ),
)
def test_a_count_is_read_back_however_it_is_dressed(number: int, dress: str) -> None:
    reading = understand(dress.format(number), CASES)
    assert reading is not None
    assert reading.amount == Quantity.exact(number)
    assert reading.surety < ASKED


@given(st.integers(1, 10**9), st.sampled_from(["元", "万元", "亿元"]))
def test_money_is_the_same_in_any_of_its_units(number: int, unit: str) -> None:
    size = {"元": 1, "万元": 10**4, "亿元": 10**8}
    for asked in size:
        reading = understand(f"{number}{unit}", Measure(asked))
        assert reading is not None
        assert reading.amount.value == Fraction(number * size[unit], size[asked])


@given(st.one_of(st.text(max_size=80), TYPED), st.sampled_from(["件", "万元", "人(次)", "个", "%"]))
def test_no_text_breaks_the_reader_and_none_is_zero_that_names_no_zero(
    text: str, unit: str
) -> None:
    reading = understand(text, Measure(unit))
    if reading:
        assert reading.amount.low <= reading.amount.value <= reading.amount.high
        assert any(c.isnumeric() or c in "百千万两" for c in text)
        if not reading.amount.value:
            assert any(c in "零〇" or (c.isdecimal() and not int(c)) for c in text)


@given(TYPED)
def test_another_unit_is_never_read_as_this_one(text: str) -> None:
    assert understand(f"{text.strip()}起", Measure("人次")) is None
