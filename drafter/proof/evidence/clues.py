"""What speaks for an equation, and against it: clues by name, each weighed in weights.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from math import log10

from drafter.proof.divisions import in_one_set
from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.numbers import Number
from drafter.proof.listing import AMONG, OF_WHICH
from drafter.proof.misprint import Slip
from drafter.proof.words import alternatives, mentions

_SHORT, _NAME, _SOME = 10, 2, 5


def slip_clues(one: Equation, slips: Sequence[Slip], claimed: frozenset[int]) -> Iterator[str]:
    """How a slip explains the misfit, and how easily chance would: of so small a gap nearly any
    number is a slip away."""
    best = slips[0]
    whole = max(number.value for number in one.operands)
    step = max(number.step for number in one.operands)
    size = min(5, int(log10(max(abs(one.gap) / step, 1) + 1e-9)) + 1)
    yield f"误{best.weight}差{size}位"
    ratio = abs(one.gap) / whole
    band = next((n for n, most in enumerate((0.003, 0.01, 0.03, 0.1, 0.25)) if ratio < most), 5)
    yield f"偏{band}"
    yield f"总{min(6, int(log10(whole / step + 1e-9)) + 1)}位"
    places = {slip.operand for slip in slips if slip.weight == best.weight}
    doubted = [one.operands[place] for place in places]
    if all(number.order in claimed for number in doubted):
        yield "所疑已证"
    yield f"他已证{min(2, sum(n.order in claimed for n in one.operands if n not in doubted))}"


def sum_clues(one: Equation, numbers: Sequence[Number]) -> Iterator[str]:
    """The form of a list and its total."""
    total, parts = one.operands[0], one.operands[1:]
    before = total.order < parts[0].order
    side = "前" if before else "后"
    yield f"项{min(6, len(parts))}{side}"
    yield from _cues(total, parts, before)
    yield from _form(parts)
    yield from _ends(total, parts, numbers, before)
    yield from _names(total, parts)


def _cues(total: Number, parts: Sequence[Number], before: bool) -> Iterator[str]:
    first = parts[0].term
    if before:
        yield f"引{_cue(total, parts[0])}"
        apart = abs(parts[0].sentence - total.sentence)
        yield f"隔{min(2, apart)}句" if apart else "同句"
        if re.search("共|总|合计", total.term.words[-8:]):
            yield "前有共"
    else:
        together = re.search(rf"(?:{alternatives('合计')})[^，]{{0,4}}$", total.term.words)
        counted = re.search("以上|上述|[两二三四五六][项类者种]", total.term.words)
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
    lead, words = first.term.lead, first.term.words
    if OF_WHICH.search(lead) or AMONG.search(lead):
        return "其中"
    if re.search("[：]", lead):
        return "冒号"
    if re.search(rf"(?:^|[，：（])(?:{alternatives('即是')})", lead):
        return "即"
    if re.search(rf"(?:{alternatives('按类')})[^，。：]{{0,12}}[分看，]", lead):
        return "按"
    return first.term.piece.joint or "无"


def _form(parts: Sequence[Number]) -> Iterator[str]:
    """Whether the parts look alike."""
    joints = {n.term.piece.joint for n in parts[1:]}
    yield "节" + (next(iter(joints)) or "无" if len(joints) == 1 else "杂")
    if len({n.sentence for n in parts}) > 1:
        yield "项跨句"
    labels = [_label(n) for n in parts]
    if any(len(label) > _SHORT for label in labels):
        yield "名长"
    if len(set(labels)) < len(labels) and any(labels):
        yield "名同"
    if not all(labels):
        yield "无名"
    if len({label[-1:] for label in labels}) == 1 and labels[0]:
        yield "名尾同"
    if len({n.term.piece.tail[:2].strip("，、；。） ") for n in parts} - {""}) > 1:
        yield "尾异"
    if len({n.term.amount.unit for n in parts}) > 1:
        yield "量词异"
    if len({n.step for n in parts}) > 1:
        yield "位数异"


def _label(number: Number) -> str:
    return re.split("[，：]", re.sub("其中[，：]?", "", number.term.words))[-1].strip(" 、有为是达共")


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
    gap = numbers[total.order + 1 : first.order] if before else numbers[last.order + 1 : total.order]
    if any(n.family == first.family and n.term.kind == "level" for n in gap):
        yield "总远"
    elif any(n.family not in ("%", first.family) and n.term.kind == "level" for n in gap):
        yield "总隔他"
    after = next(
        (n for n in numbers[last.order + 1 :] if n.family == first.family and n.term.kind == "level"),
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
    rest = last.term.words
    if mentions("兜底", "余下").search(rest):
        yield "末其他"
    if "等" in last.term.piece.tail[:6]:
        yield "末等"


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


def _names(total: Number, parts: Sequence[Number]) -> Iterator[str]:
    """Whether the names are those of a whole and its parts."""
    labels = [n.term.words + n.term.piece.tail[:_SOME] for n in parts]
    if in_one_set(labels, distinct=True):
        yield "一套名"
    name = _label(total)
    pairs = {name[n : n + _NAME] for n in range(len(name) - 1)}
    shared = sum(any(pair in label for pair in pairs) for label in labels)
    yield "总名皆有" if shared == len(labels) else "总名有" if shared else "总名无"


@cache
def roles() -> tuple[re.Pattern[str], ...]:
    """What was there, what came in, what went out, what is left."""
    return (
        re.compile("结转|旧存|年初|遗留|原有|期初|往年|上年|去年"),
        re.compile("新|收|受理|接|入"),
        re.compile("结|办|完成|解除|退|出|化解|执"),
        re.compile("未|尚|存|余|正在|在办|在审|末|剩|现有|结转下|待"),
    )


def flow_clues(one: Equation, numbers: Sequence[Number]) -> Iterator[str]:
    """How well the words of four numbers say what part each plays."""
    words = [n.term.words + n.term.piece.tail[:4] for n in one.operands]
    chosen = [*words[:3], words[-1]]
    fits = [bool(p.search(w)) for p, w in zip(roles(), chosen, strict=True)]
    yield "角" + "".join("01"[fit] for fit in fits)
    yield "跨句" if len({n.sentence for n in one.operands}) > 1 else "同句"
    if any(n.term.kind not in ("level", "earlier") for n in one.operands):
        yield "非量"


def hundred_clues(one: Equation, numbers: Sequence[Number]) -> Iterator[str]:
    """The form of a list of shares."""
    parts = one.operands
    yield f"项{min(6, len(parts))}"
    yield from _form(parts)
    kinds = sorted({n.term.kind for n in parts})
    yield "比" + "".join(kinds)
    percents = [n for n in numbers if n.term.amount.unit == "%" and n.term.kind in kinds]
    inside = {n.order for n in parts}
    yield f"另有{min(3, sum(n.order not in inside for n in percents))}"
    first, last = parts[0].term, parts[-1].term
    text = first.sentence.passage.plain[first.sentence.start : first.piece.start + 1]
    if re.search("结构|构成|比例|比重|占比|分布|来源|分别|按|之比|贡献率", text + first.lead):
        yield "引结构"
    if mentions("兜底", "余下").search(last.words):
        yield "末其他"
    if in_one_set([n.term.words for n in parts], distinct=True):
        yield "一套名"
    if any(n.term.words[:-1].endswith(("率", "度")) for n in parts):
        yield "有率"
    if OF_WHICH.search(first.lead):
        yield "引其中"
    if len({_label(n) for n in parts}) < len(parts):
        yield "名重"
    yield "位" + str(len({n.step for n in parts}))


def same_clues(one: Equation, numbers: Sequence[Number]) -> Iterator[str]:
    """Whether two numbers are one fact told twice."""
    later, first = one.operands
    yield f"隔{min(3, later.sentence - first.sentence)}句"
    ours, theirs = (n.term.words + n.term.piece.tail[:8] for n in (first, later))
    pairs = {theirs[n : n + 2] for n in range(len(theirs) - 1)}
    shared = [pair for pair in pairs if pair in ours]
    yield f"同{min(6, len(shared))}"
    yield f"同占{min(3, int(4 * len(shared) / max(len(pairs), 1)))}"
    if re.search("上述|以上|这(?!里)|该|此|前述", later.term.words[-6:]):
        yield "指上"
    if re.search("其中|中，", later.term.lead):
        yield "后其中"
    if re.search(r"^[^，。；]{0,10}[中的]", later.term.piece.tail) and re.search("中", later.term.piece.tail[:10]):
        yield "后为范围"
    if _label(first) == _label(later):
        yield "名同"
    if later.term.amount.unit == first.term.amount.unit:
        yield "量词同"
    tails = [n.term.piece.tail[:2] for n in (first, later)]
    if tails[0] == tails[1] and tails[0].strip("，。、； "):
        yield "尾同"
    for name, number in (("前", first), ("后", later)):
        yield name + number.term.kind
        if number.term.piece.depth:
            yield name + "括号"
    between = numbers[first.order + 1 : later.order]
    yield f"间{min(3, sum(n.family == first.family for n in between))}"
    times = [frozenset(mentions("时段", "上期").findall(n.term.words)) for n in (first, later)]
    if times[0] != times[1]:
        yield "时异"
    if re.search("[0-9一二三四五六七八九十]月|季度|年", first.term.words + later.term.words):
        yield "有时"
