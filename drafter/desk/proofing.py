"""Proofreading a file, which need not stand in a workspace, or text that was pasted."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from drafter.desk.folders import read_file, write_file
from drafter.model.errors import DrafterError
from drafter.model.finding import Finding, Severity

PASTED = "粘贴的文字"


class Proofed(Struct, frozen=True):
    """What is wrong with a text, in the order of its reading; the copy with comments, if made."""

    findings: tuple[Finding, ...]
    marked: Path | None

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


def proof_text(content: bytes) -> Proofed:
    """Proofread what was pasted. Raises DrafterError where it is no text."""
    from drafter.worker.calls import Apart

    with Apart(__name__, PASTED) as apart:
        return Proofed(apart.call(proofread, None, content, PASTED, False)[0], None)


def proof_file(path: Path, mark: bool = False) -> Proofed:
    """Proofread a file; with `mark`, write a copy with comments beside it, 报告（校对）.docx."""
    from drafter.worker.calls import Apart

    with Apart(__name__, path.name) as apart:
        findings, marked = apart.call(proofread, path, None, path.name, mark)
    if not marked:
        return Proofed(findings, None)
    copy = path.with_name(f"{path.stem}（校对）.docx")
    write_file(copy, marked)
    return Proofed(findings, copy)


def proofread(
    path: Path | None, pasted: bytes | None, name: str, mark: bool
) -> tuple[tuple[Finding, ...], bytes]:
    """In the worker: (what is wrong with the file, or with what was pasted, the copy with
    comments), the copy empty where none is wanted or nothing is wrong."""
    from drafter.proof.proof import finding, slip
    from drafter.proof.proof import proofread as remarks_of
    from drafter.proof.reading import read
    from drafter.word.commented import with_remarks
    from drafter.word.place import findings as placed
    from drafter.word.unread import unread

    text = read(read_file(path) if path else pasted or b"", name)
    if mark and not text.parts:
        raise DrafterError(f"{name}：--mark只用于.docx；其他文件请看所列意见")
    remarks, missed = remarks_of(text.passages), list(unread(text.parts))
    findings = (
        *(finding(remark, name) for remark in remarks),
        *placed(missed, text.parts, name),
    )
    if not (mark and findings):
        return findings, b""
    return findings, with_remarks(text.parts, [*map(slip, remarks), *missed], findings)
