"""The parts of a Word file in which text stands: its body, headers and footers, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from drafter.report.ooxml import RELATIONSHIPS, Element, parse, w
from drafter.report.relations import relations
from drafter.report.slip import BODY
from drafter.review.signature import data_of
from drafter.review.story import FOOTER, HEADER

_REFERENCES = {w("headerReference"): HEADER, w("footerReference"): FOOTER}
_STORIES = ("header", "footer", "footnotes", "endnotes")
_ID = f"{{{RELATIONSHIPS}}}id"


class Heading(NamedTuple):
    """A header or footer: which, of what section (from 1), for which pages, in which part."""

    kind: str
    section: int
    pages: str
    part: str

    @property
    def name(self) -> str:
        """What pairs it with that of another document."""
        return f"{self.section} {self.pages}"


def part_root(parts: Mapping[str, bytes], name: str) -> Element | None:
    """The root of a part that may be damaged: what it says is then unknown."""
    try:
        return parse(parts[name]) if name in parts else None
    except (etree.XMLSyntaxError, ValueError):
        return None


def stories(parts: Mapping[str, bytes]) -> list[str]:
    """The parts beside the body that hold text, as the body's relations name them."""
    targets = relations(parts, BODY)
    return list(
        dict.fromkeys(r.target for r in targets if r.kind in _STORIES and r.target in parts)
    )


def headings(body: Element, parts: Mapping[str, bytes]) -> Iterator[Heading]:
    """The headers and footers in the order of the sections; a part that several share once."""
    targets = {r.id: r.target for r in relations(parts, BODY) if r.kind in _STORIES}
    met = set()
    for number, section in enumerate(_sections(body), start=1):
        for reference in section:
            part = targets.get(reference.get(_ID, ""), "")
            if reference.tag in _REFERENCES and part and part not in met:
                met.add(part)
                pages = reference.get(w("type"), "default")
                yield Heading(_REFERENCES[str(reference.tag)], number, pages, part)


def _sections(body: Element) -> Iterator[Element]:
    """The properties of the sections in order, without what a change of them has on record."""
    for section in body.iter(w("sectPr")):
        if next(section.iterancestors(w("sectPrChange")), None) is None:
            yield section


def links(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Relation id of a part with what it leads to: the address, or what a reader sees there."""
    return {
        r.id: r.target if r.external else data_of(parts.get(r.target), r.kind)
        for r in relations(parts, part)
    }
