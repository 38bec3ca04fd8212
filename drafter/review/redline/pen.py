"""Writes tracked changes: runs and marks of a paragraph, ends, rows (ECMA-376 part 1, 17.13.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from itertools import groupby

from lxml import etree
from msgspec import Struct, field

from drafter.model.pattern import pattern
from drafter.review.compare.changes import ADD, COME, DROP, KEEP, STAY, Sign
from drafter.review.compare.steps import Step
from drafter.review.redline.arrivals import Arrivals
from drafter.review.redline.bits import TRACKS, Bit, deleted_first
from drafter.review.story.containers import shell, with_codes
from drafter.review.story.units import TEXT, Anchor, Piece, Span
from drafter.word.bookmarks import bookmark
from drafter.word.marks import alias, is_mark
from drafter.word.ooxml import ADDED, MATHS, REMOVED, Element, w
from drafter.word.order import made
from drafter.word.runs import run

_MOVES = {DROP: "moveFrom", ADD: "moveTo"}
_ID = pattern(r"-?[0-9]{1,10}")  # no program counts beyond 32 bits
_NUMBERED = tuple(map(w, (
    "ins", "del", "moveFrom", "moveTo", "bookmarkStart", "rPrChange", "pPrChange", "trPrChange",
    "tcPrChange", "tblPrChange", "sectPrChange", "moveFromRangeStart", "moveToRangeStart",
    "customXmlInsRangeStart", "customXmlDelRangeStart")))  # fmt: skip


class Pen(Struct, dict=True):
    """Author and date of the changes; the numbers and names that are taken."""

    author: str
    date: str
    names: frozenset[str] = frozenset()
    next_id: int = 1
    used: set[str] = field(default_factory=set)
    moving: str = ""
    remarks: frozenset[str] = frozenset()
    _controls: set[str] = field(default_factory=set)

    @classmethod
    def for_roots(
        cls, roots: Iterable[Element], author: str, date: str, names: frozenset[str] = frozenset()
    ) -> Pen:
        """A pen whose numbers the document does not use; `names` are the marks of the new side."""
        trees = list(roots)
        ids = (e.get(w("id"), "") for root in trees for e in root.iter(*_NUMBERED))
        most = max((int(number) for number in ids if _ID.fullmatch(number)), default=0)
        remarks = (e for root in trees for e in root.iter(w("commentReference")))
        of_remarks = frozenset(e.get(w("id"), "") for e in remarks)
        return cls(author, date, names, max(most, 0) + 1, set(names), remarks=of_remarks)

    @cached_property
    def arrivals(self) -> Arrivals:
        """What comes in from the other document."""
        return Arrivals(self.number, self.remarks)

    def number(self) -> str:
        """The next number."""
        self.next_id += 1
        return str(self.next_id - 1)

    def track(self, name: str) -> Element:
        """An element that says who changed it, and when."""
        dated = {"date": self.date} if self.date else {}
        return made(name, id=self.number(), author=self.author, **dated)

    def range(self, name: str) -> tuple[Element, Element]:
        """Start and end of a tracked range."""
        start = self.track(f"{name}Start")
        return start, made(f"{name}End", id=start.get(w("id"), ""))

    def wrapper(self, sign: Sign) -> Element:
        """What stands around runs that are deleted or inserted."""
        return self.track((_MOVES if self.moving else TRACKS)[sign])

    def former(self, name: str) -> str:
        """A name for a mark that the new side lacks here: its own if that is free."""
        free_name = name if name not in self.used else alias(name, self.used)
        self.used.add(free_name)
        return free_name

    def content(self, script: Iterable[Step]) -> list[Element]:
        """The paragraph's content: what is kept, and what is deleted or inserted, tracked."""
        return self._nested(deleted_first(list(self._bits(script))), 0)

    def _nested(self, bits: Sequence[Bit], depth: int) -> list[Element]:
        """The elements, those in one link, control or foreign change kept together in it."""
        content: list[Element] = []
        key = lambda bit: bit.wraps[depth].key if len(bit.wraps) > depth else ""  # noqa: E731
        for wrapped, group in groupby(bits, key=key):
            inner = list(group)
            if wrapped:
                content += self._wrapped(inner, depth)
                continue
            for sign, same in groupby(inner, key=lambda bit: bit.sign):
                elements = list(self._elements(sign, list(same)))
                content += self._tracked(sign, elements) if sign in TRACKS else elements
        return content

    def _wrapped(self, bits: Sequence[Bit], depth: int) -> list[Element]:
        wrap = bits[0].wraps[depth]
        inner = self._nested(bits, depth + 1)
        signs = {bit.sign for bit in bits if bit.sign != STAY}
        sign = signs.pop() if len(signs) == 1 else KEEP
        wrap = with_codes(wrap) if sign in TRACKS else wrap
        if wrap.opening:
            return [*self._codes(sign, wrap.opening), *inner, *self._codes(sign, wrap.closing)]
        if wrap.tracked:
            element = etree.Element(wrap.element.tag, dict(wrap.element.attrib))
            element.set(w("id"), self.number())
            element.extend(inner)
            return [element]
        return [shell(wrap, inner, self._controls)]

    def _codes(self, sign: Sign, elements: Iterable[Element]) -> list[Element]:
        """A field's codes, tracked where the whole result is deleted or inserted."""
        codes = [deepcopy(element) for element in elements]
        if sign == DROP:
            codes = [_as_deleted(element) for element in codes]
        return self._tracked(sign, codes) if sign in TRACKS else codes

    def retire(self, element: Element) -> None:
        """Rename the marks in what is deleted, so that the new side's names are free."""
        for start in element.iter(w("bookmarkStart")):
            if is_mark(name := start.get(w("name"), "")):
                start.set(w("name"), self.former(name))

    def _tracked(self, sign: Sign, elements: Sequence[Element]) -> list[Element]:
        """The elements tracked: runs in one wrapper, what may not stand in it tracked inside."""
        content: list[Element] = []
        for fits, group in groupby(elements, key=lambda element: element.tag in _IN_WRAPPER):
            if fits:
                wrapper = self.wrapper(sign)
                wrapper.extend(group)
                content.append(wrapper)
            else:
                content += [self.tracked_inside(sign, element) for element in group]
        return content

    def tracked_inside(self, sign: Sign, element: Element) -> Element:
        """The element with each of its runs tracked."""
        for inner in [r for r in element.iter(w("r")) if _outermost(r, element)]:
            around = inner.getparent()
            if around is not None and around.tag not in (*ADDED, *REMOVED):
                wrapper = self.wrapper(sign)
                inner.addprevious(wrapper)
                wrapper.append(inner)
                if sign == DROP:
                    _as_deleted(inner)
        return element

    def _bits(self, script: Iterable[Step]) -> Iterator[Bit]:
        for step in script:
            unit = step.unit
            if isinstance(unit, Anchor):
                comes = step.sign in (ADD, COME)
                element = unit.piece.elements[0]
                anchor = self.arrivals.of(element) if comes else self._anchor(element)
                yield from (
                    Bit(STAY, unit.piece.wraps, None, one) for one in (anchor,) if one is not None
                )
            elif isinstance(unit, Span):
                yield from self._span(step, unit)
            else:
                renamed = self._renaming(step)
                for piece in unit.pieces:
                    yield from self._bit(step.sign, piece, renamed)

    def _bit(self, sign: Sign, piece: Piece, renamed: Mapping[str, str]) -> Iterator[Bit]:
        if sign == ADD:
            piece = piece._replace(wraps=tuple(x for x in piece.wraps if not x.tracked))
        if piece.kind == TEXT:
            yield Bit(sign, piece.wraps, piece)
            return
        for element in piece.elements:
            copy = deepcopy(element)
            copy.tail = None
            self._rename(copy, renamed)
            yield Bit(sign, piece.wraps, piece, copy)

    def _span(self, step: Step, span: Span) -> Iterator[Bit]:
        """The mark around its content; a mark that goes or comes stands within the change."""
        if step.sign == KEEP and isinstance(step.other, Span):
            start, end = self.bookmark(step.other.name)
            inner = list(self._bits(step.inside))
            yield Bit(STAY, inner[0].wraps if inner else (), None, start)
            yield from inner
            yield Bit(STAY, inner[-1].wraps if inner else (), None, end)
            return
        name = self.former(span.name) if step.sign == DROP else span.name
        start, end = self.bookmark(name)
        inner = list(self._bits(Step(step.sign, unit) for unit in span.units))
        wraps = inner[0].wraps if inner else ()
        yield Bit(step.sign, wraps, None, start)
        yield from inner
        yield Bit(step.sign, inner[-1].wraps if inner else (), None, end)

    def bookmark(self, name: str) -> tuple[Element, Element]:
        """Start and end of a mark."""
        return bookmark(name, self.number())

    def _anchor(self, element: Element) -> Element:
        copy = deepcopy(element)
        copy.tail = None
        name = copy.get(w("name"), "")
        if copy.tag == w("bookmarkStart") and name in self.used:
            copy.set(w("name"), self.former(name))
        return copy

    def _renaming(self, step: Step) -> dict[str, str]:
        """The new names of the marks inside indivisible elements."""
        unit, other = step.unit, step.other
        old = [name for piece in getattr(unit, "pieces", ()) for name, _ in piece.marks]
        if not old or step.sign == ADD:
            return {}
        if step.sign == DROP:
            return {name: self.former(name) for name in old}
        new = [name for piece in getattr(other, "pieces", ()) for name, _ in piece.marks]
        return dict(zip(old, new, strict=False))

    def _rename(self, element: Element, renamed: Mapping[str, str]) -> None:
        """Marks inside get their names, and all bookmarks numbers of their own."""
        for start in element.iter(w("bookmarkStart")):
            start.set(w("name"), renamed.get(start.get(w("name"), ""), start.get(w("name"), "")))

    def _elements(self, sign: Sign, bits: Sequence[Bit]) -> Iterator[Element]:
        """Runs and what stands between them; text of one format in one run."""
        key = lambda bit: (bit.piece.form if _is_text(bit) else None, _is_text(bit))  # noqa: E731
        for (form, is_text), group in groupby(bits, key=key):
            if is_text:
                text = "".join(bit.piece.text for bit in group if bit.piece)
                yield run(text, form, sign == DROP)
                continue
            for bit in group:
                if bit.element is not None:
                    yield _as_deleted(bit.element) if sign == DROP else bit.element


FORMULAS = (f"{MATHS}oMath", f"{MATHS}oMathPara")
_IN_WRAPPER = (*map(w, ("r", "bookmarkStart", "bookmarkEnd")), *FORMULAS)
_DELETED = {w("t"): w("delText"), w("instrText"): w("delInstrText")}


def _is_text(bit: Bit) -> bool:
    return bit.piece is not None and bit.piece.kind == TEXT


def _as_deleted(element: Element) -> Element:
    """A run's texts named as deleted ones; text boxes in it are left."""
    if element.tag == w("r"):
        for child in element:
            child.tag = _DELETED.get(str(child.tag), child.tag)
    return element


def _outermost(inner: Element, element: Element) -> bool:
    """Whether no other run of the element holds the run."""
    for around in inner.iterancestors():
        if around is element:
            return True
        if around.tag == w("r"):
            return False
    return True
