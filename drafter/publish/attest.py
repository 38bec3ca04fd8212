"""Whether a pack is as it was made; if not, what was altered, by name."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from drafter.model.finding import Finding, Place, Severity
from drafter.publish.archive import MOST_BYTES, Archive, Member, read_archive
from drafter.publish.chain import LIST, START, Entry, Listing, link, read_listing
from drafter.publish.evidence import SUMS

_OWN = frozenset((LIST, SUMS))  # a zip with neither is no pack that lost one
_MOST_TOLD = 500


class Attested(Struct, frozen=True, forbid_unknown_fields=True):
    """The head that the pack's contents come to ("" where it cannot be told), what was altered,
    and how many files were compared."""

    head: str
    findings: tuple[Finding, ...]
    files: int

    @property
    def is_pack(self) -> bool:
        """Whether it was one that could be held against anything."""
        return all(finding.code != "pack-unreadable" for finding in self.findings)


def attest(content: bytes, file: str, heads: Collection[str] = ()) -> Attested:
    """Everything that is not as it was when the pack was made; `heads` are those on record.

    Never raises, whatever the bytes are.
    """
    if len(content) > MOST_BYTES:
        return too_large(file)
    archive = read_archive(content, LIST)
    if archive is None or _OWN.isdisjoint(m.name for m in archive.members):
        return _unreadable(file, "这不是drafter的证据包")
    findings = list(_names(file, archive.members))
    held = next((m.content for m in archive.members if m.name == LIST), None)
    listed = None if held is None else read_listing(held)
    if listed is None:
        what = "不在包内" if held is None else "读不出"
        findings.append(_told(file, "pack-list", what=what))
        findings += _structure(file, archive, frozenset((LIST,)))
        return Attested("", tuple(findings), len(archive.members))
    findings += _against(file, archive, listed, held or b"", heads)
    return Attested(listed.head, tuple(findings[:_MOST_TOLD]), len(listed.files))


def too_large(file: str) -> Attested:
    """The result for a pack that is too large to be opened."""
    return _unreadable(file, f"超过{MOST_BYTES >> 20}MB")


def _unreadable(file: str, reason: str) -> Attested:
    return Attested("", (_told(file, "pack-unreadable", reason=reason),), 0)


def _told(file: str, code: str, path: str = "", /, **details: str) -> Finding:
    shown = {name: _printable(text) for name, text in {"path": path, **details}.items()}
    return Finding(code, Severity.ERROR, Place(_printable(file)), details=shown)


def _printable(text: str) -> str:
    """At most 200 characters, without control characters."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:200])


def _names(file: str, members: Sequence[Member]) -> Iterator[Finding]:
    """A finding for each repeated name and each name that would leave the folder."""
    for name, count in Counter(m.name for m in members).items():
        if count > 1:
            yield _told(file, "pack-twice", name, count=str(count))
        outside = name.startswith("/") or ".." in name.split("/") or ":" in name or "\\" in name
        if outside or not name:
            yield _told(file, "pack-name", name)


def _against(
    file: str, archive: Archive, listed: Listing, held: bytes, heads: Collection[str]
) -> list[Finding]:
    members = [m for m in archive.members if m.name != LIST]
    findings, wrong = _chain(file, listed, members)
    if listed.to_bytes() != held:
        findings.append(_told(file, "pack-list", what="写法被改动"))
    findings += _members(file, members, listed.files, wrong)
    findings += _order(file, archive.members, listed)
    if heads and listed.head not in heads:
        findings.append(_told(file, "pack-head", head=listed.head))
    altered = frozenset(f.details["path"] for f in findings if f.code == "pack-changed")
    listing_altered = any(f.code == "pack-list" for f in findings)
    return findings + _structure(file, archive, altered | ({LIST} if listing_altered else set()))


def _chain(
    file: str, listed: Listing, members: Sequence[Member]
) -> tuple[list[Finding], frozenset[str]]:
    """The breaks in the chain, and the paths of entries that were altered themselves."""
    held = {m.name: (len(m.content), hashlib.sha256(m.content).hexdigest()) for m in members}
    before, findings, wrong = {START}, [], set()
    for number, entry in enumerate(listed.files, start=1):
        follows = {link(h, entry.path, entry.size, entry.sha256) for h in before}
        if entry.chain not in follows:
            findings.append(_told(file, "pack-entry", entry.path, number=str(number)))
            size, sha256 = held.get(entry.path, (0, ""))
            if entry.chain in {link(h, entry.path, size, sha256) for h in before}:
                wrong.add(entry.path)  # the file fits the chain: only its entry was altered
        before = {entry.chain} if entry.chain in follows else {entry.chain, *follows}
    if listed.head not in before:
        findings.append(_told(file, "pack-list", what="总校验值与链不符"))
    return findings, frozenset(wrong)


def _members(
    file: str, members: Sequence[Member], entries: Sequence[Entry], wrong: frozenset[str]
) -> Iterator[Finding]:
    """A finding for each file changed, removed, added or renamed; `wrong` entries are skipped."""
    held = {m.name: m.content for m in members}
    paths = {entry.path for entry in entries}
    sums = {hashlib.sha256(c).hexdigest(): n for n, c in held.items() if n not in paths}
    renamed = set()
    for entry in (e for e in entries if e.path not in wrong):
        content = held.get(entry.path)
        if content is None and entry.sha256 in sums:
            renamed.add(sums[entry.sha256])
            yield _told(file, "pack-renamed", entry.path, now=sums[entry.sha256])
        elif content is None:
            yield _told(file, "pack-missing", entry.path)
        elif hashlib.sha256(content).hexdigest() != entry.sha256 or len(content) != entry.size:
            yield _told(file, "pack-changed", entry.path)
    for name in sorted(held.keys() - paths - renamed):
        yield _told(file, "pack-added", name)


def _order(file: str, members: Sequence[Member], listed: Listing) -> Iterator[Finding]:
    """A finding for each of the fewest files whose move explains the pack's order."""
    place = {entry.path: n for n, entry in enumerate(listed.files, start=1)}
    place[LIST] = 0
    times = Counter(m.name for m in members)
    names = [m.name for m in members if m.name in place and times[m.name] == 1]
    kept = _rising([place[name] for name in names])
    for now, name in enumerate(names, start=1):
        if place[name] not in kept:
            yield _told(file, "pack-moved", name, was=str(place[name] + 1), now=str(now))


def _rising(numbers: Sequence[int]) -> frozenset[int]:
    """A longest rising subsequence of the numbers."""
    ends: list[int] = []
    at: list[int] = []
    for number in numbers:
        spot = bisect_left(ends, number)
        ends[spot : spot + 1] = [number]
        at.append(spot)
    kept, wanted = set(), len(ends) - 1
    for number, spot in zip(reversed(numbers), reversed(at), strict=True):
        if spot == wanted:
            kept.add(number)
            wanted -= 1
    return frozenset(kept)


def _structure(file: str, archive: Archive, altered: frozenset[str]) -> list[Finding]:
    """A finding for each oddity of the zip itself, except in files already reported."""
    return [
        _told(file, "pack-structure", name, what=f"“{name}”{what}" if name else what)
        for name, what in archive.oddities
        if name not in altered or not name
    ]
