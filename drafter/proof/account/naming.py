"""Which of several numbers a name means: 死亡人数 beside 发生事故54起、死亡43人."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.model.pattern import pattern
from drafter.proof.account.fact import bare
from drafter.proof.rows.row import Row

_PAIR = 2
_COMMON = pattern("金额|总额|规模|总数|数量|总量|件数|人数|起数|户数|个数|数$|分别|均$|也$")
_TAIL = pattern("^[\u4e00-\u9fff]{1,8}")
SAME = 0.75
"""How alike two names are that say the same thing, or one of which is the other cut short."""


def alikeness(name: str, label: str) -> float:
    """How much of two names is the same, from 0 to 1.

    >>> alikeness("流动人口", "流动人口为"), alikeness("受伤人数", "死亡")
    (1.0, 0.0)
    """
    short, long = sorted((bare(core(words)) for words in (name, label)), key=len)
    ours, theirs = _pairs(short), _pairs(long)
    both = len(ours & theirs)
    same = 2 * both / (len(ours) + len(theirs)) if both else 0.0
    return max(same, SAME) if len(short) > _PAIR and short in long else same


def core(words: str) -> str:
    """A name without what all counts have: 峰值 for 峰值数量."""
    return _COMMON.sub("", words)


def _pairs(words: str) -> set[str]:
    return {words[at : at + _PAIR] for at in range(len(words) - 1)}


def named(name: str, rows: Sequence[Row]) -> tuple[Row, float] | None:
    """The one row that is most like the name, with how much it is; None where none or two are."""
    ranked = sorted(((_likest(name, row), n) for n, row in enumerate(rows)), reverse=True)
    if not ranked or not ranked[0][0] or [score for score, _ in ranked[:2]].count(ranked[0][0]) > 1:
        return None
    return rows[ranked[0][1]], ranked[0][0]


def _likest(name: str, row: Row) -> float:
    """By the words before a number, or with those behind it: 造成81649人死亡."""
    tail = _TAIL.match(row.head.piece.tail)
    words = re.split("[，：]", row.head.words)[-1]
    behind = tail[0] if tail else ""
    return max(alikeness(name, words), alikeness(name, behind), alikeness(name, words + behind))
