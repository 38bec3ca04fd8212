"""What another document's paragraphs refer to, brought into this one's package.

Pictures, charts and links by relation; styles by name, since Word's ids differ by language; notes
and lists by number. What is there already is used as it is.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from drafter.report.ooxml import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    RELATIONSHIPS,
    Element,
    parse,
    serialize,
    w,
)
from drafter.report.relations import DOCUMENT_RELATIONS, TYPES

_RELATION = f"{{{PACKAGE_RELATIONSHIPS}}}Relationship"
_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
_STYLED = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
_NOTES = ("footnote", "endnote")


def adopt(
    parts: Mapping[str, bytes], other: Mapping[str, bytes], roots: Sequence[Element]
) -> dict[str, bytes]:
    """The parts with all that the other's trees refer to; the trees refer to them afterwards."""
    changed = _relations(dict(parts), other, roots)
    changed = _styles(changed, other, roots)
    changed = _notes(changed, other, roots)
    return _lists(changed, other, roots)


def _all(roots: Sequence[Element], name: str) -> Iterator[Element]:
    """The elements of that name in all the trees."""
    for root in roots:
        yield from root.iter(name)


def without_headers(root: Element) -> None:
    """Sections that are brought along have this document's headers and footers."""
    for reference in list(root.iter(w("headerReference"), w("footerReference"))):
        reference.getparent().remove(reference)  # type: ignore[union-attr]


def _relations(
    parts: dict[str, bytes], other: Mapping[str, bytes], roots: Sequence[Element]
) -> dict[str, bytes]:
    space = f"{{{RELATIONSHIPS}}}"
    used = [(e, n) for e in _all(roots, "*") for n in e.attrib if str(n).startswith(space)]
    if not used or DOCUMENT_RELATIONS not in other:
        return parts
    theirs = {r.get("Id", ""): r for r in parse(other[DOCUMENT_RELATIONS]).iter(_RELATION)}
    mine = parse(parts[DOCUMENT_RELATIONS])
    known: dict[str, str] = {}
    for element, name in used:
        old = element.get(name, "")
        if old in theirs:
            if old not in known:
                known[old] = _relation(parts, other, mine, theirs[old])
            element.set(name, known[old])
    parts[DOCUMENT_RELATIONS] = serialize(mine)
    return parts


def _relation(
    parts: dict[str, bytes], other: Mapping[str, bytes], mine: Element, wanted: Element
) -> str:
    """The id of a relation that leads to the same; one is made where there is none."""
    external = wanted.get("TargetMode") == "External"
    target = wanted.get("Target", "")
    content = None if external else other.get(_path("word", target))
    for relation in mine.iter(_RELATION):
        if relation.get("Type") != wanted.get("Type"):
            continue
        there = relation.get("Target", "")
        if (external and there == target) or (
            content is not None and parts.get(_path("word", there)) == content
        ):
            return relation.get("Id", "")
    if content is not None:
        target = posixpath.relpath(_copied(parts, other, _path("word", target)), "word")
    ids = {relation.get("Id") for relation in mine}
    number = next(f"rIdReview{n}" for n in range(1, 100_000) if f"rIdReview{n}" not in ids)
    made = etree.SubElement(mine, _RELATION, Id=number, Type=wanted.get("Type", ""), Target=target)
    if external:
        made.set("TargetMode", "External")
    return number


def _copied(parts: dict[str, bytes], other: Mapping[str, bytes], name: str) -> str:
    """The part under a free name, with its type and with the parts that it relates to."""
    folder, file = posixpath.split(name)
    stem, dot, ending = file.rpartition(".")
    free = (f"{folder}/{stem}_r{n}{dot}{ending}" for n in range(1, 100_000))
    made = next(path for path in free if path not in parts)
    parts[made] = other[name]
    _type(parts, other, name, made)
    relations = f"{folder}/_rels/{file}.rels"
    if relations in other:
        root = parse(other[relations])
        for relation in root.iter(_RELATION):
            path = _path(folder, relation.get("Target", ""))
            if relation.get("TargetMode") != "External" and path in other:
                copy = _copied(parts, other, path)
                relation.set("Target", posixpath.relpath(copy, folder))
        parts[f"{folder}/_rels/{posixpath.basename(made)}.rels"] = serialize(root)
    return made


def _type(parts: dict[str, bytes], other: Mapping[str, bytes], name: str, made: str) -> None:
    mine, theirs = parse(parts[TYPES]), parse(other[TYPES])
    ending = name.rpartition(".")[2].lower()
    own = next((o for o in theirs.iter("{*}Override") if o.get("PartName") == f"/{name}"), None)
    common = (d for d in theirs.iter("{*}Default") if d.get("Extension", "").lower() == ending)
    told = own if own is not None else next(common, None)
    if told is None:
        return
    kind = f"{{{CONTENT_TYPES}}}Override"
    etree.SubElement(mine, kind, PartName=f"/{made}", ContentType=told.get("ContentType", ""))
    parts[TYPES] = serialize(mine)


