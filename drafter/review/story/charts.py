"""Charts of the data, between their marks: whatever numbers they show, each is the data's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from drafter.review.story.content import Paragraph
from drafter.review.story.mapping import mapped
from drafter.review.story.story import Story
from drafter.review.story.units import CLOSE, OPEN, WHOLE, Piece
from drafter.word.marks import CHART_MARK

_KEY = "\x04chart"


def drawn(pieces: Sequence[Piece]) -> Iterator[tuple[str, int]]:
    """The charts of the data: the first mark around each, and which piece it is."""
    around: list[str] = []
    for number, piece in enumerate(pieces):
        if piece.kind == OPEN and piece.key.startswith(CHART_MARK):
            around.append(piece.key)
        elif piece.kind == CLOSE and piece.key in around:
            around.remove(piece.key)
        elif piece.kind == WHOLE and around:
            yield around[0], number


def without_numbers(*stories: Story) -> tuple[list[Story], Callable[[Story], Story]]:
    """The stories with charts that show nothing, so that one chart is the same whatever it showed;
    and what gives a story made of them its numbers back."""
    pieces: dict[int, Piece] = {}

    def change(paragraph: Paragraph) -> Paragraph:
        charts = {number for _, number in drawn(paragraph.pieces)}
        pieces.update((id(paragraph.pieces[n].elements[0]), paragraph.pieces[n]) for n in charts)
        if not charts:
            return paragraph
        blank_pieces = (
            p._replace(key=_KEY, text="") if n in charts else p
            for n, p in enumerate(paragraph.pieces)
        )
        return replace(paragraph, pieces=tuple(blank_pieces))

    def restore(paragraph: Paragraph) -> Paragraph:
        if not any(piece.key == _KEY for piece in paragraph.pieces):
            return paragraph
        drawn_pieces = (pieces[id(p.elements[0])] if p.key == _KEY else p for p in paragraph.pieces)
        return replace(paragraph, pieces=tuple(drawn_pieces))

    return [mapped(story, change) for story in stories], lambda story: mapped(story, restore)
