"""Text cut into what a reader takes for one thing: a figure stays whole, 万, 余 and % with it."""

from __future__ import annotations

import re

from drafter.model.pattern import pattern

_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?[万亿]?余?[%％‰]?"
_TOKEN = pattern(rf"(?<!\d)[+\-−]?{_NUMBER}|{_NUMBER}|[A-Za-z]+|.", re.DOTALL)
_FIGURE = pattern(rf"(?<![\d-])[+\-−]?{_NUMBER}|{_NUMBER}")
_HAN = "[\u4e00-\u9fff]"
_BEFORE, _BEHIND = pattern(rf"{_HAN}{{0,4}}$"), pattern(rf"{_HAN}{{0,4}}")
_NUMERAL = "[零一二三四五六七八九十百千两]"
_COUNTED = pattern(rf"{_NUMERAL}+[万亿]?余?")
_SPELLED = pattern(
    rf"百分之{_NUMERAL}+|{_NUMERAL}成{_NUMERAL}?|{_NUMERAL}{{2,}}[万亿]?余?|{_TOKEN.pattern}",
    re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """The text in pieces: numbers as officials write them, Latin words, single characters.

    >>> tokens("办理1,234件，增长2.8万余次")
    ['办', '理', '1,234', '件', '，', '增', '长', '2.8万余', '次']
    """
    return _TOKEN.findall(text)


def spelled_tokens(text: str) -> list[str]:
    """The same, numbers in characters whole too.

    >>> spelled_tokens("办理六百一十三件，占百分之二十，达九成八")
    ['办', '理', '六百一十三', '件', '，', '占', '百分之二十', '，', '达', '九成八']
    """
    return _SPELLED.findall(text)


def figures(text: str) -> list[tuple[int, int]]:
    """Where numbers in digits stand in the text: (start, end) of each.

    >>> figures("98%，2023年")
    [(0, 3), (4, 8)]
    """
    return [match.span() for match in _FIGURE.finditer(text)]


def counts(text: str, classifiers: str) -> list[tuple[int, int]]:
    """Where numbers in characters stand before one of the classifiers: 三百余件."""
    return [
        match.span()
        for match in _COUNTED.finditer(text)
        if match.end() < len(text) and text[match.end()] in classifiers
    ]


def is_counted(text: str) -> bool:
    """Whether the text is a number in characters: 三百余."""
    return _COUNTED.fullmatch(text) is not None


def beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The Chinese characters before and behind the span, four at most and none beyond a sign: the
    word is among them.

    >>> beside("全年办结15件，", 3, 4)
    ('全年办', '')
    """
    before, behind = _BEFORE.search(text, 0, start), _BEHIND.match(text, end)
    return before[0] if before else "", behind[0] if behind else ""


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to the whole number that it cuts into.

    >>> around("共20件", 1, 2)
    (1, 3)
    """
    for left, right in figures(text[max(0, start - 40) : end + 40]):
        left, right = left + max(0, start - 40), right + max(0, start - 40)
        if left < end and start < right:
            start, end = min(start, left), max(end, right)
    return start, end
