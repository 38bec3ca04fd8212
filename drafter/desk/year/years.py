"""The years of a workspace: the one at hand, and those that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.desk.files.folders import Folders
from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.year.workspace import Workspace
    from drafter.workbook.reader import Reader


def years_of(workspace: Workspace) -> list[int]:
    """All of them, the last first."""
    folders, current = workspace.folders, workspace.year()
    kept = (*folders.years("output"), *folders.years("inputs"))
    own = {year for year in kept if year < current and _stands(folders, year)}
    return sorted({current, *own}, reverse=True)


def in_year(workspace: Workspace, year: int) -> Workspace:
    """The workspace in that year, as it was set aside if it is over. Raises WorkspaceError where
    there was none."""
    years = years_of(workspace)
    if year not in years:
        raise WorkspaceError(f"工作目录中没有{year}年度，现有{'、'.join(map(str, years))}年度")
    return workspace if year == workspace.year() else workspace.over(year)


def catalogue_of(workspace: Workspace, year: int, reader: Reader) -> Catalogue | None:
    """The catalogue that was set aside for the year; None where none was."""
    folders = Folders(workspace.folders.root, year)
    if not folders.catalogue.is_file():
        return None
    return workspace.read_catalogue(reader, folders.catalogue)


def _stands(folders: Folders, year: int) -> bool:
    aside = folders.set_aside(year).is_dir()
    return aside or bool(folders.drafts(year) or folders.inputs(year))
