"""Bookmarks and comments of the new document on their way into the redline.

Neither can be tracked: both stand there, whatever becomes of the changes. A bookmark's name stands
once, so where both have it in different places the old one is called otherwise: references in the
text lead to the new place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy

from msgspec import Struct, field

from drafter.review.story.content import Paragraph
from drafter.review.story.units import ANCHOR
from drafter.word.marks import alias, is_mark
from drafter.word.ooxml import Element, w

_START, _END = w("bookmarkStart"), w("bookmarkEnd")
_REMARKS = tuple(map(w, ("commentRangeStart", "commentRangeEnd", "commentReference")))


class Arrivals(Struct):
    """What has come so far; `number` gives free numbers, `remarks` are the comments of the old."""

    number: Callable[[], str]
    remarks: frozenset[str]
    numbers: dict[str, str] = field(default_factory=dict)
    starts: list[Element] = field(default_factory=list)

    def of(self, anchor: Element) -> Element | None:
        """A copy of the new document's anchor for the redline; None where it is not taken over."""
        if not self._comes(anchor):
            return None
        copy = deepcopy(anchor)
        copy.tail = None
        if anchor.tag == _START:
            self.numbers[anchor.get(w("id"), "")] = self.number()
            self.starts.append(copy)
        if anchor.tag in (_START, _END):
            copy.set(w("id"), self.numbers[anchor.get(w("id"), "")])
        return copy

    def await_in(self, old: Paragraph, new: Paragraph) -> bool:
        """Whether the new paragraph has an anchor that the old one lacks."""
        stays = {anchor.get(w("name")) for anchor in _anchors(old) if anchor.tag == _START}
        return any(self._comes(a) and a.get(w("name")) not in stays for a in _anchors(new))

    def _comes(self, anchor: Element) -> bool:
        """Whether it is a bookmark, or a comment that the old document has not."""
        number = anchor.get(w("id"), "")
        if anchor.tag == _START:
            return not is_mark(anchor.get(w("name"), ""))
        if anchor.tag == _END:
            return number in self.numbers
        remark = anchor.find(_REMARKS[-1]) if anchor.tag == w("r") else anchor
        if remark is None or remark.tag not in _REMARKS:
            return False
        return remark.get(w("id"), "") not in self.remarks

    def settle(self, regions: Iterable[Element]) -> None:
        """Each name once, and each bookmark whole."""
        roots = list(dict.fromkeys(r.getroottree().getroot() for r in regions))
        arrived = {id(start) for start in self.starts}
        starts = [e for root in roots for e in root.iter(_START) if id(e) not in arrived]
        old = {e.get(w("name"), ""): e for e in starts}
        ends = {e.get(w("id")): e for root in roots for e in root.iter(_END)}
        for start in self.starts:
            end, twin = ends.get(start.get(w("id"))), old.get(start.get(w("name"), ""))
            if end is None or (twin is not None and _home(twin) is _home(start)):
                for half in (start, end):
                    _drop(half)
            elif twin is not None:
                twin.set(w("name"), alias(twin.get(w("name"), ""), old))


def _anchors(paragraph: Paragraph) -> Iterator[Element]:
    for piece in paragraph.pieces:
        if piece.kind == ANCHOR:
            yield from piece.elements


def _home(anchor: Element) -> Element | None:
    return next(anchor.iterancestors(w("p")), anchor.getparent())


def _drop(half: Element | None) -> None:
    if half is not None and (around := half.getparent()) is not None:
        around.remove(half)
