"""What each number of a sentence is, by its own words and by what stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from drafter.model.pattern import pattern
from drafter.proof.numbers.units import alike
from drafter.proof.rows.clause import POINTS, Reading, is_into, read, years_named
from drafter.proof.rows.row import HANGING, Term
from drafter.proof.text.sentence import Piece, Sentence
from drafter.proof.text.words import mentions

_SHORT = 8  # of what names the things behind a number: 占全部600件投诉的三分之二
# 完成国家下达的110万人年度任务的130.5%; 完成预算数25,000万元的41.9%
_DUE = pattern("[，、]?(?:完成|达到|达|为|占)")
_OF_DUE = pattern("(?:任务|计划|目标|预算|指标)[^，]{0,6}的$")
_NAMED_DUE = pattern("(?:任务|计划|目标|预算|指标)数?$")
_GROUP = pattern(
    r"(?:及?以[上下内]|的)[^\W\d_]{1,10}(?:（[^（）\d]{1,8}）)?有?[\d一二三四五六七八九十两]"
)
_NAMES = ("岁", "周岁")  # a number that names a group: 60岁及以上
_JOINED = ("", "，", "、", "（", "）")
_AND = ("和", "与", "及", "以及")
_BRACKET, _CLAUSE = pattern("（[^（）]*）"), pattern("[，。；：、]")
_MOVED = pattern("[收支净]")
_WHENCE = pattern("从[^，]{2,}为?$")
_WENT = pattern("[到至为成转升降增减扩缩提回上下]|^[和与及]?$")


def terms(sentence: Sentence) -> list[Term]:
    """The sentence's numbers in order, each with what it is.

    >>> from drafter.proof.text.passage import passages
    >>> from drafter.proof.text.sentence import sentences
    >>> text = "共18起、11人，与2020年（普查数，下同）的20起、12人相比减少2起、1人。"
    >>> [term.kind for term in terms(sentences(passages([text])[0])[0])]
    ['level', 'level', 'earlier', 'earlier', 'change', 'change']
    """
    series, lead, latest = list[Term](), "", 0
    for index, piece in enumerate(_with_units(sentence.pieces)):
        lead += piece.joint + piece.words.strip()
        if piece.amount is None or piece.amount.numeral or _names_a_group(piece, sentence):
            numeral = piece.amount.written + piece.amount.unit if piece.amount else ""
            lead += numeral + piece.tail
            continue
        words = _around_bracket(piece, lead)
        reading = _reading(series, piece, words, latest, lead)
        named = lead.removesuffix(words) if reading.kind == "earlier" else lead
        latest = max([latest, *years_named(named)])
        series.append(Term(sentence, index, piece, piece.amount, reading, words, lead))
        lead = piece.tail
    series = [_as_level(series, number) for number in range(len(series))]
    series = [_as_origin(one, then) for one, then in pairwise([*series, None]) if one]
    for at in range(len(series) - 1):
        series[at : at + 2] = _base_with_name(series[at], series[at + 1])
    return series


def _reading(before: Sequence[Term], piece: Piece, words: str, latest: int, lead: str) -> Reading:
    """What a number is: what its words say, or what the run says that it goes on with."""
    near = [before[-1].reading] if before and piece.joint in _JOINED else []
    reading = read(piece, words, near, latest, lead)
    if before and _goes_on(before, piece, words):
        return before[-1].reading
    if before and reading.kind == "level" and not (words or piece.joint):
        if before[-1].kind == "change" and _has_like(before, piece):
            return before[-1].reading  # 12批96个，比上年增加2批18个
        return Reading("earlier", 1, words) if before[-1].kind == "earlier" else reading
    if words == "新增" and before and (_came_from(before) or _is_beside_old(before, piece)):
        return Reading("change")
    return reading


def _has_like(before: Sequence[Term], piece: Piece) -> bool:
    """Whether a level of the number's classifier stands before, and none of it right before."""
    assert piece.amount is not None
    unit = piece.amount.unit
    like = [t for t in before if t.kind == "level" and alike(t.amount.unit, unit)]
    return bool(like) and not alike(before[-1].amount.unit, unit)


