"""How surely two numbers that differ are one fact: by name, figures and what hangs on them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from math import log2

from drafter.model.pattern import pattern
from drafter.proof.account.fact import Fact, ties
from drafter.proof.numbers.misprint import APART, EXCHANGED, LENGTH, ONE, Slip
from drafter.proof.rows.clause import is_into
from drafter.proof.rows.row import Row
from drafter.proof.rows.scope import apart
from drafter.proof.text.steps import role
from drafter.proof.text.words import alternatives, lines, mentions, words

Common = frozenset[tuple[str, str]]
SURE = 12.0
"""From where on two numbers are told to be one; a bit halves the odds that they are two."""
_NAMED, _FEWEST, _MANY = 2, 2, 3
_BY_LENGTH = {2: 0.0, 3: 1.0, 4: 5.5, 5: 7.0}
_LONGEST = 8.0
_TOTAL = pattern("总计|合计|总(?:收入|支出|量|额)|总和")
_HUNG = ("growth", "share", "change", "points")
_MONEY = {"人民币", "美元", "港元", "港币", "欧元"}
_OF_HOW_MANY = pattern(r"的(\d+)")
_YEARS = "多年"
_STEPS = {"受理", "办结"}  # which are told apart as steps
_DIGITS = pattern(r"\D")


def keys(fact: Fact) -> frozenset[str]:
    """The signs, in order, of what a fact may be named by: 挽回消费者经济损失 has those of 为消费者
    挽回经济损失."""
    return _keys(fact.name, fact.behind)


def objects(fact: Fact) -> frozenset[str]:
    """The keys, and that of what something was done to: 投诉 of 市场监管部门共受理投诉."""
    return keys(fact) | _objects(fact.name)


@lru_cache(maxsize=8192)
def _keys(name: str, behind: str) -> frozenset[str]:
    labels = (name, behind, name + behind)
    things = {thing for label in labels for thing in (_thing(label), _plain(label))} - _MONEY
    things |= {_last_done(name)} if not behind and len(_thing(name)) < _NAMED else set()
    return frozenset(_key(thing) for thing in things if len(thing) >= _NAMED)


@lru_cache(maxsize=8192)
def _objects(name: str) -> frozenset[str]:
    done = [*_doing().finditer(name)]
    thing = _thing(name[done[-1].end() :]) if done else ""
    return frozenset([_key(thing)]) if len(thing) >= _NAMED else frozenset()


def _key(thing: str) -> str:
    return "".join(sorted(thing))


def _last_done(name: str) -> str:
    """立案 of 经审查立案, where no thing is named."""
    return next(reversed(_doing().findall(name)), "")


def _thing(label: str) -> str:
    """The thing that words name, without what was done with it and without what any count has."""
    return _plain(_doing().sub("", label))


def _plain(label: str) -> str:
    """The words without what any count has, and what was done first: 法律援助 of 办理法律援助."""
    return _common().sub("", _done_first().sub("", label))


@cache
def _done_first() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternatives('做法')})+")


@cache
def _doing() -> re.Pattern[str]:
    return re.compile(alternatives("做法"))


@cache
def _common() -> re.Pattern[str]:
    return re.compile(rf"(?:州|市|县|区|省|镇)?本?级|{alternatives('泛称')}|[\d\W]+[年月日]?")


def series(everything: Iterable[Fact]) -> Common:
    """The families and keys that stand with three numbers or more: 在校生 of each school."""
    values = defaultdict[tuple[str, str], set[object]](set)
    for fact in everything:
        for key in objects(fact):
            values[fact.family, key].add(fact.row.amount.value)
    return frozenset(key for key, numbers in values.items() if len(numbers) >= _MANY)


def figures(fact: Fact) -> int:
    """How many digits tell a number from others: 2 of 4700."""
    return len(_DIGITS.sub("", fact.row.amount.written).strip("0"))


def likeness(one: Fact, other: Fact, common: Common) -> int:
    """How many signs two numbers have in common that name them; 0 where something parts them."""
    both = (keys(one) & objects(other)) | (objects(one) & keys(other))
    shared = {key for key in both if (one.family, key) not in common}
    if not shared or one.planned != other.planned or apart(one.row.head, other.row.head):
        return 0
    steps = {role(one.said), role(other.said)} - {""}
    parted = len(steps) > 1 or _opposed(one, other) or _of_others(one) != _of_others(other)
    return 0 if parted else max(map(len, shared))


def one_time(one: Fact, other: Fact, now: str) -> bool:
    """Whether two figures are of one time."""
    return _times(one, now) == _times(other, now)


def sureness(one: Fact, other: Fact, slip: Slip, now: str, common: Common) -> float:
    """The evidence in bits that two numbers with a slip between them are one; below nothing where
    something tells them apart."""
    length = likeness(one, other, common)
    if not length or not _alike_printed(one, other, slip):
        return -1.0
    bits = _BY_LENGTH.get(length, _LONGEST) + _by_slip(slip, _telling(one, other))
    same, differing = _hung(one.row, other.row)
    distance = abs(other.row.head.sentence.passage.number - one.row.head.sentence.passage.number)
    bits += 7 * same - 6 * differing
    bits -= 5 * (not one_time(one, other, now))
    bits -= 2 * (one.inner + other.inner) + 2 * (one.inner and other.inner)
    once = _does(one) == _does(other) != ""
    bits += 3 if once else -4 * (_telling(one, other) <= _FEWEST)
    bits += 2 if distance <= 3 else -2 if distance > 5 else 0
    return bits


def _times(fact: Fact, now: str) -> frozenset[str]:
    """What ties a figure to a time; what it rose to in five years is the last year's."""
    several = {_YEARS} if is_into(fact.row.head.words) else set()
    return ties(fact, now) - several


