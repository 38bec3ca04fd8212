"""指标目录: everything the bureau settles before a form is sent out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

from msgspec import Struct, field

from drafter.catalogue.fixed import FixedTable
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.lineages import fates
from drafter.catalogue.regions import Region, districts
from drafter.catalogue.rules.language import Comparison, Reference, references
from drafter.catalogue.rules.sentence import sentence
from drafter.model.dates import official_date
from drafter.model.duty import Duty
from drafter.model.figure import Figure
from drafter.model.finding import Finding, Place, Severity

REPORT = "法治政府建设年度报告"  # where the 报告 sheet does not say which


class Settings(Struct, frozen=True):
    """The 报告 sheet: `texts` holds every row by its name, as the template prints it; `swing` is
    the change against last year that is asked about, where an indicator states none of its own;
    `misfits` are the rows that do not fit the year."""

    region: str
    level: str
    year: int
    title: str
    start: date
    cutoff: date
    places: int
    texts: Mapping[str, str]
    swing: Fraction | None = None
    misfits: tuple[Finding, ...] = ()

    @property
    def report(self) -> str:
        """What kind of report it is, without place and year."""
        return self.texts.get("报告名称", "") or REPORT

    @property
    def sender(self) -> str:
        """Who sends letters to departments."""
        return self.texts.get("发函机关", "") or f"{self.region}司法局"

    @property
    def we(self) -> str:
        """What the sender calls itself: 我局, 我办, 我单位."""
        endings = {"局": "我局", "办公室": "我办", "委员会": "我委"}
        return next((we for end, we in endings.items() if self.sender.endswith(end)), "我单位")

    @property
    def period(self) -> str:
        """The one time window: 2023年1月1日至11月5日."""
        start, end = official_date(self.start), official_date(self.cutoff)
        return f"{start}至{end.removeprefix(f'{self.start.year}年')}"


class Department(Struct, frozen=True):
    """A department that fills in a form, and the names that it had before."""

    name: str
    contact: str = ""
    phone: str = ""
    earlier: tuple[str, ...] = ()


class Rule(Struct, frozen=True):
    """What must hold between figures, how grave a breach is, and the bureau's own words for it;
    `axis` is that of a rule written once for whole rows or columns of a 固定表."""

    test: Comparison
    text: str
    severity: Severity
    note: str
    place: Place
    axis: str = ""


class Catalogue(Struct, frozen=True, dict=True):
    """The whole catalogue, free of mistakes. What each department's form holds is worked out once
    for all of them. `stopped` are the indicators that stand there for the years before only, and
    `bygone` what the sheet 历年 says of those years, by year and by the key of that year."""

    settings: Settings
    departments: tuple[Department, ...]
    indicators: Mapping[str, Indicator]
    rules: tuple[Rule, ...]
    checklist: tuple[Duty, ...] = ()
    stopped: Mapping[str, Indicator] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    fixed: tuple[FixedTable, ...] = ()
    bygone: Mapping[int, Mapping[str, Figure]] = field(default_factory=dict)

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """The names of the regions whose 上报包 are awaited, in the order of the sheet 地区."""
        return tuple(region.name for region in districts(self.regions, self.settings.region))

    @property
    def heads(self) -> Mapping[str, str]:
        """By region the head that was copied from its stamped letter."""
        return {region.name: region.head for region in self.regions if region.head}

    @cached_property
    def in_fixed(self) -> frozenset[str]:
        """The keys of all cells of the 固定表."""
        return frozenset(key for table in self.fixed for key in table.keys)

    @cached_property
    def fates(self) -> Mapping[str, str]:
        """What became of each key that is not asked any more: 已于2025年停用."""
        return fates({**self.indicators, **self.stopped})

    @cached_property
    def named(self) -> Mapping[str, str]:
        """The departments' names by each name that they have or had. An earlier name that another
        has now is that one's; one that several had is nobody's."""
        earlier = [(old, d.name) for d in self.departments for old in dict.fromkeys(d.earlier)]
        times = Counter(old for old, _ in earlier)
        once = {old: name for old, name in earlier if times[old] == 1}
        return once | {d.name: d.name for d in self.departments}

    def asked_of(self, department: str) -> list[Indicator]:
        """What a department fills in, in the catalogue's order."""
        return list(self._asked.get(department, ()))

    @cached_property
    def _asked(self) -> dict[str, list[Indicator]]:
        by_department: dict[str, list[Indicator]] = {}
        for indicator in self.indicators.values():
            for name in indicator.departments if indicator.asked else ():
                by_department.setdefault(name, []).append(indicator)
        return by_department

    def worked_out_for(self, department: str) -> list[Indicator]:
        """The derived indicators whose parts all stand in the department's form, in the catalogue's
        order. No form holds the whole of a table that several departments fill in, so none has its
        totals."""
        return list(self._worked_out.get(department, ()))

    @cached_property
    def _worked_out(self) -> dict[str, list[Indicator]]:
        everybody = dict.fromkeys(department.name for department in self.departments)
        homes: dict[str, dict[str, None]] = {
            i.key: dict.fromkeys(i.departments)
            for i in self.indicators.values()
            if i.asked and not i.divided
        }
        by_department: dict[str, list[Indicator]] = {}
        for indicator in self.derived:
            assert indicator.formula is not None
            parts = [homes.get(r.key, {}) for r in references(indicator.formula)]
            first, *others = parts or [everybody]
            home = [name for name in first if all(name in other for other in others)]
            homes[indicator.key] = dict.fromkeys(home)
            for name in home:
                by_department.setdefault(name, []).append(indicator)
        return by_department

    @cached_property
    def derived(self) -> tuple[Indicator, ...]:
        """The indicators that are calculated, not asked, in the catalogue's order."""
        return tuple(i for i in self.indicators.values() if not i.asked)

    @cached_property
    def calculated(self) -> Mapping[str, str]:
        """The keys of the derived indicators, by label."""
        return {i.label: i.key for i in self.derived}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each key in the catalogue's order."""
        return {key: place for place, key in enumerate(self.indicators)}

    def label(self, reference: Reference) -> str:
        """The label of what a rule names: an indicator, or a table's column."""
        indicator = self.indicators[reference.key]
        return f"{indicator.label}·{reference.column}" if reference.column else indicator.label

    def sentence(self, rule: Rule) -> str:
        """The rule in words."""
        return sentence(rule.test, self.label)

    def fingerprint(self, department: str, printed: str = "") -> str:
        """A hash, in 16 hexadecimal digits, of what the department's form depends on; `printed` is
        the name in the form where that is an earlier one.

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
        basis = [self.settings.region, self.settings.year, printed or department, asked]
        return hashlib.sha256(json.dumps(basis, ensure_ascii=False).encode()).hexdigest()[:16]
