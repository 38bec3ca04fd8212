"""Adding a part to a package: its content type, and the relationship by which it is found."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from drafter.report.ooxml import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    RELATIONSHIPS,
    Element,
    parse,
    serialize,
)

TYPES = "[Content_Types].xml"
DOCUMENT_RELATIONS, ROOT_RELATIONS = "word/_rels/document.xml.rels", "_rels/.rels"
_CONTENT = {
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "package": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "comments": "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
    "custom-properties": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "styles": "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    "settings": "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
    "footer": "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
    "customXmlProps": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
}


def with_part(parts: Mapping[str, bytes], name: str, content: bytes, kind: str) -> dict[str, bytes]:
    """The parts with one more (or another content for one), typed and related to its owner."""
    changed = {**parts, name: content}
    if name in parts:
        return changed
    if kind in _CONTENT:
        changed[TYPES] = _typed(parts[TYPES], name, _CONTENT[kind])
    owner = DOCUMENT_RELATIONS if kind in ("comments", "customXml") else ROOT_RELATIONS
    target = {"comments": name.removeprefix("word/"), "customXml": f"../{name}"}.get(kind, name)
    changed[owner], _ = related(parts.get(owner), f"{RELATIONSHIPS}/{kind}", target)
    return changed


def with_related_part(
    parts: Mapping[str, bytes], owner: str, relation: str, name: str, kind: str, content: bytes
) -> dict[str, bytes]:
    """The parts with one more, to which the owner refers by that relation."""
    changed = with_typed_part(parts, name, content, kind)
    folder, _, file = owner.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    target = posixpath.relpath(name, folder)
    made, _ = related(changed.get(relations), f"{RELATIONSHIPS}/{kind}", target, relation)
    return {**changed, relations: made}


def with_typed_part(
    parts: Mapping[str, bytes], name: str, content: bytes, kind: str
) -> dict[str, bytes]:
    """The parts with one more that another part's own relations point to."""
    typed = _typed(parts[TYPES], name, _CONTENT[kind])
    return {**parts, name: content, TYPES: typed}


def _typed(types: bytes, name: str, content_type: str) -> bytes:
    root = parse(types)
    made = etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override")
    made.set("PartName", f"/{name}")
    made.set("ContentType", content_type)
    return serialize(root)


def without_part(
    parts: Mapping[str, bytes], relations: str, name: str, part: str
) -> dict[str, bytes]:
    """The parts without one, its content type, and the relation that led to it."""
    folder, _, file = part.rpartition("/")
    gone = (part, f"{folder}/_rels/{file}.rels")
    changed = {known: content for known, content in parts.items() if known not in gone}
    for owner, key, value in ((relations, "Id", name), (TYPES, "PartName", f"/{part}")):
        root = parse(changed[owner])
        for element in [e for e in root if e.get(key) == value]:
            root.remove(element)
        changed[owner] = serialize(root)
    return changed


def related(relations: bytes | None, kind: str, target: str, name: str = "") -> tuple[bytes, str]:
    """(the relations with one more, its id)."""
    space = {None: PACKAGE_RELATIONSHIPS}
    root = (
        parse(relations)
        if relations
        else etree.Element(f"{{{PACKAGE_RELATIONSHIPS}}}Relationships", nsmap=space)
    )
    made = etree.SubElement(root, f"{{{PACKAGE_RELATIONSHIPS}}}Relationship")
    made.set("Id", name or _free_id(root))
    made.set("Type", kind)
    made.set("Target", target)
    return serialize(root), made.get("Id", "")


def _free_id(root: Element) -> str:
    used = {relation.get("Id") for relation in root}
    return next(name for n in range(1, 10_000) if (name := f"rIdDrafter{n}") not in used)
