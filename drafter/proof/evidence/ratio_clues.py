"""What speaks for a percentage, an average or a difference to be made of these numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.proof.account.listed import OF_WHICH
from drafter.proof.evidence.forms import Quotient
from drafter.proof.evidence.numbers import Number
from drafter.proof.text.words import mentions

_PAIR, _WHOLE = 2, 100


def ratio_clues(
    one: Quotient, numbers: Sequence[Number], held: Sequence[Quotient], rivals: int
) -> Iterator[str]:
    """The form and the words."""
    claim, first, last = one.operands[0], one.operands[1], one.operands[-1]
    yield "比是" + claim.term.kind
    for name, number in (("甲", first), ("乙", last)):
        yield name + "是" + number.kind
        apart = claim.sentence - number.sentence
        yield f"{name}隔{min(2, apart)}句"
        yield f"{name}距{_distance(number, claim, numbers)}"
        if number.order > claim.order:
            yield name + "在后"
        if number.term.piece.depth != claim.term.piece.depth:
            yield name + "深浅异"
    yield "甲前乙后" if first.order < last.order else "乙前甲后"
    yield from _siblings(one, held)
    yield from _words(one)
    yield f"另解{min(2, rivals)}"
    near = f"{_distance(first, claim, numbers)}+{_distance(last, claim, numbers)}"
    yield f"距{near}"
    yield f"类{first.kind}+{last.kind}"


def _distance(number: Number, claim: Number, numbers: Sequence[Number]) -> str:
    """How many numbers of any classifier, and of its own, stand between."""
    low, high = sorted((number.order, claim.order))
    between = [n for n in numbers[low + 1 : high] if n.kind in ("level", "base")]
    own = sum(n.family == number.family for n in between)
    return f"{min(3, own)}/{min(2, len(between) - own)}"


def _siblings(one: Quotient, held: Sequence[Quotient]) -> Iterator[str]:
    """How many other claims hold with the same whole, and whether these numbers serve another."""
    last, first = one.operands[-1], one.operands[1]
    same = {q.operands[0].order for q in held if q.operands[-1] is last and q.kind == one.kind}
    yield f"同底{min(2, len(same))}"
    if any(first in q.operands[1:] for q in held if q.operands[0] is not one.operands[0]):
        yield "甲另用"


def _words(one: Quotient) -> Iterator[str]:
    claim, first, last = one.operands[0], one.operands[1], one.operands[-1]
    lead = first.term.lead
    if OF_WHICH.search(lead):
        yield "甲其中"
    if "分别" in claim.term.lead or "分别" in first.term.lead:
        yield "分别"
    if re.search("共|总|合计|受理|收", last.term.words[-8:]):
        yield "乙总"
    if mentions("上期").search(last.term.words):
        yield "乙上期"
    if mentions("比较").search(last.term.words):
        yield "乙比较"
    name = re.sub(
        "率$|占|比例|比重|分别|达到?|为", "", claim.term.reading.subject or claim.term.words
    )
    for letter, number in (("甲", first), ("乙", last)):
        label = _label(number)
        yield f"{letter}名{_shared(name, label)}"
    of = claim.term.reading.of
    if of:
        yield f"乙底{_shared(of, _label(last))}"
    if re.search("全[省市县区国]|我国|全球|GDP|地区生产总值", claim.term.words):
        yield "别处"
    if claim.term.piece.joint == "；":
        yield "比起句"
    yield "比称" + ("有" if claim.term.reading.subject else "无")
    yield "甲乙名" + _shared(_label(first), _label(last))
    if "分别" in claim.term.lead + first.term.lead + last.term.lead:
        yield "甲乙位同" if _place(first) == _place(last) else "甲乙位异"
        yield "比甲位同" if _place(first) == _place(claim) else "比甲位异"
    if re.search("合计|共|两|三|四|五", claim.term.lead[-12:]):
        yield "比合计"
    if first.value == last.value:
        yield "甲乙同值"
    if mentions("另算").search(claim.term.words):
        yield "比另算"
    if claim.value == _WHOLE:
        yield "百"
    if claim.value > _WHOLE:
        yield "过百"
    if re.search("完成|实现|达到", claim.term.words) and re.search(
        "计划|任务|目标|预算", claim.term.words
    ):
        yield "比完成"


def _label(number: Number) -> str:
    return number.term.words + number.term.piece.tail[:6]


def _place(number: Number) -> int:
    """Which of several numbers side by side it is."""
    pieces, at, place = number.term.sentence.pieces, number.term.index, 0
    while at and (pieces[at].joint == "、" or pieces[at].words in ("和", "与", "及")):
        if pieces[at].words.strip() not in ("", "和", "与", "及"):
            break
        at, place = at - 1, place + 1
    return place


def _shared(one: str, other: str) -> str:
    """Whether two wordings share two signs, or one."""
    pairs = {one[n : n + _PAIR] for n in range(len(one) - 1)}
    if any(pair in other for pair in pairs):
        return "同"
    return "无" if not one else "近" if {*one} & {*other} else "异"
