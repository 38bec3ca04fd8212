"""What Word demands of a container, held when the blocks in it leave nothing.

A cell ends with a paragraph; a header, a note and a text box have one; a table without rows, a row
without cells and a content control without content are not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.model.pattern import pattern
from drafter.word.ooxml import Element, w

START, END, STOP = "\ufdd6", "\ufdd7", "\ufdd8"
_PARAGRAPH = pattern(r"<w:p[ />]")
_BLOCK = pattern(r"<(?:w:(?:p|tbl|tr|tc|r|sdt)|m:oMath)[ />]")
_STORIES = tuple(
    map(w, ("hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "docPartBody"))
)


# A container that goes takes with it whatever its properties hold, marks too.
MAY_GO = ("control",)


class Keep(NamedTuple):
    """A container that may be left empty: what kind, and the paragraph that then stands there."""

    kind: str
    paragraph: str


def keepers(element: Element) -> Iterator[tuple[str, Element]]:
    """The containers that may be empty when the element is not there, from the inside out."""
    if element.tag == w("tc"):
        yield "row", _nearest(element, "tr")
    if element.tag in (w("tc"), w("tr")):
        yield "table", _nearest(element, "tbl")
    for around in element.iterancestors():
        if around.tag == w("sdt"):
            yield "control", around
        elif around.tag == w("tc"):
            yield "cell", around
            return
        elif around.tag in _STORIES:
            yield "story", around
            return


def inline_controls(token: Element) -> Iterator[Element]:
    """The content controls within the token's paragraph that hold it."""
    for around in token.iterancestors():
        if around.tag == w("p"):
            return
        if around.tag == w("sdt"):
            yield around


def _nearest(element: Element, name: str) -> Element:
    return next(element.iterancestors(w(name)))


def kept(xml: str, keeps: list[Keep]) -> str:
    """The text of a filled part with its containers as Word demands; innermost first."""
    before, *pieces = xml.split(START)
    stack = [[before]]
    for piece in pieces:
        inside, *after = piece.split(END)
        stack.append([inside])
        for text in after:
            number, _, outside = text.partition(STOP)
            content = _kept("".join(stack.pop()), keeps[int(number)])
            stack[-1] += (content, outside)
    return "".join(stack[0])


def _kept(content: str, keep: Keep) -> str:
    if keep.kind == "cell":
        last = max((match.start() for match in _PARAGRAPH.finditer(content)), default=-1)
        whole = last > content.rfind("</w:tbl>")
    elif keep.kind == "story":
        whole = _PARAGRAPH.search(content) is not None
    elif keep.kind == "control":
        return content if _BLOCK.search(content, content.find("<w:sdtContent")) else ""
    else:
        return content if ("<w:tr" if keep.kind == "table" else "<w:tc") in content else ""
    return content if whole else content + keep.paragraph


def kept_body(xml: str) -> str:
    """The document with a paragraph at its end, before the last section's settings."""
    end = max(xml.rfind("<w:sectPr", xml.rfind("</w:p>") + 1), 0) or xml.rfind("</w:body>")
    last = max(xml.rfind("</w:p>", 0, end), xml.rfind("<w:p/>", 0, end))
    if end < 0 or last > xml.rfind("</w:tbl>", 0, end):
        return xml
    return f"{xml[:end]}<w:p/>{xml[end:]}"
