"""台账: what the whole report will say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drafter.catalogue.rules.language import Reference
from drafter.figure import Entry, Figure, Table
from drafter.model import Blank, Finding


@dataclass(frozen=True, slots=True)
class Ledger:
    """One entry an indicator, the asked and the derived; last year's beside them."""

    entries: Mapping[str, Entry]
    last_year: Mapping[str, Entry]
    findings: tuple[Finding, ...]

    def look_up(self, reference: Reference) -> Entry:
        """The entry that a rule names; last year's unknown figure is missing, not zero."""
        if not reference.last_year:
            return self.entries[reference.key]
        known = self.last_year.get(reference.key)
        return known or Figure(Blank.MISSING, reference.key, awaited=(f"上年·{reference.key}",))

    @property
    def decided(self) -> dict[str, str]:
        """The bureau's decisions in words, by the indicator that each is about."""
        closed = [finding for finding in self.findings if finding.decision]
        return {f.indicator: f.decision for f in closed}

    @property
    def missing(self) -> list[str]:
        """The keys whose value is still awaited."""
        return [key for key, entry in self.entries.items() if is_missing(entry)]


def is_missing(entry: Entry) -> bool:
    """Whether nobody has answered."""
    return (entry.blank if isinstance(entry, Table) else entry.value) is Blank.MISSING
