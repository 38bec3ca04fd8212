"""What a web page is made of, as its template takes it."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.model.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its text, as HTML or to be escaped, and how it stands: right, middle, flush."""

    text: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; that of level 1 is the page's title."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its element, scope, content and span."""

    tag: str
    scope: str
    text: str = ""
    blocks: Sequence[Block] = ()
    wide: int = 1
    high: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table by rows."""

    rows: Sequence[Sequence[Cell]]
    caption: str = ""


Block = Paragraph | Heading | Table
