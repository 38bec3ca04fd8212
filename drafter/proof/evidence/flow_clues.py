"""What speaks for an account to close."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from drafter.proof.evidence.additions import part_played
from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.numbers import Number


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


def stock_clues(one: Equation, numbers: Sequence[Number]) -> Iterator[str]:
    """Whether an account is whole."""
    names = [part_played(n) for n in one.operands]
    yield f"首{names[0]}"
    for name in ("期初", "收进", "去掉", "期末"):
        yield f"{name}{min(2, names.count(name))}"
    yield "跨句" if len({n.sentence for n in one.operands}) > 1 else "同句"
    first, inside = one.operands[0], {n.order for n in one.operands}
    span = numbers[first.order : one.operands[-1].order]
    others = sum(n.order not in inside and n.family == first.family for n in span)
    yield f"间{min(2, others)}"
    if any(n.term.kind not in ("level", "earlier") for n in one.operands):
        yield "非量"
