"""A Word document as the review reads it: blocks, and in each paragraph units that stay whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from drafter.model.dataclass import dataclass, field
from drafter.review.story.units import CLOSE, OPEN, WHOLE, Piece, Span, Unit, units_of
from drafter.word.marks import original

if TYPE_CHECKING:
    from drafter.word.ooxml import Element


@dataclass(frozen=True)
class Paragraph:
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
        return "".join(u.key if isinstance(u, Span) else u.text or u.key for u in self.units)

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


@dataclass(frozen=True)
class Cell:
    """A cell of a table, or a content control's inside: blocks again."""

    element: Element
    blocks: tuple[Block, ...]

    @cached_property
    def key(self) -> str:
        """Equal for cells that show the same."""
        return "\n".join(block.key for block in self.blocks)

    @cached_property
    def frame(self) -> str:
        """Equal for cells that differ only in the values of figures."""
        return "\n".join(block.frame for block in self.blocks)

    @cached_property
    def text(self) -> str:
        """The paragraphs of the cell, a line each."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True)
class Row:
    """A row of a table; `shape` is what tells rows of other columns apart."""

    element: Element
    cells: tuple[Cell, ...]
    shape: str

    @cached_property
    def key(self) -> str:
        """Equal for rows that show the same."""
        return self.shape + "\t".join(cell.key for cell in self.cells)

    @cached_property
    def frame(self) -> str:
        """Equal for rows that differ only in the values of figures."""
        return self.shape + "\t".join(cell.frame for cell in self.cells)

    @cached_property
    def text(self) -> str:
        """The cells' texts, a tab between."""
        return "\t".join(cell.text for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table: rows, and among them what stays where it is (a row that others deleted)."""

    element: Element
    layout: tuple[Row | Element, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return tuple(part for part in self.layout if isinstance(part, Row))

    @cached_property
    def key(self) -> str:
        """Equal for tables that show the same."""
        return "\x02" + "\n".join(row.key for row in self.rows)

    @cached_property
    def frame(self) -> str:
        """Equal for tables that differ only in the values of figures."""
        return "\x02" + "\n".join(row.frame for row in self.rows)

    @property
    def head(self) -> str:
        """Equal for tables with the same heading row, however many rows they have."""
        return "\x02" + "".join(row.frame for row in self.rows[:1])

    @cached_property
    def text(self) -> str:
        """A line a row."""
        return "\n".join(row.text for row in self.rows)


@dataclass(frozen=True)
class Fixed:
    """A block that stays where it is and is not compared: section properties, a stray bookmark."""

    element: Element
    key: str = ""
    frame: str = ""
    text: str = ""


@dataclass(frozen=True)
class Box:
    """A content control around blocks."""

    element: Element
    inside: Cell

    @property
    def key(self) -> str:
        """Equal for controls that show the same."""
        return f"\x03{self.inside.key}"

    @property
    def frame(self) -> str:
        """Equal for controls that differ only in the values of figures."""
        return f"\x03{self.inside.frame}"

    @property
    def text(self) -> str:
        """The text inside."""
        return self.inside.text


Block = Paragraph | Table | Box | Fixed


@dataclass(frozen=True)
class Region:
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

    @cached_property
    def key(self) -> str:
        """Equal for regions that show the same."""
        return "\n".join(block.key for block in self.blocks)

    @cached_property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return "\n".join(block.text for block in self.blocks)


BODY = "正文"


@dataclass(frozen=True)
class Story:
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
