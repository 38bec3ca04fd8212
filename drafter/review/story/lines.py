"""A story as lines to be read and compared: a paragraph a line, a row of a table a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from drafter.review.story.content import Block, Box, Paragraph, Row, Table
from drafter.review.story.places import spots
from drafter.review.story.story import Story, paragraphs
from drafter.review.story.units import TEXT, Piece
from drafter.review.story.verdict import Spot

BETWEEN_CELLS = "　｜　"


class Line(Struct, frozen=True):
    """A paragraph, or a table's row as one, and where it stands."""

    spot: Spot
    paragraph: Paragraph

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.paragraph.text


def read_lines(story: Story) -> list[Line]:
    """The document's visible lines; notes and text boxes behind their anchors."""
    places = spots(story)

    def walk(blocks: Iterable[Block]) -> Iterator[Line]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield Line(places[id(block)], block)
                yield from hanging([block])
            elif isinstance(block, Table):
                for row in block.rows:
                    held = [p for cell in row.cells for p in paragraphs(cell.blocks)]
                    yield Line(places[id(held[0])] if held else Spot(), _row(row))
                    yield from hanging(held)
            elif isinstance(block, Box):
                yield from walk(block.inside.blocks)

    def hanging(anchors: Iterable[Paragraph]) -> Iterator[Line]:
        for anchor in anchors:
            for region in anchor.inside:
                yield from walk(region.blocks)

    lines = (line for region in story.regions for line in walk(region.blocks))
    return [line for line in lines if line.text.strip()]


def _row(row: Row) -> Paragraph:
    """The row's paragraphs as one, in reading order."""
    pieces: list[Piece] = []
    names: dict[str, str] = {}
    for at, cell in enumerate(row.cells):
        pieces += [Piece(TEXT, BETWEEN_CELLS)] if at else []
        for line, paragraph in enumerate(paragraphs(cell.blocks)):
            pieces += [Piece(TEXT, " ")] if line and paragraph.text else []
            pieces += paragraph.pieces
            names.update(paragraph.names)
    return Paragraph(tuple(pieces), None, "", None, names)
