"""What stands behind comments: who answers whom, what is settled, who the authors are.

Word keeps it in parts beside the comments, by the id of each comment's last paragraph ([MS-DOCX]
2.5.3.3 commentEx, 2.5.3.14 person; commentId, commentExtensible).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from copy import deepcopy
from itertools import count
from typing import Protocol

from lxml import etree

from drafter.model.pattern import pattern
from drafter.word.ooxml import Element, parse, serialize, w
from drafter.word.sources import Package

COMMENTS, THREADS, _PEOPLE = "comments", "commentsExtended", "people"
DURABLE, EXTENSIONS = "commentsIds", "commentsExtensible"
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_ENTRY, _PERSON, _AUTHOR = (f"{_WORD_2012}{name}" for name in ("commentEx", "person", "author"))
_ID, _ANSWERED, _DONE = (f"{_WORD_2012}{name}" for name in ("paraId", "paraIdParent", "done"))
_WORD_2016 = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
_LASTING, _PARAGRAPH, _LASTS = (f"{_WORD_2016}{n}" for n in ("commentId", "paraId", "durableId"))
_WORD_2018 = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"
_EXTENSION, _LASTS_ON = (f"{_WORD_2018}{name}" for name in ("commentExtensible", "durableId"))
_OWN_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_IDS = pattern(rb'paraId="([0-9A-Fa-f]{8})"')

Remark = tuple[str, str, str]


class Adopting(Protocol):
    """A guest's content being brought into a home."""

    @property
    def guest(self) -> Package:
        """Where the comments come from."""

    @property
    def home(self) -> Package:
        """The home in its current state."""

    def root(self, name: str) -> Element:
        """The root of a part of the home that is going to be changed."""

    def part(self, kind: str) -> tuple[str, str]:
        """(the guest's part of that kind, the home's)."""


def bring_threads(adoption: Adopting, numbers: Mapping[str, str]) -> None:
    """Bring what stands behind the comments; `numbers` leads from the guest's to those here."""
    guest = adoption.guest
    theirs = _comments(guest)
    own = {old: _last_id(theirs.get(old)) for old in numbers}
    entries, durable = _entries(guest), _durable(guest)
    lasting = {old: own[old] for old in numbers if own[old] in entries.keys() | durable.keys()}
    if lasting:
        ids = _here(adoption, {own: numbers[old] for old, own in lasting.items()})
        _bring_entries(adoption, ids, entries)
        _bring_durable(adoption, ids, durable)
    people = {person.get(_AUTHOR, ""): person for person in _root(guest, _PEOPLE)}
    authors = {theirs[old].get(w("author"), "") for old in numbers if old in theirs}
    if authors & people.keys():
        there = adoption.root(adoption.part(_PEOPLE)[1])
        strange = authors & people.keys() - {person.get(_AUTHOR) for person in there}
        there.extend(deepcopy(people[author]) for author in sorted(strange))


def _bring_entries(
    adoption: Adopting, ids: Mapping[str, str], entries: Mapping[str, Element]
) -> None:
    """An entry for each comment that has none here; `ids` lead from the guest's to those here."""
    if not ids.keys() & entries.keys():
        return
    there = adoption.root(adoption.part(THREADS)[1])
    present = set(map(_own, there))
    for old, new in ids.items():
        if old in entries and new not in present:
            copy = etree.SubElement(there, _ENTRY)
            copy.set(_ID, new)
            if answered := ids.get(_answered(entries[old])):
                copy.set(_ANSWERED, answered)
            copy.set(_DONE, entries[old].get(_DONE, "0"))


def _bring_durable(
    adoption: Adopting, ids: Mapping[str, str], entries: Mapping[str, Element]
) -> None:
    """The ids that last from save to save, and what hangs on them: when it was written, in UTC."""
    coming = {new: entries[old] for old, new in ids.items() if old in entries}
    if not coming:
        return
    there = adoption.root(adoption.part(DURABLE)[1])
    present = {entry.get(_PARAGRAPH) for entry in there}
    for new in sorted(coming.keys() - present):
        etree.SubElement(there, _LASTING, {_PARAGRAPH: new, _LASTS: coming[new].get(_LASTS, "")})
    more = _extensions(adoption.guest)
    if wanted := {entry.get(_LASTS, "") for entry in coming.values()} & more.keys():
        there = adoption.root(adoption.part(EXTENSIONS)[1])
        present = {entry.get(_LASTS_ON) for entry in there}
        there.extend(deepcopy(more[name]) for name in sorted(wanted - present))


