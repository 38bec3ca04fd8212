"""Words and signs for nothing: zero, not applicable and not answered are three things."""

from __future__ import annotations

import re

from drafter.intake.words import plain
from drafter.model.pattern import pattern

NOT_APPLICABLE = "不适用"
# None of it; a stroke through the cell; none of our business; an answer that is no answer.
_NONE = pattern("(?:无|没有|未发生|未开展|无此项|本单位无|无此类事项)[。.]?")
_STROKE = pattern(r"[-—–―−─_~/\\]+|n/?a", re.IGNORECASE)
_ASIDE = pattern(r"(?:本单位|本部门|本局|此项)?(?:不适用|不涉及|未涉及)[。.]?(?:\(.*\))?")
_EVASIVE = pattern(
    "(?:同上|同前|同左|同下|见上|见附件|详见附件|见附表|附后|另附|另报|略|待定|待报|待补|待补充|待核实|"
    "正在统计|统计中|正在统计中|暂未统计|未统计|暂无数据|无数据|不详|未知|不清楚)[。.,;…]*(?:\\(.*\\))?"
)


def meant(text: str) -> str:
    """ "0" or 不适用 for what most likely stands for it; "" for anything else."""
    word = plain(text)
    if _NONE.fullmatch(word):
        return "0"
    return NOT_APPLICABLE if _STROKE.fullmatch(word) or _ASIDE.fullmatch(word) else ""


def settled(text: str) -> bool:
    """Whether the catalogue's 填无视为 decides on it: 无 and strokes, but not 不涉及."""
    word = plain(text)
    return bool(_NONE.fullmatch(word) or _STROKE.fullmatch(word))


def evasive(text: str) -> bool:
    """Whether it says where or when the answer will be, instead of the answer."""
    return bool(_EVASIVE.fullmatch(plain(text)))
