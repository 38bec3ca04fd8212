"""What the commands come to: frozen values that every face translates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from drafter.desk.records.dealings import Standing
from drafter.model.finding import Finding, Severity

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.levels.receiving import District
    from drafter.draft.record import Manifest
    from drafter.intake.inbox import Inbox
    from drafter.intake.submission import Submission
    from drafter.ledger.ledger import Ledger


def open_errors(findings: Iterable[Finding]) -> int:
    """How many of the findings are errors that nobody has decided on."""
    return sum(finding.severity is Severity.ERROR and finding.open for finding in findings)


class Issued(Struct, frozen=True):
    """The blank forms: the folder, each file, and which of them changed; what of the settings does
    not fit the year, to be looked at before they go out."""

    folder: Path
    files: tuple[Path, ...]
    changed: tuple[Path, ...]
    misfits: tuple[Finding, ...] = ()


class Checked(Struct, frozen=True):
    """What came back and what is wrong with it; the ledger that it makes; how each department's
    return stands by what was done about it; of each district below what it handed up."""

    catalogue: Catalogue
    submissions: tuple[Submission, ...]
    ledger: Ledger
    findings: tuple[Finding, ...]
    inbox: Inbox | None = None
    standings: Mapping[str, Standing] = field(default_factory=dict)
    districts: tuple[District, ...] = ()

    @property
    def states(self) -> dict[str, str]:
        """How each department stands: 已报, 已确认, 未报, 待选定 or 退回."""
        untouched = Standing()
        return {
            s.department: self.standings.get(s.department, untouched).state(s)
            for s in self.submissions
        }

    @property
    def changed(self) -> tuple[str, ...]:
        """The departments whose returns were confirmed, and are others by now."""
        return tuple(name for name, standing in self.standings.items() if standing.changed)

    @property
    def errors(self) -> int:
        """How many findings are errors that nobody has decided on."""
        return open_errors(self.findings)


class Drafted(Struct, frozen=True):
    """A draft: its folder and record, and whether this run made it or found it unchanged."""

    number: int
    folder: Path
    made: bool
    manifest: Manifest

    @property
    def errors(self) -> int:
        """How many findings on record are errors that nobody has decided on."""
        return sum(f.severity is Severity.ERROR and f.open for f in self.manifest.findings)


class Checkup(Struct, frozen=True):
    """What is wrong with the template, in the order of its text; the copy with comments."""

    findings: tuple[Finding, ...]
    marked: Path | None

    @property
    def errors(self) -> int:
        """How many findings are errors that nobody has decided on."""
        return open_errors(self.findings)


class Status(Struct, frozen=True):
    """How the year stands: who has sent and who not, the findings, the last draft; `passed` is what
    only looks like a draft."""

    checked: Checked
    draft: Drafted | None
    current: bool
    passed: tuple[Finding, ...] = ()
