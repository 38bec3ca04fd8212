"""All that a Word document says, as the review reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from drafter.review.story.content import Block, Box, Paragraph, Region, Table
from drafter.word.marks import original

BODY = "正文"


class Story(Struct, frozen=True, dict=True):
    """All that a document says: its body first, then headers and footers.

    Notes and text boxes hang on the paragraphs where they are anchored.
    """

    regions: tuple[Region, ...]

    @property
    def body(self) -> Region:
        """The body."""
        return self.regions[0]

    @cached_property
    def lines(self) -> tuple[Paragraph, ...]:
        """Every paragraph in reading order, those in tables, notes and text boxes too."""
        return tuple(line for region in self.regions for line in lines(region.blocks))

    @cached_property
    def marks(self) -> dict[str, str]:
        """The trace marks by name, with the words between their ends."""
        return marks(self.lines)


def paired(*stories: Story) -> Iterator[tuple[Region | None, ...]]:
    """The corresponding regions of all the stories; None where a story lacks one."""
    named = [{(r.kind, r.name): r for r in story.regions} for story in stories]
    for name in dict.fromkeys(name for regions in named for name in regions):
        yield tuple(regions.get(name) for regions in named)


def lines(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """The paragraphs of the blocks in reading order, each followed by its notes and text boxes."""
    for paragraph in paragraphs(blocks):
        yield paragraph
        for region in paragraph.inside:
            yield from lines(region.blocks)


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """The paragraphs of the blocks themselves, in reading order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell.blocks)
        elif isinstance(block, Box):
            yield from paragraphs(block.inside.blocks)


def marks(lines: Iterable[Paragraph]) -> dict[str, str]:
    """Each mark's words by name; a former copy (see alias) stands in for a missing mark."""
    plain: dict[str, str] = {}
    former: dict[str, str] = {}
    for paragraph in lines:
        inner = {name: words for piece in paragraph.pieces for name, words in piece.marks}
        for name, (start, end) in paragraph.ranges.items():
            words = inner.get(name, paragraph.text[start:end])
            origin = original(name)
            if words or name in inner:
                (plain if origin == name else former).setdefault(origin, words)
    return {**former, **plain}
