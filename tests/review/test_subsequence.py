"""What two sequences have in common: exactly where they are short, soundly where they are long."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.review.compare import alignment, subsequence
from drafter.review.compare.alignment import align
from drafter.review.compare.subsequence import common

SEQUENCES = st.lists(st.integers(0, 6), max_size=40)


@given(SEQUENCES, SEQUENCES)
def test_pairs_are_equal_and_rise_in_both(a: list[int], b: list[int]) -> None:
    exact = common(a, b)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subsequence, "_EXACT", 16)
        patch.setattr(subsequence, "_WINDOW", 4)
        coarse = common(a, b)
    for pairs in (exact, coarse):
        assert all(a[i] == b[j] for i, j in pairs)
        assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    assert len(coarse) <= len(exact)


def test_one_change_in_a_long_text_is_one_change() -> None:
    a = [n % 7 for n in range(60_000)]
    b = [*a[:20_000], 99, *a[20_001:40_000], 98, *a[40_001:]]
    assert len(common(a, b)) == len(a) - 2


def test_a_long_stretch_that_came_is_found_by_what_stands_once() -> None:
    a = list(range(30_000))
    b = [*a[:10_000], *(-1 for _ in range(20_000)), *a[10_000:]]
    assert len(common(a, b)) == len(a)


def test_thousands_of_similar_lines_are_still_paired() -> None:
    old = [f"办理案件{n}件。" for n in range(9_000)]
    new = [f"办理案子{n}件，" for n in range(9_000)]
    found = align(old, new)
    assert found.pairs == tuple((n, n) for n in range(9_000))


def test_long_texts_are_like_by_their_ends() -> None:
    text = "甲" * 5_000
    assert alignment.likeness(text + "乙", text + "丙") > 99
    assert alignment.likeness(text, "乙" * 5_000) == 0
