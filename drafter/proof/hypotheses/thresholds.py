"""Marks that were passed, and what was reached: 突破1000亿元，达1096亿元."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Term
from drafter.proof.rows.verdict import remark
from drafter.proof.text.passage import Remark

_PASSED = pattern("(?:突破|超过|首超|跨越|跃上|迈上|站上|逾)(?:了)?$")
_AIM = pattern("力争|目标|计划|将|预期|争取|拟|到20\\d\\d年|离|距")
_REACHED = pattern("^，?(?:达到?|实现|完成|为|增至)(?:了)?$")
_BELOW = pattern("能耗|水耗|排放|不超过|控制")


def thresholds(account: Account) -> Iterator[Remark]:
    """What was reached, where it lies below the mark that it is said to have passed.

    >>> from drafter.proof.trying import remarks
    >>> text = "固定资产投资突破{}亿元，达1096亿元，增长23.5%。"
    >>> remarks(thresholds, text.format(1000)), remarks(thresholds, text.format(1600))
    ([], ['错误 写作“达1096亿元”，没有达到前面所说的1600亿元；请核对'])
    >>> remarks(thresholds, "接待游客超过1200万人次，旅游收入达到98亿元。")
    []
    >>> remarks(thresholds, "力争明年产值突破500亿元，达到历史新高；今年达420亿元。")
    []
    """
    for table in account.tables:
        for mark, reached in pairwise(table.terms):
            if _is_passed(mark, reached) and reached.amount.value < mark.amount.value:
                details = {"said": reached.words.strip("，") + reached.said, "mark": mark.said}
                yield remark("proof-threshold", Severity.ERROR, [mark, reached], details)


def _is_passed(mark: Term, reached: Term) -> bool:
    """Whether the second number is what the first was passed by."""
    beside = reached.index == mark.index + 1 and reached.piece.joint in ("，", "、", "")
    named = _PASSED.search(mark.words) and _REACHED.search(reached.words)
    past = not (_AIM.search(mark.lead) or _BELOW.search(mark.lead))
    like = bool(mark.amount.unit) and alike(mark.amount.unit, reached.amount.unit)
    return bool(beside and named and past and like) and not mark.piece.depth
