"""The order of notes: LibreOffice takes them in turn, and is wrong where ids do not rise."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.word.ooxml import Element, parse, serialize, w
from drafter.word.sources import Package

_KINDS = ("footnote", "endnote")


def with_notes_in_order(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with notes, and their ids, in the order in which the text refers to them."""
    package, changed = Package(parts), dict(parts)
    for kind in _KINDS:
        name = package.by_kind(package.document, f"{kind}s")
        if name and name in parts:
            root, notes = parse(changed[package.document]), parse(parts[name])
            if _sort(root, notes, kind):
                changed |= {package.document: serialize(root), name: serialize(notes)}
    return changed


def _sort(root: Element, notes: Element, kind: str) -> bool:
    """Sort the notes; whether order or ids changed. Ids that are no numbers stay."""
    references = list(root.iter(w(f"{kind}Reference")))
    places = {e.get(w("id"), ""): n for n, e in reversed(list(enumerate(references)))}
    there = [note for note in notes.iterchildren(w(kind)) if note.get(w("type")) is None]
    before = [note.get(w("id"), "") for note in there]
    if not all(map(str.isdecimal, before)) or len({*before}) < len(before):
        return False
    wanted = sorted(there, key=lambda note: places.get(note.get(w("id"), ""), len(references)))
    numbers = dict(zip((n.get(w("id"), "") for n in wanted), sorted(before, key=int), strict=True))
    if list(numbers) == before == list(numbers.values()):
        return False
    notes.extend(wanted)
    for element in (*wanted, *references):
        number = element.get(w("id"), "")
        element.set(w("id"), numbers.get(number, number))
    return True
