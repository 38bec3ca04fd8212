"""What official wording never does, whatever the figures: laws, tried on figures made up."""

from __future__ import annotations

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from drafter.model import quantity
from drafter.model.figure import Figure
from drafter.model.finding import Blank, Kind
from drafter.model.quantity import Quantity
from drafter.template.changes import about, change, points, share, span
from drafter.template.values import Citations, Shown
from drafter.template.wording import as_rate, hundred_millions, in_characters, myriads, places

COUNTS = st.integers(0, 10**13)
DECIMALS = st.builds(Fraction, st.integers(0, 10**13), st.sampled_from([1, 10, 100, 10**4]))
ROUND = st.builds(lambda n, power: n * 10**power, st.integers(1, 999), st.integers(1, 8))
PLACES = st.integers(0, 4)
READ = {digit: number for number, digit in enumerate("零一二三四五六七八九十")} | {"两": 2}


def shown(value: int | Fraction | Quantity, kind: Kind = Kind.DECIMAL) -> Shown:
    amount = value if isinstance(value, Quantity) else Quantity.exact(value)
    return Shown(Figure(amount, "案.件数", kind=kind), Citations())


def read(words: str) -> Fraction:
    amount = quantity.read(words)
    assert amount is not None, words
    return amount.value


@given(DECIMALS)
def test_what_is_printed_of_an_exact_figure_reads_back_as_the_figure(value: Fraction):
    for words in (
        shown(value).words,
        myriads(shown(value)).words,
        hundred_millions(shown(value)).words,
    ):
        assert words.startswith("约") or read(words) == value
    assert read(shown(value).words) == value
    assert read(myriads(shown(value)).words) == value


@given(st.integers(1, 10))
def test_a_small_count_in_characters_reads_back_too(value: int):
    assert READ[in_characters(shown(value)).words] == value


@given(DECIMALS, PLACES)
def test_what_myriads_lose_is_admitted(value: Fraction, number: int):
    for filtered in (myriads(shown(value), number), hundred_millions(shown(value), number)):
        words = filtered.words
        assert words.startswith("约") == (read(words.removeprefix("约")) != value)


@given(COUNTS, COUNTS, PLACES)
def test_yu_never_stands_on_a_figure_that_was_given_as_exact(one: int, two: int, number: int):
    a, b = shown(one), shown(two)
    said = [a, myriads(a), myriads(a, number), hundred_millions(a, number), places(a, number)]
    said += [change(a, b), span(a, b), about(a, b), share(a, b), in_characters(a)]
    assert not any("余" in each.words for each in said)


@given(ROUND, PLACES)
def test_yu_that_was_given_is_kept_and_never_near_yu(value: int, number: int):
    more = shown(Quantity.more_than(value))
    for each in (more, myriads(more), myriads(more, number), hundred_millions(more)):
        assert each.words.endswith("余")
        assert "近" not in each.words
        assert read(each.words) <= value


@given(COUNTS, st.integers(1, 10**13), PLACES)
def test_a_rate_is_all_only_for_all_and_none_only_for_none(part: int, whole: int, number: int):
    part = min(part, whole)
    quotient = shown(Fraction(part, whole), Kind.RATE)
    for each in (share(shown(part), shown(whole), number), as_rate(quotient, number), quotient):
        assert (each.words == "100%") == (part == whole)
        assert (each.words == "0%") == (part == 0)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_printed_parts_add_up_to_the_printed_total(parts: list[int]):
    total = shown(sum(parts))
    printed = [read(myriads(shown(part)).words) for part in parts]
    assert sum(printed) == read(myriads(total).words) == read(total.words)


@given(COUNTS, COUNTS)
def test_a_change_points_the_right_way_and_is_never_one_of_nothing(now: int, then: int):
    words = change(shown(now), shown(then)).words
    if now == then:
        assert words == "与上年持平"
    elif then == 0:
        assert words == "上年为0"
    elif abs(now - then) * 10_000 * 2 < then:
        assert words == "与上年基本持平"
    else:
        assert words.startswith("同比增长" if now > then else "同比下降")
        assert float(re.findall(r"[\d.]+", words)[0]) > 0


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_difference_of_two_rates_is_in_points(now: int, then: int):
    one, two = (shown(Fraction(n, 10**6), Kind.RATE) for n in (now, then))
    words = change(one, two).words
    assert (words == "与上年持平") == (now == then)
    assert (words == "与上年基本持平") == (0 < abs(now - then) < 50)
    assert words.endswith(("持平", "个百分点"))
    apart = points(one, two).words
    assert words in (f"与上年{apart}", f"同比{words[2:4]}{apart[1:]}")


@given(st.one_of(COUNTS, st.none()), st.one_of(COUNTS, st.none()), st.booleans())
def test_what_is_not_known_is_never_compared(now: int | None, then: int | None, missing: bool):
    blank = Blank.MISSING if missing else Blank.NOT_APPLICABLE
    one, two = (
        shown(n) if n is not None else Shown(Figure(blank, "案.件数", "件数"), Citations())
        for n in (now, then)
    )
    if None in (now, then):
        for compared in (change(one, two), points(one, two), span(one, two), about(one, two)):
            assert compared.words.startswith("【待补" if missing else "【不适用")


@given(COUNTS, COUNTS)
def test_a_range_goes_upwards_and_is_one_number_where_it_has_no_width(one: int, two: int):
    ends = [read(end) for end in span(shown(one), shown(two)).words.split("~")]
    assert ends == sorted({one, two})
