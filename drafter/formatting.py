"""公文格式 of any Word file, drafter's or not: checked, and put right in a copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drafter.errors import WorkspaceError
from drafter.model import Finding
from drafter.outcome import Checkup
from drafter.workspace import read_file, write_file


@dataclass(frozen=True, slots=True)
class Restyling:
    """The copy in standard format, and what in it only a person can mend."""

    path: Path
    findings: tuple[Finding, ...]


def restyle_file(file: Path, out: Path | None = None) -> Restyling:
    """Write a copy of the .docx in standard format, 名（公文格式）.docx unless named otherwise.

    The file itself is never written to, nor is another one. Raises DrafterError.
    """
    from drafter.report.restyle.restyle import restyle

    target = out or file.with_name(f"{file.stem}（公文格式）.docx")
    restyled = restyle(_content(file), file.name)
    _write(file, target, restyled.content)
    return Restyling(target, restyled.findings)


def check_file(file: Path, mark: bool = False) -> Checkup:
    """What in the .docx breaks GB/T 9704-2012; with `mark`, a copy with comments beside it."""
    from drafter.report.remarks import with_remarks
    from drafter.report.restyle.restyle import judged, sound

    parts = sound(_content(file), file.name)
    slips, found = judged(parts, file.name)
    if not mark or not found:
        return Checkup(tuple(found), None)
    target = file.with_name(f"{file.stem}（批注）.docx")
    _write(file, target, with_remarks(parts, slips, found))
    return Checkup(tuple(found), target)


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise WorkspaceError(f"{file}：没有这个文件，请核对文件名和所在的文件夹")
    return read_file(file)


def _write(file: Path, target: Path, content: bytes) -> None:
    if target.exists() and (target.samefile(file) or read_file(target) != content):
        raise WorkspaceError(f"{target.name}已存在，未覆盖；请用 -o 另写一个文件名，或先把它移走")
    write_file(target, content)
