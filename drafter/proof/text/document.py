"""A whole text: its passages and sentences, its year, and whether it is a report."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.text.passage import Passage
from drafter.proof.text.sentence import Sentence, sentences

_YEAR = pattern(r"(20\d\d) ?年")
_TITLE = pattern(r"报告|总结|情况|工作|要点")
# It reports on the year before the one it names, and plans for that one.
_GOVERNMENT = pattern("政府工作报告|管(?:理)?委(?:员)?会工作报告|计划草案|预算草案")
_WINDOW = pattern(r"统计(?:时间|期|时段|区间|截止|截至)|数据(?:均|统一)?截[至止]")
_SENTENCE = pattern("[，。；：（、]")
_FIRST, _LONGEST_TITLE = 6, 60


class Document(Struct, frozen=True, dict=True):
    """What the rules read."""

    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    year: int | None
    """The year that the title names."""
    dated: bool
    """Whether it says for which days its figures are counted."""

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Document:
        """The document that the passages make."""
        written = [passage for passage in passages if passage.text.strip()]
        all_sentences = tuple(s for p in written if _is_prose(p) for s in sentences(p))
        return cls(
            tuple(written),
            all_sentences,
            _year(written),
            any(_WINDOW.search(p.plain) for p in written),
        )


def _is_prose(passage: Passage) -> bool:
    """Whether a passage is more than a cell's label or number, or a row of them."""
    row = passage.cell or "｜" in passage.text or "|" in passage.text or "\t" in passage.text
    return not row or bool(_SENTENCE.search(passage.plain))


def _year(passages: Sequence[Passage]) -> int | None:
    for passage in passages[:_FIRST]:
        text = passage.plain.strip()
        year = _YEAR.search(text)
        if year and len(text) <= _LONGEST_TITLE and _TITLE.search(text) and text[-1] not in "。；":
            return (
                None if _GOVERNMENT.search(text) or _looks_back(passages, year[1]) else int(year[1])
            )
    return None


def _looks_back(passages: Sequence[Passage], titled: str) -> bool:
    """Whether a heading reviews the year before the one of the title, and none that of the title:
    the text plans for that one."""
    heads = [p.plain for p in passages if len(p.plain) <= _LONGEST_TITLE and "回顾" in p.plain]
    reviewed = {year for head in heads for year in _YEAR.findall(head)}
    return titled not in reviewed and str(int(titled) - 1) in reviewed
