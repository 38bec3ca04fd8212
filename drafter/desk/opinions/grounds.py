"""What each figure of a draft rests on, and where it stands in another draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from drafter.desk.records.review_filings import Ground
from drafter.draft.record import FigureRecord, Manifest, MarkRecord
from drafter.model.errors import WorkspaceError
from drafter.model.pattern import pattern
from drafter.review.compare.alignment import likeness
from drafter.word.marks import FIGURE_MARKS

_FIGURE = "〓"
_SENTENCE = pattern(r"[^。！？\n]*[。！？\n]?")
_Span = tuple[int, int, MarkRecord]


class Grounds(Struct, frozen=True):
    """What the figures of a draft rest on: by mark, and the marks by what they rest on and by
    figure."""

    by_mark: Mapping[str, Ground]
    marks: Mapping[Ground, MarkRecord]
    by_figure: Mapping[tuple[str, str], Sequence[MarkRecord]]

    def successor(self, ground: Ground) -> MarkRecord | None:
        """The mark that rests on the very same; else the same figure in the likeliest sentence;
        None where the draft has it no more."""
        if ground in self.marks:
            return self.marks[ground]
        same = self.by_figure.get((ground.key, "" if ground.key else ground.label), ())
        return max(same, key=lambda mark: self._nearness(ground, mark), default=None)

    def _nearness(self, ground: Ground, mark: MarkRecord) -> tuple[float, bool]:
        now = self.by_mark[mark.name]
        alike = likeness(ground.sentence, now.sentence, 0.0)
        return (alike, ground.words == now.words)

    def ground(self, mark: str) -> Ground:
        """Of the mark. Raises WorkspaceError where the draft has none of that name."""
        if mark not in self.by_mark:
            raise WorkspaceError("这一稿中没有这个数；请回到稿子重新点选")
        return self.by_mark[mark]


def grounds(manifest: Manifest) -> Grounds:
    """What the draft's figures rest on."""
    held: dict[int, list[MarkRecord]] = {}
    for mark in manifest.marks:
        held.setdefault(mark.paragraph, []).append(mark)
    texts = {paragraph.number: paragraph.text for paragraph in manifest.paragraphs}
    by_mark: dict[str, Ground] = {}
    for number, marks in held.items():
        sentences = dict(_sentences(texts.get(number, ""), marks))
        by_mark |= {m.name: _ground(m, sentences.get(m.name, m.section)) for m in marks}
    by_figure: dict[tuple[str, str], list[MarkRecord]] = {}
    for mark in manifest.marks:
        by_figure.setdefault(_identity(mark.figure), []).append(mark)
    resting = {by_mark[mark.name]: mark for mark in reversed(manifest.marks)}
    return Grounds(by_mark, resting, by_figure)


def differences(before: Ground, now: Ground) -> Iterator[str]:
    """What the figure rests on now that it did not before, each in words."""
    if before.words != now.words:
        yield f"数值由“{before.words}”变为“{now.words}”"
    if before.sources != now.sources:
        yield "来源单元格或其填报有变动"
    if before.sentence != now.sentence:
        yield "所在的句子有改动"


def _identity(figure: FigureRecord) -> tuple[str, str]:
    """What it is known by in every draft: its key; one that the template calculates its name."""
    return figure.key, "" if figure.key else figure.label


def _ground(mark: MarkRecord, sentence: str) -> Ground:
    figure = mark.figure
    sources = (f"{s.department} {s.sheet}!{s.cell} {s.answer}" for s in figure.sources)
    return Ground(
        key=figure.key,
        label=figure.label,
        words=mark.words,
        sources=tuple(sources),
        sentence=sentence,
    )


def _sentences(text: str, marks: Sequence[MarkRecord]) -> Iterator[tuple[str, str]]:
    """(a mark's name, the sentence that it begins in with its figures left open)"""
    spans = list(_spans(text, marks))
    for start, end in (match.span() for match in _SENTENCE.finditer(text)):
        inside = [span for span in spans if start <= span[0] < end]
        words = _opened(text, start, end, inside)
        yield from ((mark.name, words) for _, _, mark in inside)


def _spans(text: str, marks: Sequence[MarkRecord]) -> Iterator[_Span]:
    """Where each mark's words stand, in the order of the text."""
    at = 0
    for mark in marks:
        start = text.find(mark.words, at)
        if start >= 0:
            yield start, start + len(mark.words), mark
            at = start + len(mark.words) if mark.name.startswith(FIGURE_MARKS) else start


def _opened(text: str, start: int, end: int, spans: Sequence[_Span]) -> str:
    pieces, at = list[str](), start
    for first, last, mark in spans:
        if mark.name.startswith(FIGURE_MARKS) and first >= at:
            pieces += [text[at:first], _FIGURE]
            at = last
    return "".join([*pieces, text[at:end]]).strip()
