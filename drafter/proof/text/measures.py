"""How many of one measure another is: 1公顷 = 15亩."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from drafter.model.pattern import pattern
from drafter.proof.text.words import lines

_LINE = pattern(r"1(?P<one>\D+)\s*=\s*(?P<many>[\d.]+)(?P<other>\D+)")


@cache
def factors() -> Mapping[tuple[str, str], Fraction]:
    """How many of the second unit one of the first is.

    >>> factors()["公顷", "亩"], factors()["亩", "公顷"]
    (Fraction(15, 1), Fraction(1, 15))
    """
    pairs = dict[tuple[str, str], Fraction]()
    for line in lines("换算"):
        match = _LINE.fullmatch(line)
        assert match is not None, line
        one, other, many = match["one"].strip(), match["other"].strip(), Fraction(match["many"])
        pairs |= {(one, other): many, (other, one): 1 / many}
    return pairs
