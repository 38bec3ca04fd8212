"""Which part a number plays in an account, by its words: what was there, came in, went out."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from drafter.model.pattern import pattern
from drafter.proof.text.words import either, lines

DATED = pattern(r"20\d\d年(?:末|底|12月底)")


@cache
def parts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The parts by name, each with the words that give it; what comes first goes first."""
    parted = [line.partition("=") for line in lines("存量")]
    return tuple((name.strip(), re.compile(either(words.split()))) for name, _, words in parted)


@lru_cache(4096)  # a number's words are asked for with each run that it may be of
def played(words: str) -> str:
    """The part that a number plays by its words, "" for none.

    >>> played("上年结转"), played("结转下年"), played("尚未办结"), played("共受理")
    ('期初', '期末', '期末', '合计')
    """
    if DATED.search(words):
        return "期末" if re.search("达|总", words) else "期初"
    return next((name for name, pattern in parts() if pattern.search(words)), "")
