"""Comments of a copy that came back, put to the same words in another text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from drafter.review.compare.changes import ADD, COME, KEEP
from drafter.review.compare.steps import Step, steps
from drafter.review.compare.weave import framed
from drafter.review.story.content import Paragraph
from drafter.review.story.mapping import mapped
from drafter.review.story.story import Story
from drafter.review.story.units import ANCHOR, Anchor, Piece, Span, Unit, pieces
from drafter.word.comments import RANGE
from drafter.word.ooxml import Element, w

_REFERENCE = w("commentReference")


def with_remarks(story: Story, other: Story) -> Story:
    """The story with the other's comments at the same words; one whose paragraph is gone stands at
    the end of the paragraph before it."""
    commented = [n for n, line in enumerate(other.lines) if any(_remarks(line))]
    if not commented:
        return story
    alignment = framed(other.lines, story.lines)
    homes = dict((*alignment.pairs, *alignment.moves))
    coming: dict[int, list[tuple[Paragraph, bool]]] = {}
    for number in commented:
        home = story.lines[_nearest(number, homes)]
        coming.setdefault(id(home), []).append((other.lines[number], number in homes))
    return mapped(story, lambda line: _joined(line, coming.get(id(line), ())))


def _nearest(number: int, homes: Mapping[int, int]) -> int:
    """What stands for the line, or for the last one before it of which anything does."""
    before = (n for n in range(number, -1, -1) if n in homes)
    return homes[n] if (n := next(before, None)) is not None else 0


def _joined(paragraph: Paragraph, coming: Iterable[tuple[Paragraph, bool]]) -> Paragraph:
    """The paragraph with the comments of others: of what it stands for, at their words."""
    for other, same in coming:
        present = {id(piece.elements[0]) for piece in _remarks(paragraph)}
        remarks = [p for p in _remarks(other) if id(p.elements[0]) not in present]
        if remarks and same:
            units = tuple(_units(steps(paragraph.units, other.units), present))
            paragraph = replace(paragraph, pieces=tuple(pieces(units)), rebuilt=True)
        elif remarks:
            paragraph = replace(paragraph, pieces=(*paragraph.pieces, *remarks), rebuilt=True)
    return paragraph


def _remarks(paragraph: Paragraph) -> Iterator[Piece]:
    """The starts, ends and references of comments in the paragraph."""
    return (p for p in paragraph.pieces if p.kind == ANCHOR and _is_remark(p.elements[0]))


def _is_remark(element: Element) -> bool:
    return element.tag in RANGE or element.find(_REFERENCE) is not None


def _units(script: Iterable[Step], present: set[int]) -> Iterator[Unit]:
    """The units of the first text, the other's comments among them."""
    for is_kept, group in groupby(script, lambda step: step.sign == KEEP):
        for step in group if is_kept else _in_gap(list(group), present):
            if step.sign == KEEP and isinstance(step.unit, Span):
                yield step.unit._replace(units=tuple(_units(step.inside, present)))
            else:
                yield step.unit


def _in_gap(gap: Sequence[Step], present: set[int]) -> Iterator[Step]:
    """What the first text has where the other has other words: a comment on these is on that."""
    words = [n for n, step in enumerate(gap) if step.sign == ADD]
    first, last = (words[0], words[-1]) if words else (0, 0)
    before: list[Step] = []
    behind: list[Step] = []
    for number, step in enumerate(gap):
        if step.sign == COME and _comes(step.unit, present):
            starts = _element(step.unit).tag == RANGE[0] and number < last
            (before if number < first or starts else behind).append(step)
    yield from before
    yield from (step for step in gap if step.sign not in (ADD, COME))
    yield from behind


def _comes(unit: Unit, present: set[int]) -> bool:
    return _is_remark(_element(unit)) and id(_element(unit)) not in present


def _element(unit: Unit) -> Element:
    assert isinstance(unit, Anchor)
    return unit.piece.elements[0]
