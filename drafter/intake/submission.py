"""填报: what one department's workbook says, and the findings on it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from drafter.model.figure import Entry
from drafter.model.finding import Finding

SILENT = "workbook-missing"  # the finding that nothing came
_SILENCES = (SILENT, "handed-missing")


class Submission(Struct, frozen=True):
    """A department's answers by indicator key; `entries` is empty where the form was refused.

    `rivals` counts the forms that came where there were several, and none was chosen.
    """

    department: str
    file: str
    sha256: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    contact: str = ""
    rivals: int = 0

    @property
    def received(self) -> bool:
        """Whether a workbook came at all."""
        return bool(self.sha256 or self.rivals) or any(
            f.code not in _SILENCES for f in self.findings
        )

    @property
    def state(self) -> str:
        """已报, 退回 (nothing in it can be used), 待选定 (several, none chosen), or 未报."""
        if self.readable or not self.received:
            return "已报" if self.readable else "未报"
        return "待选定" if self.rivals else "退回"

    @property
    def readable(self) -> bool:
        """Whether its answers were taken into the ledger."""
        return bool(self.entries)
