"""Bookmarks: a start and an end with one id (ECMA-376 part 1, 17.13.6)."""

from __future__ import annotations

from collections.abc import Callable

from drafter.word.ooxml import Element, remove, w
from drafter.word.order import made

START, END = w("bookmarkStart"), w("bookmarkEnd")


def name_of(start: Element) -> str:
    """The bookmark's name."""
    return start.get(w("name"), "")


def bookmarks(root: Element) -> dict[str, tuple[Element, Element]]:
    """Start and end of each whole bookmark, by its name."""
    ends = {end.get(w("id")): end for end in root.iter(END)}
    starts = (start for start in root.iter(START) if start.get(w("id")) in ends)
    return {name_of(start): (start, ends[start.get(w("id"))]) for start in starts}


def bookmark(name: str, number: str) -> tuple[Element, Element]:
    """Start and end of a new bookmark."""
    return made("bookmarkStart", id=number, name=name), made("bookmarkEnd", id=number)


def drop_bookmarks(root: Element, doomed: Callable[[str], bool]) -> bool:
    """Remove the bookmarks with such names; whether there were any."""
    starts = [start for start in root.iter(START) if doomed(name_of(start))]
    numbers = {start.get(w("id")) for start in starts}
    ends = [end for end in root.iter(END) if end.get(w("id")) in numbers] if starts else []
    for half in (*starts, *ends):
        remove(half)
    return bool(starts)


def drop_halves(root: Element) -> None:
    """Remove starts without an end and ends without a start."""
    starts, ends = ({half.get(w("id")): half for half in root.iter(tag)} for tag in (START, END))
    for number in starts.keys() ^ ends.keys():
        remove((starts if number in starts else ends)[number])
