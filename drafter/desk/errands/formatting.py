"""公文格式 of any Word file, drafter's or not: checked, and put right in a copy."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from drafter.desk.files.folders import read_file, there, write_file
from drafter.desk.year.results import Checkup
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding


class Restyling(Struct, frozen=True):
    """The copy in standard format, and what in it only a person can mend."""

    path: Path
    findings: tuple[Finding, ...]


def restyle_file(file: Path, out: Path | None = None) -> Restyling:
    """Write a copy of the .docx in standard format, 名（公文格式）.docx unless named otherwise.

    The file itself is never written to, nor is another one. Raises DrafterError.
    """
    from drafter.worker.calls import Apart

    target = out or file.with_name(f"{file.stem}（公文格式）.docx")
    with Apart(__name__, file.name) as apart:
        content, findings = apart.call(restyle, there(file))
    _write(file, target, content)
    return Restyling(target, findings)


def check_file(file: Path, mark: bool = False) -> Checkup:
    """What in the .docx breaks GB/T 9704-2012; with `mark`, a copy with comments beside it."""
    from drafter.worker.calls import Apart

    with Apart(__name__, file.name) as apart:
        findings, marked = apart.call(check, there(file), mark)
    if not marked:
        return Checkup(findings, None)
    target = file.with_name(f"{file.stem}（批注）.docx")
    _write(file, target, marked)
    return Checkup(findings, target)


def restyle(file: Path) -> tuple[bytes, tuple[Finding, ...]]:
    """In the worker: the file in standard format, and what in it only a person can mend."""
    from drafter.standard.restyle.restyle import restyle as restyled

    copy = restyled(read_file(file), file.name)
    return copy.content, copy.findings


def check(file: Path, mark: bool) -> tuple[tuple[Finding, ...], bytes]:
    """In the worker: (what breaks the standard, the copy with comments, empty if not wanted)."""
    from drafter.standard.restyle.restyle import judged, sound
    from drafter.word.commented import with_remarks

    parts = sound(read_file(file), file.name)
    slips, findings = judged(parts, file.name)
    return tuple(findings), with_remarks(parts, slips, findings) if mark and findings else b""


def _write(file: Path, target: Path, content: bytes) -> None:
    if target.exists() and (target.samefile(file) or read_file(target) != content):
        raise WorkspaceError(f"{target.name}已存在，未覆盖；请用 -o 另写一个文件名，或先把它移走")
    write_file(target, content)
