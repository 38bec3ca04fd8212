"""A story as lines to be read and compared: a paragraph a line, a row of a table a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drafter.review.story import Block, Box, Paragraph, Row, Story, Table, lines
from drafter.review.units import TEXT, Piece

BETWEEN_CELLS = "　｜　"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a table's row as one; `number` counts the paragraphs of the body from 1."""

    number: int
    paragraph: Paragraph
    is_row: bool = False

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.paragraph.text


def read_lines(story: Story) -> list[Line]:
    """The lines of the body that show something."""
    numbers = {id(e): n for n, e in enumerate(story.root.iter("{*}p"), start=1)}

    def number(paragraph: Paragraph) -> int:
        return numbers.get(id(paragraph.element), 0)

    def walk(blocks: Iterable[Block]) -> Iterator[Line]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield Line(number(block), block)
            elif isinstance(block, Table):
                for row in block.rows:
                    first = next(iter(lines(b for c in row.cells for b in c.blocks)), None)
                    yield Line(number(first) if first else 0, _row(row), True)
            elif isinstance(block, Box):
                yield from walk(block.inside.blocks)

    return [line for line in walk(story.blocks) if line.text.strip()]


def _row(row: Row) -> Paragraph:
    """The row's paragraphs as one, in reading order."""
    pieces: list[Piece] = []
    names: dict[str, str] = {}
    for at, cell in enumerate(row.cells):
        pieces += [Piece(TEXT, BETWEEN_CELLS)] if at else []
        for line, paragraph in enumerate(lines(cell.blocks)):
            pieces += [Piece(TEXT, " ")] if line and paragraph.text else []
            pieces += paragraph.pieces
            names.update(paragraph.names)
    return Paragraph(tuple(pieces), None, "", None, names)
