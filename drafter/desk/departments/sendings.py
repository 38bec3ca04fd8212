"""What is to be sent back to departments now, and whether it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.departments.departments import form_kinds
from drafter.desk.files.folders import read_file
from drafter.desk.records.dealings import extensions
from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.year.results import Checked
    from drafter.desk.year.workspace import Workspace
    from drafter.intake.reply import Reply

_CODING = "utf-8-sig"


class Sending(Struct, frozen=True):
    """What is to be sent back to a department: the message, and the workbook that goes with it,
    None while none was written of what is wrong now."""

    department: str
    count: int
    text: str
    workbook: Path | None


def sendings(
    workspace: Workspace, checked: Checked, departments: Sequence[str] = ()
) -> Iterator[Sending]:
    """What has to be sent back, by department; of those named, or of all."""
    from drafter.intake.reply import replies

    submissions = [s for s in checked.submissions if not departments or s.department in departments]
    folder = workspace.folders.returns(checked.catalogue.settings.year)
    today, kinds = workspace.clock().date(), form_kinds(checked)
    extended = extensions(checked.standings)
    for reply in replies(checked.catalogue, submissions, checked.findings, kinds, today, extended):
        yield _sending(checked.catalogue, folder, reply)


def all_written(workspace: Workspace, checked: Checked, departments: Sequence[str]) -> bool:
    """Whether what these departments have to mend was written for them."""
    folder = workspace.folders.returns(checked.catalogue.settings.year)
    there = all((folder / f"{name}.xlsx").is_file() for name in departments)
    return there and all(s.workbook for s in sendings(workspace, checked, departments))


def _sending(catalogue: Catalogue, folder: Path, reply: Reply) -> Sending:
    """The message tells whether the workbook beside it is of what is wrong now: both are written
    together. A form that could not be annotated went out anew."""
    from drafter.intake.reply import renewed

    department, written = reply.department, _written(folder / f"{reply.department}.txt")
    workbook = folder / f"{department}.xlsx"
    current = written == reply.text or (
        written != "" and not reply.fresh and written == renewed(catalogue, reply).text
    )
    if current and workbook.is_file():
        return Sending(department, len(reply.findings), written, workbook)
    return Sending(department, len(reply.findings), reply.text, None)


def _written(path: Path) -> str:
    try:
        return read_file(path).decode(_CODING) if path.is_file() else ""
    except (WorkspaceError, UnicodeDecodeError):
        return ""
