"""Rates against the numbers they are made of: 受理1732件，调处成功1698件，调处成功率97%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from drafter.model.finding import Severity
from drafter.model.quantity import Quantity
from drafter.proof.parts import alike, counted
from drafter.proof.passage import Remark
from drafter.proof.roles import BOUNDED, halves
from drafter.proof.rounding import Fit, fit
from drafter.proof.sentence import Piece, Sentence

_NAME = re.compile(
    r"([\u4e00-\u9fff]{1,14}率|占比)(?:[（(][^（）]{1,12}[）)])?(?:由|为|达|达到|达到了|也?为|是|实现|保持|保持在|稳定在|高达)?(?:将近|接近|近|约|超过|超|逾)?$"
)
_SEVERAL = re.compile("分别|均|都|平均|综合|整体|总体")
_OTHER_BASE = re.compile(
    "按时|按期|及时|法定|限期|当场|一次|首次|首办|上年|去年|上年度|同期|全市|全省|全国|自动|平均|当期|增长|增速|投诉|利率|人均"
)
_SHARE = re.compile(
    r"(?:^|[，、（的])?(?:仅|约|共|各)?占(?:比)?(?P<of>[^，。]{0,16}?)(?:的|为|达|约|近)*$"
)
_OTHER_WHOLE = re.compile("全市|全省|全国|全州|同期|GDP|常住|人口|面积|市|省|辖区|财政|支出|预算")
_COMMON = re.compile(
    "其中|案件|纠纷|数量|件数|人数|其|类|的|数|共|仅|约|各|均|该|也|则|为|有|[，、（）：\\s]"
)
_TOTAL = re.compile("共|总|全部|受理|收到|接到|办理|处理|办结|审结|开展")
_NOT = re.compile(
    "(?:不|未|没有)(?=合格|达标|通过|办结|整改|出庭|成功|满意|完成|化解|调成|审结|采纳)"
)
_FAR, _WINDOW = 10, 40


def rates(sentence: Sentence) -> Iterator[Remark]:
    """Rates and shares that their numbers do not give.

    受理1732件，调处成功1698件，调处成功率97% → 1698÷1732=98.04%
    受理问题95条，办结率100% → silent, nobody says how many were settled
    """
    for number, piece in enumerate(sentence.pieces):
        if piece.amount and piece.amount.percent:
            yield from _one(sentence, number, piece)


def _one(sentence: Sentence, number: int, piece: Piece) -> Iterator[Remark]:
    words = piece.words.strip().replace("“", "").replace("”", "")
    share, named = _SHARE.search(words), _NAME.search(words)
    if named and named[1] != "占比" and not share:
        name = named[1]
        if piece.amount and BOUNDED.search(name) and piece.amount.quantity.low > 100:
            yield _remark("proof-rate-over", Severity.ERROR, piece, piece, sentence, {"name": name})
        elif not (_SEVERAL.search(words) or _OTHER_BASE.search(words) or piece.joint == "、"):
            yield from _rate(sentence, number, name)
    elif (share or named) and not _OTHER_BASE.search(words):
        of = share["of"] if share else ""
        if not _OTHER_WHOLE.search(of):
            match = share or named
            yield from _share(sentence, number, _core(words[: match.start()] if match else ""))


def _rate(sentence: Sentence, number: int, name: str) -> Iterator[Remark]:
    upper, lower = halves(name)
    counts = _before(sentence, number)
    if not upper:
        return
    above = [(p, False) for p in counts if re.search(upper, _NOT.sub("～", p.said))]
    tops = [p for p, _ in above if not _negative(p, upper)]
    rest = [p for p in counts if _negative(p, upper)]
    bottoms = [p for p in counts if p not in tops and p not in rest]
    named = [p for p in bottoms if lower and re.search(lower, p.said)]
    pairs = _pairs(tops, named or ([] if lower else bottoms))
    if not pairs and tops and sentence.before:
        earlier = [
            p for p in sentence.before.pieces if counted(p) and re.search(lower or "$^", p.said)
        ]
        pairs = _pairs(tops, earlier[-2:])
    pairs = pairs or [(bottom, part, True) for part, bottom, _ in _pairs(rest, named)]
    yield from _weigh(sentence, number, name, pairs, _pairs(counts, counts))


def _negative(piece: Piece, upper: str) -> bool:
    negation = _NOT.search(piece.said)
    return bool(negation and re.match(upper, piece.said[negation.end() :]))


Pair = tuple[Piece, Piece, bool]


def _pairs(tops: Sequence[Piece], bottoms: Sequence[Piece]) -> list[Pair]:
    """(part, whole, whether what is left over is meant) of like classifiers, the nearest first."""
    pairs = [(a, b, False) for a, b in product(reversed(tops), reversed(bottoms)) if _fits(a, b)]
    return pairs[: _FAR * 2]


def _fits(part: Piece, whole: Piece) -> bool:
    one, other = part.amount, whole.amount
    if one is None or other is None or part is whole or not alike(one.unit, other.unit):
        return False
    return other.quantity.low > 0 and one.value <= other.value


def _before(sentence: Sentence, number: int) -> list[Piece]:
    """The numbers of things before a rate, back to the last semicolon, if any stand there."""
    pieces = sentence.pieces[max(0, number - _WINDOW) : number]
    cut = max((n for n, p in enumerate(pieces) if p.joint == "；"), default=0)
    if sentence.pieces[number].joint == "；":
        return []
    near = [p for p in pieces[cut:] if counted(p)]
    return near[-_FAR:]


def _weigh(
    sentence: Sentence, number: int, name: str, pairs: Sequence[Pair], others: Sequence[Pair]
) -> Iterator[Remark]:
    """A remark if no pair gives the rate; or if only cutting off does."""
    piece = sentence.pieces[number]
    if not pairs or not piece.amount:
        return
    fits = [(fit(piece.amount, _quotient(pair)), pair) for pair in pairs]
    more = [fit(piece.amount, _quotient(pair)) for pair in others]
    good = [(f, pair) for f, pair in fits if f.half_up]
    if good:
        yield from _whole(sentence, piece, name, good)
        return
    if any(f.half_up for f in more) and len(pairs) > 1:
        return
    stated = piece.amount.value
    cut = next(((f, pair) for f, pair in fits if f.cut), None)
    best, pair = cut or min(fits, key=lambda one: abs(Fraction(one[0].exact) - stated))
    code = "proof-rate-cut" if cut else "proof-rate"
    weight = Severity.HINT if cut else Severity.ERROR
    yield _told(code, weight, sentence, piece, name, best, pair)


def _whole(
    sentence: Sentence, piece: Piece, name: str, good: Sequence[tuple[Fit, Pair]]
) -> Iterator[Remark]:
    """99.6 % is never printed 100 %."""
    assert piece.amount is not None
    exactly = any(_quotient(pair).high >= 100 for _, pair in good)
    if piece.amount.value == 100 and not piece.amount.hedged and not exactly:
        best, pair = good[0]
        yield _told("proof-rate-all", Severity.WARNING, sentence, piece, name, best, pair)


def _quotient(pair: Pair) -> Quantity:
    part, whole, left = pair
    assert part.amount is not None
    assert whole.amount is not None
    if left:
        part, whole = whole, part
    assert part.amount is not None
    assert whole.amount is not None
    hundred = Quantity.exact(100)
    rate = part.amount.quantity * hundred / whole.amount.quantity
    return hundred - rate if left else rate


def _share(sentence: Sentence, number: int, name: str) -> Iterator[Remark]:
    """…其中民事350件，占57.1%: the part is the number right before, or the one that is named."""
    piece, pieces = sentence.pieces[number], sentence.pieces
    near = _named_part(pieces[:number], name) if name else _part_before(pieces, number)
    if near < 0 or "分别" in piece.words or _is_of_sum(piece, pieces[:number], near):
        return
    part, before = pieces[near], pieces[max(0, near - _WINDOW) : _list_start(pieces, near)]
    wholes = _wholes(part, before)
    if not wholes and sentence.before:
        wholes = _wholes(part, sentence.before.pieces[-_WINDOW:])
    inner = "其中" in part.words or _of_which(pieces[max(0, near - _WINDOW) : near])
    if name and not inner:
        wholes = [whole for whole in wholes if _TOTAL.search(whole.said)]
    if inner or len(wholes) == 1:
        pairs = [(part, whole, False) for whole in reversed(wholes)]
        yield from _weigh(sentence, number, "占比", pairs, [])


def _core(words: str) -> str:
    """What tells one item of a list from another.

    >>> _core("其中民事案件数的")
    '民事'
    """
    return _COMMON.sub("", words)


def _part_before(pieces: Sequence[Piece], number: int) -> int:
    near = pieces[number].owner if pieces[number].joint == "（" else number - 1
    return near if near >= 0 and counted(pieces[near]) else -1


def _named_part(pieces: Sequence[Piece], name: str) -> int:
    """The one number with this name; -1 where there is none, or several."""
    names = {n: _core(p.said) for n, p in enumerate(pieces) if counted(p)}
    alike = [n for n, core in names.items() if core and (name in core or core in name)]
    return alike[0] if len(alike) == 1 else -1


def _list_start(pieces: Sequence[Piece], at: int) -> int:
    """Where the list begins that the piece is an item of; its other items are no whole."""
    while at and pieces[at].joint == "、" and counted(pieces[at - 1]):
        at -= 1
    return at


def _is_of_sum(piece: Piece, pieces: Sequence[Piece], near: int) -> bool:
    """Whether the share is one of several numbers taken together: 民事350件、刑事263件."""
    like = [p for p in pieces if counted(p) and (p is pieces[near] or _same_unit(p, pieces[near]))]
    at = like.index(pieces[near])
    stretches = [
        like[first:last]
        for first in range(max(0, at - _FAR), at + 1)
        for last in range(at + 1, min(len(like), at + _FAR) + 1)
        if last - first > 1
    ]
    return any(_gives(piece, pieces[near], stretch) for stretch in stretches)


def _same_unit(one: Piece, other: Piece) -> bool:
    return bool(one.amount and other.amount and alike(one.amount.unit, other.amount.unit))


def _gives(piece: Piece, part: Piece, stretch: Sequence[Piece]) -> bool:
    """Whether the part of the stretch's sum is the share as it is printed."""
    whole = sum((p.amount.quantity for p in stretch if p.amount), Quantity.exact(0))
    if piece.amount is None or part.amount is None or whole.low <= 0:
        return False
    rate = part.amount.quantity * Quantity.exact(100) / whole
    return fit(piece.amount, rate).half_up


