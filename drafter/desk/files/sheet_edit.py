"""Cells of the catalogue's file changed, in the worker."""

from __future__ import annotations

from pathlib import Path

from drafter.desk.files.folders import read_file
from drafter.model.errors import WorkspaceError
from drafter.workbook.editing import Change


def edit(path: Path, changes: tuple[Change, ...], sheets: tuple[str, ...] = ()) -> bytes:
    """The workbook with the cells changed, everything else as it was; `sheets` are those that are
    added first. Raises WorkspaceError."""
    from drafter.workbook.adding import with_sheet
    from drafter.workbook.editing import edited
    from drafter.workbook.kinds import FileKind, kind_of
    from drafter.workbook.limits import Limits
    from drafter.workbook.refusal import RefusedError
    from drafter.workbook.unlocking import unlocked

    try:
        content = unlocked(read_file(path))
        if kind_of(content) not in (FileKind.XLSX, FileKind.XLSM):
            raise WorkspaceError(f"{path.name}不是.xlsx格式，不能在这里改；请另存为.xlsx")
        for name in sheets:
            content = with_sheet(content, name, Limits())
        return edited(content, changes, Limits())
    except RefusedError as refusal:
        raise WorkspaceError(f"{path.name}：{refusal}") from refusal
