"""What decides, as a Chinese editor keeps it: the lists in words.toml and divisions.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_FILES = ("words.toml", "divisions.toml")


@cache
def _lists() -> Mapping[str, str | Sequence[str]]:
    files = [(Path(__file__).parents[1] / name).read_text(encoding="utf-8") for name in _FILES]
    parts = [part for text in files for part in tomllib.loads(text).values()]
    return {name: words for part in parts for name, words in part.items()}


@cache
def words(*names: str) -> tuple[str, ...]:
    """The words of these lists.

    >>> words("其中")
    ('其中',)
    """
    lists = [_lists()[name] for name in names]
    return tuple(word for words in lists if isinstance(words, str) for word in words.split())


@cache
def lines(name: str) -> tuple[str, ...]:
    """A list of lines: sets of words, equations, rates."""
    return tuple(_lists()[name])


@cache
def alternatives(*names: str) -> str:
    """A pattern of any one of the words, the longest first.

    >>> alternatives("其中")
    '其中'
    """
    return either(words(*names))


def either(choice: Sequence[str]) -> str:
    """A pattern of any one of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(choice), key=lambda w: (-len(w), w)))


@cache
def mentions(*names: str) -> re.Pattern[str]:
    """A pattern that finds any of the words."""
    return re.compile(alternatives(*names))
