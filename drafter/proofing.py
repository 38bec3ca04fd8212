"""Proofreading a file, which need not stand in a workspace, or text that was pasted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drafter.errors import DrafterError
from drafter.model import Finding, Severity
from drafter.workspace import read_file, write_file

PASTED = "粘贴的文字"


@dataclass(frozen=True, slots=True)
class Proofed:
    """What is wrong with a text, in the order of its reading; the copy with comments, if made."""

    findings: tuple[Finding, ...]
    marked: Path | None

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


def proof_text(content: bytes) -> Proofed:
    """Proofread what was pasted. Raises DrafterError where it is no text."""
    from drafter.proof.proof import finding, proofread
    from drafter.proof.reading import read

    remarks = proofread(read(content, PASTED).passages)
    return Proofed(tuple(finding(remark, PASTED) for remark in remarks), None)


def proof_file(path: Path, mark: bool = False) -> Proofed:
    """Proofread a file; with `mark`, write a copy with comments beside it, 报告（校对）.docx."""
    from drafter.proof.proof import finding, proofread, slip
    from drafter.proof.reading import read
    from drafter.report.remarks import with_remarks

    text = read(read_file(path), path.name)
    if mark and not text.parts:
        raise DrafterError(f"{path.name}：--mark只用于.docx；其他文件请看所列意见")
    remarks = proofread(text.passages)
    found = tuple(finding(remark, path.name) for remark in remarks)
    if not (mark and found):
        return Proofed(found, None)
    copy = path.with_name(f"{path.stem}（校对）.docx")
    write_file(copy, with_remarks(text.parts, [slip(remark) for remark in remarks], found))
    return Proofed(found, copy)
