"""A folder as a zip: the same files make the same bytes, and each file's hash stands in it."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from drafter.disk.zips import member

SUMS = "SHA256SUMS"
_FILE, _PROGRAM = 0o100644 << 16, 0o100755 << 16
_PROGRAMS, _PACKED = {".sh"}, {".whl", ".zip"}


def bundled(folder: Path, target: Path) -> Path:
    """The folder as a zip beside it in `target`, with its list of hashes."""
    lines = (f"{digest(path)}  {name}\n" for name, path in _files(folder))
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    bundle = target / f"{folder.name}.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, path in _files(folder):
            method = zipfile.ZIP_STORED if path.suffix in _PACKED else zipfile.ZIP_DEFLATED
            information = member(f"{folder.name}/{name}", method)
            information.external_attr = _PROGRAM if path.suffix in _PROGRAMS else _FILE
            archive.writestr(information, path.read_bytes())
    return bundle


def digest(path: Path) -> str:
    """The file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files by their names from the folder, in order."""
    paths = ((p.relative_to(folder).as_posix(), p) for p in folder.rglob("*") if p.is_file())
    return iter(sorted(paths))
