"""The list of a pack's files, each hashed over the one before: nobody can change one unnoticed.

    h(0) = 64 zeros
    h(i) = SHA-256 of four lines: h(i-1), path, size, SHA-256 of the file
    head = the last h

A pack's head is short enough to be written down elsewhere. Without that, a chain shows only that
the pack agrees with itself: who rebuilds the whole pack makes another head.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct

from drafter.model.record import ShapeError, decoded, encoded

LIST, FORMAT, START = "清单.json", "drafter-pack/1", "0" * 64
_MOST = 60_000
Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of the pack: path, size in bytes, SHA-256, and the chain's hash up to it."""

    path: Annotated[str, Meta(max_length=1000)]
    size: Annotated[int, Meta(ge=0)]
    sha256: Digest
    chain: Digest


class Listing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """清单.json."""

    format: Annotated[str, Meta(max_length=100)]
    files: Annotated[list[Entry], Meta(max_length=_MOST)]
    head: Digest

    def to_bytes(self) -> bytes:
        """UTF-8 JSON, indented; the only way to write this list."""
        return encoded(self, indent=1) + b"\n"


def link(before: str, path: str, size: int, sha256: str) -> str:
    """The next hash of the chain."""
    return hashlib.sha256(f"{before}\n{path}\n{size}\n{sha256}\n".encode()).hexdigest()


def listing(files: Iterable[tuple[str, bytes]]) -> Listing:
    """The list of the files in this order."""
    entries, last = [], START
    for path, content in files:
        sha256 = hashlib.sha256(content).hexdigest()
        last = link(last, path, len(content), sha256)
        entries.append(Entry(path=path, size=len(content), sha256=sha256, chain=last))
    return Listing(format=FORMAT, files=entries, head=last)


def read_listing(content: bytes) -> Listing | None:
    """The list; None if the bytes are no such list."""
    try:
        read: Listing = decoded(Listing, content)
    except ShapeError:
        return None
    return read if read.format == FORMAT else None
