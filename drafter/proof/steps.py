"""What was done with a case by the words for it: received, accepted, closed, pending."""

from __future__ import annotations

import re
from functools import cache

from drafter.proof.words import either, lines


def step(words: str) -> re.Pattern[str]:
    """A step of its way by its words, where nothing denies it: 办结, not 未办结."""
    return re.compile(rf"(?<![不未没无非新])(?<!不予)(?:{either(words.split())})")


@cache
def _steps() -> tuple[tuple[str, re.Pattern[str]], ...]:
    parted = [line.partition("=") for line in lines("步骤")]
    return tuple((name.strip(), step(words)) for name, _, words in parted)


def role(phrase: str) -> str:
    """The step that the words name, "" for none.

    >>> role("不予受理"), role("审理终结"), role("正在审理中"), role("共受理")
    ('不收', '办结', '未结', '受理')
    """
    return next((name for name, words in _steps() if words.search(phrase)), "")


def is_closed(phrase: str) -> bool:
    """Whether the words say that something was brought to its end: 共办结, 审结."""
    return role(phrase) == "办结"
