"""Mottoes and the names they count: “强链、补链、延链”三项行动; 强链、补链、延链“三项行动”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.rules.counts import OTHER_HEAD, names_before, number_of, of_one_kind
from drafter.proof.rules.roster import AND, of_others
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark

_COUNT = r"(?P<count>[两二三四五六七八九十])(?:[个大项种类条张场支篇座块]|(?=方面|领域|环节))"
# “产业立县、文旅兴县、工业强县”三大战略: the names within quotation marks, the count behind.
_INSIDE = pattern(
    rf"“(?P<names>(?:[^“”、，。；：]{{1,12}}、){{2,9}}[^“”、，。；：]{{1,12}})”{_COUNT}"
)
# 蓝天、碧水、净土“三大保卫战”: the count within quotation marks, the names before.
_OUTSIDE = pattern(rf"“{_COUNT}[^“”、，。；：]{{1,10}}”")
# “五大工程”：是指……、……; 三个目标，即……、……: the names behind, to the sentence's end.
_NAME = r"(?:[^，。；：、（）()“”\d]|“[^“”]{1,10}”){2,24}"
_BEHIND = pattern(
    rf"{_COUNT}[^，。；：、（）“”\d]{{1,10}}(?:”：(?:是指|即|指|包括)?|[，：](?:即|是指|指|就是))"
    rf"(?P<names>(?:{_NAME}、){{2,14}}{_NAME})(?=[。；]|$)"
)
_OPEN, _SOME, _NEAR, _ENDING = pattern("等|其他|有关|相关"), 3, 30, 2


def mottoes(document: Document) -> Iterator[Remark]:
    """Mottoes that count one more or one less than the names beside them.

    实施“强链、补链、延链”三项行动 → silent;  实施“强链、补链、延链”四项行动 → 列出3个
    """
    for passage in document.passages:
        if "、" in passage.plain:
            for form, judged in _FORMS:
                for match in form.finditer(passage.plain):
                    yield from judged(passage, match)


def _inside(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    yield from _judge(passage, match, match.start(), match["names"].split("、"))


def _outside(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    """The first name may have a verb before it: 打好蓝天、碧水、净土“三大保卫战”."""
    start, names = names_before(passage.plain, match.start())
    others = names[1:]
    short = len({*map(len, others)}) == 1 or len({name[-1:] for name in names}) == 1
    if len(names) >= _SOME and short and names[-1] and len(names[0]) >= min(map(len, others)):
        yield from _judge(passage, match, start, names)


def _behind(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    """“五大工程”：是指……; the names behind “三个强化”“六个干”： are of the first."""
    if not OTHER_HEAD.search(passage.plain, max(0, match.start() - _NEAR), match.start()):
        yield from _judge(passage, match, match.start(), match["names"].split("、"))


def _judge(
    passage: Passage, match: re.Match[str], start: int, names: Sequence[str]
) -> Iterator[Remark]:
    count, least = number_of(match["count"]), len(names)
    most = least if _is_one(names) else least + len(AND.findall(names[-1]))
    least = most if of_one_kind([*names]) else least
    some = any(_OPEN.search(name) for name in names) or of_others(names, count)
    if count in (least - 1, most + 1) and not some:
        details = {"said": match["count"], "found": str(least)}
        spot = start, match.end()
        yield Remark("proof-count", Severity.WARNING, passage, *spot, details, match.start("count"))


def _is_one(names: Sequence[str]) -> bool:
    """Whether the last name is one, whatever 和 joins in it: 泵站改造工程、库区防护与治理工程."""
    endings = {name[-_ENDING:] for name in names}
    return len(endings) == 1 and not AND.split(names[-1])[0].endswith(endings.pop())


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Iterator[Remark]]], ...] = (
    (_INSIDE, _inside),
    (_OUTSIDE, _outside),
    (_BEHIND, _behind),
)
