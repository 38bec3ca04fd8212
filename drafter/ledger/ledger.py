"""台账: what the whole report will say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from drafter.catalogue.rules.language import Reference
from drafter.model.figure import Entry, Figure, Table
from drafter.model.finding import Blank, Finding, Place
from drafter.model.sentence import bare
from drafter.model.series import Series


class Ledger(Struct, frozen=True):
    """One entry for each indicator, asked or derived, and last year's entries; of each district
    below what it handed up; of the years before what is on record."""

    entries: Mapping[str, Entry]
    last_year: Mapping[str, Entry]
    findings: tuple[Finding, ...]
    districts: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    series: Series = Series()

    def look_up(self, reference: Reference) -> Entry:
        """The entry that a rule names; last year's unknown figure is missing, not zero."""
        if not reference.last_year:
            return self.entries[reference.key]
        if (past := self.last_year.get(reference.key)) is not None:  # a figure of 0 is false
            return past
        asked = self.entries.get(reference.key)
        name = asked.label if asked and asked.label else reference.key
        return Figure(Blank.MISSING, reference.key, name, awaited=(f"上年·{name}",))

    @property
    def missing(self) -> list[str]:
        """The keys whose value is still awaited."""
        return [key for key, entry in self.entries.items() if is_missing(entry)]


def is_missing(entry: Entry) -> bool:
    """Whether nobody has answered."""
    return (entry.blank if isinstance(entry, Table) else entry.value) is Blank.MISSING


class Rulings(Struct, frozen=True):
    """The bureau's decisions: by indicator, by cell (with the indicator), by department's form."""

    indicators: Mapping[str, Sequence[str]]
    cells: Mapping[Place, Sequence[tuple[str, str]]]
    forms: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, ledger: Ledger) -> Rulings:
        """The decisions on the ledger's findings."""
        indicators: dict[str, list[str]] = {}
        cells: dict[Place, list[tuple[str, str]]] = {}
        forms: dict[str, list[str]] = {}
        for finding in ledger.findings:
            if finding.decision and finding.indicator:
                indicators.setdefault(finding.indicator, []).append(finding.decision)
                cells.setdefault(finding.place, []).append((finding.indicator, finding.decision))
            elif finding.decision:
                sentence = f"{finding.place.file}：{bare(finding)}；{finding.decision}"
                forms.setdefault(finding.department, []).append(sentence)
        return cls(indicators, cells, forms)

    def on(self, entry: Entry, names: Mapping[str, Entry]) -> str:
        """What was decided on the entry, and on what it comes from; a line each, "" for nothing."""
        lines = list(self.indicators.get(entry.key, ()))
        for source in entry.sources:
            others = (x for x in self.cells.get(source.place, ()) if x[0] != entry.key)
            lines += [f"{names[key].label}：{words}" for key, words in others if key in names]
        departments = dict.fromkeys(source.department for source in entry.sources)
        lines += [words for name in departments for words in self.forms.get(name, ())]
        return "\n".join(dict.fromkeys(lines))
