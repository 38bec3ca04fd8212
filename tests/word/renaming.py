"""A .docx under other names and in strict namespaces: the same document, as other programs write."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from random import Random

from drafter.word.ooxml import parse, serialize
from drafter.word.package import Part, pack, unpack
from drafter.word.relations import RELATION, TYPES, owner_of, relations, relations_of

_FOLDERS = ("", "word/", "Word/", "doc/a/", "customXml/", "word/charts/")
_NAMES = ("document2", "styles2", "styles", "header_default", "footer1", "部件", "x y", "item1")


def renamed(content: bytes, seed: int) -> bytes:
    """The file with every part under another name, each relation written in another way."""
    random, parts = Random(seed), unpack(content, "甲.docx")
    own = [name for name in parts if name.endswith(".xml") and name != TYPES]
    names = _names(own, random)
    changed = {}
    for name, part in parts.items():
        owner = owner_of(name)
        if owner is not None:
            new = relations_of(names.get(owner, owner))
            changed[new] = _pointing(part, owner, parts, names, random)
        else:
            changed[names.get(name, name)] = _typed(part, names) if name == TYPES else part
    return pack(Part.of(name, part) for name, part in changed.items())


def _names(own: list[str], random: Random) -> dict[str, str]:
    """Names from one small pool, so that many a part bears what is another's by custom."""
    pool = [*own, *(f"{folder}{name}.xml" for folder in _FOLDERS for name in _NAMES)]
    random.shuffle(pool)
    free = {name.lower(): name for name in pool}
    return dict(zip(own, free.values(), strict=False))


def _pointing(
    part: bytes, owner: str, parts: Mapping[str, bytes], names: Mapping[str, str], random: Random
) -> bytes:
    root = parse(part)
    targets = {relation.id: relation for relation in relations(parts, owner)}
    for element in root.iter(RELATION):
        relation = targets[element.get("Id", "")]
        if not relation.external and relation.target in names:
            folder, name = posixpath.dirname(names.get(owner, owner)), names[relation.target]
            plain = posixpath.relpath(f"/{name}", f"/{folder}")
            written = (plain, f"./{plain}", f"/{name}", plain.replace(" ", "%20"))
            element.set("Target", random.choice(written))
    return serialize(root)


def _typed(part: bytes, names: Mapping[str, str]) -> bytes:
    root = parse(part)
    for override in root.iter("{*}Override"):
        old = override.get("PartName", "").lstrip("/")
        override.set("PartName", f"/{names.get(old, old)}")
    return serialize(root)


_USUAL = re.compile(rb"http://schemas\.openxmlformats\.org/(\w+)/2006/([\w/-]+)")


def strict(content: bytes) -> bytes:
    """The file as “strict Open XML”: other namespaces and types of relations."""
    parts = unpack(content, "甲.docx")
    return pack(
        Part.of(name, part if name == TYPES else _USUAL.sub(_uri, part))
        for name, part in parts.items()
    )


def _uri(usual: re.Match[bytes]) -> bytes:
    family, rest = usual.groups()
    if family == b"package":
        return usual[0]
    for word in (b"extended", b"custom"):
        rest = rest.replace(word + b"-properties", word + b"Properties")
    return b"http://purl.oclc.org/ooxml/" + family + b"/" + rest
