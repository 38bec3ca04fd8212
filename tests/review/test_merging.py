"""The laws of a three-way merge: what one side changed stands, nothing is lost silently."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from drafter.review.merge.merging import Merged, merge
from drafter.review.redline.pen import Pen
from drafter.review.redline.redline import Redline
from drafter.review.story.story import Story
from tests.laws import cases
from tests.review.documents import (
    accepted,
    document,
    looks,
    names_in,
    read,
    rejected,
    root_of,
    shape,
    shown,
    with_root,
)
from tests.review.strategies import documents, pairs, triples
from tests.word.validity import flaws

pytestmark = pytest.mark.slow
MANY = cases(300)
Lines = list[str]


def merged(base: Lines, theirs: Lines, ours: Lines) -> tuple[Merged, Story]:
    """The merge, and their story."""
    stories = [read(document(lines)).story for lines in (base, theirs, ours)]
    return merge(*stories), stories[1]


def seen(story: Story) -> tuple[list[object], dict[str, str]]:
    """Text, structure, and the marks that hold something."""
    return shape(story), {name: words for name, words in story.marks.items() if words}


def of(lines: Lines) -> tuple[list[object], dict[str, str]]:
    return seen(read(document(lines)).story)


@MANY
@given(pairs())
def test_only_the_program_changed_something(both: tuple[Lines, Lines]) -> None:
    base, changed = both
    found, _ = merged(base, base, changed)
    assert seen(found.story) == of(changed)
    assert found.conflicts == ()


@MANY
@given(pairs())
def test_only_the_reviewer_changed_something(both: tuple[Lines, Lines]) -> None:
    base, changed = both
    found, _ = merged(base, changed, base)
    assert seen(found.story) == of(changed)
    assert found.conflicts == ()


@MANY
@given(pairs())
def test_both_changed_the_same(both: tuple[Lines, Lines]) -> None:
    base, changed = both
    found, _ = merged(base, changed, changed)
    assert seen(found.story) == of(changed)
    assert found.conflicts == ()


@MANY
@given(triples())
def test_every_figure_and_every_changed_value_is_there_or_told(
    three: tuple[Lines, Lines, Lines],
) -> None:
    base, theirs, ours = three
    found, _ = merged(base, theirs, ours)
    told = "\n".join(f"{c.base}\n{c.theirs}\n{c.ours}\n{c.mark}" for _, c in found.conflicts)
    old, here = of(base)[1], found.story.marks
    for side, other in ((of(theirs)[1], of(ours)[1]), (of(ours)[1], of(theirs)[1])):
        for name, words in side.items():
            taken_out = name in old and name not in other and words == old[name]
            changed_back = name in here and other.get(name) == here[name] and words == old.get(name)
            # A value that the other side replaced, in a passage where the edit stands: the new value
            # is told with the conflict, and the figure as taken out.
            replaced = words == old.get(name) and other.get(name, "\0") in told
            flagged = words in told or (replaced and name in found.gone)
            there = here.get(name) == words or flagged or taken_out or changed_back
            assert there, (name, words)


@MANY
@given(triples())
def test_the_file_written_is_theirs_and_becomes_the_merge(
    three: tuple[Lines, Lines, Lines],
) -> None:
    base, theirs, ours = (document(lines) for lines in three)
    documents_ = [read(content) for content in (base, theirs, ours)]
    found = merge(*(d.story for d in documents_))
    root = documents_[1].root
    Redline(Pen.for_roots([root], "张三", "", frozenset(found.story.marks))).story(
        found.theirs, found.story
    )
    made = with_root(theirs, root)
    assert looks(rejected(made)) == looks(theirs)
    assert shown(accepted(made)) == shape(found.story)
    assert [n for n, count in Counter(names_in(made)).items() if count > 1] == []


@cases(100)
@given(triples())
def test_the_file_written_is_one_that_word_opens(three: tuple[Lines, Lines, Lines]) -> None:
    base, theirs, ours = (read(document(lines)) for lines in three)
    found = merge(base.story, theirs.story, ours.story)
    Redline(Pen.for_roots([theirs.root], "张三", "", frozenset(found.story.marks))).story(
        found.theirs, found.story
    )
    assert flaws(with_root(document(three[1]), theirs.root)) == []


@MANY
@given(documents)
def test_nothing_changed_at_all(lines: Lines) -> None:
    found, theirs = merged(lines, lines, lines)
    assert seen(found.story) == seen(theirs)
    assert root_of(document(lines)) is not None
