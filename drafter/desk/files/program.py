"""The program itself, as one of the things that a draft is made of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from drafter.desk.files.folders import write_file
from drafter.disk.sealed import own_key, own_path, sealed, unsealed
from drafter.model.errors import WorkspaceError

PACKAGE = Path(__file__).parents[2]


def program_digest(package: Path = PACKAGE) -> str:
    """What the program's files hash to, pages and styles included, whatever line ends git gave
    them; of bytecode, only the source counts."""
    total = hashlib.sha256()
    for name, path in _files(str(package)):
        total.update(name.encode() + b"\0")
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 every run reads all of them
            content = stream.read()
        total.update(content.replace(b"\r\n", b"\n") if b"\r" in content else content)
    return total.hexdigest()[:16]


@cache
def own_digest() -> str:
    """What this program's files hash to, at the first time it is asked: the program that runs. It
    is kept under this user's seal for as long as no file's status changes, which is looked at three
    times as fast as the files are read."""
    status, path = program_status(), own_path("program")
    key = own_key(PACKAGE)
    try:
        kept = unsealed(key, status, path.read_bytes()) if key and path.is_file() else None
    except OSError:
        kept = None
    if kept:
        return kept.decode()
    digest = program_digest()
    if key:
        with suppress(WorkspaceError, OSError):
            write_file(path, sealed(key, status, digest.encode()), lasting=False)
    return digest


def program_status(package: Path = PACKAGE) -> str:
    """What tells that a file of the program may be another than before: each one's name, size,
    times and number on the disk, in one hash."""
    total = hashlib.sha256(str(package).encode())
    for name, path in _files(str(package)):
        now = os.stat(path)  # noqa: PTH116 every run looks at all of them
        times = (now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino)
        total.update(f"{name}\0{times}\0".encode())
    return total.hexdigest()


def _files(folder: str, above: str = "") -> Iterator[tuple[str, str]]:
    """Each file below the folder, its name from there, in order."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path, f"{above}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            yield above + entry.name, entry.path
