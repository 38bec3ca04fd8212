"""Names that are the members of a series: A类, B类, C类; 第一产业, 第二产业; 0—17岁, 18—59岁."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from drafter.model.pattern import pattern
from drafter.proof.rows.row import Row

_BAND = pattern(
    r"(?P<from>\d{1,2})(?:周?岁)?[至到—–~－-](?P<to>\d{1,2})周?岁"
    r"|(?P<end>\d{1,2})周?岁及?以(?P<way>[上下])"
)
_LETTER = pattern("（?([A-E])类")
_ORDINALS = ("第一", "第二", "第三", "第四")
_FEWEST, _OLDEST = 2, 200


def lacks_one(parts: Sequence[Row]) -> bool:
    """Whether the parts are members of a series of which one between is missing: A类, B类, D类."""
    places = members([part.label for part in parts])
    return bool(places) and any(later != one + 1 for one, later in pairwise(places))


def members(names: Sequence[str]) -> list[int]:
    """The places of the names in a series that they begin and, where it has an end, end: classes
    by letter, industries, ages; none where they are of no one series.

    >>> members(["已解决的（A类）", "列入计划的（B类）", "留作参考的（D类）"])
    [0, 1, 3]
    >>> members(["0—14岁", "15—59岁", "60岁及以上"]), members(["18岁以下", "60岁以上"])
    ([0, 1, 2], [])
    """
    letters = [match[1] for name in names if (match := _LETTER.search(name))]
    if len(letters) == len(names) > _FEWEST and letters[0] == "A" and _rise(letters):
        return [ord(letter) - ord("A") for letter in letters]
    orders = [n for name in names for n, word in enumerate(_ORDINALS) if f"{word}产业" in name]
    if len(orders) == len(names) > 1 and orders[0] == 0 and orders[-1] == _FEWEST and _rise(orders):
        return orders
    return _ages(names)


def has_band(name: str) -> bool:
    """Whether a name is that of a band of ages."""
    return _BAND.search(name) is not None


def _rise(places: Sequence[int] | Sequence[str]) -> bool:
    return all(str(one) < str(later) for one, later in pairwise(places))


def _ages(names: Sequence[str]) -> list[int]:
    """Each band of ages by its place, one left out where the next does not begin with its end."""
    bands = [_band(match) for name in names if (match := _BAND.search(name))]
    if len(bands) != len(names) or len(bands) <= _FEWEST:
        return []
    if bands[0][0] > 0 or bands[-1][1] < _OLDEST:
        return []
    places = [0]
    for (_, end), (begin, _) in pairwise(bands):
        if begin < end:
            return []
        places.append(places[-1] + (1 if begin - end <= 1 else 2))
    return places


def _band(match: re.Match[str]) -> tuple[int, int]:
    """Between which ages a band is: 36岁至54岁, 35岁及以下."""
    if match["way"]:
        end = int(match["end"])
        return (0, end) if match["way"] == "下" else (end, _OLDEST)
    return int(match["from"]), int(match["to"])
