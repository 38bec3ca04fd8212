"""Laws: what adds up is passed over; one number changed, and it is found."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.model.quantity import decimal, numeral, rounded
from drafter.proof.proof import proofread
from drafter.proof.text.passage import passages, plain

NAMES = ("甲类", "乙类", "丙类", "丁类", "戊类", "己类")
RELATIONS = Path(__file__).parents[1] / "data/proof/relations.txt"
numbers = st.integers(min_value=2, max_value=3000)
parts = st.lists(numbers, min_size=3, max_size=6)


def codes(text: str) -> list[str]:
    return [remark.code for remark in proofread(passages(text.split("\n")))]


def total(parts: list[int], whole: int) -> str:
    listed = "、".join(f"{name}{n}件" for name, n in zip(NAMES, parts, strict=False))
    return f"全区共查处案件{whole}件，其中{listed}。"


@given(parts)
def test_a_total_of_its_parts_is_passed_over(parts: list[int]) -> None:
    assert codes(total(parts, sum(parts))) == []


@given(parts, st.integers(min_value=0, max_value=5), st.integers(min_value=1, max_value=9))
def test_a_part_that_is_raised_is_found(parts: list[int], which: int, more: int) -> None:
    whole, changed = sum(parts), [*parts]
    changed[which % len(parts)] += more
    assert codes(total(changed, whole)) == ["proof-sum"]


@given(numbers, numbers, st.integers(min_value=0, max_value=2))
def test_a_rate_rounded_half_up_is_passed_over(part: int, rest: int, places: int) -> None:
    rate = Fraction(part * 100, part + rest)
    said = decimal(rounded(rate, places), places)
    found = codes(f"受理纠纷{part + rest}件，调解成功{part}件，调解成功率{said}%。")
    assert found == ([] if said != "100" else ["proof-rate-all"])


@given(numbers, numbers, st.sampled_from([-3, -2, 2, 3]))
def test_a_rate_that_is_off_is_found(part: int, rest: int, off: int) -> None:
    said = rounded(Fraction(part * 100, part + rest), 0) + off
    if 0 < said <= 100:
        text = f"受理纠纷{part + rest}件，调解成功{part}件，调解成功率{said}%。"
        assert codes(text) == ["proof-rate"]


@given(numbers, numbers)
def test_a_growth_is_passed_over_and_its_opposite_found(old: int, more: int) -> None:
    rate = decimal(rounded(Fraction(more * 100, old), 1), 1)
    told = f"办理案件{old + more}件，较上年的{old}件"
    assert codes(f"{told}增长{rate}%。") == []
    assert codes(f"{told}下降{rate}%。") == ["proof-change-way"] or rate == "0"


@given(st.integers(min_value=3, max_value=12), st.integers(min_value=2, max_value=11))
def test_ordinals_in_order_are_passed_over_and_a_gap_is_found(count: int, gone: int) -> None:
    items = [f"{numeral(n, counting=False)}是做好第{n}项工作。" for n in range(1, count + 1)]
    assert codes("抓好落实。" + "".join(items)) == []
    if gone < count:
        del items[gone - 1]
        assert codes("抓好落实。" + "".join(items)) == ["proof-ordinal"]


@pytest.mark.parametrize(
    "text",
    [
        "受理案件0件，办结0件，办结率100%。",
        "办结率98.6%，受理案件0件，办结493件。",
        "完成投资4169万元，占全年计划0万元的26.2%。",
        "0个月来办理公证2196件，月均办理150件。",
    ],
)
def test_nothing_is_divided_by_a_number_that_is_0(text: str) -> None:
    assert "proof-rate" not in codes(text)


@pytest.mark.slow
def test_a_number_that_becomes_0_stops_no_proofreading() -> None:
    for line in RELATIONS.read_text("utf-8").splitlines():
        for number in re.finditer(r"\d[\d,]*(\.\d+)?", line):
            codes(f"{line[: number.start()]}0{line[number.end() :]}")


@given(
    st.text(
        alphabet="其中共一二三是的余约近，。、；：（）《》“”,;()0123456789%件年月日率占 \n",
        max_size=200,
    )
)
def test_any_text_is_read_and_quoted_exactly(text: str) -> None:
    assert len(plain(text)) == len(text)
    for remark in proofread(passages(text.split("\n"))):
        assert remark.quote in text
        assert 0 <= remark.start < remark.end <= len(remark.passage.text)