def _with_units(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces, a bare number with the points that it is listed with: 1.5和1.7个百分点."""
    changed = [*pieces]
    for number in range(len(pieces) - 2, -1, -1):
        piece, following = changed[number], changed[number + 1]
        bare = piece.amount and piece.amount.unit in ("", "个") and not piece.tail
        points = following.amount and following.amount.unit in POINTS
        if bare and points and _is_listed(following, following.words.strip()):
            assert piece.amount
            assert following.amount
            amount = replace(piece.amount, unit=following.amount.unit)
            changed[number] = replace(piece, amount=amount)
    return changed


def _around_bracket(piece: Piece, lead: str) -> str:
    """The words of a number, those before a bracket with them: 2010年（普查数，下同）的."""
    words = piece.words.strip()
    if piece.joint == "）" and words == "的":
        return _CLAUSE.split(_BRACKET.sub("", lead))[-1].lstrip("）")
    return words


def _names_a_group(piece: Piece, sentence: Sentence) -> bool:
    """Whether a number says which things are meant: 60岁, 100张以下医院21246个, 3万人的省有8个."""
    assert piece.amount is not None
    behind = sentence.passage.plain[piece.amount.end : piece.amount.end + 16]
    aged = piece.amount.unit in _NAMES and piece.amount.step == 1  # 平均寿命79.6岁 is a number
    return aged or bool(_GROUP.match(behind))


def _came_from(terms: Sequence[Term]) -> bool:
    """Whether the last number is where another one has gone to: 由832座增加到973座."""
    arrived = terms[-1].kind == "level" and is_into(terms[-1].words)
    return len(terms) > 1 and terms[-2].kind == "earlier" and arrived


def _is_beside_old(terms: Sequence[Term], piece: Piece) -> bool:
    """Whether nothing parts a number from an earlier one of its classifier: 比上年的45件新增3件."""
    assert piece.amount is not None
    beside = not piece.joint and terms[-1].kind == "earlier"
    return beside and alike(terms[-1].amount.unit, piece.amount.unit)


def _base_with_name(term: Term, following: Term) -> list[Term]:
    """败诉案件占审结案件88件的12.5%: the number between 占 and 的 is the whole of a named share."""
    named_after = following.words.endswith("的") and len(following.words) <= _SHORT
    if term.kind == "base" and following.amount.percent and named_after:
        return [term, replace(following, reading=Reading("share", 1, "", "底"))]
    beside = following.amount.percent and not following.piece.joint
    of_due = _OF_DUE.search(following.words) or (
        following.words == "的" and _NAMED_DUE.search(term.words)
    )
    if beside and _DUE.match(term.words) and of_due:
        share = replace(following, reading=Reading("share", 1, "", "底"))
        return [replace(term, reading=Reading("base", 1, term.words)), share]
    name, sign, of = term.words.partition("占")
    whole = term.kind == "level" and sign and of and following.amount.percent
    if not whole or not following.words.startswith("的"):
        return [term, following]
    of_named = Reading("share", 1, name, "底")
    return [replace(term, reading=Reading("base", 1, of)), replace(following, reading=of_named)]


def _goes_on(terms: Sequence[Term], piece: Piece, words: str) -> bool:
    """Whether a bare number goes on with what began before it: 分别减少4起、3人; 减少4起、3人 of
    two counts; 比上年的95%、98%, where two rates stand before."""
    if not _is_listed(piece, words):
        return False
    run, levels = terms[-1], [*terms]
    while run.words in ("", *_AND) and len(levels) > 1:
        levels.pop()
        run = levels[-1]
    if run.kind in HANGING and "分别" in run.words:
        return True
    assert piece.amount is not None
    heads = [t for t in levels[:-1] if t.kind in ("level", "rate", "percent", "share")]
    like = [t for t in heads if alike(t.amount.unit, piece.amount.unit)]
    if run.kind == "earlier":
        return len(like) > alike(run.amount.unit, piece.amount.unit)
    return run.kind == "change" and bool(like) and not alike(run.amount.unit, piece.amount.unit)


def _is_listed(piece: Piece, words: str) -> bool:
    """Whether nothing but 、 or 和 stands before a number."""
    return (piece.joint == "、" and not words) or (not piece.joint and words in _AND)


def _as_origin(term: Term, following: Term | None) -> Term:
    """从外地购进1911万元, from where it comes, is a level where no number says where it went."""
    since = term.kind == "earlier" and term.piece.joint != "、" and _WHENCE.search(term.words)
    if not since or mentions("上期").search(term.words) or years_named(term.words):
        return term
    went = following and _WENT.search(following.words)
    if went and following and not mentions("比较").search(following.words):
        return term
    if following and following.reading is term.reading:
        return term
    return replace(term, reading=Reading("level", 1, term.words))


def _as_level(terms: Sequence[Term], number: int) -> Term:
    """A bare 增加3项 that no growth and no earlier figure goes with is a level of its own."""
    term = terms[number]
    if number and terms[number - 1].reading is term.reading:
        return term
    beside = [
        t.kind for t in (*terms[max(0, number - 1) : number], *terms[number + 1 : number + 2])
    ]
    compared = mentions("比较").search(term.words) or _MOVED.search(term.words)
    listed = term.piece.joint == "、" or term.words[:1] in _AND  # 减少3人和增加5人
    if listed and number and terms[number - 1].kind == "change":
        return term
    if term.kind != "change" or compared or "分别" in term.lead or "change" not in beside:
        return term
    return replace(term, reading=Reading("level", 1, term.words))