def _here(adoption: Adopting, numbers: Mapping[str, str]) -> dict[str, str]:
    """From ids of the guest's comments to those that the comments of the numbers have here."""
    comments = adoption.root(adoption.part(COMMENTS)[1])
    by_number = {c.get(w("id")): c for c in comments.iter(w("comment"))}
    free = _free_ids(adoption.home)
    return {own: _named(by_number[number], free) for own, number in numbers.items()}


def _free_ids(home: Package) -> Iterator[str]:
    taken = {int(n, 16) for part in home.parts.values() for n in _IDS.findall(part)}
    return (f"{number:08X}" for number in count(1) if number not in taken)


def _named(comment: Element, free: Iterator[str]) -> str:
    """The id of the comment's last paragraph, given one if it has none."""
    if not _last_id(comment):
        comment.findall(w("p"))[-1].set(_OWN_ID, next(free))
    return _last_id(comment)


def _last_id(comment: Element | None) -> str:
    paragraphs = [] if comment is None else comment.findall(w("p"))
    return paragraphs[-1].get(_OWN_ID, "").upper() if paragraphs else ""


def _own(entry: Element) -> str:
    return entry.get(_ID, "").upper()


def _answered(entry: Element) -> str:
    return entry.get(_ANSWERED, "").upper()


def _root(package: Package, kind: str) -> Element:
    name = package.by_kind(package.document, kind)
    return parse(package.parts[name]) if name else etree.Element(kind)


def _comments(package: Package) -> dict[str, Element]:
    return {c.get(w("id"), ""): c for c in _root(package, COMMENTS).iter(w("comment"))}


def _entries(package: Package) -> dict[str, Element]:
    return {_own(entry): entry for entry in _root(package, THREADS).iter(_ENTRY)}


def _durable(package: Package) -> dict[str, Element]:
    return {e.get(_PARAGRAPH, "").upper(): e for e in _root(package, DURABLE).iter(_LASTING)}


def _extensions(package: Package) -> dict[str, Element]:
    return {e.get(_LASTS_ON, ""): e for e in _root(package, EXTENSIONS).iter(_EXTENSION)}


def remark(comment: Element) -> Remark:
    """Author, time and text: what tells a comment from others in any file."""
    text = "\n".join("".join(map(str, p.itertext())) for p in comment.iter(w("p")))
    return comment.get(w("author"), ""), comment.get(w("date"), ""), text


def states(parts: Mapping[str, bytes]) -> dict[Remark, tuple[Remark | None, bool]]:
    """What stands behind each comment: the one that it answers, and whether it is settled."""
    package = Package(parts)
    entries, comments = _entries(package), _comments(package)
    remarks = {_last_id(comment): remark(comment) for comment in comments.values()}
    unanswered = dict.fromkeys(map(remark, comments.values()), (None, False))
    return unanswered | {
        remarks[at]: (remarks.get(_answered(e)), e.get(_DONE) in ("1", "true"))
        for at, e in entries.items()
        if at in remarks
    }


def without_stale_threads(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without entries of comments that are gone; an answer to one answers nobody."""
    package = Package(parts)
    left = set(map(_last_id, _comments(package).values()))
    lasting = {e.get(_LASTS, "").upper() for own, e in _durable(package).items() if own in left}
    changed = dict(parts)
    for kind, key, present in (
        (THREADS, _ID, left), (DURABLE, _PARAGRAPH, left), (EXTENSIONS, _LASTS_ON, lasting)
    ):  # fmt: skip
        if name := package.by_kind(package.document, kind):
            changed[name] = _without_stale(parts[name], key, present)
    return changed


def _without_stale(content: bytes, key: str, present: Container[str]) -> bytes:
    """The part without the entries whose key is not present; its bytes where all are."""
    root = parse(content)
    stale = [entry for entry in root if entry.get(key, "").upper() not in present]
    loose = [e for e in root if e.get(_ANSWERED) and _answered(e) not in present]
    for entry in stale:
        root.remove(entry)
    for entry in loose:
        del entry.attrib[_ANSWERED]
    return serialize(root) if stale or loose else content
