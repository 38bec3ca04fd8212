"""What went and what came between two paragraphs is told as somebody deleted and typed it."""

from __future__ import annotations

from itertools import groupby

import pytest

from drafter.review.compare.changes import ADD, DROP
from drafter.review.compare.steps import steps
from tests.review.documents import document, read

_AROUND = {DROP: "[-{}-]", ADD: "[+{}+]"}


def told(old: str, new: str) -> str:
    """The new paragraph, with what went [-so-] and what came [+so+]."""
    before, after = (read(document([text])).story.lines[0].units for text in (old, new))
    groups = groupby(steps(before, after), key=lambda step: step.sign)
    return "".join(
        _AROUND.get(sign, "{}").format("".join(step.unit.text for step in group))
        for sign, group in groups
    )


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        # 法 of 普法 is no remnant of the sentence that went: it belongs to 法治.
        (
            "普法工作走深走实。法治文化阵地建成。",
            "法治文化阵地建成。青年参与。",
            "[-普法工作走深走实。-]法治文化阵地建成。[+青年参与。+]",
        ),
        (
            "青年参与。法治文化阵地建成。",
            "法治文化阵地建成。普法工作走深走实。",
            "[-青年参与。-]法治文化阵地建成。[+普法工作走深走实。+]",
        ),
        # A character that both happen to have between two changes is no word that stayed.
        ("依法行政能力提升", "普法宣传能力提升", "[-依法行政-][+普法宣传+]能力提升"),
    ],
)
def test_a_change_is_told_in_the_words_that_went_and_came(old: str, new: str, change: str) -> None:
    assert told(old, new) == change
