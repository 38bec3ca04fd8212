"""drafter: the annual rule-of-law government work report, drafted from the departments' workbooks.

import drafter
workspace = drafter.open("城中区")
workspace.forms(); workspace.check(); workspace.draft(); workspace.trace("法律援助.案件总数")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drafter.desk.files.equipment import Equipment
    from drafter.desk.year.workspace import Workspace

__version__ = "0.2.0"
__all__ = ["new", "open"]


def open(path: str | Path = ".", equipment: Equipment | None = None) -> Workspace:
    """The workspace in (or above) that folder; with `equipment`, many share one reader and the
    compiled templates. Raises drafter.model.errors.WorkspaceError."""
    from drafter.desk.year.workspace import open_workspace

    return open_workspace(path, equipment=equipment)


def new(path: str | Path, region: str, year: int, level: str = "") -> Workspace:
    """A new workspace from the shipped kit. Raises drafter.model.errors.DrafterError."""
    from drafter.desk.catalogue.new_workspace import new_workspace
    from drafter.desk.year.workspace import open_workspace

    new_workspace(Path(path), region, year, level)
    return open_workspace(path)
