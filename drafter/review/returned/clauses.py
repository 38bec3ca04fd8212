"""The clause that a figure stands in, and what bears on it in the rest of the sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.review.returned.unsubmitted import DATE, STOPS

ENDS = "。！？\n"
_REACH = 400
_PERIOD = (
    rf"{DATE}|[上下]半年|[前一二三四]{{1,4}}季度|年度|全年|[年月季][底末初]|同期|[去上今当本]年"
    r"|截至|以来|第[\d一二三四五六七八九十百]{1,6}"
)
TIMES = pattern(_PERIOD)
_MEASURES = pattern(
    rf"{_PERIOD}|同比|环比|增[长加]|上升|提[高升]|下降|降低|减少|回落|持平|翻番|其中|此外|累计"
)

Span = tuple[int, int]


class Line(Struct, frozen=True):
    """A line with the places of the figures in it."""

    text: str
    figures: Mapping[str, Span]

    def around(self, at: Span, stops: str) -> Span:
        """From the stop before the place to the one behind it; so far as a sentence may reach."""
        first, last = max(at[0] - _REACH, 0), at[1] + _REACH
        start = max(self.text.rfind(stop, first, at[0]) for stop in stops) + 1
        behind = (n for stop in stops if (n := self.text.find(stop, at[1], last)) >= 0)
        return max(start, first), min(behind, default=min(len(self.text), last))

    def frame(self, span: Span, own: Iterable[str] = ()) -> str:
        """The words of the span, with a sign for each figure's value; the own ones' by name."""
        words, at = "", span[0]
        for name, (start, end) in sorted(self.figures.items(), key=lambda item: item[1]):
            if span[0] <= start and end <= span[1]:
                words += self.text[at:start] + f"\x01{name if name in own else ''}\x02"
                at = max(at, end)
        return plain(words + self.text[at : span[1]])

    @property
    def whole(self) -> str:
        """The line's words, each figure by name."""
        return self.frame((0, len(self.text)), self.figures)

    def measures(self, clause: Span, name: str) -> list[str]:
        """What bears on the figure of that name in its sentence's clauses without figures."""
        sentence, words = self.around(clause, ENDS), []
        at = sentence[0]
        while at <= sentence[1]:
            span = self.around((at, at), STOPS)
            apart = span[1] <= clause[0] or clause[1] <= span[0]
            if apart and not self._counts(span):
                text = plain(self.text[slice(*span)])
                words += _MEASURES.findall(text)
                words += (pair for pair in map("".join, pairwise(name)) if pair in text)
            at = span[1] + 1
        return words

    def _counts(self, span: Span) -> bool:
        return any(span[0] <= start and end <= span[1] for start, end in self.figures.values())


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split()))
