"""The few reasons to stop. Bad input is not one of them: it comes back as findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from drafter.model.finding import Finding


class DrafterError(Exception):
    """drafter cannot go on. The message is one Chinese line: what, where, what to do."""


class WorkspaceError(DrafterError):
    """The folder is not a workspace, or something in it cannot be read or written."""


class NoWorkspaceError(WorkspaceError):
    """The folder is no workspace, and stands in none."""


class ListedError(DrafterError):
    """What is wrong, all of it, each at its place."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class CatalogueError(ListedError):
    """The catalogue has mistakes. The message counts them and quotes the first, with its cell."""

    @classmethod
    def unread(cls, file: str, reason: str) -> Self:
        """For a file that is no workbook; what a department is advised to do is no advice here."""
        what = reason.partition("；")[0]
        return cls(f"{file}：{what}；请打开另存为.xlsx，打不开的从备份恢复")


class TemplateError(ListedError):
    """The template cannot be used. The message tells the first mistake, with its place."""


class ReviewError(DrafterError):
    """A Word file cannot be reviewed. The message says which, why, and what to do."""
