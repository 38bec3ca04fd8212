"""The same change made to every paragraph of a story, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drafter.report.ooxml import Element
from drafter.review.story import Block, Box, Cell, Paragraph, Region, Row, Story, Table

Change = Callable[[Paragraph], Paragraph]


def mapped(story: Story, change: Change) -> Story:
    """The story with each paragraph changed."""
    return replace(story, regions=tuple(_region(region, change) for region in story.regions))


def _region(region: Region, change: Change) -> Region:
    return replace(region, blocks=tuple(_block(block, change) for block in region.blocks))


def _paragraph(old: Paragraph, change: Change) -> Paragraph:
    """The paragraph changed, then what hangs on it."""
    made = change(old)
    if not made.inside:
        return made
    held = (p._replace(inside=tuple(_region(r, change) for r in p.inside)) for p in made.pieces)
    return replace(made, pieces=tuple(held))


def _block(block: Block, change: Change) -> Block:
    if isinstance(block, Paragraph):
        return _paragraph(block, change)
    if isinstance(block, Table):
        return replace(block, layout=tuple(_row(part, change) for part in block.layout))
    if isinstance(block, Box):
        return replace(block, inside=_cell(block.inside, change))
    return block


def _row(part: Row | Element, change: Change) -> Row | Element:
    if not isinstance(part, Row):
        return part
    return replace(part, cells=tuple(_cell(cell, change) for cell in part.cells))


def _cell(cell: Cell, change: Change) -> Cell:
    return replace(cell, blocks=tuple(_block(block, change) for block in cell.blocks))
