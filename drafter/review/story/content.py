"""The blocks of a document as the review reads it, and the texts of their own that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from drafter.review.story.units import CLOSE, OPEN, WHOLE, Piece, Unit, frame_of, units_of

if TYPE_CHECKING:
    from drafter.word.ooxml import Element


class Paragraph(Struct, frozen=True, dict=True):
    """A paragraph: its pieces in order, its properties, and the element it was read from.

    `rebuilt` tells that the pieces are no longer those of the element.
    """

    pieces: tuple[Piece, ...]
    properties: Element | None
    style: str
    element: Element | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    rebuilt: bool = False

    @cached_property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def key(self) -> str:
        """Equal for paragraphs that show the same; marks are ignored."""
        text = "".join(p.key if p.kind == WHOLE else p.text for p in self.pieces)
        return text + "".join(f"\x05{region.key}" for region in self.inside)

    @cached_property
    def frame(self) -> str:
        """Equal for paragraphs with the same words and figures, whatever the values."""
        return frame_of(self.pieces, self.names)

    @cached_property
    def inside(self) -> tuple[Region, ...]:
        """The paragraph's notes and text boxes."""
        return tuple(region for piece in self.pieces for region in piece.inside)

    @cached_property
    def ranges(self) -> dict[str, tuple[int, int]]:
        """The trace marks by name: where each begins and ends in the text."""
        spans: dict[str, tuple[int, int]] = {}
        at = 0
        for piece in self.pieces:
            if piece.kind == OPEN:
                spans[piece.key] = (at, at)
            elif piece.kind == CLOSE and piece.key in spans:
                spans[piece.key] = (spans[piece.key][0], at)
            for name, _ in piece.marks:
                spans[name] = (at, at + len(piece.text))
            at += len(piece.text)
        return spans

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The paragraph as atoms, spans and anchors."""
        return units_of(self.pieces, self.names)

    @cached_property
    def marked(self) -> tuple[tuple[str, int, int], ...]:
        """(identity, start, end) of each mark: what agrees where two paragraphs are the same."""
        return tuple((self.names.get(n, n), *span) for n, span in self.ranges.items())


class Whole(Struct, frozen=True, dict=True):
    """What is made of parts: it shows what they show, one after the other."""

    sign = ""
    between = "\n"

    @property
    def parts(self) -> Sequence[Block | Cell | Row]:
        """What it is made of."""
        raise NotImplementedError

    @cached_property
    def key(self) -> str:
        """Equal for what shows the same."""
        return self.sign + self.between.join(part.key for part in self.parts)

    @cached_property
    def frame(self) -> str:
        """Equal for what differs only in the values of figures."""
        return self.sign + self.between.join(part.frame for part in self.parts)

    @cached_property
    def text(self) -> str:
        """What a reader sees: a line a paragraph or row, a tab between cells."""
        return self.between.join(part.text for part in self.parts)


class Cell(Whole, frozen=True):
    """A cell of a table, or a content control's inside: blocks again."""

    element: Element
    blocks: tuple[Block, ...]

    @property
    def parts(self) -> Sequence[Block]:
        """Its blocks."""
        return self.blocks


class Row(Whole, frozen=True):
    """A row of a table; `shape` is what tells rows of other columns apart."""

    element: Element
    cells: tuple[Cell, ...]
    shape: str
    between = "\t"

    @property
    def sign(self) -> str:  # type: ignore[override]
        """Rows of other columns show something else."""
        return self.shape

    @property
    def parts(self) -> Sequence[Cell]:
        """Its cells."""
        return self.cells


class Table(Whole, frozen=True):
    """A table: rows, and among them what stays where it is (a row that others deleted)."""

    element: Element
    layout: tuple[Row | Element, ...]
    sign = "\x02"

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return tuple(part for part in self.layout if isinstance(part, Row))

    @property
    def parts(self) -> Sequence[Row]:
        """The rows that are shown."""
        return self.rows

    @property
    def head(self) -> str:
        """Equal for tables with the same heading row, however many rows they have."""
        return self.sign + "".join(row.frame for row in self.rows[:1])


class Fixed(Struct, frozen=True):
    """A block that stays where it is and is not compared: section properties, a stray bookmark."""

    element: Element
    key: str = ""
    frame: str = ""
    text: str = ""


class Box(Whole, frozen=True):
    """A content control around blocks."""

    element: Element
    inside: Cell
    sign = "\x03"

    @property
    def parts(self) -> Sequence[Cell]:
        """What it holds."""
        return (self.inside,)


Block = Paragraph | Table | Box | Fixed


class Region(Whole, frozen=True):
    """A text of its own: the body, a header, a note, a text box.

    `kind` is the word for it, `name` tells it from others of its kind and pairs it with that of
    another document; `also` are the names of others that it stands for, as headers share a part.
    `element` holds the blocks; `twins` are copies of it for older programs.
    """

    kind: str
    name: str
    element: Element
    blocks: tuple[Block, ...]
    twins: tuple[Element, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def parts(self) -> Sequence[Block]:
        """Its blocks."""
        return self.blocks


# What holds blocks.
Holder = TypeVar("Holder", Cell, Region)
