"""Fact rows: each level of a sentence with what hangs on it, so that prose becomes a table."""

from __future__ import annotations

from msgspec import Struct, field

from drafter.proof.numbers.amounts import Amount
from drafter.proof.rows.clause import Reading
from drafter.proof.text.sentence import Piece, Sentence

HANGING = ("share", "growth", "change", "points", "times", "average", "earlier")


class Term(Struct, frozen=True):
    """A number with what its words make of it; `lead` is all that stands since the last number."""

    sentence: Sentence
    index: int
    piece: Piece
    amount: Amount
    reading: Reading
    words: str
    lead: str

    @property
    def kind(self) -> str:
        """level, rate, share, growth, change, points, times, average, earlier, base, percent."""
        return self.reading.kind

    @property
    def start(self) -> int:
        """Where its words begin."""
        piece = self.piece
        return piece.start + len(piece.words) - len(piece.words.lstrip(" ，、："))

    @property
    def said(self) -> str:
        """The number with its classifier, as written."""
        return self.amount.written + ("" if self.amount.in_words else self.amount.unit)


class Row(Struct, frozen=True):
    """A level, or a rate, and the terms that hang on it."""

    head: Term
    order: int
    hanging: dict[str, list[Term]] = field(default_factory=dict)

    @property
    def amount(self) -> Amount:
        """The level's own number."""
        return self.head.amount

    @property
    def unit(self) -> str:
        """Its classifier."""
        return self.head.amount.unit

    @property
    def label(self) -> str:
        """The words that name it, before the number and behind it."""
        return self.head.words + self.head.piece.tail

    def one(self, kind: str) -> Term | None:
        """The first term of a kind that hangs on it."""
        hanging = self.hanging.get(kind)
        return hanging[0] if hanging else None


class Table(Struct, frozen=True):
    """What a sentence tells: its terms in order, and its rows."""

    sentence: Sentence
    number: int
    """The sentence's number in the text."""
    terms: tuple[Term, ...]
    rows: tuple[Row, ...]
