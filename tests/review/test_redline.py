"""A redline: rejecting all gives the old document back, accepting all the new one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from drafter.desk.review.reviewing import Review, Signing
from drafter.review.compare.cause import Records
from drafter.review.redline.redlining import redline
from drafter.review.story.document import settled
from tests.building import catalogue_bytes, fill_form, workspace
from tests.laws import cases
from tests.review.documents import accepted, document, looks, names_in, read, rejected
from tests.review.strategies import pairs
from tests.word.validity import flaws
from tools.build import template

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
    assert looks(rejected(made)) == looks(document(old))
    assert looks(accepted(made)) == looks(document(new))
    assert len(names_in(made)) == len(set(names_in(made)))


@cases(100)
@given(pairs())
def test_a_redline_is_one_that_word_opens(both: tuple[list[str], list[str]]) -> None:
    assert flaws(redlined(*both)) == []


def test_a_redline_is_known_as_either_draft(tmp_path: Path) -> None:
    """Its changes rejected, it is the old draft, whose marks have other names; accepted, the new."""
    rows = "援助.{} | {}案件 | 件 | 整数 | 区司法局"
    catalogue = catalogue_bytes("\n".join(rows.format(x, x) for x in ("民事", "刑事")))
    opened = workspace(tmp_path / "县", catalogue, "|刑事{{ 援助.刑事 }}件。\n|完")
    fill_form(opened, "区司法局", {"援助.民事": 350, "援助.刑事": 263})
    opened.draft()
    lines = ["|民事{{ 援助.民事 }}件，刑事{{ 援助.刑事 }}件。", "|完"]
    opened.folders.template.write_bytes(template(lines))
    opened.draft()
    review, file = Review(opened), tmp_path / "花脸稿.docx"
    review.redline("1", "2", file, Signing())
    for accepting, number in ((False, 1), (True, 2)):
        verified = review.verify(file, accepting)
        assert (verified.draft.number, verified.verification.sound) == (number, True)
        assert verified.verification.texts == ()
        assert (
            review.diff("1", str(file), accepting).figures == review.diff("1", str(number)).figures
        )


def test_settling_changes_leaves_the_document_that_has_them() -> None:
    returned = read(redlined("办理613件", "办理620件"))
    assert settled(returned, False).story.lines[0].text == "办理613件"
    assert settled(returned, True).story.lines[0].text == "办理620件"
    assert returned.tracked == 2
