"""A sentence as a clerk adds it up: pieces between punctuation, brackets inside their owners."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.numbers.amounts import Amount, amounts
from drafter.proof.numbers.spoken import spoken
from drafter.proof.text.passage import Passage

_MOST = 300  # numbers in a sentence; what has more is a table run together
_END = pattern(r"[。！？\n]")
# A bracket within a name is no bracket of the sentence: 镇（街道）8个.
_INLINE = pattern(
    r"（(?!其中|含)[^（）\d，。；：]{1,24}）(?=[^\s，。；、：）])|（含[^（）\d，。；：]{1,10}）(?=\d)"
)
_EXPLAINS = pattern("（(?:包括|包含|不含|不包括|指|即)")
_PER = pattern(
    "/每?[十百千万]?(?:公顷|平方公里|平方米|立方米|小时|分钟|工作日"
    "|[人户亩件天日月年吨个次家车辆条米升秒])"
)
_BREAK = pattern(r"[，、；：（）]|——")


class Piece(Struct, frozen=True):
    """What stands between two signs of punctuation, cut again behind each amount.

    `joint` is the sign before it; `owner` the number of the piece in whose bracket it stands.
    """

    start: int
    end: int
    words: str
    amount: Amount | None
    tail: str
    joint: str
    depth: int
    owner: int

    @property
    def said(self) -> str:
        """All its words, the number left out."""
        return self.words + self.tail


class Sentence(Struct, frozen=True):
    """One sentence of a passage; `before` is the one before it in the same passage."""

    passage: Passage
    start: int
    end: int
    pieces: tuple[Piece, ...]
    before: Sentence | None

    @property
    def text(self) -> str:
        """Its plain text, the full stop left out."""
        return self.passage.plain[self.start : self.end]


def sentences(passage: Passage) -> list[Sentence]:
    """The passage's sentences, each knowing the one before it."""
    result, last = list[Sentence](), None
    numbers = sorted([*amounts(passage.plain), *spoken(passage.plain)], key=lambda a: a.start)
    starts = [amount.start for amount in numbers]
    for start, end in _spans(passage.plain):
        mine = numbers[bisect_left(starts, start) : bisect_left(starts, end)]
        pieces = _pieces(passage.plain, start, end, mine) if 0 < len(mine) < _MOST else []
        last = Sentence(passage, start, end, tuple(pieces), last)
        result.append(last)
    return result


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _END.finditer(text):
        if text[start : stop.start()].strip():
            yield start, stop.start()
        start = stop.end()
    if text[start:].strip():
        yield start, len(text)


def _pieces(text: str, start: int, end: int, numbers: Sequence[Amount]) -> list[Piece]:
    """The pieces in order; brackets that belong to a classifier, 人（次）, are no brackets."""
    inside = {at for amount in numbers for at in range(amount.start, amount.end)}
    for name in _INLINE.finditer(text, start, end):
        whole = _EXPLAINS.match(name[0])  # 直接纠错（包括撤销、变更）1639件
        inside |= {*range(name.start(), name.end())} if whole else {name.start(), name.end() - 1}
    pieces, owners, joint, at = list[Piece](), list[int](), "", start
    left = list(reversed(numbers))
    for stop in [*_BREAK.finditer(text, start, end), None]:
        to = stop.start() if stop else end
        if stop and to in inside:
            continue
        mine = []
        while left and left[-1].start < to:
            mine.append(left.pop())
        pieces += _cut(text, at, to, mine, joint, owners)
        if stop is None:
            break
        joint, at = stop[0], stop.end()
        if joint == "（":
            owners.append(len(pieces) - 1)
        elif joint == "）" and owners:
            owners.pop()
    return pieces


def _cut(
    text: str, start: int, end: int, mine: Sequence[Amount], joint: str, owners: Sequence[int]
) -> Iterator[Piece]:
    depth, owner = len(owners), owners[-1] if owners else -1
    if not mine:
        if text[start:end].strip() or joint == "（":
            yield Piece(start, end, text[start:end], None, "", joint, depth, owner)
        return
    ends = [*(_end_of(text, amount) for amount in mine[:-1]), end]
    for amount, to in zip(mine, ends, strict=True):
        words, tail = text[start : amount.start], text[amount.end : to]
        yield Piece(start, to, words, amount, tail, joint, depth, owner)
        start, joint = to, ""


def _end_of(text: str, amount: Amount) -> int:
    """Where a number ends with what it is of: 5745公斤/公顷."""
    per = _PER.match(text, amount.end)
    return per.end() if per else amount.end
