"""The draft's id and marks inside the Word file, by which a file that comes back is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree
from msgspec import Struct, field

from drafter.draft.record import MarkRecord
from drafter.standard.standard import core_properties
from drafter.word.ooxml import Element, parse, parsed, serialize
from drafter.word.relations import with_part
from drafter.word.slip import BODY

DRAFT = "urn:drafter:draft:1"
PROPERTY = "drafter稿号"
_DRAFT, _MARK, _REJECTED = (f"{{{DRAFT}}}{name}" for name in ("draft", "mark", "rejected"))
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_ITEM_ID = "{6D0B7C11-53A6-4E1B-9C1E-0D7AF7E60001}"
CORE = "docProps/core.xml"
_DC = "http://purl.org/dc/elements/1.1/"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_TOLD = {
    "dc:title": f"{{{_DC}}}title",
    "dc:subject": f"{{{_DC}}}subject",
    "dc:description": f"{{{_DC}}}description",
    "cp:keywords": f"{{{_CP}}}keywords",
    "cp:category": f"{{{_CP}}}category",
}
_CUSTOM_PART = "docProps/custom.xml"
_ITEM = "customXml/item{number}.xml"


class Identity(Struct, frozen=True):
    """A draft's id, and its marks by name with the key and the words of each."""

    draft: str = ""
    marks: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def with_draft(
    parts: Mapping[str, bytes],
    identifier: str,
    marks: Sequence[MarkRecord],
    rejected: Identity | None = None,
) -> dict[str, bytes]:
    """The parts with the draft's id and marks in place of those that they may have had; `rejected`
    is the draft that rejecting the tracked changes leads to."""
    changed = with_part(
        parts, "", _CUSTOM_PART, _properties(parts, identifier), "custom-properties"
    )
    own = Identity(identifier, {mark.name: (mark.figure.key, mark.words) for mark in marks})
    return _with_marks(changed, _marks(own, rejected))


def embedded(part: bytes, accepted: bool = True) -> Identity | None:
    """The draft that a custom XML part names, with tracked changes accepted or rejected; None where
    it names none. Raises lxml's XMLSyntaxError."""
    root = parse(part)
    if root.tag != _DRAFT:
        return None
    before = None if accepted else root.find(_REJECTED)
    element = root if before is None else before
    marks = {
        m.get("name", ""): (m.get("key", ""), m.get("words", "")) for m in element.iterfind(_MARK)
    }
    return Identity(element.get("id", ""), marks)


def core_part(part: bytes, title: str) -> bytes:
    """The core properties that say what the document is, author and dates left out; its own title
    unless one is given."""
    root = parse(part)
    texts = {name: (root.findtext(path) or "").strip() for name, path in _TOLD.items()}
    title = title or texts.pop("dc:title")
    others = {name: text for name, text in texts.items() if text and name != "dc:title"}
    return core_properties(title, others).encode()


def _properties(parts: Mapping[str, bytes], identifier: str) -> bytes:
    existing = parts.get(_CUSTOM_PART)
    spaces = {None: _CUSTOM, "vt": _TYPES}
    root = parse(existing) if existing else etree.Element(f"{{{_CUSTOM}}}Properties", nsmap=spaces)
    for old in [p for p in root if p.get("name") == PROPERTY]:
        root.remove(old)
    element = etree.SubElement(root, f"{{{_CUSTOM}}}property")
    element.set("fmtid", _FORMAT_ID)
    element.set("pid", str(max((int(p.get("pid", "1")) for p in root), default=1) + 1))
    element.set("name", PROPERTY)
    etree.SubElement(element, f"{{{_TYPES}}}lpwstr").text = identifier
    return serialize(root)


def _with_marks(parts: Mapping[str, bytes], marks: bytes) -> dict[str, bytes]:
    old = next(
        (n for n, part in parts.items() if n.startswith("customXml/") and _is_ours(part)), ""
    )
    if old:
        return {**parts, old: marks}
    number = next(n for n in range(1, 10_000) if _ITEM.format(number=n) not in parts)
    item, properties = _ITEM.format(number=number), f"customXml/itemProps{number}.xml"
    changed = with_part(parts, BODY, item, marks, "customXml")
    return with_part(changed, item, properties, _item_properties(), "customXmlProps", "rId1")


def _is_ours(part: bytes) -> bool:
    """Whether the part is a draft's list of marks, however a program has declared the namespace."""
    root = parsed(part) if DRAFT.encode() in part else None
    return root is not None and root.tag == _DRAFT


def _marks(own: Identity, rejected: Identity | None) -> bytes:
    root = etree.Element(_DRAFT, nsmap={None: DRAFT}, id=own.draft)
    _list(root, own)
    if rejected is not None:
        _list(etree.SubElement(root, _REJECTED, id=rejected.draft), rejected)
    return serialize(root)


def _list(element: Element, identity: Identity) -> None:
    for name, (key, words) in identity.marks.items():
        etree.SubElement(element, _MARK, {"name": name, "key": key, "words": words})


def _item_properties() -> bytes:
    spaces = {"ds": _STORE}
    root = etree.Element(f"{{{_STORE}}}datastoreItem", nsmap=spaces)
    root.set(f"{{{_STORE}}}itemID", _ITEM_ID)
    references = etree.SubElement(root, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(references, f"{{{_STORE}}}schemaRef").set(f"{{{_STORE}}}uri", DRAFT)
    return serialize(root)
