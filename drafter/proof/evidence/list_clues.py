"""What speaks for shares to make a hundred, and for two numbers to be one fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.proof.account.divisions import in_one_set
from drafter.proof.account.listed import OF_WHICH
from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.numbers import Number
from drafter.proof.evidence.sum_clues import form, label
from drafter.proof.text.words import mentions


def hundred_clues(one: Equation, numbers: Sequence[Number]) -> Iterator[str]:
    """The form of a list of shares."""
    parts = one.operands
    yield f"项{min(6, len(parts))}"
    yield from form(parts)
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
    if len({label(n) for n in parts}) < len(parts):
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
    if re.search(r"^[^，。；]{0,10}[中的]", later.term.piece.tail) and re.search(
        "中", later.term.piece.tail[:10]
    ):
        yield "后为范围"
    if label(first) == label(later):
        yield "名同"
    if re.search("全部|均|都|悉数|逐", later.term.piece.tail[:14]):
        yield "后总括"
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
