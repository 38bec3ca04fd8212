"""Fact rows: each level of a sentence with what hangs on it, so that prose becomes a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.proof.amounts import Amount
from drafter.proof.clause import Reading, is_into, read, years_named
from drafter.proof.sentence import Piece, Sentence
from drafter.proof.words import alternatives

_SHORT = 8  # of what names the things behind a number: 占全部600件投诉的三分之二
_NAMES = ("岁", "周岁")  # a number that names a group: 60岁及以上
# 去年办理50件，今年办理60件: the earlier figure stands before its level.
_AHEAD = re.compile(
    r"[^，。；]{0,3}，(?:今年|本年|本月|20\d\d年|当年)"
    r"|[^，。；]{0,6}(?:增加|上升|提高|提升|增长|下降|减少|降低|压缩|缩短|压减|增|升|降|减)(?:到|至|为)"
)
_JOINED = ("", "，", "、", "（", "）")
_HEADS = ("level", "rate", "percent", "average")
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
        return next(iter(self.hanging.get(kind, ())), None)


class Table(Struct, frozen=True):
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
        near = readings[-1:] if piece.joint in _JOINED else []
        reading = read(piece, words, near, latest, lead)
        latest = max([latest, *years_named(lead)])
        if terms and _goes_on(terms, piece, words):
            reading = terms[-1].reading
        readings.append(reading)
        terms.append(Term(sentence, index, piece, piece.amount, reading, words, lead))
        lead = piece.tail
    terms = [_as_level(terms, number) for number in range(len(terms))]
    for at in range(len(terms) - 1):
        terms[at : at + 2] = _base_with_name(terms[at], terms[at + 1])
    return Table(sentence, number, tuple(terms), tuple(_rows(terms)))


def _base_with_name(term: Term, following: Term) -> list[Term]:
    """败诉案件占审结案件88件的12.5%: the number between 占 and 的 is the whole of a named share."""
    named_after = following.words.endswith("的") and len(following.words) <= _SHORT
    if term.kind == "base" and following.amount.percent and named_after:
        return [term, replace(following, reading=Reading("share", 1, "", "底"))]
    name, sign, of = term.words.partition("占")
    whole = term.kind == "level" and sign and of and following.amount.percent
    if not whole or not following.words.startswith("的"):
        return [term, following]
    share = Reading("share", 1, name, "底")
    return [replace(term, reading=Reading("base", 1, of)), replace(following, reading=share)]


def _goes_on(terms: Sequence[Term], piece: Piece, words: str) -> bool:
    """Whether a bare number goes on with what 分别 began: 分别减少4起、3人."""
    run = terms[-1]
    while run.words in ("", "和", "与", "及") and len(terms) > 1:
        terms = terms[:-1]
        run = terms[-1]
    joined = (piece.joint == "、" and not words) or (
        not piece.joint and words in ("和", "与", "及")
    )
    return joined and "分别" in run.words and run.kind in HANGING


def _as_level(terms: Sequence[Term], number: int) -> Term:
    """A bare 增加3项 that no growth and no earlier figure goes with is a level of its own."""
    term = terms[number]
    if number and terms[number - 1].reading is term.reading:
        return term
    beside = [
        t.kind for t in (*terms[max(0, number - 1) : number], *terms[number + 1 : number + 2])
    ]
    compared = re.search(alternatives("比较"), term.words) or re.search("[收支净]", term.words)
    if term.kind != "change" or compared or "分别" in term.lead or "change" not in beside:
        return term
    return replace(term, reading=Reading("level", 1, term.words))


def _rows(terms: Sequence[Term]) -> Iterator[Row]:
    rows, waiting, run = list[Row](), list[Term](), list[Term]()
    for term in terms:
        if term.piece.joint == "；":
            waiting = []
        if _heads_row(term):
            row = Row(term, len(rows))
            _hang(row, [old for old in waiting if _kin(old, term)])
            waiting = []
            rows.append(row)
        elif "分别" in term.words or (run and term.reading is run[-1].reading):
            run.append(term)
        elif term.kind == "earlier" and not _hangs(term, rows):
            waiting.append(term)
        elif (
            term.kind in HANGING and not term.reading.subject.strip("，")
        ) or term.kind == "earlier":
            owner = _owner(term, rows)
            if owner is not None:
                _hang(owner, [term])
    _respectively(run, rows)
    for old in waiting:
        like = [row for row in rows if row.head.index < old.index and row.unit == old.amount.unit]
        if like:
            _hang(like[-1], [old])
    yield from rows


def _heads_row(term: Term) -> bool:
    """Whether a term begins a row: a level, a rate, or a share or growth with a name of its own."""
    named = term.kind in ("share", "growth") and bool(term.reading.subject.strip("，"))
    return term.kind in _HEADS or named


def _respectively(run: Sequence[Term], rows: Sequence[Row]) -> None:
    """起数10起、死亡9人，同比分别减少4起、3人，分别下降29%、25%: each to its own row."""
    for _, group in groupby(run, key=lambda term: id(term.reading)):
        terms = list(group)
        levels = [r for r in rows if r.head.kind == "level" and r.head.index < terms[0].index]
        if len(terms) > 1 and len(levels) >= len(terms):
            for row, term in zip(levels[-len(terms) :], terms, strict=True):
                _hang(row, [term])


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
    if _AHEAD.match(term.sentence.passage.plain, term.amount.end):
        return False
    return _kin(term, head) and term.piece.joint != "；"


def _owner(term: Term, rows: Sequence[Row]) -> Row | None:
    """The level that the term hangs on: that whose bracket it stands in, else the one before."""
    if term.piece.joint == "；":
        return None
    for row in reversed(rows):
        if row.head.piece.depth <= term.piece.depth:
            return row
    return None
