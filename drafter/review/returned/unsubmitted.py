"""Numbers that came into the text and stand in no mark: nobody has submitted them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from drafter.draft.record import FigureRecord
from drafter.model.pattern import pattern
from drafter.review.compare.alignment import equal_pairs
from drafter.review.returned.mending import Mended
from drafter.review.story.tokens import counts, figures, tokens
from drafter.review.story.verdict import Number, Stretch
from drafter.word.excerpt import stretch
from drafter.word.marks import FIGURE_MARKS

# A day without its month is how long something takes: 15日内办结.
DATE = (
    r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日)?"
    r"|(?<=[至到—~、-])\d{1,2}日(?!内)"
)
_DATE = pattern(DATE)
_ORDINAL = pattern(r"^\s*[（(]?\d{1,2}[.．、）)](?!\d)|第\d+")
_ANY = "[零一二两三四五六七八九十百千万亿几数余]"
# Numbers in words that no classifier follows: 九十八宗 besides, 百分之三十, 七成, 两倍, 过半, 翻番.
_SPELLED = pattern(
    rf"[百千]分之{_ANY}{{1,12}}|{_ANY}{{1,12}}[成倍](?![功果效员不])|[过大一]半|翻[一两]?番"
    rf"|(?:{_ANY}{{2,12}}|[二两三四五六七八九])(?=[户宗元亩吨辆台套间栋座天轮届笔门张本册篇例支米周岁类])"
)
_CONTEXT, _REACH = 6, 40
STOPS = "，。；！？\n"
Home = tuple[str, str]


def new_numbers(
    mended: Mended, records: Mapping[str, FigureRecord], classifiers: str
) -> list[Number]:
    """The numbers, in order. One that was only moved is none: the draft has lost it elsewhere, in
    the same clause."""
    lost, homes = Counter(_lost(mended, classifiers)), _homes(mended, records)
    numbers = []
    for line, start, end in _come(mended, classifiers):
        text = mended.lines[line].text
        words, clause = text[start:end], _clause(text, start, end)
        if lost[clause] > 0:
            lost[clause] -= 1
            continue
        numbers.append(_number(mended, records, homes.get(words, ()), (line, start, end)))
    return numbers


def _come(mended: Mended, classifiers: str) -> Iterator[Stretch]:
    """(line, start, end) of every new number outside all marks."""
    sources = {j: i for i, j in (*mended.alignment.pairs, *mended.alignment.moves)}
    marked: dict[int, list[tuple[int, int]]] = {}
    for name, place in mended.places.items():
        if place is not None and name.startswith(FIGURE_MARKS):
            marked.setdefault(place.line, []).append((place.start, place.end))
    for line, paragraph in enumerate(mended.lines):
        text = paragraph.text
        old = mended.base[sources[line]].text if line in sources else ""
        if text == old:
            continue
        for start, end in _changed(old, text, _spans(text, classifiers)):
            if not any(a < end and start < b for a, b in marked.get(line, ())):
                yield line, start, end


def _clause(text: str, start: int, end: int) -> tuple[str, int]:
    """The clause that the number stands in, and where in it."""
    first, last = max(start - _REACH, 0), end + _REACH
    begin = max(max(text.rfind(stop, first, start) for stop in STOPS) + 1, first)
    behind = (at for stop in STOPS if (at := text.find(stop, end, last)) >= 0)
    return text[begin : min(behind, default=last)], start - begin


def _lost(mended: Mended, classifiers: str) -> Iterator[tuple[str, int]]:
    """The clauses with numbers outside of figures that the file no longer has where the draft has
    them."""
    targets = dict((*mended.alignment.pairs, *mended.alignment.moves))
    for i, paragraph in enumerate(mended.base):
        new = mended.lines[targets[i]].text if i in targets else ""
        marked = [s for n, s in paragraph.ranges.items() if n.startswith(FIGURE_MARKS)]
        if paragraph.text == new:
            continue
        for start, end in _changed(new, paragraph.text, _spans(paragraph.text, classifiers)):
            if not any(a < end and start < b for a, b in marked):
                yield _clause(paragraph.text, start, end)


def _spans(text: str, classifiers: str) -> list[tuple[int, int]]:
    """Numbers in digits, and those in characters before a classifier; no dates, no ordinals."""
    passing = sorted(m.span() for p in (_DATE, _ORDINAL) for m in p.finditer(text))
    spelled = (match.span() for match in _SPELLED.finditer(text))
    spans = sorted({*figures(text), *counts(text, classifiers), *spelled})
    ends = list(accumulate((end for _, end in passing), max))
    before = [bisect_right(passing, (start, len(text))) for start, _ in spans]
    return [s for s, n in zip(spans, before, strict=True) if not n or ends[n - 1] < s[1]]


def _changed(old: str, new: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of the new text that differ from the old one's."""
    if not spans:
        return []
    left, right = tokens(old), tokens(new)
    offsets = [0, *accumulate(map(len, right))]
    kept = [False] * len(new)
    for _, j in equal_pairs(left, right):
        kept[offsets[j] : offsets[j + 1]] = [True] * len(right[j])
    return [(start, end) for start, end in spans if not all(kept[start:end])]


def _homes(mended: Mended, records: Mapping[str, FigureRecord]) -> dict[str, list[Home]]:
    """The draft's figures by their words: the mark's name, and the text before it."""
    homes: dict[str, list[Home]] = {}
    for paragraph in mended.base:
        for name, (start, end) in paragraph.ranges.items():
            if name in records:
                before = paragraph.text[max(0, start - _CONTEXT) : start]
                homes.setdefault(paragraph.text[start:end], []).append((name, before))
    return homes


def _number(
    mended: Mended,
    records: Mapping[str, FigureRecord],
    homes: Sequence[Home],
    place: Stretch,
) -> Number:
    line, start, end = place
    text = mended.lines[line].text
    excerpt = stretch(text, start - 12, end + 12)
    before = text[max(0, start - _CONTEXT) : start]
    repeats = next((name for name, left in homes if before and left.endswith(before)), "")
    like = records[homes[0][0]].label if homes else ""
    return Number(text[start:end], mended.spots[line], excerpt, place, repeats, like)
