"""Patterns that are compiled when they are first used: a command needs few of the hundreds."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What re.compile gives, its methods and its text; a wrong text raises re.error at first use.

    >>> day = pattern(r"(\\d+)日")
    >>> day.sub("某日", "6月3日"), day.pattern
    ('6月某日', '(\\\\d+)日')
    """
    return cast("re.Pattern[AnyStr]", _Written(text, flags))


class _Compiled:
    """A pattern in use: its methods are those of re's own, and as fast."""

    __slots__ = ("flags", "pattern", *_METHODS)


class _Written(_Compiled):
    """A pattern that nobody has used."""

    __slots__ = ()

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern, self.flags = text, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        # A class with __getattr__ is slower at every attribute, also at those that are there.
        self.__class__ = _Compiled  # type: ignore[assignment]
        return getattr(self, name)
