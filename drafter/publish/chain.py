"""The list of a pack's files, each hashed over the one before: nobody can change one unnoticed.

    h(0) = 64 zeros
    h(i) = SHA-256 of four lines: h(i-1), path, size, SHA-256 of the file
    head = the last h

A pack's head is short enough to be written down elsewhere. Without that, a chain shows only that
the pack agrees with itself: who rebuilds the whole pack makes another head.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

LIST, FORMAT, START = "清单.json", "drafter-pack/1", "0" * 64
_MOST = 60_000
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Entry(BaseModel):
    """A file of the pack: path, size in bytes, SHA-256, and the chain's hash up to it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    path: str = Field(max_length=1000)
    size: int = Field(ge=0)
    sha256: Digest
    chain: Digest


class Listing(BaseModel):
    """清单.json."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: str = Field(max_length=100)
    files: list[Entry] = Field(max_length=_MOST)
    head: Digest

    def to_bytes(self) -> bytes:
        """UTF-8 JSON, indented; the only way to write this list."""
        return (json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n").encode()


def link(before: str, path: str, size: int, sha256: str) -> str:
    """The hash that follows in the chain."""
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
    """The list, or None where the bytes are not one."""
    try:
        read = Listing.model_validate_json(content)
    except (ValidationError, ValueError, RecursionError):
        return None
    return read if read.format == FORMAT else None
