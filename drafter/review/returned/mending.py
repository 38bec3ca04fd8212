"""Trace marks put back where they belong in a file that came back.

Programs lose marks, empty them, shift them by a character (LibreOffice does so behind a comment);
Word drops a mark whose text is typed anew. The text tells where each stood: it is aligned with the
draft that the file came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import Levenshtein

from drafter.review.compare.alignment import Alignment, align
from drafter.review.story.content import Paragraph
from drafter.review.story.mapping import mapped
from drafter.review.story.places import spots
from drafter.review.story.spanning import respanned
from drafter.review.story.story import Story
from drafter.review.story.tokens import around, figures, is_counted, spelled_tokens
from drafter.review.story.verdict import Spot
from drafter.word.marks import original


class How(StrEnum):
    """How a mark was found."""

    MARKED = "标记"
    RECOVERED = "按上下文找回"


class MarkPlace(Struct, frozen=True):
    """A mark of the draft in the file: line (index), start and end in its text."""

    line: int
    start: int
    end: int
    how: How


class Mended(Struct, frozen=True):
    """The file's lines beside the draft's; where each mark stands, None where it is gone."""

    base: tuple[Paragraph, ...]
    lines: tuple[Paragraph, ...]
    alignment: Alignment
    places: Mapping[str, MarkPlace | None]
    base_spots: tuple[Spot, ...]
    spots: tuple[Spot, ...]

    def words(self, name: str) -> str:
        """What stands in the mark now; "" where it is gone."""
        place = self.places.get(name)
        return "" if place is None else self.lines[place.line].text[place.start : place.end]


def mend(base: Story, theirs: Story) -> Mended:
    """Where the draft's marks stand in the file."""
    old, new = base.lines, theirs.lines
    alignment = align(*([line.text for line in lines] for lines in (old, new)))
    actual = {
        original(name): (number, *span)
        for number, paragraph in enumerate(new)
        for name, span in paragraph.ranges.items()
    }
    target = dict((*alignment.pairs, *alignment.moves))
    printed = base.marks
    homes = {at: name for name, at in actual.items() if _words(at, new) == printed.get(name)}
    positions: dict[str, MarkPlace | None] = {}
    for number, paragraph in enumerate(old):
        at = target.get(number)
        shift = None if at is None else Shift.between(paragraph.text, new[at].text)
        for name, (start, end) in paragraph.ranges.items():
            words = paragraph.text[start:end]
            expected = (at, *shift.span(start, end)) if shift and at is not None else None
            if expected and homes.get(expected, name) != name:
                expected = None  # equal texts aligned across: another mark is at home there
            marked = actual.get(name)
            if expected and marked and _copied(paragraph.text, words, expected, marked, new):
                marked = expected
            positions[name] = _place(words, expected, marked, new)
    places = [spots(story) for story in (base, theirs)]
    line_spots = [tuple(s[id(p)] for p in x) for s, x in zip(places, (old, new), strict=True)]
    return Mended(old, new, alignment, positions, *line_spots)


_Stretch = tuple[int, int, int]


def _words(at: _Stretch, lines: Sequence[Paragraph]) -> str:
    line, start, end = at
    return lines[line].text[start:end]


def _copied(
    text: str, words: str, expected: _Stretch, actual: _Stretch, lines: Sequence[Paragraph]
) -> bool:
    """Whether the mark went with a copy of the figure to another line: what it stood in is still
    there, not a word of it changed."""
    line = expected[0]
    return actual[0] != line and text == lines[line].text and text.strip() != words


