"""A package as drafter reads it: each part under the name that its relation gives it.

A part is known by the relation that leads to it (ECMA-376 part 2, 9.3; part 1, 11.3), whatever it
is called: Word Online writes document2.xml. So what is opened is put in order once, here: from then
on word/styles.xml is the styles of this document, or there are none, and the name is free.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain, count
from urllib.parse import unquote

from lxml import etree

from drafter.model.pattern import pattern
from drafter.word.ooxml import CONTENT_TYPES, parse, parsed, serialize
from drafter.word.relations import (
    RELATION,
    ROOT_RELATIONS,
    TYPES,
    owner_of,
    relations,
    relations_of,
    target_from,
)
from drafter.word.slip import BODY

# By the last word of the relation's type, in lower case: of the package, then of the document and
# of what belongs to it. A name with {} has a number, or any other word.
_OF_PACKAGE = {
    "officedocument": BODY,
    "core-properties": "docProps/core.xml",
    "extended-properties": "docProps/app.xml",
    "custom-properties": "docProps/custom.xml",
}
_SINGLE = (
    *("styles", "settings", "numbering", "fontTable", "webSettings", "footnotes", "endnotes"),
    *("comments", "commentsExtended", "commentsIds", "people"),
)
_OF_DOCUMENT = {
    **{kind.lower(): f"word/{kind}.xml" for kind in _SINGLE},
    "theme": "word/theme/theme1.xml",
    "header": "word/header{}.xml",
    "footer": "word/footer{}.xml",
    "chart": "word/charts/chart{}.xml",
    "chartex": "word/charts/chartEx{}.xml",
    "diagramdata": "word/diagrams/data{}.xml",
    "diagramdrawing": "word/diagrams/drawing{}.xml",
    "customxml": "customXml/item{}.xml",
    "customxmlprops": "customXml/itemProps{}.xml",
}
_OURS = "word/charts/drafter{}.xml"  # the charts that drafter makes
_STRANGER = "word/part{}"
_GLOSSARY = "glossarydocument"  # a document within the document, with styles of its own
_MAIN = pattern(r"wordprocessingml.*main\+xml|ms-word.*main\+xml")


def _pattern(form: str) -> re.Pattern[str]:
    return pattern(re.escape(form).replace(r"\{\}", "[^/]*"))


def named(*kinds: str) -> re.Pattern[str]:
    """The customary names of parts of these kinds: of header word/header1.xml and its like."""
    roles = {**_OF_PACKAGE, **_OF_DOCUMENT}
    return pattern("|".join(_pattern(roles[kind]).pattern for kind in kinds))


# What people write in.
STORIES = named("officedocument", "header", "footer", "footnotes", "endnotes", "comments")


def in_order(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts under their customary names, relations and content types with them.

    Whatever has such a name without being that is called otherwise. A package in order stays as it
    is; one that holds no document comes back without word/document.xml.
    """
    spelling = {name.lower(): name for name in (TYPES, ROOT_RELATIONS)}
    parts = {spelling.get(name.lower(), name): content for name, content in parts.items()}
    names = _names(parts)
    changed = dict[str, bytes]()
    for name, content in parts.items():
        owner = owner_of(name)
        if owner is None:
            changed[names[name]] = _typed(content, parts, names) if name == TYPES else content
        elif not owner or owner in names:
            moved = names.get(owner, "")
            changed[relations_of(moved)] = _related(content, owner, parts, names)
    return changed


