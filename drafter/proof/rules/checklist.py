"""What a whole annual report must contain: the bureau's 检查清单."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from drafter.model.duty import Duty
from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark

_HEADING = pattern(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、])"
)
_TOP = pattern(r"^\s*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_THEME = pattern(r"法治政府建设|依法行政|法治建设")
_SHORTEST, _LEAST_HEADINGS, _LONGEST_HEADING = 1200, 3, 60
_SOLVED = pattern("解决|整改|聚焦|问题导向|破解")


def checklist(document: Document, duties: Iterable[Duty]) -> Iterator[Remark]:
    """What the list asks for and the report does not have.

    A passage or an excerpt is not held to this: only a text with a title and three headings.
    """
    heads = [p for p in document.passages if _HEADING.match(p.plain) and not p.cell]
    if is_report(document, heads):
        for duty in duties:
            yield from (_within if duty.within else _in_all)(duty, document.passages, heads)


def is_report(document: Document, heads: Sequence[Passage]) -> bool:
    """Whether the text is a whole report of the kind, by its title, headings and length."""
    tops = [passage for passage in heads if _TOP.match(passage.plain)]
    length = sum(len(passage.text) for passage in document.passages)
    begun = any(re.match(r"\s*(?:一、|（一）)", passage.plain) for passage in tops)
    front = "".join(passage.plain for passage in document.passages[:4])
    named = _THEME.search(front[:600]) and re.search("报告|总结|情况", front[:200])
    return bool(named and begun and len(tops) >= _LEAST_HEADINGS and length >= _SHORTEST)


def _in_all(duty: Duty, passages: Sequence[Passage], heads: Sequence[Passage]) -> Iterator[Remark]:
    """Words that no heading has; a hint where the text has others that stand for them."""
    if any(_has(duty.headings, _heading(passage)) for passage in heads):
        return
    present = any(_has(duty.words, passage.plain) for passage in passages)
    if present and not duty.headings:
        return
    title = passages[0]
    severity = Severity.HINT if present else duty.severity
    details = {"duty": duty.content, "basis": duty.basis}
    yield Remark("proof-content", severity, title, 0, len(title.text), details)


def _within(duty: Duty, passages: Sequence[Passage], heads: Sequence[Passage]) -> Iterator[Remark]:
    """Words that the part does not have, its heading included; the first such part counts."""
    for passage in heads:
        text = _heading(passage)
        if _TOP.match(passage.plain) and _has(duty.within, text) and not _SOLVED.search(text):
            mine = [p for p in passages if _below(p, passage)]
            wanted = (*duty.headings, *duty.words)
            if mine and not any(_has(wanted, p.plain) for p in [passage, *mine]):
                start = len(passage.text) - len(passage.text.lstrip())
                details = {"duty": duty.content, "basis": duty.basis}
                spot = start, start + len(text)
                yield Remark("proof-causes", duty.severity, passage, *spot, details)
            return


def _has(words: Sequence[str], text: str) -> bool:
    return any(word in text for word in words)


def _heading(passage: Passage) -> str:
    return re.split("[。；]", passage.plain.strip())[0][:_LONGEST_HEADING]


def _below(passage: Passage, head: Passage) -> bool:
    return passage.number > head.number and passage.section.startswith(head.section)
