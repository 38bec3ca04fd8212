"""What stands outside of the body, and where a reader finds it: 页眉（第2节）, 首页页脚, 脚注3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drafter.word.ooxml import RELATIONSHIPS, REMOVED, Element, own_descendants, parsed, w, within
from drafter.word.outline import Paragraph, marks_of
from drafter.word.pieces import paragraph_text, shown
from drafter.word.relations import relations
from drafter.word.sections import sections
from drafter.word.slip import BODY

HEADER, FOOTER, NOTE, ENDNOTE, TEXT_BOX = "页眉", "页脚", "脚注", "尾注", "文本框"
_REFERENCES = {w("headerReference"): HEADER, w("footerReference"): FOOTER}
_NOTES = {"footnotes": NOTE, "endnotes": ENDNOTE}
_PAGES = {"first": "首页", "even": "偶数页"}
_ID = f"{{{RELATIONSHIPS}}}id"


class Heading(NamedTuple):
    """A header or footer: which, of what section (from 1), for which pages, in which part.

    `also` are the names of the others that stand in the same part.
    """

    kind: str
    section: int
    pages: str
    part: str
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name that pairs it with its counterpart in another document."""
        return f"{self.section} {self.pages}"

    def label(self, several: bool) -> str:
        """页眉（第1节）, where there are several sections with headers; else 页眉."""
        section = f"（第{self.section}节）" if several else ""
        return f"{_PAGES.get(self.pages, '')}{self.kind}{section}"


def headings(body: Element, parts: Mapping[str, bytes]) -> Iterator[Heading]:
    """The headers and footers in the order of the sections; a part that several share once. A
    section has those of the one before where it names none (ECMA-376 part 1, 17.10.1)."""
    targets = {r.id: r.target for r in relations(parts, BODY)}
    by_part: dict[str, list[Heading]] = {}
    current: dict[tuple[str, str], str] = {}
    for number, section in enumerate(sections(body), start=1):
        for reference in section:
            part = targets.get(reference.get(_ID, ""), "")
            if reference.tag in _REFERENCES and part:
                kind, pages = _REFERENCES[str(reference.tag)], reference.get(w("type"), "default")
                current[kind, pages] = part
        for (kind, pages), part in current.items():
            by_part.setdefault(part, []).append(Heading(kind, number, pages, part))
    for first, *others in by_part.values():
        yield first._replace(also=tuple(other.name for other in others))


def elsewhere(body: Element, parts: Mapping[str, bytes]) -> Iterator[Paragraph]:
    """The paragraphs outside of the body: without a number, their section where they stand."""
    all_headings = list(headings(body, parts))
    several = len({heading.section for heading in all_headings}) > 1
    for heading in all_headings:
        root = parsed(parts.get(heading.part))
        if root is not None:
            yield from _paragraphs(root, heading.label(several))
    for relation in relations(parts, BODY):
        root = parsed(parts.get(relation.target)) if relation.kind in _NOTES else None
        notes = [] if root is None else [n for n in root if n.get(w("type"), "normal") == "normal"]
        for number, note in enumerate(notes, start=1):
            yield from _paragraphs(note, f"{_NOTES[relation.kind]}{number}")


def lasting(body: Element, parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """What the paragraphs outside of the body say, but for what fields show: Word counts the pages
    anew whenever it saves."""
    roots = [parsed(parts.get(heading.part)) for heading in headings(body, parts)]
    roots += [parsed(parts.get(name)) for name in note_parts(parts)]
    paragraphs = (p for root in roots if root is not None for p in root.iter(w("p")))
    return tuple(text for p in paragraphs if (text := unfielded(p)))


def note_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The parts that hold footnotes and endnotes."""
    return [r.target for r in relations(parts, BODY) if r.kind in _NOTES]


def unfielded(paragraph: Element) -> str:
    """The paragraph's text in one line, but for what fields show."""
    text, depth = "", 0
    for run in own_descendants(paragraph, w("r")):
        hidden = within(run, w("fldSimple"), *REMOVED)
        for child in run:
            if child.tag == w("fldChar"):
                depth += {"begin": 1, "end": -1}.get(child.get(w("fldCharType"), ""), 0)
            elif not hidden and depth <= 0:
                text += shown(child)
    return " ".join(text.split())


def _paragraphs(root: Element, label: str) -> Iterator[Paragraph]:
    for element in root.iter(w("p")):
        where = label + TEXT_BOX * within(element, w("txbxContent"))
        yield Paragraph(0, where, "", paragraph_text(element), tuple(marks_of(element)))
