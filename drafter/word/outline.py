"""A document as its readers cite it: numbered paragraphs, the section each stands in, its marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.word.marks import is_mark
from drafter.word.ooxml import Element, own_descendants, parse, value, w
from drafter.word.pieces import paragraph_text

NUMERAL = "[一二三四五六七八九十百]"
# 一、 but not 三、四季度, where it is no number of a heading.
NUMBERED = (
    pattern(rf"({NUMERAL}+)、(?!{NUMERAL})"),
    pattern(rf"([（(]{NUMERAL}+[）)])"),
    pattern(r"(\d{1,2})[.．、](?!\d)"),
)
ANNEX = pattern(rf"附\s*件\s*(?:\d{{1,2}}|{NUMERAL}+)?")
_LONGEST_TITLE = 40


class Paragraph(Struct, frozen=True):
    """One paragraph: its number from 1, section (二（二）6), text, and trace marks in order."""

    number: int
    section: str
    heading: str
    text: str
    marks: tuple[str, ...]


def heading_styles(styles: bytes) -> frozenset[str]:
    """The ids of the paragraph styles that have an outline level."""
    if not styles:
        return frozenset()
    levels = parse(styles).iter(w("outlineLvl"))
    owners = (next(level.iterancestors(w("style")), None) for level in levels)
    return frozenset(o.get(w("styleId"), "") for o in owners if o is not None)


def outline(document: Element, headings: frozenset[str] = frozenset()) -> list[Paragraph]:
    """All paragraphs of the body in order, empty ones counted too.

    一、 and （一） head a section in the heading styles alone, where the document uses them; 1. may
    run into its paragraph in any style. Behind 附件1 the body's headings are at an end; what stands
    below it is its title.
    """
    styled = any(_style(paragraph) in headings for paragraph in document.iter(w("p")))
    paragraphs: list[Paragraph] = []
    path: list[tuple[str, str]] = []
    annex, title = "", ""
    for number, element in enumerate(document.iter(w("p")), start=1):
        text = paragraph_text(element)
        if ANNEX.fullmatch(text.strip()):
            annex, title, path = "".join(text.split()), "", []
        elif annex and not title:
            title = text.strip()[:_LONGEST_TITLE]
        elif not styled or _style(element) in headings or NUMBERED[-1].match(text.strip()):
            path = below(path, text)
        section = annex + "".join(label for label, _ in path)
        heading = path[-1][1] if path else title
        paragraphs.append(Paragraph(number, section, heading, text, tuple(marks_of(element))))
    return paragraphs


def _style(paragraph: Element) -> str:
    return value(paragraph, "pPr", "pStyle")


def below(path: Sequence[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """The heading path after this paragraph, whose number gives its level."""
    for level, shape in enumerate(NUMBERED):
        if match := shape.match(text.strip()):
            kept = list(path[:level])
            kept += [("", "")] * (level - len(kept))
            return [*kept, (match[1], re.split("[。；]", text.strip())[0])]
    return list(path)


def marks_of(paragraph: Element) -> list[str]:
    """The trace marks that begin in it, in order."""
    names = [mark.get(w("name"), "") for mark in own_descendants(paragraph, w("bookmarkStart"))]
    return [name for name in names if is_mark(name)]
