"""The numbers of a stretch of text, ready to be tried in equations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.proof.numbers.printed import printed
from drafter.proof.numbers.units import family
from drafter.proof.rows.clause import moves
from drafter.proof.rows.row import Table, Term

COUNTS = ("level", "base", "earlier", "change", "average")
_MOST_DIGITS = 9


class Number(Struct, frozen=True):
    """A number of the text with its rough value, and with its place among its like."""

    term: Term
    order: int
    sentence: int
    value: float
    step: float
    exact: bool
    family: str
    digits: str
    places: int
    """How many of the digits stand behind the point."""
    scale: float
    width: float
    """How far the number may be from what it is printed as; 0 where it is exact."""
    depth: int
    """How many brackets it stands in."""
    kind: str
    """What its words make of it; a level that only says by how much is a change."""
    rough: int = 0
    """How many hedged numbers of its family stand before it."""

    def printed_as(self, value: float) -> str:
        """Another value in the way this number is printed."""
        return f"{abs(value) / self.scale:.{self.places}f}"


def numbers(tables: Sequence[Table]) -> list[Number]:
    """Every number of these sentences that is neither hedged nor in words, in order."""
    result, rough = list[Number](), Counter[str]()
    for table in tables:
        for term, unit in _with_units(table.terms):
            like = family(unit)
            rough[like] += term.amount.hedged
            if (number := _number(term, unit, len(result), table.number)) is not None:
                result.append(replace(number, rough=rough[like]) if rough[like] else number)
    return result


def _with_units(terms: Sequence[Term]) -> Iterator[tuple[Term, str]]:
    """Each term with its classifier; a bare number in a list has that of the next one."""
    unit, joined = "", False
    pairs = list[tuple[Term, str]]()
    for term in reversed(terms):
        own = term.amount.unit
        unit = own or (unit if joined else "")
        pairs.append((term, unit))
        joined = term.piece.joint == "、" or term.words in ("和", "与", "及")
    yield from reversed(pairs)


def _number(term: Term, unit: str, order: int, sentence: int) -> Number | None:
    amount = term.amount
    digits = amount.written.replace(",", "").lstrip("-").rstrip("千万亿余多 ")
    if amount.hedged or amount.in_words or amount.numeral or not 0 < len(digits) <= _MOST_DIGITS:
        return None
    bare = float(digits)
    value = float(amount.value)
    scale = abs(value) / bare if bare else 1.0
    step, exact = float(amount.step), printed(amount).exact
    places, depth = len(digits.partition(".")[2]), term.piece.depth
    return Number(
        term, order, sentence, value, step, exact, family(unit), digits, places, scale or 1.0,
        0.0 if exact else step, depth, _kind(term),
    )  # fmt: skip


def _kind(term: Term) -> str:
    return "change" if term.kind == "level" and moves(term.words) else term.kind
