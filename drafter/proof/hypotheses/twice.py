"""One figure in two places: with two classifiers, or two names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row
from drafter.proof.rows.scope import context, planned
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import alternatives, lines, mentions

_WORD = pattern(r"^[\u4e00-\u9fffA-Za-z“”（）、]+")
_CLASSIFIERS = ("件起宗例", "人名位", "家个户所", "次场期", "份件部", "条项个件", "处个", "支个")
_LEAST, _SHARED, _LATEST = 3, 6, 8


class Figure(Struct, frozen=True):
    """A figure with the thing that it counts."""

    row: Row
    thing: str
    order: int
    planned: bool

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.row.head.sentence.passage.place


def twice(account: Account) -> Iterator[Remark]:
    """Figures that the text gives in two ways.

    >>> from drafter.proof.trying import remarks
    >>> remarks(twice, "区级行政诉讼案件共21件。\\n区级行政诉讼案件共21起。")
    ['警告 同一个数，此处量词用“起”，第1段用“件”（行政诉讼案件）；请统一']
    """
    plans = planned(account.document)
    figures = [
        figure
        for number, table in enumerate(account.tables)
        if not table.sentence.passage.cell
        for row in table.rows
        if (figure := _figure(row, number, table.sentence.passage.number in plans))
    ]
    reported = set[int]()
    for remark, order in _ways(figures):
        if order not in reported:
            reported.add(order)
            yield remark


def _figure(row: Row, order: int, plan: bool) -> Figure | None:
    counted = (
        row.head.kind == "level" and row.unit and not row.amount.hedged and not row.amount.percent
    )
    if not counted:
        return None
    thing = named(row)
    return Figure(row, thing, order, plan) if len(thing) >= 2 else None


def named(row: Row) -> str:
    """法律援助案件, without what was done: what stands before the number, or else behind it.

    Behind it where another number stands right before: 11家行政执法单位92卷行政执法案卷.
    """
    piece = row.head.piece
    words = _trail().sub("", row.head.words)
    words = re.split("[，：]|…+", words)[-1].replace("“", "").replace("”", "")
    words = _lead().sub("", words)
    verb = _verb().match(words)
    thing = _lead().sub("", words[verb.end() :] if verb else words)
    before = row.head.sentence.pieces[row.head.index - 1 : row.head.index]
    follows = bool(before) and before[0].end == piece.start and not piece.joint
    if len(thing) < _LEAST - 1 or (follows and piece.tail.strip()):
        behind = _WORD.match(piece.tail.strip().lstrip("的"))
        thing = behind[0][:16] if behind else thing
    return thing


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternatives('开头')}|20\d\d年以来|20\d\d年|…)+")


@cache
def _trail() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('结尾')})+$")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternatives('做法')})+")


def apart(one: Figure, other: Figure) -> bool:
    """Whether time, plan or office keep two figures apart."""
    return one.planned != other.planned or context(one.row) != context(other.row)


def _ways(figures: Sequence[Figure]) -> Iterator[tuple[Remark, int]]:
    """Equal numbers whose things differ only in classifier or in name."""
    index = defaultdict[object, list[Figure]](list)
    for number, figure in enumerate(figures):
        like = index[figure.row.amount.value]
        for earlier in like[-_LATEST:]:
            if earlier.order != figure.order and (remark := _way(earlier, figure)):
                yield remark, number
        like.append(figure)


def _way(one: Figure, other: Figure) -> Remark | None:
    first, unit = one.row.unit, other.row.unit
    if first == unit:
        if other.row.amount.value >= 10 and _other_name(one, other):
            details = {"name": other.thing, "other": one.thing, "first": one.place}
            return _remark("proof-two-names", Severity.WARNING, other, details)
        return None
    kin = alike(first, unit) or any(first in f and unit in f for f in _CLASSIFIERS)
    if not kin or len(_common(one.thing, other.thing)) < _SHARED - (one.thing == other.thing):
        return None
    if apart(one, other) and one.thing != other.thing:
        return None
    details = {
        "unit": unit,
        "other": first,
        "thing": _common(one.thing, other.thing),
        "first": one.place,
    }
    return _remark("proof-two-classifiers", Severity.WARNING, other, details)


def _common(one: str, other: str) -> str:
    """What the two end with in common.

    >>> _common("区级行政诉讼案件", "区本级行政诉讼案件")
    '级行政诉讼案件'
    """
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return one[len(one) - count :]


def _other_name(one: Figure, other: Figure) -> bool:
    """Whether two names differ in one word that stands for the other: 处罚 and 执法."""
    ours, theirs = one.thing, other.thing
    if ours == theirs or min(len(ours), len(theirs)) < 5:
        return False
    tail = len(_common(ours, theirs))
    shorter, longer = sorted((ours[: len(ours) - tail], theirs[: len(theirs) - tail]), key=len)
    head = 0
    while head < len(shorter) and shorter[head] == longer[head]:
        head += 1
    if tail < 2 or tail + head < 4:
        return False
    pair = {shorter[head:], longer[head:]}
    if any(mentions("对立").search(part) for part in pair):
        return False
    return any(pair == {*line.split()} for line in lines("统称"))


def _remark(code: str, severity: Severity, figure: Figure, details: dict[str, str]) -> Remark:
    head = figure.row.head
    start, end = head.start, head.amount.end
    if figure.thing in head.piece.tail:
        start = head.amount.start
        end += head.piece.tail.index(figure.thing) + len(figure.thing)
    return Remark(
        code, severity, head.sentence.passage, min(start, end - 1), end, details, head.amount.start
    )