def _place(
    words: str, expected: _Stretch | None, actual: _Stretch | None, lines: Sequence[Paragraph]
) -> MarkPlace | None:
    """The mark's own place if it is sound, else the place expected from the text."""

    def text(spot: _Stretch | None) -> str:
        return _words(spot, lines) if spot else ""

    if actual and (text(actual) == words or not words):
        return MarkPlace(*actual, How.MARKED)
    if expected and text(expected) == words:
        return MarkPlace(*expected, _how(expected, actual))
    if actual and text(actual):
        start, end = around(lines[actual[0]].text, actual[1], actual[2])
        whole = (actual[0], start, end)
        if not _numeric(words) or _numeric(text(whole)) or not text(expected):
            return MarkPlace(*(whole if _numeric(words) else actual), How.MARKED)
    if expected and text(expected):
        return MarkPlace(*expected, _how(expected, actual))
    return None


def _how(expected: _Stretch, actual: _Stretch | None) -> How:
    """How the mark was found; one that slipped within its own words is not lost."""
    near = actual is not None and actual[0] == expected[0]
    touches = near and actual is not None and actual[1] <= expected[2] and expected[1] <= actual[2]
    return How.MARKED if touches else How.RECOVERED


def _numeric(words: str) -> bool:
    return bool(figures(words)) or is_counted(words)


class Shift(Struct, frozen=True):
    """Offsets of one text as offsets of another. `starts` for a beginning, `ends` for an end."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def between(cls, old: str, new: str) -> Shift:
        """From the old text to the new one."""
        if old == new:
            same = tuple(range(len(old) + 1))
            return cls(same, same)
        left, right = spelled_tokens(old), spelled_tokens(new)
        numbers: dict[str, int] = {}
        codes = [[numbers.setdefault(t, len(numbers)) for t in side] for side in (left, right)]
        a, b = _offsets(left), _offsets(right)
        starts, ends = [0] * (len(old) + 1), [0] * (len(old) + 1)
        starts[len(old)] = len(new)
        for op in Levenshtein.opcodes(*codes):
            span = (a[op.src_start], a[op.src_end], b[op.dest_start], b[op.dest_end])
            _fill(starts, ends, old, new, span)
        return cls(tuple(starts), tuple(ends))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch in the new text."""
        first, last = self.starts[start], self.ends[end]
        return (first, last) if first <= last else (last, last)


def _fill(
    starts: list[int], ends: list[int], old: str, new: str, span: tuple[int, int, int, int]
) -> None:
    """The offsets within one stretch; in a rewritten one, equal ends lead to equal ends."""
    a, b, c, d = span
    if old[a:b] == new[c:d]:
        for n in range(b - a + 1):
            if n < b - a:
                starts[a + n] = c + n
            if n:
                ends[a + n] = c + n
        return
    head = _common(old[a:b], new[c:d])
    tail = _common(old[a:b][::-1], new[c:d][::-1])
    tail = min(tail, min(b - a, d - c) - head)
    for n in range(a, b):
        starts[n] = c + min(n - a, head) if n < b - tail else d - (b - n)
    for n in range(a + 1, b + 1):
        ends[n] = d - (b - n) if n >= b - tail else c + (n - a if n - a <= head else d - c - tail)


def _common(a: str, b: str) -> int:
    return next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _offsets(pieces: Sequence[str]) -> list[int]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets


def with_marks(story: Story, mended: Mended, names: Mapping[str, str]) -> Story:
    """The file's story with the marks where they belong."""
    wanted: dict[int, dict[str, tuple[int, int]]] = {}
    for name, place in mended.places.items():
        if place is not None:
            wanted.setdefault(place.line, {})[name] = (place.start, place.end)
    numbers = {id(paragraph): n for n, paragraph in enumerate(story.lines)}

    def paragraph(old: Paragraph) -> Paragraph:
        ranges = wanted.get(numbers[id(old)], {})
        kept = {n: s for n, s in old.ranges.items() if original(n) not in mended.places}
        if {**kept, **ranges} == old.ranges:
            return replace(old, names=names)
        inside = {name for piece in old.pieces for name, _ in piece.marks}
        free = {n: s for n, s in {**kept, **ranges}.items() if n not in inside}
        return replace(old, pieces=tuple(respanned(old.pieces, free)), names=names, rebuilt=True)

    return mapped(story, paragraph)
