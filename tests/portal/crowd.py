"""A full county before the first form has come back."""

from __future__ import annotations

from pathlib import Path

from drafter.desk.files.folders import Folders
from drafter.desk.year.workspace import Workspace
from tools.bench_county import YEAR, County, fill_forms, write_county


def awaiting(folder: Path) -> tuple[Workspace, dict[str, bytes]]:
    """The bench's county of 45 x 100 in which nothing has come yet, and its filled in forms."""
    write_county(County(), folder)
    opened = Workspace(Folders(folder))
    opened.forms()
    forms = {path.stem: path.read_bytes() for path in fill_forms(County(), opened.folders)}
    for path in opened.folders.inputs(YEAR):
        path.unlink()
    return opened, forms