def _names(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Each part's customary name by its present name."""
    roles = _roles(parts)
    others = [name for name in parts if owner_of(name) is None]
    names = {name: name for name in others if _fits(name, roles.get(name, ""))}
    taken = {name.lower() for name in names}
    for name in (*roles, *others):
        if name not in names:
            numbered = roles.get(name) or f"{_STRANGER}{_ending(name)}"
            free = (path for n in count(1) if (path := numbered.format(n)).lower() not in taken)
            names[name] = next(free)
            taken.add(names[name].lower())
    return names


def _fits(name: str, role: str) -> bool:
    """Whether the name suits the part's role; without a role, whether it suits no role."""
    if role:
        return any(_pattern(form).fullmatch(name) for form in _forms(role))
    every = chain.from_iterable(map(_forms, (*_OF_PACKAGE.values(), *_OF_DOCUMENT.values())))
    return not any(_pattern(form).fullmatch(name.lower()) for form in map(str.lower, every))


def _forms(role: str) -> tuple[str, ...]:
    return (role, _OURS) if role == _OF_DOCUMENT["chart"] else (role,)


def _ending(name: str) -> str:
    dot = name.rpartition("/")[2].rfind(".")
    return "" if dot < 0 else name.rpartition("/")[2][dot:]


def _roles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The customary name of each part that has one, by the part, the package's own first."""
    roles, left = _of_package(parts), list[str]()
    single = set(roles.values())
    left += [name for name, role in roles.items() if role == BODY]
    seen = set(left)
    while left:
        for relation in relations(parts, left.pop(0)):
            name, role = relation.target, _OF_DOCUMENT.get(relation.kind, "")
            if relation.external or name not in parts or relation.kind == _GLOSSARY:
                continue
            if role and name not in roles and ("{" in role or role not in single):
                roles[name] = role
                single.add(role)
            left += [name] if name not in seen else []
            seen.add(name)
    return roles


def _of_package(parts: Mapping[str, bytes]) -> dict[str, str]:
    """What the package itself names: its document above all, by relation or by content type."""
    roles = dict[str, str]()
    for relation in relations(parts, ""):
        role = _OF_PACKAGE.get(relation.kind, "")
        if role and role not in roles.values() and relation.target in parts:
            roles[relation.target] = role
    types = _types(parts)
    main = next((name for name, role in roles.items() if role == BODY), "")
    if not main and (main := next((n for n, t in types.items() if _MAIN.search(t)), "")):
        roles[main] = BODY
    kind = types.get(main, "")
    if "main+xml" in kind and not _MAIN.search(kind):
        del roles[main]  # a workbook, or slides
    return roles


def _types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The content type of each part that has one."""
    if (root := parsed(parts.get(TYPES))) is None:
        return {}
    endings = {f".{d.get('Extension', '').lower()}": d for d in root.iter("{*}Default")}
    own = {o.get("PartName", "").lstrip("/").lower(): o for o in root.iter("{*}Override")}
    types = {name: own.get(name.lower(), endings.get(_ending(name).lower())) for name in parts}
    return {name: e.get("ContentType", "") for name, e in types.items() if e is not None}


def _typed(content: bytes, parts: Mapping[str, bytes], names: Mapping[str, str]) -> bytes:
    """The content types with the parts' new names."""
    moved = {old: new for old, new in names.items() if old != new}
    types = _types(parts)
    if not moved or not types:
        return content
    root, gone = parse(content), {name.lower() for name in moved}
    for override in list(root.iter("{*}Override")):
        if override.get("PartName", "").lstrip("/").lower() in gone:
            root.remove(override)
    for old in sorted(moved.keys() & types.keys(), key=moved.__getitem__):
        kind = f"{{{CONTENT_TYPES}}}Override"
        etree.SubElement(root, kind, PartName=f"/{moved[old]}", ContentType=types[old])
    return serialize(root)


def _related(
    content: bytes, owner: str, parts: Mapping[str, bytes], names: Mapping[str, str]
) -> bytes:
    """The owner's relations with the parts' new names, each target in the plainest form."""
    by_id = {relation.id: relation for relation in relations(parts, owner)}
    if not by_id:
        return content
    root, changed = parse(content), False
    for element in root.iter(RELATION):
        relation = by_id[element.get("Id", "")]
        if relation.external or relation.target not in names:
            continue
        target = target_from(names.get(owner, ""), names[relation.target])
        if element.get("Target") not in (target, unquote(target)):
            element.set("Target", target)
            changed = True
    return serialize(root) if changed else content
