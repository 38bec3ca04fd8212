"""Content controls and XML tags around blocks, where one document has them and the other has not.

What they hold is compared all the same; that they go or come is tracked beside them (ECMA-376
part 1, 17.13.5.4 and 17.13.5.6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from drafter.review.compare.changes import ADD, DROP, KEEP, Sign
from drafter.review.redline.pairing import Line, lines_between
from drafter.review.redline.pen import Pen
from drafter.review.story.content import Block, Box
from drafter.word.ooxml import ADDED, REMOVED, Element, find, path, remove, w

_BLOCKS = tuple(map(w, ("p", "tbl", "sdt", "sdtContent", "customXml")))


class Shell(NamedTuple):
    """A box that goes or comes around what it holds: the blocks, by id."""

    sign: Sign
    box: Box
    blocks: frozenset[int]


class Entry(NamedTuple):
    """Elements of the redline, and the blocks of both sides that they stand for, by id."""

    old: frozenset[int]
    new: frozenset[int]
    elements: list[Element]

    def of(self, sign: Sign) -> frozenset[int]:
        """The blocks of the old side (`-`) or of the new one (`+`)."""
        return self.old if sign == DROP else self.new


def opened(old: Sequence[Block], new: Sequence[Block]) -> tuple[list[Line], list[Shell]]:
    """The lines of a container, with boxes that the other side lacks opened, inner ones last."""
    shells: list[Shell] = []
    while True:
        lines = lines_between(old, new)
        lonely = [
            Shell(line.sign, box, frozenset(map(id, _leaves(box))))
            for line in lines
            if line.sign != KEEP and isinstance(box := line.old or line.new, Box)
        ]
        if not lonely:
            return lines, shells
        shells += lonely
        boxes = {id(shell.box) for shell in lonely}
        old, new = ([*_open(side, boxes)] for side in (old, new))


def _open(blocks: Sequence[Block], boxes: set[int]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Box) and id(block) in boxes:
            yield from block.inside.blocks
        else:
            yield block


def _leaves(box: Box) -> Iterator[Block]:
    """All blocks in the box, inner boxes both whole and opened."""
    for block in box.inside.blocks:
        yield block
        if isinstance(block, Box):
            yield from _leaves(block)


def wrapped(entries: Sequence[Entry], shells: Sequence[Shell], pen: Pen) -> list[Element]:
    """The elements with the shells around what they hold."""
    nested = list(entries)
    for sign in (DROP, ADD):
        for shell in [s for s in reversed(shells) if s.sign == sign]:
            nested = _around(nested, shell, pen)
    return [element for entry in nested for element in entry.elements]


def _around(entries: list[Entry], shell: Shell, pen: Pen) -> list[Entry]:
    """What is tracked at the shell's end joins it there: no paragraph ends across its border.

    One that crosses another that stays is left out; what it holds is there without it.
    """
    inside = [n for n, entry in enumerate(entries) if entry.of(shell.sign) & shell.blocks]
    if not inside:
        return entries
    start, end = inside[0], inside[-1] + 1
    while (
        end < len(entries) and not entries[end].of(shell.sign) and _joins(entries[end - 1], shell)
    ):
        end += 1
    held = entries[start:end]
    blocks = frozenset().union(*(entry.of(shell.sign) for entry in held))
    if not blocks <= shell.blocks:
        return entries
    elements = _written(shell, [element for entry in held for element in entry.elements], pen)
    old, new = (frozenset().union(*(e.of(sign) for e in held)) for sign in (DROP, ADD))
    return [*entries[:start], Entry(old, new, elements), *entries[end:]]


def _joins(entry: Entry, shell: Shell) -> bool:
    """Whether its last paragraph would join the next one if the shell stayed."""
    kinds = ADDED if shell.sign == DROP else REMOVED
    mark = find(_last_paragraph(entry.elements), "pPr", "rPr")
    return mark is not None and next(mark.iterchildren(*kinds), None) is not None


def _last_paragraph(elements: Iterable[Element]) -> Element | None:
    """The paragraph that the blocks end with, in controls and tags too; None behind a table."""
    last = next((e for e in reversed([*elements]) if e.tag in _BLOCKS), None)
    if last is None or last.tag == w("p"):
        return last
    return None if last.tag == w("tbl") else _last_paragraph(last)


def _written(shell: Shell, elements: Sequence[Element], pen: Pen) -> list[Element]:
    name = f"customXml{'Del' if shell.sign == DROP else 'Ins'}Range"
    (before, first), (last, after) = pen.range(name), pen.range(name)
    box, home = emptied(shell.box)
    if shell.sign == ADD:
        without_number(box)
    home.extend([first, *elements, last])
    return [before, box, after]


def emptied(box: Box) -> tuple[Element, Element]:
    """(the box with its properties alone, the element that is to hold its blocks)."""
    source = box.element
    frame = etree.Element(source.tag, dict(source.attrib), nsmap=source.nsmap)
    if source.tag != w("sdt"):
        frame.extend(deepcopy(child) for child in source.findall(w("customXmlPr")))
        return frame, frame
    frame.extend(deepcopy(child) for child in source if child.tag != w("sdtContent"))
    return frame, etree.SubElement(frame, w("sdtContent"))


def without_number(box: Element) -> None:
    """Remove the control's id, which Word assigns anew; a repeated id is an error to Word."""
    for number in box.findall(path("sdtPr", "id")):
        remove(number)
