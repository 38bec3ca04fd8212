"""What hangs on what: a sentence as a table of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.model.pattern import pattern
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import is_into
from drafter.proof.rows.respective import hang, joins, shared, spread_out
from drafter.proof.rows.row import HANGING, Row, Table, Term
from drafter.proof.rows.terms import terms
from drafter.proof.text.sentence import Sentence

_REACHED = pattern("(?:达|达到|升至|降至|增至)$")
_ARRIVES = pattern("[，、]?(?:总数)?(?:达|至|由|从|共)")
# 去年办理50件，今年办理60件: the earlier figure stands before its level.
_AHEAD = pattern(
    r"[^，。；]{0,3}，(?:今年|本年|本月|20\d\d年|当年)"
    r"|[^，。；]{0,6}(?:增加|上升|提高|提升|增长|下降|减少|降低|压缩|缩短|压减|增|升|降|减)(?:到|至|为)"
)
_MOVED = ("growth", "change", "times", "points")
_PERIOD = pattern(
    "(?:[一二三四]季度|[上下]半年|前[二三]季度|[0-9]{1,2}月份?)(?:同比|环比)?|同比|环比"
)
_COUNTS = pattern("([件起宗案人户批])数(?:量)?(?:同比|环比)?[^，、\\W\\d_]{1,4}$")
_HEADS = ("level", "rate", "percent", "average")


def table(sentence: Sentence, number: int = 0) -> Table:
    """The sentence as rows; what only compares or weighs hangs on the level before it.

    >>> from drafter.proof.text.passage import passages
    >>> from drafter.proof.text.sentence import sentences
    >>> text = "税收5,240万元，增收402万元，增长8.31%；非税2,890万元，占36%。"
    >>> [[row.head.said, *row.hanging] for row in table(sentences(passages([text])[0])[0]).rows]
    [['5,240万元', 'change', 'growth'], ['2,890万元', 'share']]
    """
    if not sentence.pieces:
        return Table(sentence, number, (), ())
    mine = terms(sentence)
    return Table(sentence, number, tuple(mine), tuple(_rows(mine)))


def _rows(terms: Sequence[Term]) -> Iterator[Row]:
    spread = shared(terms)
    rows, waiting, run, ahead = list[Row](), list[Term](), list[Term](), list[Term]()
    for term in terms:
        if term.piece.joint == "；":
            waiting = []
        if _heads_row(term):
            row = Row(term, len(rows))
            old = [one for one in waiting if _kin(one, term)]
            hang(row, [*old, *_came_before(row, [*rows[-1:]], ahead, old)])
            waiting, ahead = [], []
            rows.append(row)
        elif term.index in spread or "分别" in term.words or (run and joins(run[-1], term)):
            run.append(term)
        elif term.kind == "earlier" and not _hangs(term, rows):
            waiting.append(term)
        elif (
            term.kind in HANGING and not term.reading.subject.strip("，") and rows
        ) or term.kind == "earlier":
            owner = _owner(term, rows)
            if owner is not None:
                hang(owner, [term])
        elif term.kind in _MOVED:
            ahead.append(term)
    spread_out(run, rows)
    for old_term in waiting:
        like = [r for r in rows if r.head.index < old_term.index and r.unit == old_term.amount.unit]
        if like:
            hang(like[-1], [old_term])
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
    return [one for one in moved if first - len(moved) <= one.index < row.head.index]


def _of_it(moved: Term, name: str) -> bool:
    """Whether a growth may be of what has this name, or none: not 容积扩大20%，载货能力由6.9吨……"""
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    about = _PERIOD.sub("", moved.reading.subject)
    most = max(1, (len(about) - 1) // 2)
    return not (pairs and about) or sum(pair in about for pair in pairs) >= most


def _heads_row(term: Term) -> bool:
    """Whether a term begins a row: a level, a rate, or a share or growth with a name of its own."""
    named = term.kind in ("share", "growth") and bool(term.reading.subject.strip("，"))
    return term.kind in _HEADS or named


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
    """The level that the term hangs on: that whose bracket it stands in, that whose classifier it
    names (件数下降5%), else the one before."""
    if term.piece.joint == "；":
        return None
    fits = [row for row in reversed(rows) if row.head.piece.depth <= term.piece.depth]
    counts = _COUNTS.search(term.words)
    unit = counts[1] if counts else term.amount.unit
    like = [row for row in fits if alike(row.unit, unit)]
    chosen = like if like and (counts or term.kind == "earlier") else fits
    return next(iter(chosen), None)
