"""This year against last: 56件，较上年的45件增长24.4%; from 90% to 95%, 5 percentage points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.dataclass import dataclass
from drafter.model.finding import Severity
from drafter.model.quantity import Quantity, decimal
from drafter.proof.parts import alike, counted
from drafter.proof.passage import Remark
from drafter.proof.rounding import fit
from drafter.proof.sentence import Piece, Sentence

_UP = "增长|上升|增加|提高|提升|增幅|升幅|涨幅|多|增|净增|新增"
_DOWN = "下降|减少|降低|降幅|下滑|回落|压减|少|降|减"
_MOVED = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|为|达|近|约|超过|率)*$")
_LAST = re.compile(r"上年|去年|上一年|前年|同期|20\d\d年")
_CARRIED = re.compile("旧存|结转|未结|积案|累计|以来")
_YEAR = re.compile(r"(20\d\d)年")
_COMPARED = re.compile(r"同比|环比|比上年|较上年|比去年|较去年|相比|较|比|净")
_FROM = re.compile(r"(?:^|[，、（])?[^，]{0,12}(?:由|从)[^，]{0,14}$")
_TO = re.compile(
    r"(?:增加|上升|提高|提升|增长|下降|减少|降低|压减|回落|升|增|降|减)?(?:到|至)(?:了|今年的|目前的|现在的|20\d\d年的)*$"
)
_WINDOW = 30
_POINTS = ("百分点", "个百分点")
_TIMES = re.compile(r"(?:下降|减少|降低|压减|缩短)(?:了|近|约|达)*$")


@dataclass(frozen=True, slots=True)
class _Change:
    """What a sentence tells of one thing: now, before, and by how much it moved."""

    now: Piece
    before: Quantity
    working: str
    first: Piece
    moved: str = ""


def changes(sentence: Sentence) -> Iterator[Remark]:
    """Growth, fall and difference that the two numbers do not give.

    办理56件，较上年的45件增长20% → (56－45)÷45=24.44%
    办理56件，同比增长20% → silent, last year's number is not told
    """
    pieces = sentence.pieces
    for number, piece in enumerate(pieces):
        moved = _MOVED.search(piece.words.strip())
        if not piece.amount or not moved or "分别" in piece.words:
            continue
        if piece.amount.unit == "倍" and _TIMES.search(piece.words.strip()):
            yield Remark("proof-times-less", Severity.WARNING, sentence.passage,
                         piece.start + _indent(piece), piece.amount.end)  # fmt: skip
            continue
        bases = _told(
            pieces[max(0, number - _WINDOW) : number], piece, pieces[number + 1 : number + 2]
        )
        if bases:
            yield from _judge(sentence, piece, bases, -1 if moved["down"] else 1)


def _told(pieces: Sequence[Piece], piece: Piece, behind: Sequence[Piece]) -> list[_Change]:
    """What the change may start from, the likeliest first."""
    assert piece.amount is not None
    cut = max((n for n, p in enumerate(pieces) if p.joint == "；"), default=0)
    near = [p for p in pieces[cut:] if p.amount and not p.amount.numeral][-12:]
    latest = max(map(int, _YEAR.findall("".join(p.words for p in near))), default=0)
    olds = [p for p in near if _is_old(p, latest)]
    nows = [p for p in near if p not in olds and not _is_delta(p) and _speaks(p, piece)]
    bases = [c for old in reversed(olds) for c in _against(old, nows, near)]
    if not bases and piece.amount.percent and nows:
        deltas = [
            p for p in (*near, *behind) if p.amount and _is_delta(p) and _same_kind(p, nows[-1])
        ]
        bases = [_before_delta(nows[-1], deltas[-1])] if len(deltas) == 1 else []
    return [c for c in bases if _comparable(c, piece)]


def _speaks(piece: Piece, change: Piece) -> bool:
    """Whether a number may be what has changed: no aside, not one of a row of rates."""
    row = (
        piece.amount is not None
        and piece.amount.percent
        and (piece.joint == "、" or "分别" in piece.words)
    )
    return piece.depth <= change.depth and not row


def _is_old(piece: Piece, latest: int) -> bool:
    """Whether the number is an earlier year's: 上年, 由…, or a year before the latest one named."""
    words = piece.words.strip()
    if _is_delta(piece) or _TO.search(words) or _CARRIED.search(words):
        return False
    if years := _YEAR.findall(words):
        return int(years[-1]) < latest or bool(_FROM.search(words) or _COMPARED.search(words))
    return bool(_LAST.search(words) or _FROM.search(words))


def _is_delta(piece: Piece) -> bool:
    words = piece.words.strip()
    return (
        bool(_MOVED.search(words))
        and not _TO.search(words)
        and bool(
            _COMPARED.search(words)
            or _LAST.search(words)
            or re.fullmatch(rf"{_UP}|{_DOWN}", words.rstrip("了"))
            or (piece.amount is not None and (piece.amount.percent or piece.amount.unit in _POINTS))
        )
    )


