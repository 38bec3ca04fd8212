"""A paragraph in pieces, and in units that stay whole: tokens, trace marks, what is not text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from drafter.review.story.tokens import tokens

if TYPE_CHECKING:
    from drafter.review.story.content import Region
    from drafter.word.ooxml import Element


class Wrap(NamedTuple):
    """An element around text: a link, a control, a tag; or a change that others have tracked.

    Adjoining texts whose wraps have one key stand in one element. A field has no element around
    its result, but codes before and behind it. `address` is where a link leads, "" within the file.
    """

    element: Element
    key: str
    tracked: bool = False
    opening: tuple[Element, ...] = ()
    closing: tuple[Element, ...] = ()
    address: str = ""


class Piece(NamedTuple):
    """Text of one format; or an element that is kept whole; or a place where a mark begins or ends.

    `wraps` is what stands around it, outermost first. `elements` holds what is kept whole; `marks`
    are the trace marks inside of that, with their words; `inside` are the texts that hang on it: a
    note on its reference, the paragraphs of a text box on its shape.
    """

    kind: str
    text: str = ""
    form: Element | None = None
    wraps: tuple[Wrap, ...] = ()
    elements: tuple[Element, ...] = ()
    key: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    inside: tuple[Region, ...] = ()


TEXT, WHOLE, ANCHOR, OPEN, CLOSE = "text", "whole", "anchor", "open", "close"


class Atom(NamedTuple):
    """A token, or an element that is kept whole: what a comparison moves as one.

    The texts that hang on it are not in its key: a note that reads otherwise is the same note.
    """

    key: str
    text: str
    pieces: tuple[Piece, ...]

    @property
    def inside(self) -> tuple[Region, ...]:
        """The texts that hang on it."""
        return tuple(region for piece in self.pieces for region in piece.inside)

    @property
    def content(self) -> str:
        """Equal only where attached texts are equal too."""
        if not self.key.startswith("\x04"):
            return self.key
        return self.key + "".join(region.key for region in self.inside)

    def holding(self, regions: Iterable[Region]) -> Atom:
        """The atom with these regions attached instead of its own."""
        left = iter(regions)
        pieces = (p._replace(inside=tuple(next(left) for _ in p.inside)) for p in self.pieces)
        return self._replace(pieces=tuple(pieces))


class Span(NamedTuple):
    """A trace mark and what stands in it. `identity` tells the figure, whatever the name."""

    name: str
    identity: str
    units: tuple[Unit, ...]

    @property
    def key(self) -> str:
        """Equal for the same figure in two documents, whatever its value."""
        return f"\x01{self.identity}"

    @property
    def content(self) -> str:
        """The same as the key: what stands inside is compared unit by unit."""
        return self.key

    @property
    def text(self) -> str:
        """The words between the bookmark's ends."""
        return text_of(self.units)


class Anchor(NamedTuple):
    """Something without width that stays where it is: a comment's end, a deletion of others."""

    piece: Piece
    key: str = ""
    text: str = ""
    content: str = ""


Unit = Atom | Span | Anchor


def units_of(pieces: Iterable[Piece], names: Mapping[str, str]) -> tuple[Unit, ...]:
    """Marks that cross one another, or that no paragraph holds whole, stay as anchors."""
    held = _nested(list(pieces))
    stack: list[tuple[str, list[Unit]]] = [("", [])]
    buffer: list[Piece] = []
    for piece in held:
        if piece.kind == TEXT:
            buffer.append(piece)
            continue
        stack[-1][1].extend(_atoms(buffer))
        buffer = []
        if piece.kind == OPEN:
            stack.append((piece.key, []))
        elif piece.kind == CLOSE:
            name, units = stack.pop()
            stack[-1][1].append(Span(name, names.get(name, name), tuple(units)))
        elif piece.kind == WHOLE:
            stack[-1][1].append(Atom(f"\x04{piece.key}", piece.text, (piece,)))
        else:
            stack[-1][1].append(Anchor(piece))
    return (*stack[0][1], *_atoms(buffer))


def frame_of(pieces: Iterable[Piece], names: Mapping[str, str]) -> str:
    """What `units_of` would make of the pieces, as words and figures: of a mark its identity, of
    all else the text, or the key of what has none."""
    parts, depth = list[str](), 0
    for piece in _nested(list(pieces)):
        if piece.kind == CLOSE:
            depth -= 1
            continue
        if not depth:
            parts.append(_framed(piece, names))
        depth += piece.kind == OPEN
    return "".join(parts)


def _framed(piece: Piece, names: Mapping[str, str]) -> str:
    if piece.kind == OPEN:
        return Span(piece.key, names.get(piece.key, piece.key), ()).key
    if piece.kind == WHOLE:
        return piece.text or Atom(f"\x04{piece.key}", "", ()).key
    return piece.text if piece.kind == TEXT else ""


def _nested(pieces: list[Piece]) -> list[Piece]:
    """The pieces with every mark that does not nest turned into anchors."""
    open_: list[str] = []
    loose: set[str] = set()
    closed: set[str] = set()
    for piece in pieces:
        if piece.kind == OPEN:
            open_.append(piece.key)
        elif piece.kind == CLOSE:
            while open_ and open_[-1] != piece.key and piece.key in open_:
                loose.add(open_.pop())
            if open_ and open_[-1] == piece.key:
                closed.add(open_.pop())
    held = closed - loose
    return [
        p._replace(kind=ANCHOR) if p.kind in (OPEN, CLOSE) and p.key not in held else p
        for p in pieces
    ]


def _atoms(buffer: list[Piece]) -> Iterator[Atom]:
    """The tokens of adjoining texts, each with its share of their formats."""
    if not buffer:
        return
    if len(buffer) == 1:
        form, wraps = buffer[0].form, buffer[0].wraps
        for token in tokens(buffer[0].text):
            yield Atom(token, token, (Piece(TEXT, token, form, wraps),))
        return
    left = iter(buffer)
    piece = next(left)
    at = 0
    for token in tokens("".join(piece.text for piece in buffer)):
        share: list[Piece] = []
        needed = len(token)
        while needed:
            if at == len(piece.text):
                piece, at = next(left), 0
                continue
            taken = piece.text[at : at + needed]
            share.append(Piece(TEXT, taken, piece.form, piece.wraps))
            at, needed = at + len(taken), needed - len(taken)
        yield Atom(token, token, tuple(share))


def pieces(units: Iterable[Unit]) -> Iterator[Piece]:
    """The pieces that make up the units."""
    for unit in units:
        if isinstance(unit, Span):
            yield Piece(OPEN, key=unit.name)
            yield from pieces(unit.units)
            yield Piece(CLOSE, key=unit.name)
        elif isinstance(unit, Anchor):
            yield unit.piece
        else:
            yield from unit.pieces


def text_of(units: Iterable[Unit]) -> str:
    """What a reader sees of the units."""
    return "".join(unit.text for unit in units)


def addresses(pieces: Iterable[Piece]) -> list[str]:
    """Where the links among the pieces lead, in order; what stands in one link counts once."""
    led = (wrap.address for piece in pieces for wrap in piece.wraps if wrap.address)
    return [address for address, _ in groupby(led)]
