"""许可证: what each part of a release may be used under, as its makers wrote it."""

from __future__ import annotations

import email
import zipfile
from collections.abc import Iterable, Iterator
from email.message import Message
from pathlib import Path, PurePosixPath

from tools.release.parts import ROOT

FOLDER = "许可证"
_NAMES = ("licen", "copying", "notice", "copyright", "authors")
_LIST = "清单.txt"


def write_licences(wheels: Iterable[Path], folder: Path) -> None:
    """Put all of them into the folder, and a list: part, version, licence, where its text is."""
    own = folder / FOLDER
    lines = {_one(wheel, own) for wheel in wheels}
    (own / "drafter.txt").write_bytes((ROOT / "LICENSE").read_bytes())
    (own / _LIST).write_text("".join(sorted(lines)), encoding="utf-8", newline="\n")


def _one(wheel: Path, folder: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        about = email.message_from_bytes(archive.read(_metadata(archive)))
        name = f"{about['Name']}-{about['Version']}"
        texts = dict(_texts(archive))
    for text, content in texts.items():
        path = folder / name / text
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return f"{name}\t{_licence(about)}\t{'、'.join(sorted(texts)) or '见其METADATA'}\n"


def _metadata(archive: zipfile.ZipFile) -> str:
    return next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))


def _texts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The texts among the files of the wheel's own description, by the names they have there."""
    for name in archive.namelist():
        path = PurePosixPath(name)
        if path.parts[0].endswith(".dist-info") and path.name.lower().startswith(_NAMES):
            yield "-".join(path.parts[1:]).removeprefix("licenses-"), archive.read(name)


def _licence(about: Message) -> str:
    classified = (
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier", [])
        if line.startswith("License ::")
    )
    said = about["License-Expression"] or "、".join(classified) or about["License"] or ""
    return " ".join(str(said).split())[:120]
