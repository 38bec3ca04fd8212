"""指标目录: everything the bureau settles before a form is sent out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rules.language import Comparison, Reference
from drafter.catalogue.rules.sentence import sentence
from drafter.model import Place, Severity


@dataclass(frozen=True, slots=True)
class Settings:
    """The 报告 sheet: `texts` holds every row by its name, as the template prints it; `swing` is
    the change against last year that is asked about, where an indicator states none of its own."""

    region: str
    level: str
    year: int
    title: str
    start: date
    cutoff: date
    places: int
    texts: Mapping[str, str]
    swing: Fraction | None = None

    @property
    def period(self) -> str:
        """The one time window: 2023年1月1日至11月5日."""
        start, end = self.start, self.cutoff
        year = "" if start.year == end.year else f"{end.year}年"
        return f"{start.year}年{start.month}月{start.day}日至{year}{end.month}月{end.day}日"


@dataclass(frozen=True, slots=True)
class Department:
    """A department that fills in a form."""

    name: str
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between figures, how grave a breach is, and the bureau's own words for it."""

    test: Comparison
    text: str
    severity: Severity
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole catalogue, free of mistakes."""

    settings: Settings
    departments: tuple[Department, ...]
    indicators: Mapping[str, Indicator]
    rules: tuple[Rule, ...]

    def asked_of(self, department: str) -> list[Indicator]:
        """What a department fills in, in the catalogue's order."""
        return [i for i in self.indicators.values() if i.asked and department in i.departments]

    def label(self, reference: Reference) -> str:
        """The label of what a rule names: an indicator, or a table's column."""
        indicator = self.indicators[reference.key]
        return f"{indicator.label}·{reference.column}" if reference.column else indicator.label

    def sentence(self, rule: Rule) -> str:
        """The rule in words."""
        return sentence(rule.test, self.label)

    def fingerprint(self, department: str) -> str:
        """What a department's form depends on, and nothing else: 16 hexadecimal digits.

        Rules are left out: the bureau may add one after the forms have gone out.
        """
        asked = [
            [
                i.key,
                i.label,
                i.unit,
                str(i.kind),
                [[c.name, c.unit, str(c.kind)] for c in i.columns],
            ]
            for i in self.asked_of(department)
        ]
        said = [self.settings.region, self.settings.year, department, asked]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]
