"""The XML that a story is written of: what another document needs, to say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drafter.review.story.content import Block, Box, Paragraph, Table
from drafter.review.story.units import ANCHOR, WHOLE
from drafter.word.ooxml import Element

_BROUGHT = (WHOLE, ANCHOR)


def elements(blocks: Iterable[Block]) -> Iterator[Element]:
    """What the blocks are written of: formats, links around text, and what is kept whole."""
    for block in blocks:
        if isinstance(block, Paragraph):
            formats = [block.properties, *(piece.form for piece in block.pieces)]
            yield from (form for form in formats if form is not None)
            yield from (wrap.element for piece in block.pieces for wrap in piece.wraps)
            yield from (e for p in block.pieces if p.kind in _BROUGHT for e in p.elements)
        elif isinstance(block, Table):
            yield from (e for e in block.element if str(e.tag).endswith(("}tblPr", "}tblGrid")))
            for row in block.rows:
                yield from (e for e in row.element if str(e.tag).endswith("Pr"))
                for cell in row.cells:
                    yield from (e for e in cell.element if str(e.tag).endswith("}tcPr"))
                    yield from elements(cell.blocks)
        elif isinstance(block, Box):
            yield from (e for e in block.element if str(e.tag).endswith("Pr"))
            yield from elements(block.inside.blocks)
