"""Proofreading a file, which need not stand in a workspace, or text that was pasted."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from drafter.desk.files.folders import CATALOGUE, find_workspace, read_file, write_file
from drafter.desk.files.kits import shipped
from drafter.model.errors import DrafterError, WorkspaceError
from drafter.model.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drafter.model.duty import Duty

PASTED = "粘贴的文字"


class Proofed(Struct, frozen=True):
    """What is wrong with a text, in the order of its reading; the copy with comments, if made."""

    findings: tuple[Finding, ...]
    marked: Path | None

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


def proof_text(content: bytes, here: Path | None = None) -> Proofed:
    """Proofread what was pasted, in a workspace by its 检查清单. Raises DrafterError where it is no
    text."""
    from drafter.worker.calls import Apart

    with Apart(__name__, PASTED) as apart:
        return Proofed(apart.call(proofread, None, content, PASTED, False, here)[0], None)


def proof_file(path: Path, mark: bool = False, here: Path | None = None) -> Proofed:
    """Proofread a file, in a workspace by its 检查清单; with `mark`, write a copy with comments
    beside it, 报告（校对）.docx."""
    from drafter.worker.calls import Apart

    with Apart(__name__, path.name) as apart:
        findings, marked = apart.call(proofread, path, None, path.name, mark, here)
    if not marked:
        return Proofed(findings, None)
    copy = path.with_name(f"{path.stem}（校对）.docx")
    write_file(copy, marked)
    return Proofed(findings, copy)


def proofread(
    path: Path | None, pasted: bytes | None, name: str, mark: bool, here: Path | None
) -> tuple[tuple[Finding, ...], bytes]:
    """In the worker: (what is wrong with the file, or with what was pasted, the copy with
    comments), the copy empty where none is wanted or nothing is wrong."""
    from drafter.proof.proof import finding, slip
    from drafter.proof.proof import proofread as remarks_of
    from drafter.proof.text.reading import read
    from drafter.word.commented import with_remarks
    from drafter.word.place import findings as placed
    from drafter.word.unread import unread

    text = read(read_file(path) if path else pasted or b"", name)
    if mark and not text.parts:
        raise DrafterError(f"{name}：--mark只用于.docx；其他文件请看所列意见")
    duties = _duties(here or (path.parent if path else None))
    remarks, missed = remarks_of(text.passages, duties=duties), list(unread(text.parts))
    findings = (
        *(finding(remark, name) for remark in remarks),
        *placed(missed, text.parts, name),
    )
    if not (mark and findings):
        return findings, b""
    return findings, with_remarks(text.parts, [*map(slip, remarks), *missed], findings)


def _duties(here: Path | None) -> Iterator[Duty]:
    """The 检查清单 of the workspace, or the shipped one; read when the first is asked for, since
    only a whole report is held to it."""
    own: tuple[Duty, ...] = ()
    if here is not None:
        with suppress(WorkspaceError):
            own = tuple(_checklist(find_workspace(here).catalogue))
    yield from own or _checklist(shipped(CATALOGUE))


def _checklist(catalogue: Path) -> Iterator[Duty]:
    """The list in a catalogue, none where the catalogue cannot be read."""
    from drafter.catalogue.checklist import read_checklist
    from drafter.catalogue.rows import Mistakes
    from drafter.workbook.limits import Limits
    from drafter.workbook.opening import respond
    from drafter.workbook.reader import workbook

    answer = respond(str(catalogue), asdict(Limits()))
    mistakes = Mistakes(catalogue.name)
    if "reason" not in answer:
        duties = list(read_checklist(workbook(catalogue.name, answer), mistakes))
        yield from duties if not mistakes.findings else ()
