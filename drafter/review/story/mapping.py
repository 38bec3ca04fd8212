"""The same change made to every paragraph of a story, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from drafter.review.story.content import Block, Box, Holder, Paragraph, Row, Table
from drafter.review.story.story import Story
from drafter.word.ooxml import Element

Change = Callable[[Paragraph], Paragraph]


def mapped(story: Story, change: Change) -> Story:
    """The story with each paragraph changed; unchanged blocks are the same objects."""
    return replace(story, regions=tuple(_held(region, change) for region in story.regions))


def _held(holder: Holder, change: Change) -> Holder:
    blocks = tuple(_block(block, change) for block in holder.blocks)
    return holder if _same(blocks, holder.blocks) else replace(holder, blocks=blocks)


def _paragraph(old: Paragraph, change: Change) -> Paragraph:
    """The changed paragraph, its notes and text boxes changed after it."""
    new = change(old)
    if not new.inside:
        return new
    held = tuple(tuple(_held(r, change) for r in piece.inside) for piece in new.pieces)
    if all(_same(now, p.inside) for now, p in zip(held, new.pieces, strict=True)):
        return new
    pairs = zip(new.pieces, held, strict=True)
    return replace(new, pieces=tuple(piece._replace(inside=now) for piece, now in pairs))


def _block(block: Block, change: Change) -> Block:
    """The changed block; the same object where nothing in it changed."""
    if isinstance(block, Paragraph):
        return _paragraph(block, change)
    if isinstance(block, Table):
        layout = tuple(_row(part, change) for part in block.layout)
        return block if _same(layout, block.layout) else replace(block, layout=layout)
    if isinstance(block, Box):
        inside = _held(block.inside, change)
        return block if inside is block.inside else replace(block, inside=inside)
    return block


def _row(part: Row | Element, change: Change) -> Row | Element:
    if not isinstance(part, Row):
        return part
    cells = tuple(_held(cell, change) for cell in part.cells)
    return part if _same(cells, part.cells) else replace(part, cells=cells)


def _same(new: Sequence[object], old: Sequence[object]) -> bool:
    return all(a is b for a, b in zip(new, old, strict=True))


def with_shared(base: Story, other: Story) -> Story:
    """The other story with one header where the base has one for several pages: a program that
    saves the file writes it out for each of them. One that says something else stays its own. They
    stand in the base's order."""
    places = {(r.kind, r.name): n for n, r in enumerate(base.regions)}
    shared = {(r.kind, name): r.name for r in base.regions for name in r.also}
    named = {(r.kind, r.name): r for r in other.regions}
    regions = []
    for region in other.regions:
        name = shared.get((region.kind, region.name), region.name)
        first = named.setdefault((region.kind, name), region)
        if first is region:
            regions.append(region if name == region.name else replace(region, name=name))
        elif first.key != region.key:
            regions.append(region)
    regions.sort(key=lambda region: places.get((region.kind, region.name), len(places)))
    return replace(other, regions=tuple(regions))
