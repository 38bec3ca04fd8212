"""Which numbers of a sentence a total is made of: 其中…, brackets, 分别为…, …共N."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.model.dataclass import dataclass
from drafter.proof.sentence import Piece, Sentence

FAMILIES = ("件起宗例", "人名位", "次场", "家户", "份部")
_OF_WHICH = re.compile(r"其中(?!央|心|间|医|小|共)")
_NAMELY = re.compile(
    r"(?:分别(?:为|是)|包括|包含|即|具体为|具体是|涵盖|由)$|^(?:分别(?:为|是)|包括|包含|具体为|涵盖)"
)
_TOGETHER = re.compile(
    r"(?:^|，|等)(?:以上|上述|三项|两项|四项|几项)?(?:总共|共计|合计|总计|一共|共|总数为|总数达)(?:有|为|达)?$"
)
# What a list does not hold any more: comparisons, doings that follow, totals.
_ASIDE = re.compile(
    r"^(?:同比|环比|比上年|比去年|较上年|较去年|较20|比20|占|约占|分别占|增长|下降|上升|减少|增幅|降幅|为上年|去年同期|上年同期|上年|去年)"
)
_OTHER = re.compile(
    r"^(?:均|都|全部|已|并|共|总|累计|合计|目前|截至|同时|有效|接待|挽回|涉及金额|为|使|通过|办结|审结|结案|按期|按时|限期)|率(?:均|都|分别)?(?:为|达|达到)?$"
)
_OPEN_END = re.compile(r"^等")
_ADDED = re.compile(
    r"(?:含|包括|包含)(?:上年|去年|往年|历年)|上年|去年|往年|同期|^[含另]|其余|其他为"
)
_MOST = 40


@dataclass(frozen=True, slots=True)
class Split:
    """A total and the parts that the text sets beside it.

    `totals` are the numbers that it may be the sum of, the likeliest first. `cuts` are the lengths
    of the list at which it may end, the likeliest first. `closed` where the form says that the
    parts are all.
    """

    sentence: Sentence
    totals: tuple[Piece, ...]
    parts: tuple[Piece, ...]
    cuts: tuple[int, ...]
    closed: bool
    rest: bool
    """Whether the list is left open: 等, 主要."""


def counted(piece: Piece) -> bool:
    """Whether the piece has a number of things, not a rate or a difference of rates."""
    amount = piece.amount
    return amount is not None and not amount.percent and amount.unit not in _RELATIVE


_RELATIVE = ("百分点", "个百分点", "倍")


def alike(one: str, other: str) -> bool:
    """Whether two classifiers count the same things: 件 and 起.

    >>> alike("件", "起"), alike("件", "件（次）"), alike("人", "次")
    (True, False, False)
    """
    return one == other or any(one in f and other in f for f in FAMILIES if one and other)


def splits(sentence: Sentence) -> Iterator[Split]:
    """Every total with parts that the sentence writes down."""
    for number, piece in enumerate(sentence.pieces):
        if _OF_WHICH.search(piece.words):
            yield from _of_which(sentence, number)
        if counted(piece) and piece.amount and not piece.amount.numeral:
            yield from _in_bracket(sentence, number)
            if _TOGETHER.search(piece.joint + piece.words.strip()):
                yield from _together(sentence, number)
        if _NAMELY.search(piece.said.strip()) and not _OF_WHICH.search(piece.words):
            yield from _namely(sentence, number)


def _of_which(sentence: Sentence, number: int) -> Iterator[Split]:
    """…56件，其中维持30件、撤销5件: the total may be any number before, the nearest first."""
    pieces, here = sentence.pieces, sentence.pieces[number]
    before = [
        p for p in pieces[max(0, number - _MOST) : number] if _may_own(p, here, number, pieces)
    ]
    if not before and sentence.before and number == 0:
        before = [p for p in sentence.before.pieces if counted(p) and p.depth == 0]
        before = before if len(before) == 1 else []
    first = number if here.amount else number + 1
    yield from _split(sentence, tuple(reversed(before)), first, here.depth, False)


def _may_own(piece: Piece, here: Piece, number: int, pieces: Sequence[Piece]) -> bool:
    if not counted(piece) or _ASIDE.match(piece.words.strip()):
        return False
    outside = here.owner >= 0 and piece is pieces[here.owner]
    return (piece.depth == here.depth and piece.owner == here.owner) or outside


def _in_bracket(sentence: Sentence, number: int) -> Iterator[Split]:
    """取消100项（文化和旅游部门91项、…）; the same behind a colon."""
    pieces, owner = sentence.pieces, sentence.pieces[number]
    if owner.tail.strip() or number + 1 >= len(pieces):
        return
    first = pieces[number + 1]
    listed = first.joint == "：" or (first.joint == "（" and first.owner == number)
    if (
        listed
        and first.amount
        and not (_OF_WHICH.search(first.words) or _ADDED.search(first.words))
    ):
        yield from _split(sentence, (owner,), number + 1, first.depth, True)


def _namely(sentence: Sentence, number: int) -> Iterator[Split]:
    """共47件，分别为治安案件35件、刑事案件12件"""
    pieces, here = sentence.pieces, sentence.pieces[number]
    first = number
    if not here.amount or not _NAMELY.search(here.words.strip()):
        first = number + 1
    before = [p for p in pieces[max(0, number - 3) : first] if counted(p) and p.depth == here.depth]
    if first < len(pieces) and before and not re.search("等", here.tail):
        yield from _split(sentence, tuple(reversed(before)), first, here.depth, True)


def _together(sentence: Sentence, number: int) -> Iterator[Split]:
    """治安案件35件、刑事案件12件，共47件"""
    pieces, total = sentence.pieces, sentence.pieces[number]
    parts, at = list[Piece](), number - 1
    while at >= 0 and len(parts) < _MOST:
        piece = pieces[at]
        at -= 1
        if piece.depth > total.depth:
            continue
        if not _fits(piece, total) or piece.depth < total.depth:
            break
        parts.insert(0, piece)
        if piece.joint not in ("、", "") or not pieces[at].amount:
            break
    if len(parts) >= 2 and len({p.amount.unit for p in parts if p.amount}) == 1:
        yield Split(sentence, (total,), tuple(parts), (len(parts),), True, False)


def _split(
    sentence: Sentence, totals: tuple[Piece, ...], first: int, depth: int, closed: bool
) -> Iterator[Split]:
    pieces = sentence.pieces
    if first >= len(pieces):
        return
    parts, rest = _parts(pieces, first, depth)
    totals = tuple(t for t in totals if parts and _fits(t, parts[0]))
    if not parts or not totals:
        return
    rest = rest or "主要" in parts[0].words or "等" in parts[-1].tail
    yield Split(sentence, totals, tuple(parts), _cuts(parts), closed, rest)


def _fits(piece: Piece, like: Piece) -> bool:
    one, other = piece.amount, like.amount
    if one is None or other is None or not counted(piece):
        return False
    return alike(one.unit, other.unit) or ("" in (one.unit, other.unit) and one.unit != other.unit)


def _parts(pieces: Sequence[Piece], first: int, depth: int) -> tuple[list[Piece], bool]:
    """The list's pieces from the first on, and whether 等 leaves it open."""
    parts, aside, last = list[Piece](), False, first
    for number in range(first, min(len(pieces), first + 4 * _MOST)):
        piece = pieces[number]
        aside = _is_aside(piece) or (aside and not piece.joint)
        if aside or piece.depth > depth:
            continue
        if piece.depth < depth or (parts and not _continues(piece, parts)):
            break
        if not counted(piece) or (not parts and _OTHER.search(_plain(piece.words))):
            break
        parts.append(piece)
        last = number + 1
    after = pieces[last] if last < len(pieces) else None
    return parts, bool(after and after.amount is None and _OPEN_END.match(after.words.strip()))


