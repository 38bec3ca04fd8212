"""What speaks for parts to make a total, and against it; each clue is weighed in weights.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from math import log10

from drafter.model.pattern import pattern
from drafter.proof.account.divisions import in_one_set
from drafter.proof.account.listed import OF_WHICH
from drafter.proof.account.listing import AMONG
from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.numbers import Number
from drafter.proof.numbers.units import holds
from drafter.proof.text.words import alternatives, mentions

_SHORT, _NAME, _SOME = 10, 2, 5
_IN_ALL, _COUNTED = pattern("共|总|合计"), pattern("以上|上述|[两二三四五六][项类者种]")
_AMONG, _CLAUSE = pattern("其中[，：]?"), pattern("[，：]")


def sum_clues(one: Equation, numbers: Sequence[Number]) -> Iterator[str]:
    """The form of a list and its total."""
    total, parts = one.operands[0], one.operands[1:]
    before = total.order < parts[0].order
    side = "前" if before else "后"
    count = f"项{min(6, len(parts))}{side}"
    yield count
    cues, shape = [*_cues(total, parts, before)], [*form(parts)]
    ends, names = [*_ends(total, parts, numbers, before)], [*_names(total, parts)]
    yield from (*cues, *shape, *ends, *names, *_hanging(parts, numbers), *_sizes(total, parts))
    if {"一套名", "末其他"} & {*names, *ends}:
        yield f"{count}+全"
        yield f"{cues[0]}+全"
    if total.order == 0 or numbers[total.order - 1].sentence != total.sentence:
        yield "总句首"
    yield f"{count}+{ends[-1]}"
    yield f"{cues[0]}+{ends[-1]}"
    yield f"{cues[0]}+{shape[0]}"
    yield f"{cues[0]}+{names[-1]}"


def _cues(total: Number, parts: Sequence[Number], before: bool) -> Iterator[str]:
    first = parts[0].term
    if before:
        yield f"引{_cue(total, parts[0])}"
        apart = abs(parts[0].sentence - total.sentence)
        yield f"隔{min(2, apart)}句" if apart else "同句"
        if _IN_ALL.search(total.term.words[-8:]):
            yield "前有共"
    else:
        together = _together().search(total.term.words)
        counted = _COUNTED.search(total.term.words)
        yield "后有以上" if counted else "后有共" if together else "后无共"
        if total.sentence != parts[-1].sentence:
            yield "后在下句"
    kinds = {number.term.kind for number in parts}
    if kinds != {"level"}:
        yield "项有" + "".join(sorted(kinds - {"level"}))
    if total.term.kind != "level":
        yield "总是" + total.term.kind
    if mentions("群体").search("".join(n.term.words for n in parts)):
        yield "群体"
    if first.piece.depth > total.term.piece.depth and first.piece.owner == total.term.index:
        yield "括号"
    elif len({n.term.piece.depth for n in (total, *parts)}) > 1:
        yield "深浅不一"


def _cue(total: Number, first: Number) -> str:
    """Which words stand between a total and its first part."""
    lead = first.term.lead
    if OF_WHICH.search(lead) or AMONG.search(lead):
        return "其中"
    if "：" in lead:
        return "冒号"
    if _namely().search(lead):
        return "即"
    if _by_kind().search(lead):
        return "按"
    return first.term.piece.joint or "无"


@cache
def _together() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('合计')})[^，]{{0,4}}$")


@cache
def _namely() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[，：（])(?:{alternatives('即是')})")


@cache
def _by_kind() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('按类')})[^，。：]{{0,12}}[分看，]")


def form(parts: Sequence[Number]) -> Iterator[str]:
    """Whether the parts look alike."""
    joints = {n.term.piece.joint for n in parts[1:]}
    yield "节" + (next(iter(joints)) or "无" if len(joints) == 1 else "杂")
    if len({n.sentence for n in parts}) > 1:
        yield "项跨句"
    labels = [label(n) for n in parts]
    if any(len(one) > _SHORT for one in labels):
        yield "名长"
    if len(set(labels)) < len(labels) and any(labels):
        yield "名同"
    if not all(labels):
        yield "无名"
    if len({one[-1:] for one in labels}) == 1 and labels[0]:
        yield "名尾同"
        if len({one[-_NAME:] for one in labels}) == 1:
            yield "名尾同二"
    if len({one[:_NAME] for one in labels}) == 1 and labels[0]:
        yield "名首同"
    if len({n.term.piece.tail[:2].strip("，、；。） ") for n in parts} - {""}) > 1:
        yield "尾异"
    if len({n.term.amount.unit for n in parts}) > 1:
        yield "量词异"
    if len({n.step for n in parts}) > 1:
        yield "位数异"


def label(number: Number) -> str:
    """What names a number, the words left out that only join it."""
    return _label(number.term.words)


@lru_cache(maxsize=256)
def _label(words: str) -> str:
    return _CLAUSE.split(_AMONG.sub("", words))[-1].strip(" 、有为是达共")


def _ends(
    total: Number, parts: Sequence[Number], numbers: Sequence[Number], before: bool
) -> Iterator[str]:
    """Where the list begins and ends, and what it passes over."""
    inside = {n.order for n in parts}
    first, last = parts[0], parts[-1]
    between = [
        n for n in numbers[first.order : last.order]
        if n.order not in inside and n.family == first.family and n.term.kind == "level"
    ]  # fmt: skip
    if between:
        deeper = all(n.term.piece.depth > first.term.piece.depth for n in between)
        yield "越过括号" if deeper else "越过他数"
    gap = (
        numbers[total.order + 1 : first.order] if before else numbers[last.order + 1 : total.order]
    )
    if any(n.family == first.family and n.term.kind == "level" for n in gap):
        yield "总远"
    elif any(n.family not in ("%", first.family) and n.term.kind == "level" for n in gap):
        yield "总隔他"
    mixed = [
        n for n in numbers[min(total.order, first.order) : max(total.order, last.order)]
        if n.family != first.family and holds("个", n.term.amount.unit, True)
        and holds("个", first.term.amount.unit, True) and n.term.kind == "level"
    ]  # fmt: skip
    if mixed:
        yield "夹近类"
    rest = last.term.words
    if mentions("兜底", "余下").search(rest):
        yield "末其他"
    if "等" in last.term.piece.tail[:6]:
        yield "末等"
    after = next(
        (
            n
            for n in numbers[last.order + 1 :]
            if n.family == first.family and n.term.kind == "level"
        ),
        None,
    )
    if before:
        yield _end(after, last, parts)
    else:
        ahead = next(
            (n for n in reversed(numbers[: first.order])
             if n.family == first.family and n.term.kind == "level"), None,
        )  # fmt: skip
        yield _start(ahead, first)


def _end(after: Number | None, last: Number, parts: Sequence[Number]) -> str:
    if after is None:
        return "止于无"
    if after.sentence != last.sentence:
        return "止于句"
    joint = after.term.piece.joint
    usual = parts[1].term.piece.joint
    deeper = after.term.piece.depth != last.term.piece.depth
    return "止于括号" if deeper else f"止于{joint or '无'}" + ("同" if joint == usual else "异")


def _start(ahead: Number | None, first: Number) -> str:
    if ahead is None:
        return "始于无"
    if ahead.sentence != first.sentence:
        return "始于句"
    joint = first.term.piece.joint
    return f"始于{joint or '无'}"


def _hanging(parts: Sequence[Number], numbers: Sequence[Number]) -> Iterator[str]:
    """Whether each part has a share, or a growth, of its own: what is told alike is one list."""
    behind = [numbers[n.order + 1] for n in parts if n.order + 1 < len(numbers)]
    for name, kinds in (("占", ("share", "percent")), ("增", ("growth", "change"))):
        have = sum(n.term.kind in kinds for n in behind)
        if have:
            yield f"{'各' if have == len(parts) else '有的'}有{name}"


def _sizes(total: Number, parts: Sequence[Number]) -> Iterator[str]:
    """How small the smallest part is, and how much of the total the largest."""
    least = min(part.value / part.step for part in parts)
    yield f"小{min(4, int(log10(max(least, 1)) + 1e-9) + 1)}位"
    most = max(part.value for part in parts) / (total.value or 1)
    yield f"大{sum(most > bound for bound in (0.3, 0.6, 0.9, 1))}成"


def _names(total: Number, parts: Sequence[Number]) -> Iterator[str]:
    """Whether the names are those of a whole and its parts."""
    labels = [n.term.words + n.term.piece.tail[:_SOME] for n in parts]
    if in_one_set(labels, distinct=True):
        yield "一套名"
    name = label(total)
    pairs = {name[n : n + _NAME] for n in range(len(name) - 1)}
    shared = sum(any(pair in one for pair in pairs) for one in labels)
    yield "总名皆有" if shared == len(labels) else "总名有" if shared else "总名无"
