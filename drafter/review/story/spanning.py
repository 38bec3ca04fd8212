"""Marks among the pieces of a paragraph, so that each holds another or is apart from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.review.story.units import CLOSE, OPEN, TEXT, WHOLE, Piece


def nested(pieces: Sequence[Piece]) -> bool:
    """Whether the marks nest: each that ends is the last one that began."""
    open_: list[str] = []
    for piece in pieces:
        if piece.kind == OPEN:
            open_.append(piece.key)
        elif piece.kind == CLOSE and (not open_ or open_.pop() != piece.key):
            return False
    return not open_


def tidied(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces with their marks nested, where only the order of ends at one place is wrong.

    LibreOffice writes the beginning of a mark before the end of the one that it adjoins.
    """
    if nested(pieces):
        return pieces
    ranges: dict[str, tuple[int, int]] = {}
    open_: dict[str, int] = {}
    at = 0
    for piece in pieces:
        if piece.kind == OPEN:
            open_[piece.key] = at
        elif piece.kind == CLOSE and piece.key in open_:
            ranges[piece.key] = (open_.pop(piece.key), at)
        at += len(piece.text)
    whole = not open_ and all(start < end for start, end in ranges.values())
    return tuple(respanned(pieces, ranges)) if whole else pieces


def respanned(pieces: Sequence[Piece], ranges: Mapping[str, tuple[int, int]]) -> Iterator[Piece]:
    """The pieces with these marks and no others."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for name, (start, end) in sorted(ranges.items(), key=lambda r: (r[1][0], -r[1][1], r[0])):
        if start < end:
            opening.setdefault(start, []).append(name)
            closing.setdefault(end, []).insert(0, name)
    edges = sorted({*opening, *closing})
    at = 0

    def points(offset: int) -> Iterator[Piece]:
        yield from (Piece(CLOSE, key=name) for name in closing.pop(offset, ()))
        yield from (Piece(OPEN, key=name) for name in opening.pop(offset, ()))

    for piece in pieces:
        if piece.kind in (OPEN, CLOSE):
            continue
        yield from points(at)
        inside = [edge for edge in edges if at < edge < at + len(piece.text)]
        if piece.kind == TEXT and inside:
            for start, end in zip([at, *inside], [*inside, at + len(piece.text)], strict=True):
                yield from points(start)
                yield piece._replace(text=piece.text[start - at : end - at])
        else:
            for edge in inside if piece.kind == WHOLE else ():
                yield from points(edge)
            yield piece
        at += len(piece.text)
    yield from points(at)
