"""Whether a draft's record is still the one that was published, locked, signed or gone on from: the
hash of its ledger.json was put on record then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from drafter.desk.files.folders import Folders, read_file
from drafter.model.errors import WorkspaceError
from drafter.model.record import ShapeError, decoded

SETTLED = "定稿.json"  # beside the catalogue that was set aside
_KINDS = ("公开", "锁定", "审签")


class _Settled(Struct, frozen=True):
    """Which draft counted when the year was over, and its record's hash."""

    draft: int
    ledger: str


def hash_of(content: bytes) -> str:
    """A record's hash as it is put on record."""
    return hashlib.sha256(content).hexdigest()


def settled(number: int, content: bytes) -> bytes:
    """What is set aside of the draft of record."""
    value = {"draft": number, "ledger": hash_of(content)}
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


def alteration(folder: Path, identifier: str, content: bytes) -> str:
    """Why the record in the folder is not the one on record; "" where it is, or none is. `folder`
    is output/2023/第1稿 in a workspace."""
    root, year = folder.parents[2], folder.parent.name
    records = root / "records" / year
    if not year.isdecimal() or not records.is_dir():
        return ""
    number, own = int(folder.name[1:-1]), hash_of(content)
    kept = [*_filed(root, int(year), number, identifier), *_set_aside(root, int(year), number)]
    other = next((when for when, ledger in kept if ledger and ledger != own), "")
    return f"与{other}时登记的不同" if other else ""


def _filed(root: Path, year: int, number: int, identifier: str) -> Iterator[tuple[str, str]]:
    """(when it was put on record, the hash) of that draft."""
    if not any((root / "records" / str(year) / kind).is_dir() for kind in _KINDS):
        return
    from drafter.desk.records.filings import Publication, Signature
    from drafter.desk.records.records import Records
    from drafter.desk.records.review_filings import Lock

    records = Records(root, year)
    filed: list[tuple[str, Sequence[Publication | Lock | Signature]]] = [
        ("公开", records.filed(Publication)),
        ("锁定", records.filed(Lock)),
        ("审签", records.filed(Signature)),
    ]
    for when, ones in filed:
        yield from ((when, o.ledger) for o in ones if (o.draft, o.id) == (number, identifier))


def _set_aside(root: Path, year: int, number: int) -> Iterator[tuple[str, str]]:
    path = Folders(root).set_aside(year) / SETTLED
    if path.is_file():
        with suppress(WorkspaceError, ShapeError):
            kept = decoded(_Settled, read_file(path))
            if kept.draft == number:
                yield "结转", kept.ledger