def _telling(one: Fact, other: Fact) -> int:
    """How many digits of two numbers tell: of a thing told once a year those of the longer one,
    else those of the rounder one, that may be a target."""
    once = _does(one) == _does(other) != ""
    return (max if once else min)(figures(one), figures(other))


def _does(fact: Fact) -> str:
    """What is done once with a thing, one word for all of its names: 办理, 受理."""
    done = next((word for word in _doing().findall(fact.name) if word in _once()), "")
    return _once().get(done, "")


@cache
def _once() -> dict[str, str]:
    steps = {word: role(word) for word in words("做法") if role(word)}
    named = {word: line.split()[0] for line in lines("同义") for word in line.split()}
    return {word: name for word, name in (named | steps).items() if word not in words("泛称")}


def _alike_printed(one: Fact, other: Fact, slip: Slip) -> bool:
    """Whether two numbers are of one kind; two rates, told as precisely."""
    ours, theirs = one.row.amount, other.row.amount
    if ours.percent and theirs.percent:
        return ours.step == theirs.step and slip.weight < LENGTH
    return one.row.head.kind == other.row.head.kind


def _by_slip(slip: Slip, count: int) -> float:
    """The bits by which figures that near are no chance."""
    if count < _FEWEST:
        return 0.0
    ways = {EXCHANGED: count - 1, ONE: 9 * count, APART: count * (count + 2), LENGTH: 21 * count}
    near = _NAMED if slip.scaled else ways[slip.weight]
    return log2(9 * 10.0 ** (count - 1) / near)


def _of_others(fact: Fact) -> str:
    """Of how many a number is the whole: 25 of 总投资126.69亿元的25个项目."""
    match = _OF_HOW_MANY.match(fact.row.head.sentence.passage.plain, fact.row.amount.end)
    return match[1] if match else ""


def _opposed(one: Fact, other: Fact) -> bool:
    """Whether a word that tells one thing from another, or a total, is in one name alone."""
    ours, theirs = one.name + one.row.head.words, other.name + other.row.head.words
    if bool(_TOTAL.search(ours)) != bool(_TOTAL.search(theirs)):
        return True
    tellers, others = ({*mentions("对立").findall(label)} - _STEPS for label in (ours, theirs))
    return tellers != others


def _hung(one: Row, other: Row) -> tuple[int, int]:
    """How much hangs on both alike, and how much otherwise: 同比上升1.25% on both."""
    both = [
        (one.hanging[kind][0], other.hanging[kind][0])
        for kind in _HUNG
        if kind in one.hanging and kind in other.hanging
    ]
    same = sum(
        ours.amount.value == theirs.amount.value and ours.reading.sign == theirs.reading.sign
        for ours, theirs in both
    )
    return same, len(both) - same
