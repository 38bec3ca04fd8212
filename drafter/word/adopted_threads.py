"""What stands behind comments: who answers whom, what is settled, who the authors are.

Word keeps it in parts beside the comments, by the id of each comment's last paragraph ([MS-DOCX]
2.5.3.3 commentEx, 2.5.3.14 person).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import count
from typing import Protocol

from lxml import etree

from drafter.word.ooxml import Element, parse, serialize, w
from drafter.word.sources import Package

COMMENTS, THREADS, _PEOPLE = "comments", "commentsExtended", "people"
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_ENTRY, _PERSON, _AUTHOR = (f"{_WORD_2012}{name}" for name in ("commentEx", "person", "author"))
_ID, _ANSWERED, _DONE = (f"{_WORD_2012}{name}" for name in ("paraId", "paraIdParent", "done"))
_OWN_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_IDS = re.compile(rb'paraId="([0-9A-Fa-f]{8})"')

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
    entries, theirs = _entries(guest), _comments(guest)
    told = {old: entries[at] for old in numbers if (at := _last_id(theirs.get(old))) in entries}
    if told:
        _bring_entries(adoption, {old: numbers[old] for old in told}, told)
    people = {person.get(_AUTHOR, ""): person for person in _root(guest, _PEOPLE)}
    authors = {theirs[old].get(w("author"), "") for old in numbers if old in theirs}
    if authors & people.keys():
        there = adoption.root(adoption.part(_PEOPLE)[1])
        strange = authors & people.keys() - {person.get(_AUTHOR) for person in there}
        there.extend(deepcopy(people[author]) for author in sorted(strange))


def _bring_entries(
    adoption: Adopting, numbers: Mapping[str, str], told: Mapping[str, Element]
) -> None:
    """An entry for each comment that has none here, under the ids that the comments have here."""
    there = adoption.root(adoption.part(THREADS)[1])
    comments = adoption.root(adoption.part(COMMENTS)[1])
    by_number = {c.get(w("id")): c for c in comments.iter(w("comment"))}
    free = _free_ids(adoption.home)
    ids = {_own(told[old]): _named(by_number[new], free) for old, new in numbers.items()}
    present = set(map(_own, there))
    for entry in [e for e in told.values() if ids[_own(e)] not in present]:
        copy = etree.SubElement(there, _ENTRY)
        copy.set(_ID, ids[_own(entry)])
        if answered := ids.get(_answered(entry)):
            copy.set(_ANSWERED, answered)
        copy.set(_DONE, entry.get(_DONE, "0"))


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


def remark(comment: Element) -> Remark:
    """Author, time and text: what tells a comment from others in any file."""
    text = "\n".join("".join(map(str, p.itertext())) for p in comment.iter(w("p")))
    return comment.get(w("author"), ""), comment.get(w("date"), ""), text


def states(parts: Mapping[str, bytes]) -> dict[Remark, tuple[Remark | None, bool]]:
    """What stands behind each comment: the one that it answers, and whether it is settled."""
    package = Package(parts)
    entries, comments = _entries(package), _comments(package)
    remarks = {_last_id(comment): remark(comment) for comment in comments.values()}
    found = dict.fromkeys(map(remark, comments.values()), (None, False))
    return found | {
        remarks[at]: (remarks.get(_answered(e)), e.get(_DONE) in ("1", "true"))
        for at, e in entries.items()
        if at in remarks
    }


def without_stale_threads(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without entries of comments that are gone; an answer to one answers nobody."""
    package = Package(parts)
    name = package.by_kind(package.document, THREADS)
    if not name:
        return dict(parts)
    root, left = parse(parts[name]), set(map(_last_id, _comments(package).values()))
    stale = [entry for entry in root if _own(entry) not in left]
    loose = [entry for entry in root if _answered(entry) not in {"", *left}]
    for entry in stale:
        root.remove(entry)
    for entry in loose:
        del entry.attrib[_ANSWERED]
    return {**parts, name: serialize(root)} if stale or loose else dict(parts)
