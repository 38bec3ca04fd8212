"""The relations by which a package's parts are found, and a part more or less of them.

ECMA-376 part 2, 9.3 (relations) and 10.1.2.3 (content types).
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, unquote

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from drafter.word.ooxml import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    RELATIONSHIPS,
    Element,
    parse,
    parsed,
    serialize,
)

TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
_CONTENT = {
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "package": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "comments": "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
    "custom-properties": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "styles": "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    "settings": "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
    "footer": "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "customXmlProps": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
}


RELATION = f"{{{PACKAGE_RELATIONSHIPS}}}Relationship"
RELATIONS = f"{RELATION}s"


class Relation(Struct, frozen=True):
    """What a part refers to: another part by its name or, outside of the package, an address."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of the type, in lower case: styles, header, image."""
        return self.type.rpartition("/")[2].lower()


def relations(parts: Mapping[str, bytes], owner: str) -> tuple[Relation, ...]:
    """The relations of a part ("" for the package's own); () where they cannot be read."""
    if (content := parts.get(relations_of(owner))) is None:
        return ()
    names = {name.lower(): name for name in parts}
    return tuple(_found(relation, name, names) for relation, name in _written(content, owner))


@lru_cache(maxsize=64)
def _written(content: bytes, owner: str) -> tuple[tuple[Relation, str], ...]:
    """The owner's relations as they are written, and the part that each names, "" for none. Who
    opens a package asks for them again and again."""
    root = parsed(content)
    return () if root is None else tuple(_relation(e, owner) for e in root.iter(RELATION))


def _relation(element: Element, owner: str) -> tuple[Relation, str]:
    target = element.get("Target", "").strip()
    external = element.get("TargetMode", "").strip().lower() == "external"
    kind = element.get("Type", "").strip()
    name = "" if external else resolved(owner, target)
    return Relation(element.get("Id", ""), kind, target, external), name


def _found(relation: Relation, name: str, names: Mapping[str, str]) -> Relation:
    """The relation with the part that it leads to, by whatever case and escapes it is named."""
    if not name:
        return relation
    target = names.get(unquote(name).lower(), names.get(name.lower(), name))
    return replace(relation, target=target)


def related_part(parts: Mapping[str, bytes], owner: str, relation: str) -> str:
    """The part that the owner's relation of that id leads to; "" where there is none."""
    targets = (r.target for r in relations(parts, owner) if r.id == relation and not r.external)
    return next(targets, "")


def relations_of(owner: str) -> str:
    """The name of the part that holds a part's relations; the package's own for ""."""
    folder, _, file = owner.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def owner_of(name: str) -> str | None:
    """The part whose relations are held under that name; None where it is another kind of part."""
    folder, file = posixpath.split(name)
    if posixpath.basename(folder) != "_rels" or not file.endswith(".rels"):
        return None
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def resolved(owner: str, target: str) -> str:
    """The normalised part name of an internal target; "" where it names no part.

    >>> resolved("word/document.xml", "./footer1.xml"), resolved("word/document.xml", "/a/b.xml")
    ('word/footer1.xml', 'a/b.xml')
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), target.partition("#")[0]))
    outward = path.startswith("..") or "\\" in target
    return "" if outward or not target or target.startswith(("#", "//")) else path.lstrip("/")


def target_from(owner: str, name: str) -> str:
    """The target by which the owner's relations name the part."""
    path = posixpath.relpath(f"/{name}", f"/{posixpath.dirname(owner)}")
    return quote(path, safe="/!$&'()*+,;=:@~")


def with_part(
    parts: Mapping[str, bytes],
    owner: str,
    name: str,
    content: bytes,
    kind: str,
    relation: str = "",
) -> dict[str, bytes]:
    """The parts with one more, typed and related to its owner, or another content for one."""
    if name in parts:
        return {**parts, name: content}
    changed = {**parts, name: content}
    if kind in _CONTENT:
        changed = with_typed_part(parts, name, content, kind)
    held, target = relations_of(owner), target_from(owner, name)
    changed[held], _ = related(changed.get(held), f"{RELATIONSHIPS}/{kind}", target, relation)
    return changed


def with_typed_part(
    parts: Mapping[str, bytes], name: str, content: bytes, kind: str
) -> dict[str, bytes]:
    """The parts with one more that another part's own relations point to."""
    typed = _typed(parts[TYPES], name, _CONTENT[kind])
    return {**parts, name: content, TYPES: typed}


def _typed(types: bytes, name: str, content_type: str) -> bytes:
    root = parse(types)
    override = etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override")
    override.set("PartName", f"/{name}")
    override.set("ContentType", content_type)
    return serialize(root)


def without_part(parts: Mapping[str, bytes], owner: str, name: str, part: str) -> dict[str, bytes]:
    """The parts without one, its content type, and the relation that led to it."""
    gone = (part, relations_of(part))
    changed = {member: content for member, content in parts.items() if member not in gone}
    for list_, key, value in (
        (relations_of(owner), "Id", name),
        (TYPES, "PartName", f"/{part}"),
    ):
        root = parse(changed[list_])
        for element in [e for e in root if e.get(key) == value]:
            root.remove(element)
        changed[list_] = serialize(root)
    return changed


def related(content: bytes | None, kind: str, target: str, name: str = "") -> tuple[bytes, str]:
    """(the relations with one more, its id)."""
    root = parse(content) if content else no_relations()
    relation = etree.SubElement(root, RELATION)
    relation.set("Id", name or _free_id(root))
    relation.set("Type", kind)
    relation.set("Target", target)
    return serialize(root), relation.get("Id", "")


def no_relations() -> Element:
    """The relations of a part that has none yet."""
    return etree.Element(RELATIONS, nsmap={None: PACKAGE_RELATIONSHIPS})


def _free_id(root: Element) -> str:
    used = {relation.get("Id") for relation in root}
    return next(name for n in range(1, 10_000) if (name := f"rIdDrafter{n}") not in used)
