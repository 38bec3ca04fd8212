"""A rule put together from names and signs."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from drafter.catalogue.rules.language import LAST_YEAR, ROUNDED

COMPARED = (
    ("=", "等于"),
    ("<=", "不大于"),
    (">=", "不小于"),
    ("<", "小于"),
    (">", "大于"),
    ("<>", "不等于"),
)
_SIGNS = ("+", "-")


class Term(Struct, frozen=True):
    """An indicator or a number, what joins it to the terms before it, and whether last year's."""

    name: str
    sign: str = "+"
    last_year: bool = False

    @property
    def text(self) -> str:
        """The term as a rule has it."""
        return f"{LAST_YEAR}({self.name})" if self.last_year else self.name


def composed(left: Sequence[Term], sign: str, right: Sequence[Term], rounded: bool = False) -> str:
    """The rule that the terms make; "" where a side has none. A sign that is none is an equals."""
    sides = [_sum(side) for side in (left, right)]
    known = sign if sign in dict(COMPARED) else "="
    rule = f"{sides[0]} {known} {sides[1]}"
    return f"{rule}{f' {ROUNDED}' if rounded else ''}" if all(sides) else ""


def _sum(terms: Sequence[Term]) -> str:
    text = ""
    for term in (term for term in terms if term.name):
        sign = term.sign if term.sign in _SIGNS else "+"
        text += f" {sign} {term.text}" if text else term.text
    return text
