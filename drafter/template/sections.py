"""A block that may leave a section's end out: the text before it keeps its settings.

A section's settings stand in its last paragraph (ECMA-376 part 1, 17.6.18).
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from drafter.template.blocks import Block
from drafter.template.levels import TOKEN, between
from drafter.word.ooxml import Element, find, remove, w
from drafter.word.order import held


def anchor_sections(root: Element, blocks: Sequence[Block]) -> bool:
    """Put anchors around each block that holds the end of a section; whether there is any."""
    if not any(_in_paragraph(section) for section in root.iter(w("sectPr"))):
        return False
    anchored = False
    for number, block in enumerate(blocks):
        first, last = block.parts[0].token, block.parts[-1].token
        if block.parts[0].level != "p" or first is None or last is None:
            continue
        inside = [s for element in between(first, last) for s in element.iter(w("sectPr"))]
        if inside:
            end = _anchor("end", number)
            end.append(deepcopy(inside[-1]))
            first.addprevious(_anchor("start", number))
            last.addnext(end)
            anchored = True
    return anchored


def _anchor(kind: str, number: int) -> Element:
    return etree.Element(TOKEN, section=kind, number=str(number))


def _in_paragraph(section: Element) -> bool:
    parent = section.getparent()
    return parent is not None and parent.tag == w("pPr")


def keep_sections(root: Element) -> None:
    """Each block that held a section's end stands between two anchors; the second holds a copy."""
    anchors = [anchor for anchor in root.iter(TOKEN) if anchor.get("section")]
    opened: dict[str, Element] = {}
    for anchor in anchors:
        if anchor.get("section") == "start":
            opened[anchor.get("number", "")] = anchor
        elif (start := opened.pop(anchor.get("number", ""), None)) is not None:
            _keep_section(start, anchor)
    for anchor in anchors:
        remove(anchor)


def _keep_section(start: Element, end: Element) -> None:
    inner = between(start, end)
    inside = any(next(element.iter(w("sectPr")), None) is not None for element in inner)
    before = start.getprevious()
    if inside or before is None or find(before, "pPr", "sectPr") is not None:
        return
    last = end.getprevious() if inner else before
    if last is None or last.tag != w("p") or find(last, "pPr", "sectPr") is not None:
        last = end.makeelement(w("p"))
        end.addprevious(last)
    held(last, "pPr").append(end[0])
