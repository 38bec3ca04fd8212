"""The program itself, as one of the things that a draft is made of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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
    """What this program's files hash to, at the first time it is asked: the program that runs."""
    return program_digest()


def _files(folder: str, above: str = "") -> Iterator[tuple[str, str]]:
    """Each file below the folder, its name from there, in order."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path, f"{above}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            yield above + entry.name, entry.path
