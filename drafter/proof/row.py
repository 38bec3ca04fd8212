"""Fact rows: each level of a sentence with what hangs on it, so that prose becomes a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.model.pattern import pattern
from drafter.proof.amounts import Amount
from drafter.proof.clause import Reading, is_into, read, years_named
from drafter.proof.sentence import Piece, Sentence
from drafter.proof.units import alike
from drafter.proof.words import mentions

_SHORT = 8  # of what names the things behind a number: 占全部600件投诉的三分之二
# 完成国家下达的110万人年度任务的130.5%
_DUE = pattern("[，、]?(?:完成|达到|达|为|占)")
_OF_DUE = pattern("(?:任务|计划|目标|预算|指标)[^，]{0,6}的$")
_REACHED = pattern("(?:达|达到|升至|降至|增至)$")
_ARRIVES = pattern("[，、]?(?:总数)?(?:达|至|由|从|共)")
_GROUP = pattern(
    r"(?:及?以[上下内]|的)[^\W\d_]{1,10}(?:（[^（）\d]{1,8}）)?有?[\d一二三四五六七八九十两]"
)
_NAMES = ("岁", "周岁")  # a number that names a group: 60岁及以上
# 去年办理50件，今年办理60件: the earlier figure stands before its level.
_AHEAD = pattern(
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
        if piece.amount is None or piece.amount.numeral or _names_a_group(piece, sentence):
            numeral = piece.amount.written + piece.amount.unit if piece.amount else ""
            lead += numeral + piece.tail
            continue
        words = piece.words.strip()
        near = readings[-1:] if piece.joint in _JOINED else []
        reading = read(piece, words, near, latest, lead)
        latest = max([latest, *years_named(lead)])
        if terms and _goes_on(terms, piece, words):
            reading = terms[-1].reading
        elif terms and reading.kind == "level" and not (words or piece.joint):
            like = terms[-1].kind == "earlier"  # 去年同期为197件375人
            reading = Reading("earlier", 1, words) if like else reading
        elif len(terms) > 1 and words == "新增" and _came_from(terms):
            reading = Reading("change")
        readings.append(reading)
        terms.append(Term(sentence, index, piece, piece.amount, reading, words, lead))
        lead = piece.tail
    terms = [_as_level(terms, number) for number in range(len(terms))]
    for at in range(len(terms) - 1):
        terms[at : at + 2] = _base_with_name(terms[at], terms[at + 1])
    return Table(sentence, number, tuple(terms), tuple(_rows(terms)))


def _names_a_group(piece: Piece, sentence: Sentence) -> bool:
    """Whether a number says which things are meant: 60岁, 100张以下医院21246个, 3万人的省有8个."""
    assert piece.amount is not None
    behind = sentence.passage.plain[piece.amount.end : piece.amount.end + 16]
    return piece.amount.unit in _NAMES or bool(_GROUP.match(behind))


def _came_from(terms: Sequence[Term]) -> bool:
    """Whether the last number is where another one has gone to: 由832座增加到973座."""
    return terms[-2].kind == "earlier" and terms[-1].kind == "level" and is_into(terms[-1].words)


def _base_with_name(term: Term, following: Term) -> list[Term]:
    """败诉案件占审结案件88件的12.5%: the number between 占 and 的 is the whole of a named share."""
    named_after = following.words.endswith("的") and len(following.words) <= _SHORT
    if term.kind == "base" and following.amount.percent and named_after:
        return [term, replace(following, reading=Reading("share", 1, "", "底"))]
    beside = following.amount.percent and not following.piece.joint
    if beside and _DUE.match(term.words) and _OF_DUE.search(following.words):
        of_due = replace(following, reading=Reading("share", 1, "", "底"))
        return [replace(term, reading=Reading("base", 1, term.words)), of_due]
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
    compared = mentions("比较").search(term.words) or re.search("[收支净]", term.words)
    if term.kind != "change" or compared or "分别" in term.lead or "change" not in beside:
        return term
    return replace(term, reading=Reading("level", 1, term.words))


def _rows(terms: Sequence[Term]) -> Iterator[Row]:
    rows, waiting, run, ahead = list[Row](), list[Term](), list[Term](), list[Term]()
    for term in terms:
        if term.piece.joint == "；":
            waiting = []
        if _heads_row(term):
            row = Row(term, len(rows))
            old = [one for one in waiting if _kin(one, term)]
            _hang(row, [*old, *_came_before(row, [*rows[-1:]], ahead, old)])
            waiting, ahead = [], []
            rows.append(row)
        elif "分别" in term.words or (run and _joins(run[-1], term)):
            run.append(term)
        elif term.kind == "earlier" and not _hangs(term, rows):
            waiting.append(term)
        elif (
            term.kind in HANGING and not term.reading.subject.strip("，") and rows
        ) or term.kind == "earlier":
            owner = _owner(term, rows)
            if owner is not None:
                _hang(owner, [term])
        elif term.kind in ("growth", "change"):
            ahead.append(term)
    _respectively(run, rows)
    for old_term in waiting:
        like = [r for r in rows if r.head.index < old_term.index and r.unit == old_term.amount.unit]
        if like:
            _hang(like[-1], [old_term])
    yield from rows


def _came_before(
    row: Row, last: Sequence[Row], ahead: Sequence[Term], old: Sequence[Term]
) -> list[Term]:
    """What moved before it is said where to: 同比增加84件，达到504件; 下降14.6%，由…降至1650件."""
    arrives = _ARRIVES.match(row.head.words) or (not last and _REACHED.search(row.head.words))
    if not (arrives or old) or row.head.piece.joint == "；":
        return []
    name = re.split("[由从]", (old[0] if old else row.head).words)[0]
    named = [one.head for one in last if one.head.kind == "growth" and _of_it(one.head, name)]
    moved = [*named, *ahead]
    first = min([row.head.index, *(one.index for one in old)])
    return [one for one in moved if first - len(moved) <= one.index < first]


def _of_it(moved: Term, name: str) -> bool:
    """Whether a growth may be of what has this name, or none: not 容积扩大20%，载货能力由6.9吨……"""
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return not pairs or any(pair in moved.reading.subject for pair in pairs)


def _joins(last: Term, term: Term) -> bool:
    """Whether a number goes on with what 分别 began: 分别增长30%、下降10%."""
    if term.reading is last.reading:
        return True
    listed = term.piece.joint == "、" or term.words[:1] in ("和", "与", "及")
    return listed and term.kind == last.kind and term.index == last.index + 1


def _heads_row(term: Term) -> bool:
    """Whether a term begins a row: a level, a rate, or a share or growth with a name of its own."""
    named = term.kind in ("share", "growth") and bool(term.reading.subject.strip("，"))
    return term.kind in _HEADS or named


def _respectively(run: Sequence[Term], rows: Sequence[Row]) -> None:
    """起数10起、死亡9人，同比分别减少4起、3人，分别下降29%、25%: each to its own row."""
    groups = list[list[Term]]()
    for term in run:
        if not groups or ("分别" in term.words and term.reading is not groups[-1][-1].reading):
            groups.append([])
        groups[-1].append(term)
    for terms in groups:
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
    if not rows or is_into(term.words) or {term.words[:1], term.words[-1:]} & {"由", "从"}:
        return False
    head = rows[-1].head
    if _AHEAD.match(term.sentence.passage.plain, term.amount.end):
        return False
    return _kin(term, head) and term.piece.joint != "；"


def _owner(term: Term, rows: Sequence[Row]) -> Row | None:
    """The level that the term hangs on: that whose bracket it stands in, else the one before."""
    if term.piece.joint == "；":
        return None
    fits = [row for row in reversed(rows) if row.head.piece.depth <= term.piece.depth]
    like = [row for row in fits if alike(row.unit, term.amount.unit)]
    return next(iter(like if term.kind == "earlier" and like else fits), None)
