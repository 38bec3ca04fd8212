"""Whether a .docx is one that Word opens without repair: the structure that ECMA-376 demands.

Written by hand: no registry has the schemas of ECMA-376 in a package of its own, and they say
nothing of ids, relations or grids. Held to the validator of Microsoft's Open XML SDK over all
that the suite makes. `grammar` knows what stands in what, `identities` what is numbered.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO

from lxml import etree

from drafter.word.ooxml import CONTENT_TYPES, RELATIONSHIPS, Element, parse
from tests.template.grammar import Story, misplaced
from tests.template.identities import confused

_TYPES = "[Content_Types].xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OURS = re.compile("[\ufdd0-\ufdef]")
_RELATION = re.compile(rf"\{{{RELATIONSHIPS}\}}(?:id|embed|link|pict|dm|lo|qs|cs)$")


def flaws(document: bytes) -> list[str]:
    """What is wrong with the document, a line each: part, element, and what; [] for a valid one."""
    try:
        with zipfile.ZipFile(BytesIO(document)) as archive:
            names = archive.namelist()
            parts = {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, EOFError, ValueError, etree.Error) as error:
        return [f"the zip is damaged: {error}"]
    counts = Counter(map(str.casefold, names))
    found = [f"{name}: is there {count} times" for name, count in counts.items() if count > 1]
    roots, torn = _parsed(parts)
    found += [*torn, *_types(roots, parts), *_relations(roots, parts)]
    stories = [Story.of(name, roots[name]) for name in roots if _is_word(name)]
    for story in stories:
        found += [*_strange(story, parts[story.part]), *misplaced(story)]
    return [*found, *confused(stories)]


def _is_word(name: str) -> bool:
    return name.startswith("word/") and name.endswith(".xml")


def _parsed(parts: Mapping[str, bytes]) -> tuple[dict[str, Element], list[str]]:
    """The roots by part, without what only an old Word reads; and what is no XML."""
    needed = (_TYPES, "_rels/.rels", "word/document.xml")
    roots, torn = {}, [f"{name}: is not there" for name in needed if name not in parts]
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                roots[name] = parse(content)
            except etree.XMLSyntaxError as error:
                torn.append(f"{name}: is no XML: {error}")
    for root in roots.values():
        for old in list(root.iter(_FALLBACK)):
            old.getparent().remove(old)  # type: ignore[union-attr]
    return roots, torn


def _types(roots: Mapping[str, Element], parts: Mapping[str, bytes]) -> Iterator[str]:
    """Each part has one content type; a part of Word's own one of its own."""
    space = f"{{{CONTENT_TYPES}}}"
    if (types := roots.get(_TYPES)) is None:
        return
    defaults = {d.get("Extension", "").lower() for d in types.iter(f"{space}Default")}
    overrides = [o.get("PartName", "").lstrip("/") for o in types.iter(f"{space}Override")]
    told = Counter(overrides)
    yield from (f"{_TYPES}: {name} has two types" for name, count in told.items() if count > 1)
    yield from (f"{_TYPES}: {name} is not there" for name in told if name not in parts)
    for name in parts:
        ending = name.rpartition(".")[2].lower()
        if name != _TYPES and name not in told and (_is_word(name) or ending not in defaults):
            yield f"{name}: has no content type"


def _relations(roots: Mapping[str, Element], parts: Mapping[str, bytes]) -> Iterator[str]:
    """Every relation leads to a part, and every one that a part uses is told."""
    known: dict[str, set[str]] = {}
    for name, rels in roots.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        owner = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        ids = Counter(relation.get("Id", "") for relation in rels)
        known[owner] = set(ids)
        if owner not in parts and name != "_rels/.rels":
            yield f"{name}: belongs to no part"
        yield from (f"{name}: {i} is there {n} times" for i, n in ids.items() if n > 1)
        yield from (f"{name}: {lost} is not there" for lost in _lost(rels, folder, parts))
    for name, root in roots.items():
        if not name.endswith(".rels"):
            used = _used(root)
            yield from (f"{name}: no relation {i}" for i in sorted(used - known.get(name, set())))


def _lost(rels: Element, folder: str, parts: Mapping[str, bytes]) -> Iterator[str]:
    for relation in rels:
        target = relation.get("Target", "")
        # An absolute target is taken from the package's root, as posixpath.join does it.
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if relation.get("TargetMode") != "External" and path not in parts:
            yield target


def _used(root: Element) -> set[str]:
    """The relations that the part's elements name."""
    named = (e.items() for e in root.iter("*") if e.attrib)
    return {str(v) for items in named for key, v in items if v and _RELATION.match(str(key))}


def _strange(story: Story, content: bytes) -> Iterator[str]:
    """What the engine keeps for itself, and tags of templates that were read as elements."""
    if left := _OURS.findall(content.decode(errors="replace")):
        yield f"{story.part}: {len(left)} characters of the engine"
    for element in story.root.iter("{}*"):
        yield f"{story.at(element)}: an element without a namespace"
