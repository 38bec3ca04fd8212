"""A department's form as fields, and what is wrong with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.returns.sheetful import Rows
from drafter.model.finding import Finding, Kind, position

if TYPE_CHECKING:
    from drafter.catalogue.indicator import Indicator
    from drafter.desk.year.results import Checked


class Field(Struct, frozen=True):
    """An indicator as it is asked, by its number in the form, last year's figure, what stands there
    now, and what is wrong with it; `lines` are those of its sheet in which a table's rows stand."""

    number: int
    indicator: Indicator
    past: str
    value: str = ""
    note: str = ""
    rows: Rows = ()
    any: str = ""
    findings: tuple[Finding, ...] = ()
    lines: tuple[int, ...] = ()

    def row_of(self, finding: Finding) -> int:
        """Which of the table's rows the finding is about, counted from 1; 0 for none of them."""
        line = position(finding.place.cell)[0]
        return self.lines.index(line) + 1 if line in self.lines else 0

    @property
    def whole(self) -> tuple[Finding, ...]:
        """What is wrong with it, and with no single row of it."""
        return tuple(finding for finding in self.findings if not self.row_of(finding))

    @property
    def rows_judged(self) -> list[tuple[tuple[str, ...], tuple[Finding, ...]]]:
        """A table's rows, each with what is wrong with it."""
        return [
            (row, tuple(f for f in self.findings if self.row_of(f) == number))
            for number, row in enumerate(self.rows, 1)
        ]

    @property
    def is_table(self) -> bool:
        """Whether it has rows."""
        return self.indicator.kind is Kind.TABLE

    @property
    def is_long(self) -> bool:
        """Whether it is a text of several paragraphs."""
        return self.indicator.kind is Kind.LONG_TEXT

    @property
    def empty(self) -> bool:
        """Whether nobody has filled it in."""
        return not (self.value or self.rows or self.any)


class Clash(Struct, frozen=True):
    """What two people filled in differently: the field's name (`values:key`), what it is, what I
    have, and what came meanwhile; whether only one of us changed it."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_alone: bool
    theirs_alone: bool


class Trial(Struct, frozen=True):
    """What would be found in a form, were it saved: in its fields, and in none of them."""

    fields: tuple[Field, ...]
    checked: Checked

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of it."""
        return self.checked.findings

    @property
    def spotted(self) -> list[tuple[Field, int, Finding]]:
        """What is wrong with a field, and in which row of it (0 for the whole of it)."""
        return [
            (one, one.row_of(finding), finding) for one in self.fields for finding in one.findings
        ]

    @property
    def others(self) -> tuple[Finding, ...]:
        """What is wrong with the form and with no field of it."""
        keys = {field.indicator.key for field in self.fields}
        return tuple(finding for finding in self.findings if finding.indicator not in keys)
