"""Numbers written as a proportion: 3∶2, 18.2∶36.4∶45.4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.proof.numbers.amounts import Amount
from drafter.proof.rows.clause import Reading
from drafter.proof.rows.row import Term
from drafter.proof.text.sentence import Piece, Sentence

_REST = r"(?:,\d{3})?(?:\.\d{1,3})?"
PROPORTION = pattern(
    rf"\d(?<![\d.,∶：:].)\d{{0,5}}{_REST}(?:[∶：:]\d{{1,6}}{_REST}){{1,5}}(?![\d.%∶：:])"
)
_SIGN = pattern("[∶：:]")


def parts(match: re.Match[str], unit: str) -> Iterator[Amount]:
    """The numbers of a proportion in order, each of the unit."""
    at = match.start()
    for number in _SIGN.split(match[0]):
        bare = number.replace(",", "")
        step = Fraction(1, 10 ** len(bare.partition(".")[2]))
        yield Amount(at, at + len(number), Quantity.exact(Fraction(bare)), unit, step, number)
        at += len(number) + 1


def part_term(amount: Amount, sentence: Sentence) -> Term:
    """A number of a proportion as a term of its sentence, without words."""
    piece = Piece(amount.start, amount.end, "", amount, "", "", 0, -1)
    return Term(sentence, -1, piece, amount, Reading("times"), "", "")