def _wholes(part: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """What a number may be a share of: no number that is itself told as a share."""
    return [
        piece
        for number, piece in enumerate(pieces)
        if counted(piece) and _fits(part, piece) and not _is_share(pieces[number + 1 : number + 3])
    ]


def _of_which(pieces: Sequence[Piece]) -> bool:
    return any("其中" in piece.words for piece in pieces)


def _is_share(behind: Sequence[Piece]) -> bool:
    for piece in behind:
        if counted(piece):
            return False
        if piece.amount and piece.amount.percent:
            return bool(_SHARE.search(piece.words.strip()) or "占比" in piece.words)
    return False


def _told(
    code: str,
    weight: Severity,
    sentence: Sentence,
    piece: Piece,
    name: str,
    calculated: Fit,
    pair: Pair,
) -> Remark:
    part, whole, left = pair
    if left:
        part, whole = whole, part
    assert part.amount is not None
    assert whole.amount is not None
    assert piece.amount is not None
    top = f"（{whole.amount.written}－{part.amount.written}）" if left else part.amount.written
    details = {
        "name": name,
        "said": f"{piece.amount.written}%",
        "working": f"{top}÷{whole.amount.written}={calculated.exact}%",
        "rounded": f"{calculated.rounded}%",
        "cut": f"{calculated.shorter}%",
    }
    first = min((part, whole), key=lambda p: p.start)
    return _remark(code, weight, first, piece, sentence, details)


def _remark(
    code: str,
    weight: Severity,
    first: Piece,
    last: Piece,
    sentence: Sentence,
    details: dict[str, str],
) -> Remark:
    assert last.amount is not None
    start = first.start if sentence.start <= first.start < last.start else last.start
    if code == "proof-rate-over":
        details = {**details, "said": f"{last.amount.written}%"}
    text = sentence.passage.plain[start : last.amount.end]
    start += len(text) - len(text.lstrip(" ，、"))
    return Remark(code, weight, sentence.passage, start, last.amount.end, details)
