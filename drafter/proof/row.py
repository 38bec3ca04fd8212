"""Fact rows: each level of a sentence with what hangs on it, so that prose becomes a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafter.model.dataclass import dataclass, field
from drafter.proof.amounts import Amount
from drafter.proof.clause import Reading, is_into, read, years_named
from drafter.proof.sentence import Piece, Sentence
from drafter.proof.words import alternatives

_NAMES = ("岁", "周岁")  # a number that names a group: 60岁及以上
_JOINED = ("", "，", "、", "（")
HANGING = ("share", "growth", "change", "points", "times", "average", "earlier")


@dataclass(frozen=True, slots=True)
class Term:
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
        return self.amount.written + self.amount.unit


@dataclass(frozen=True, slots=True)
class Row:
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
        return next(iter(self.hanging.get(kind, ())), None)


@dataclass(frozen=True, slots=True)
class Table:
    """What a sentence tells: its terms in order, and its rows."""

    sentence: Sentence
    number: int
    """The sentence's number in the text."""
    terms: tuple[Term, ...]
    rows: tuple[Row, ...]


def table(sentence: Sentence, number: int = 0) -> Table:
    """The sentence as rows; what only compares or weighs hangs on the level before it.

    >>> from drafter.proof.passage import passages
    >>> from drafter.proof.sentence import sentences
    >>> text = "税收5,240万元，增收402万元，增长8.31%；非税2,890万元，占36%。"
    >>> [[row.head.said, *row.hanging] for row in table(sentences(passages([text])[0])[0]).rows]
    [['5,240万元', 'change', 'growth'], ['2,890万元', 'share']]
    """
    terms, readings, lead, latest = list[Term](), list[Reading](), "", 0
    for index, piece in enumerate(sentence.pieces):
        lead += piece.joint + piece.words.strip()
        if piece.amount is None or piece.amount.numeral or piece.amount.unit in _NAMES:
            lead += (piece.amount.written if piece.amount else "") + piece.tail
            continue
        words = piece.words.strip()
        latest = max([latest, *years_named(lead)])
        reading = read(piece, words, readings[-1:] if piece.joint in _JOINED else [], latest)
        readings.append(reading)
        terms.append(Term(sentence, index, piece, piece.amount, reading, words, lead))
        lead = piece.tail
    terms = [_as_level(terms, number) for number in range(len(terms))]
    return Table(sentence, number, tuple(terms), tuple(_rows(terms)))


def _as_level(terms: Sequence[Term], number: int) -> Term:
    """A bare 增加3项 that no growth and no earlier figure goes with is a level of its own."""
    term = terms[number]
    beside = [
        t.kind for t in (*terms[max(0, number - 1) : number], *terms[number + 1 : number + 2])
    ]
    compared = re.search(alternatives("比较"), term.words) or re.search("[收支净]", term.words)
    if term.kind != "change" or compared or {"growth", "earlier"} & {*beside}:
        return term
    return replace(term, reading=Reading("level", 1, term.words))


def _rows(terms: Sequence[Term]) -> Iterator[Row]:
    rows, waiting = list[Row](), list[Term]()
    for term in terms:
        if term.kind in ("level", "rate", "percent"):
            row = Row(term, len(rows))
            _hang(row, [old for old in waiting if _kin(old, term)])
            waiting = []
            rows.append(row)
        elif term.kind == "earlier" and not _hangs(term, rows):
            waiting.append(term)
        elif (
            term.kind in HANGING and not term.reading.subject.strip("，")
        ) or term.kind == "earlier":
            owner = _owner(term, rows)
            if owner is not None:
                _hang(owner, [term])
    for old in waiting:
        like = [row for row in rows if row.head.index < old.index and row.unit == old.amount.unit]
        if like:
            _hang(like[-1], [old])
    yield from rows


def _hang(row: Row, terms: Sequence[Term]) -> None:
    for term in terms:
        row.hanging.setdefault(term.kind, []).append(term)


def _kin(old: Term, now: Term) -> bool:
    return old.amount.percent == now.amount.percent


def _hangs(term: Term, rows: Sequence[Row]) -> bool:
    """Whether an earlier figure belongs to the level before it: 56件，较上年的45件."""
    if not rows or is_into(term.words) or term.words[:1] in "由从":
        return False
    head = rows[-1].head
    compared = (
        term.words[:1] in "比较与同" or term.piece.joint in ("（", "、") or "同期" in term.words
    )
    return compared and _kin(term, head) and term.piece.joint != "；"


def _owner(term: Term, rows: Sequence[Row]) -> Row | None:
    """The level that the term hangs on: that whose bracket it stands in, else the one before."""
    if term.piece.joint == "；":
        return None
    for row in reversed(rows):
        if row.head.piece.depth <= term.piece.depth:
            return row
    return None
