"""Complex fields (ECMA-376 part 1, 17.16.18): their results are text like any other.

The codes stand around the result as a wrap. A field without a result, and one whose result hangs
on the machine or the page, stays one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from drafter.review.story.containers import address_in, is_volatile, volatile_text
from drafter.review.story.units import CLOSE, OPEN, TEXT, WHOLE, Piece, Wrap
from drafter.word.ooxml import Element, w
from drafter.word.runs import run

_FIELD, _CODE = w("fldChar"), w("instrText")
Whole = Callable[[tuple[Element, ...], tuple[Wrap, ...]], Piece]


def fields_read(pieces: Sequence[Piece], whole: Whole) -> Iterator[Piece]:
    """The pieces with each complex field's codes around its result; a torn one stays in parts."""
    at, closed = 0, _closed(pieces)
    while at < len(pieces):
        end = _field_end(pieces, at) if at in closed else None
        if end is None:
            yield pieces[at]
            at += 1
            continue
        yield from _field(pieces[at : end + 1], whole)
        at = end + 1


def _field(group: Sequence[Piece], whole: Whole) -> Iterator[Piece]:
    code = instruction(group)
    cut = _separator(group)
    result = group[cut + 1 : -1]
    if is_volatile(code) or not any(piece.kind in (TEXT, WHOLE) for piece in result):
        yield _as_one(group, whole, code)
        return
    outer = group[0].wraps
    opening = tuple(e for piece in group[: cut + 1] for e in _as_elements(piece))
    closing = tuple(_as_elements(group[-1]))
    wrap = Wrap(opening[0], f"field\t{code}", False, opening, closing, address_in(code))
    for piece in fields_read(result, whole):
        yield piece._replace(wraps=(*outer, wrap, *piece.wraps[len(outer) :]))


def _as_one(group: Sequence[Piece], whole: Whole, code: str) -> Piece:
    """The field as one piece: known by its code alone, for there is no result to be compared."""
    elements = tuple(e for piece in group for e in _as_elements(piece))
    marks = tuple(mark for piece in group for mark in piece.marks)
    marks += tuple((p.key, _mark_words(group, p.key)) for p in group if p.kind == OPEN)
    field = whole(elements, group[0].wraps)
    return field._replace(text=volatile_text(code), key=f"\x04{code}", marks=marks, inside=())


def instruction(group: Sequence[Piece]) -> str:
    """The outer field's code with single spaces."""
    words = [
        "".join(code.text or "" for element in piece.elements for code in element.iter(_CODE))
        for piece in group[: _separator(group)]
    ]
    return " ".join("".join(words).split())


def _separator(group: Sequence[Piece]) -> int:
    """Where the result begins; the end where there is none."""
    depth = 0
    for at, piece in enumerate(group):
        kind = _field_kind(piece)
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if kind == "separate" and depth == 1:
            return at
    return len(group) - 1


def _closed(pieces: Sequence[Piece]) -> set[int]:
    """Where fields begin that end: the others are not looked through to the paragraph's end."""
    open_: list[int] = []
    closed: set[int] = set()
    for at, piece in enumerate(pieces):
        kind = _field_kind(piece)
        if kind == "begin":
            open_.append(at)
        elif kind == "end" and open_:
            closed.add(open_.pop())
    return closed


def _field_end(pieces: Sequence[Piece], start: int) -> int | None:
    """The index of the field's end; None for a torn field."""
    depth = 0
    open_: set[str] = set()
    for at in range(start, len(pieces)):
        piece = pieces[at]
        depth += {"begin": 1, "end": -1}.get(_field_kind(piece), 0)
        if piece.kind == OPEN:
            open_.add(piece.key)
        elif piece.kind == CLOSE and piece.key not in open_:
            return None
        elif piece.kind == CLOSE:
            open_.remove(piece.key)
        if piece.wraps[: len(pieces[start].wraps)] != pieces[start].wraps:
            return None
        if depth == 0:
            return None if open_ else at
    return None


def _field_kind(piece: Piece) -> str:
    if piece.kind != WHOLE or len(piece.elements) != 1:
        return ""
    mark = piece.elements[0].find(_FIELD)
    return "" if mark is None else mark.get(w("fldCharType"), "")


def _as_elements(piece: Piece) -> Iterator[Element]:
    if piece.kind != TEXT:
        yield from piece.elements
        return
    yield run(piece.text, piece.form)


def _mark_words(group: Sequence[Piece], name: str) -> str:
    inside, words = False, ""
    for piece in group:
        if piece.kind == OPEN and piece.key == name:
            inside = True
        elif piece.kind == CLOSE and piece.key == name:
            break
        elif inside:
            words += piece.text
    return words
