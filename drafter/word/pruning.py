"""Removal of what was brought into a package and is not used in it."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.word.adopted_threads import without_stale_threads
from drafter.word.ooxml import RELATIONSHIPS, Element, parse, serialize, w
from drafter.word.relations import TYPES, relations_of
from drafter.word.sources import Package

_NOTES = ("footnote", "endnote", "comment")
_REFERENCE = f"{{{RELATIONSHIPS}}}"
# What an element of the part names; others, as styles and notes, are found by their kind alone.
_NAMED = ("image", "hyperlink", "chart", "header", "footer", "package", "oleObject", "control")


def pruned(
    parts: Mapping[str, bytes], before: Mapping[str, bytes], root: Element
) -> dict[str, bytes]:
    """The parts without notes, relations and parts that nobody refers to; `root` is the body's.

    What was there before stays.
    """
    package, changed = Package(parts), dict(parts)
    for kind in _NOTES:
        name = package.by_kind(package.document, f"{kind}s")
        if name and parts[name] != before.get(name):
            used = {e.get(w("id")) for e in root.iter(w(f"{kind}Reference"))}
            changed[name] = _without_notes(parts[name], before.get(name), kind, used)
            _drop_relations(changed, before, name, parse(changed[name]))
    _drop_relations(changed, before, package.document, root)
    return _reachable(without_stale_threads(changed), before)


def _without_notes(content: bytes, before: bytes | None, kind: str, used: set[str | None]) -> bytes:
    root = parse(content)
    old = parse(before).iter(w(kind)) if before else ()
    stays = {note.get(w("id")) for note in old} | used
    for note in [n for n in root if n.get(w("id")) not in stays and n.get(w("type")) is None]:
        root.remove(note)
    return serialize(root)


def _drop_relations(
    parts: dict[str, bytes], before: Mapping[str, bytes], owner: str, root: Element
) -> None:
    """Drop relations that came with unused content."""
    name = relations_of(owner)
    if name not in parts or parts[name] == before.get(name):
        return
    used = {str(v) for e in root.iter("*") for k, v in e.items() if str(k).startswith(_REFERENCE)}
    old = Package(before).relations(owner)
    relations = parse(parts[name])
    for relation in [r for r in relations if r.get("Id") not in used and r.get("Id") not in old]:
        if relation.get("Type", "").rpartition("/")[2] in _NAMED:
            relations.remove(relation)
    parts[name] = serialize(relations)


def _reachable(parts: Mapping[str, bytes], before: Mapping[str, bytes]) -> dict[str, bytes]:
    package, left, there = Package(parts), [""], set[str]()
    while left:
        owner = left.pop()
        there.add(relations_of(owner))
        for relation in package.relations(owner).values():
            if not relation.external and relation.target not in there:
                there.add(relation.target)
                left.append(relation.target)
    gone = {n for n in parts if n not in there and n not in before and n != TYPES}
    types = parse(parts[TYPES])
    for kind in [k for k in types if k.get("PartName", "").lstrip("/") in gone]:
        types.remove(kind)
    kept = {name: content for name, content in parts.items() if name not in gone}
    return {**kept, TYPES: serialize(types)} if gone else kept
