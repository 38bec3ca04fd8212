"""A redline: rejecting all gives the old document back, accepting all the new one."""

from __future__ import annotations

import pytest
from hypothesis import given

from drafter.review.compare.cause import Records
from drafter.review.redline.redlining import redline
from tests.laws import cases
from tests.review.documents import accepted, document, marks, names_in, read, rejected, shown
from tests.review.strategies import pairs
from tests.word.validity import flaws

pytestmark = pytest.mark.slow
MANY = cases(300)


def redlined(old: str | list[str], new: str | list[str]) -> bytes:
    """The redline of two documents drawn as text."""
    records = Records(None, None)
    made, _ = redline(
        read(document(old)), read(document(new)), "张三", "2023-11-20T00:00:00Z", records
    )
    return made


@MANY
@given(pairs())
def test_rejecting_all_is_the_old_and_accepting_all_the_new(
    both: tuple[list[str], list[str]],
) -> None:
    old, new = both
    made = redlined(old, new)
    assert shown(rejected(made)) == shown(document(old))
    assert shown(accepted(made)) == shown(document(new))
    assert marks(rejected(made)) == marks(document(old))
    assert marks(accepted(made)) == marks(document(new))
    assert len(names_in(made)) == len(set(names_in(made)))


@cases(100)
@given(pairs())
def test_a_redline_is_one_that_word_opens(both: tuple[list[str], list[str]]) -> None:
    assert flaws(redlined(*both)) == []
