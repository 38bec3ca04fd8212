"""What was done with a case by the words for it: received, accepted, closed, pending."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec import Struct

from drafter.proof.text.words import lines

_DENIED = "(?<![不未没无非新]{0})(?<!不予{0})"  # behind the word: a search is led by its signs


class Step(Struct, frozen=True):
    """A step of a case's way, by the words for it."""

    words: re.Pattern[str]

    def is_in(self, text: str) -> bool:
        """Whether one of the words stands in the text and nothing denies it: 办结, not 未办结."""
        return self.words.search(text) is not None


def step(words: str) -> Step:
    """The step of these words, a space between them."""
    signs = [re.escape(word) for word in words.split()]
    return Step(re.compile("|".join(sign + _DENIED.format(sign) for sign in signs)))


@cache
def _steps() -> tuple[tuple[str, Step], ...]:
    parted = [line.partition("=") for line in lines("步骤")]
    return tuple((name.strip(), step(words)) for name, _, words in parted)


@lru_cache(maxsize=256)
def role(phrase: str) -> str:
    """The step that the words name, "" for none.

    >>> role("不予受理"), role("审理终结"), role("正在审理中"), role("共受理")
    ('不收', '办结', '未结', '受理')
    """
    return next((name for name, words in _steps() if words.is_in(phrase)), "")


def is_closed(phrase: str) -> bool:
    """Whether the words say that something was brought to its end: 共办结, 审结."""
    return role(phrase) == "办结"
