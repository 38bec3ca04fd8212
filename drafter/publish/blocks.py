"""What a page is made of, whoever shows it: nouns alone, as JSON carries them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Meta, Struct

_PICTURE = r"\A\Z|\Adata:image/(png|jpeg|gif|svg\+xml|bmp);base64,[A-Za-z0-9+/]*={0,2}\Z"


class Piece(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of a paragraph, its lines ended by \\n: the trace mark that it stands in, the
    address that it leads to; or the note that it refers to, or a picture with what it shows."""

    text: str
    mark: str = ""
    link: str = ""
    note: int = 0
    picture: Annotated[str, Meta(pattern=_PICTURE)] = ""


class Paragraph(Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """Its text, how it stands (right, middle, flush), and its number in the document's body."""

    pieces: Sequence[Piece]
    look: str = ""
    number: int = 0


class Heading(Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """A heading; that of level 1 is the page's title."""

    level: Annotated[int, Meta(ge=1, le=6)]
    pieces: Sequence[Piece]
    anchor: str = ""
    number: int = 0


class Cell(Struct, frozen=True, forbid_unknown_fields=True):
    """A cell: its element, scope, content and span."""

    tag: Annotated[str, Meta(pattern=r"\At[hd]\Z")]
    scope: Annotated[str, Meta(pattern=r"\A(row|col)?\Z")]
    text: str = ""
    blocks: Sequence[Block] = ()
    wide: int = 1
    high: int = 1


class Table(Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """A table by rows; the trace marks of a chart that it stands for."""

    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    marks: Sequence[str] = ()


Block = Paragraph | Heading | Table


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """A document's body, and the notes that it refers to, in that order."""

    blocks: Sequence[Block]
    notes: Sequence[Sequence[Piece]]


def plain_text(pieces: Sequence[Piece]) -> str:
    """The words alone."""
    return "".join(piece.text for piece in pieces if not piece.note)


def headings(blocks: Sequence[Block]) -> Iterator[Heading]:
    """The headings that can be led to, in order, those in tables too."""
    for block in blocks:
        if isinstance(block, Heading) and block.anchor:
            yield block
        elif isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row):
                yield from headings(cell.blocks)


def marks_in(blocks: Sequence[Block]) -> Iterator[str]:
    """The trace marks of the pieces and charts, in order, "" for none."""
    for block in blocks:
        if isinstance(block, Table):
            yield from block.marks
            for cell in (cell for row in block.rows for cell in row):
                yield from marks_in(cell.blocks)
        else:
            yield from (piece.mark for piece in block.pieces)
