"""What a whole annual report must contain (督察工作规定, art. 25)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.model.finding import Severity
from drafter.proof.document import Document
from drafter.proof.passage import Passage, Remark

_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、])"
)
_TOP = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_THEME = re.compile(r"法治政府建设|依法行政|法治建设")
_SHORTEST, _LEAST_HEADINGS, _LONGEST_HEADING = 1200, 3, 60
_DUTIES = (
    (
        "推进法治政府建设的主要举措和成效",
        re.compile("举措|成效|做法|进展|工作(?:开展)?情况|亮点|体系|推进|完善|强化|规范|履行"),
    ),
    ("存在的不足和原因", re.compile("不足|问题|短板|困难|薄弱|差距|弱项")),
    (
        "党政主要负责人履行推进法治建设第一责任人职责的情况",
        re.compile("第一责任人|主要负责人|主要负责同志|责任人职责"),
    ),
    (
        "下一年度推进法治政府建设的主要安排",
        re.compile("下一?年|下一步|下步|明年|今后|打算|安排|计划|思路|努力方向|工作重点"),
    ),
)
_FIRST_RESPONSIBLE = re.compile("第一责任人")
_SHORTCOMINGS = _DUTIES[1][1]
_CAUSES = re.compile("原因|由于|源于|缘于|成因|根源|归因|究其|因为|在于")


def contents(document: Document) -> Iterator[Remark]:
    """Required contents that no heading names; shortcomings without their causes.

    A passage or an excerpt is not held to this: only a text with a title and three headings.
    """
    heads = _headings(document.passages)
    if not _is_report(document, heads):
        return
    title = document.passages[0]
    shown = [_heading(passage) for passage in heads]
    for duty, pattern in _DUTIES:
        if not any(pattern.search(text) for text in shown):
            spoken = any(_FIRST_RESPONSIBLE.search(p.plain) for p in document.passages)
            folded = pattern is _DUTIES[2][1] and spoken
            weight = Severity.HINT if folded else Severity.WARNING
            yield Remark("proof-content", weight, title, 0, len(title.text), {"duty": duty})
    yield from _causes(document.passages, heads)


def _is_report(document: Document, heads: Sequence[Passage]) -> bool:
    tops = [passage for passage in heads if _TOP.match(passage.plain)]
    length = sum(len(passage.text) for passage in document.passages)
    begun = any(re.match(r"\s*(?:一、|（一）)", passage.plain) for passage in tops)
    front = "".join(passage.plain for passage in document.passages[:4])
    named = _THEME.search(front[:600]) and re.search("报告|总结|情况", front[:200])
    return bool(named and begun and len(tops) >= _LEAST_HEADINGS and length >= _SHORTEST)


def _headings(passages: Sequence[Passage]) -> list[Passage]:
    return [p for p in passages if _HEADING.match(p.plain) and not p.cell]


def _heading(passage: Passage) -> str:
    return re.split("[。；]", passage.plain.strip())[0][:_LONGEST_HEADING]


def _causes(passages: Sequence[Passage], heads: Sequence[Passage]) -> Iterator[Remark]:
    """The section on shortcomings, where it has one, must say why."""
    for passage in heads:
        text = _heading(passage)
        if _TOP.match(passage.plain) and _SHORTCOMINGS.search(text) and not _solved(text):
            mine = [p for p in passages if _below(p, passage)]
            if mine and not any(_CAUSES.search(p.plain) for p in [passage, *mine]):
                start = len(passage.text) - len(passage.text.lstrip())
                yield Remark("proof-causes", Severity.HINT, passage, start, start + len(text))
            return


def _solved(heading: str) -> bool:
    return bool(re.search("解决|整改|聚焦|问题导向|破解", heading))


def _below(passage: Passage, head: Passage) -> bool:
    return passage.number > head.number and passage.section.startswith(head.section)
