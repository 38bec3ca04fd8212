"""The report as it goes out: a .docx that says what it says, and nothing of how it came about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.publish.pictures import plain_drawing, plain_picture
from drafter.publish.stripping import private_settings, referred_bookmarks, strip, without_stage
from drafter.standard.standard import core_properties
from drafter.word.ooxml import CONTENT_TYPES, Element, parse, serialize
from drafter.word.package import packed
from drafter.word.relations import RELATION, TYPES, Relation, owner_of, relations, relations_of
from drafter.word.slip import BODY

_CORE = "docProps/core.xml"
_SETTINGS = "word/settings.xml"
_LINK = pattern(r"(https?://|mailto:)", re.IGNORECASE)
# What a published document is made of, by the last word of the relation's type. Comments, people,
# custom XML and properties, embedded workbooks, printers, thumbnails and whatever else there may
# be are not among them.
_KEPT = frozenset(
    (
        *("officedocument", "core-properties", "styles", "settings", "fonttable", "font", "theme"),
        *("themeoverride", "numbering", "websettings", "footnotes", "endnotes", "header"),
        *("footer", "image", "hyperlink", "chart", "chartstyle", "chartcolorstyle"),
        *("chartusershapes", "diagramdata", "diagramlayout", "diagramquickstyle"),
        *("diagramcolors", "diagramdrawing"),
    )
)


class Clean(Struct, frozen=True):
    """The parts of the document as it goes out, and the draft mark that was taken out of it."""

    parts: Mapping[str, bytes]
    stage: str

    @property
    def document(self) -> bytes:
        """The .docx; the same parts make the same bytes."""
        return packed(self.parts)


def clean(
    parts: Mapping[str, bytes], title: str, stage: str | None = "", marks: bool = False
) -> Clean:
    """The report's parts without marks, comments, changes, names, custom data and draft mark;
    with `marks`, the trace marks stay (for a page that is made from them). A `stage` of None leaves
    the draft mark, and with it the number of every paragraph."""
    kept = _reachable(parts)
    roots = {name: parse(parts[name]) for name in kept if name.endswith((".xml", ".rels"))}
    referred = referred_bookmarks(roots.values())
    taken = "" if stage is None else without_stage(roots[BODY], stage)
    changed: dict[str, bytes] = {}
    for name in (n for n in parts if n in kept):
        root = roots.get(name)
        if root is not None and name.startswith("word/") and not name.endswith(".rels"):
            strip(root, referred, marks)
        changed[name] = _plain(parts[name]) if root is None else _part(name, root, parts, kept)
    if _CORE in changed:
        changed[_CORE] = core_properties(title, {"dc:language": "zh-CN"}).encode()
    return Clean(changed, taken)


def _reachable(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The parts that can be reached from the root by relations that are kept."""
    names, left = {TYPES}, [""]
    while left:
        owner = left.pop()
        held = relations_of(owner)
        if held not in parts or held in names:
            continue
        names.add(held)
        for relation in relations(parts, owner):
            if _kept(relation) and not relation.external:
                names.add(relation.target)
                left.append(relation.target)
    return frozenset(names & parts.keys())


def _kept(relation: Relation) -> bool:
    return relation.kind in _KEPT and (not relation.external or bool(_LINK.match(relation.target)))


def _part(name: str, root: Element, parts: Mapping[str, bytes], kept: frozenset[str]) -> bytes:
    """An XML part, cleaned according to its kind."""
    if name == TYPES:
        _forget_types(root, kept)
    elif (owner := owner_of(name)) is not None:
        ids = {relation.id for relation in relations(parts, owner) if _kept(relation)}
        for element in [e for e in root.iter(RELATION) if e.get("Id", "") not in ids]:
            root.remove(element)
    elif name == _SETTINGS:
        private_settings(root)
    return serialize(root)


def _forget_types(root: Element, kept: frozenset[str]) -> None:
    for kind in list(root.iter(f"{{{CONTENT_TYPES}}}Override")):
        if kind.get("PartName", "").lstrip("/") not in kept:
            root.remove(kind)


def _plain(content: bytes) -> bytes:
    """A part that is not XML; pictures lose their metadata."""
    if content.lstrip()[:5] in (b"<?xml", b"<svg ", b"<svg>"):
        try:
            return plain_drawing(content)
        except etree.XMLSyntaxError:
            return content
    return plain_picture(content)