def _is_aside(piece: Piece) -> bool:
    """Whether it only compares or weighs what stands before it: 占57.1%, 较上年的80件."""
    return bool(_ASIDE.match(piece.words.strip()) or (piece.amount and piece.amount.percent))


def _plain(words: str) -> str:
    return _OF_WHICH.sub("", words).strip("，：、 ")


def _continues(piece: Piece, parts: Sequence[Piece]) -> bool:
    """Whether the list goes on: same classifier, same form, nothing new begins."""
    words, last = piece.words.strip(), parts[-1]
    if _OF_WHICH.search(words) or not _fits(piece, parts[0]):
        return False
    if piece.joint in ("，", "；") and (_OTHER.search(words) or len(words) > 16):
        return False
    return bool(words) or not last.words.strip() or piece.joint == "、" or bool(last.tail.strip())


def _cuts(parts: Sequence[Piece]) -> tuple[int, ...]:
    """Where the list may end. With 、 between its parts, the first comma ends it."""
    commas = [n for n, part in enumerate(parts) if n and part.joint in ("，", "；")]
    marks = [n for n, part in enumerate(parts) if n and part.joint == "、"]
    if marks and commas and marks[0] < commas[0]:
        return (*commas, len(parts))
    return (len(parts), *reversed(commas))