def _path(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _styles(
    parts: dict[str, bytes], other: Mapping[str, bytes], roots: Sequence[Element]
) -> dict[str, bytes]:
    """Each style of the body by the id that it has here; one that is not here is brought."""
    if _STYLES not in parts or _STYLES not in other:
        return parts
    mine, theirs = parse(parts[_STYLES]), parse(other[_STYLES])
    here = {_style_name(s): s.get(w("styleId"), "") for s in mine.iter(w("style"))}
    there = {(s.get(w("type")), s.get(w("styleId"))): s for s in theirs.iter(w("style"))}
    brought = False
    for local, kind in _STYLED.items():
        for reference in _all(roots, w(local)):
            style = there.get((kind, reference.get(w("val"))))
            if style is None:
                continue
            if _style_name(style) not in here:
                brought = True
                _bring(mine, style, there, here)
            reference.set(w("val"), here[_style_name(style)])
    return {**parts, _STYLES: serialize(mine)} if brought else parts


def _style_name(style: Element) -> tuple[str, str]:
    name = style.find(w("name"))
    known = style.get(w("styleId"), "") if name is None else name.get(w("val"), "")
    return style.get(w("type"), ""), known.lower()


def _bring(
    mine: Element,
    style: Element,
    there: Mapping[tuple[str | None, str | None], Element],
    here: dict[tuple[str, str], str],
) -> None:
    """Put the style into the styles, after those that it is based on."""
    ids = set(here.values())
    old = style.get(w("styleId"), "")
    new = (
        old
        if old not in ids
        else next(n for i in range(1, 10_000) if (n := f"{old}r{i}") not in ids)
    )
    made = deepcopy(style)
    made.set(w("styleId"), new)
    made.attrib.pop(w("default"), None)
    here[_style_name(style)] = new
    for name in ("basedOn", "next", "link"):
        for reference in made.findall(w(name)):
            kind = "character" if name == "link" and style.get(w("type")) == "paragraph" else None
            wanted = there.get((kind or style.get(w("type")), reference.get(w("val"))))
            if wanted is None or (name == "link" and _style_name(wanted) not in here):
                made.remove(reference)
                continue
            if _style_name(wanted) not in here:
                _bring(mine, wanted, there, here)
            reference.set(w("val"), here[_style_name(wanted)])
    mine.append(made)


def _notes(
    parts: dict[str, bytes], other: Mapping[str, bytes], roots: Sequence[Element]
) -> dict[str, bytes]:
    """Notes of the body under numbers of their own; where there are none yet, the whole part."""
    for kind in _NOTES:
        name = f"word/{kind}s.xml"
        references = list(_all(roots, w(f"{kind}Reference")))
        if references and name in other:
            if name in parts:
                parts = {**parts, name: _numbered(parts[name], other[name], references, kind)}
            else:
                parts = _with_notes(parts, other, kind)
    return parts


def _numbered(mine: bytes, theirs: bytes, references: Sequence[Element], kind: str) -> bytes:
    """The notes with those that are referred to; the references get their numbers here."""
    there = {n.get(w("id"), ""): n for n in parse(theirs).iter(w(kind))}
    root = parse(mine)
    same = {etree.tostring(n, method="c14n"): n.get(w("id"), "") for n in root.iter(w(kind))}
    known: dict[str, str] = {}
    for reference in references:
        old = reference.get(w("id"), "")
        if old not in known and old in there:
            known[old] = _note(root, there[old], same, kind)
        reference.set(w("id"), known.get(old, old))
    return serialize(root)


def _with_notes(parts: dict[str, bytes], other: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    name = f"word/{kind}s.xml"
    changed = {**parts, name: other[name]}
    _type(changed, other, name, name)
    relations = parse(changed[DOCUMENT_RELATIONS])
    number = f"rIdReview{kind.capitalize()}s"
    target = f"{RELATIONSHIPS}/{kind}s"
    etree.SubElement(relations, _RELATION, Id=number, Type=target, Target=f"{kind}s.xml")
    return {**changed, DOCUMENT_RELATIONS: serialize(relations)}


def _note(mine: Element, note: Element, same: Mapping[bytes, str], kind: str) -> str:
    known = same.get(etree.tostring(note, method="c14n"))
    if known is not None:
        return known
    number = str(max(int(n.get(w("id"), "0")) for n in mine.iter(w(kind))) + 1)
    made = deepcopy(note)
    made.set(w("id"), number)
    mine.append(made)
    return number


def _lists(
    parts: dict[str, bytes], other: Mapping[str, bytes], roots: Sequence[Element]
) -> dict[str, bytes]:
    """Lists of the body: those defined alike keep their number, others become plain text."""
    references = list(_all(roots, w("numPr")))
    if not references:
        return parts
    here, there = _defined(parts), _defined(other)
    for reference in references:
        number = reference.find(w("numId"))
        told = "" if number is None else number.get(w("val"), "")
        if told != "0" and (told not in here or here[told] != there.get(told)):
            reference.getparent().remove(reference)  # type: ignore[union-attr]
    return parts


def _defined(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """List by number with its definition."""
    if _NUMBERING not in parts:
        return {}
    root = parse(parts[_NUMBERING])
    kinds = {a.get(w("abstractNumId")): a for a in root.iter(w("abstractNum"))}
    found = {}
    for number in root.iter(w("num")):
        kind = number.find(w("abstractNumId"))
        definition = kinds.get(None if kind is None else kind.get(w("val")))
        levels = [] if definition is None else definition.iter(w("lvl"))
        found[number.get(w("numId"), "")] = b"".join(
            etree.tostring(x, method="c14n") for x in levels
        )
    return found
