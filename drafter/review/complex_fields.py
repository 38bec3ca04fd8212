"""A complex field from its begin to its end as one piece (ECMA-376 part 1, 17.16.18)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drafter.report.ooxml import Element, w
from drafter.review.runs import run
from drafter.review.units import CLOSE, OPEN, TEXT, WHOLE, Piece

_FIELD = w("fldChar")
Whole = Callable[[tuple[Element, ...], tuple[Element, ...]], Piece]


def fields_whole(pieces: list[Piece], whole: Whole) -> Iterator[Piece]:
    """Each complex field from begin to end as one piece; one that is torn stays in parts."""
    at = 0
    while at < len(pieces):
        end = _field_end(pieces, at)
        if end is None:
            yield pieces[at]
            at += 1
            continue
        group = pieces[at : end + 1]
        elements = tuple(e for piece in group for e in _as_elements(piece))
        inner = tuple(mark for piece in group for mark in piece.marks)
        inner += tuple((p.key, _mark_words(group, p.key)) for p in group if p.kind == OPEN)
        made = whole(elements, group[0].wraps)
        yield made._replace(text=_result(group), marks=(*made.marks, *inner))
        at = end + 1


def _field_end(pieces: list[Piece], start: int) -> int | None:
    """Where the field that begins here ends; None where none does, or it ends elsewhere."""
    if _field_kind(pieces[start]) != "begin":
        return None
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
        if piece.wraps != pieces[start].wraps and piece.kind in (TEXT, WHOLE):
            return None
        if depth == 0:
            return None if open_ else at
    return None


def _field_kind(piece: Piece) -> str:
    if piece.kind != WHOLE or len(piece.elements) != 1:
        return ""
    mark = piece.elements[0].find(_FIELD)
    return "" if mark is None else mark.get(w("fldCharType"), "")


def _result(group: list[Piece]) -> str:
    """What the field shows: its text behind the separator."""
    shown, depth, results = "", 0, [False]
    for piece in group:
        kind = _field_kind(piece)
        if kind == "begin":
            depth += 1
            results.append(False)
        elif kind == "separate" and results:
            results[-1] = True
        elif kind == "end" and len(results) > 1:
            results.pop()
        elif all(results[1:]):
            shown += piece.text
    return shown


def _as_elements(piece: Piece) -> Iterator[Element]:
    if piece.kind != TEXT:
        yield from piece.elements
        return
    yield run(piece.text, piece.form)


def _mark_words(group: list[Piece], name: str) -> str:
    inside, words = False, ""
    for piece in group:
        if piece.kind == OPEN and piece.key == name:
            inside = True
        elif piece.kind == CLOSE and piece.key == name:
            break
        elif inside:
            words += piece.text
    return words