def _against(old: Piece, nows: Sequence[Piece], near: Sequence[Piece]) -> Iterator[_Change]:
    """The numbers that the old one may be set against, the likeliest first."""
    assert old.amount is not None
    alike_ones = [p for p in nows if _same_kind(p, old)]
    behind = [p for p in alike_ones if p.start > old.start]
    to = [p for p in behind if _TO.search(p.words.strip())]
    ahead = [p for p in alike_ones if p.start < old.start]
    for now in [*to[:1], *_likeliest(ahead, near)] or behind[:1]:
        first = min((now, old), key=lambda p: p.start)
        yield _Change(now, old.amount.quantity, old.amount.written, first)


def _likeliest(ahead: Sequence[Piece], near: Sequence[Piece]) -> list[Piece]:
    """The nearest first; but before 其中 the whole comes, which its parts only explain."""
    listed = next((p.start for p in near if "其中" in p.words), None)
    wholes = [p for p in ahead if listed is None or p.start < listed]
    ordered = [*reversed(wholes), *reversed(ahead)]
    return list(dict.fromkeys(ordered))


def _before_delta(now: Piece, delta: Piece) -> _Change:
    assert now.amount is not None
    assert delta.amount is not None
    less = bool((m := _MOVED.search(delta.words.strip())) and m["down"])
    was = (
        now.amount.quantity + delta.amount.quantity
        if less
        else now.amount.quantity - delta.amount.quantity
    )
    sign = "＋" if less else "－"
    working = f"（{now.amount.written}{sign}{delta.amount.written}）"
    return _Change(
        now, was, working, min((now, delta), key=lambda p: p.start), delta.amount.written
    )


def _same_kind(one: Piece, other: Piece) -> bool:
    if one.amount is None or other.amount is None:
        return False
    if one.amount.percent or other.amount.percent:
        return one.amount.percent and other.amount.percent
    near = counted(one) and counted(other)
    return near and (
        alike(one.amount.unit, other.amount.unit) or "" in (one.amount.unit, other.amount.unit)
    )


def _comparable(change: _Change, piece: Piece) -> bool:
    now, stated = change.now.amount, piece.amount
    if now is None or stated is None:
        return False
    if stated.unit in _POINTS:
        return now.percent
    if stated.percent or stated.unit == "倍":
        return change.before.low > 0
    return not now.percent and (alike(now.unit, stated.unit) or not stated.unit or not now.unit)


def _judge(
    sentence: Sentence, piece: Piece, bases: Sequence[_Change], sign: int
) -> Iterator[Remark]:
    assert piece.amount is not None
    fits = [(fit(piece.amount, _moved(change, piece, sign)), change) for change in bases]
    for _, change in fits[:1]:
        if _rates_differ(change, piece, sign):
            yield _remark("proof-points", Severity.WARNING, sentence, piece, change, sign)
            return
    if any(f.half_up for f, _ in fits):
        return
    nearest, change = fits[0]
    cut = nearest.cut
    code = "proof-change-cut" if cut else "proof-change"
    weight = Severity.HINT if cut else Severity.ERROR
    yield _remark(code, weight, sentence, piece, change, sign)


def _moved(change: _Change, piece: Piece, sign: int) -> Quantity:
    """The change as it is stated: in percent, in times, or in the unit itself."""
    assert change.now.amount is not None
    assert piece.amount is not None
    more = change.now.amount.quantity - change.before
    more = more * Quantity.exact(sign)
    if piece.amount.percent:
        return more * Quantity.exact(100) / change.before
    return more / change.before if piece.amount.unit == "倍" else more


def _rates_differ(change: _Change, piece: Piece, sign: int) -> bool:
    """Whether a difference of two rates is stated in % and not in percentage points."""
    now, stated = change.now.amount, piece.amount
    if now is None or stated is None or not (now.percent and stated.percent):
        return False
    return (now.value - change.before.value) * sign == stated.value


def _remark(
    code: str,
    weight: Severity,
    sentence: Sentence,
    piece: Piece,
    change: _Change,
    sign: int,
) -> Remark:
    assert piece.amount is not None
    assert change.now.amount is not None
    result, unit = fit(piece.amount, _moved(change, piece, sign)), piece.amount.unit
    if Fraction(result.rounded) < 0:
        code, sign = "proof-change-way", -sign
        result = fit(piece.amount, _moved(change, piece, sign))
    details = {
        "said": piece.words.strip("，、 ") + piece.amount.written + unit,
        "working": f"{_working(change, sign, piece)}={result.exact}{unit}",
        "rounded": result.rounded + unit,
        "now": f"{change.now.amount.written}%",
        "before": f"{decimal(change.before.value, 2)}%",
    }
    first = min((change.first, piece), key=lambda p: p.start)
    start = first.start + _indent(first)
    return Remark(code, weight, sentence.passage, start, piece.amount.end, details)


def _working(change: _Change, sign: int, piece: Piece) -> str:
    assert piece.amount is not None
    assert change.now.amount is not None
    now, before = change.now.amount.written, change.working
    top = change.moved or (f"{now}－{before}" if sign > 0 else f"{before}－{now}")
    if not (piece.amount.percent or piece.amount.unit == "倍"):
        return top
    return f"{top if change.moved else f'（{top}）'}÷{before}"


def _indent(piece: Piece) -> int:
    return len(piece.words) - len(piece.words.lstrip(" ，、"))
