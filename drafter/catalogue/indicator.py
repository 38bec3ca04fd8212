"""指标: one thing that is asked, or derived from what is asked."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from drafter.catalogue.lineage import Step
from drafter.catalogue.rules.language import Expression
from drafter.model.finding import Kind, Place


class Rollup(StrEnum):
    """汇总方式: how the answers of several departments, or of several districts, become one.
    期末合计 adds over places and not over time."""

    SAME = "一致"
    SUM = "合计"
    END_SUM = "期末合计"
    FORMULA = "由公式重算"
    MOST = "最大"
    LEAST = "最小"
    MEAN = "平均"
    NONE = "不汇总"

    @property
    def adds(self) -> bool:
        """Whether the whole is the sum of its parts."""
        return self in (Rollup.SUM, Rollup.END_SUM)

    @property
    def gathers(self) -> bool:
        """Whether the whole is made of its parts, so that none may be missing."""
        return self.adds or self in (Rollup.MOST, Rollup.LEAST, Rollup.MEAN)


class Column(Struct, frozen=True):
    """One column of a 明细表."""

    name: str
    unit: str
    kind: Kind
    note: str = ""
    definition: str = ""

    @property
    def guide(self) -> str:
        """What the form prints at the column."""
        return _guide(self.note, self.definition)


class Indicator(Struct, frozen=True):
    """What is asked, of whom, in what unit, and within which bounds.

    `formula` is there for a derived indicator, which nobody fills in; `columns` for a table;
    `classifiers` are those that the report may use beside the unit (起 for 件). `nothing` is what
    无 and the like stand for: "0", "不适用", or "" where that has to be confirmed. `swing` is the
    change against last year from which on it is asked about, as a share of last year's. `annexed`
    are the main figures, which the report's 附件 lists. `rollup` is how several answers become one:
    without any, departments have to agree, and districts are not asked. `evidence` are the
    materials that departments attach. `lineage` says what it was in the years before. `note` is for
    those who fill in the form; `definition` says what is counted, and is published with the figure.
    """

    key: str
    label: str
    unit: str
    kind: Kind
    departments: tuple[str, ...]
    place: Place
    formula: Expression | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None
    approximate: bool = False
    inapplicable: bool = True
    required: bool = True
    note: str = ""
    definition: str = ""
    columns: tuple[Column, ...] = ()
    classifiers: tuple[str, ...] = ()
    nothing: str = ""
    swing: Fraction | None = None
    annexed: bool = False
    evidence: tuple[str, ...] = ()
    lineage: tuple[Step, ...] = ()
    rollup: Rollup | None = None

    @property
    def guide(self) -> str:
        """What the form prints at the indicator."""
        return _guide(self.note, self.definition)

    @property
    def theme(self) -> str:
        """The part of the key before the dot: 法律援助."""
        return self.key.partition(".")[0]

    @property
    def asked(self) -> bool:
        """Whether departments fill it in."""
        return self.formula is None

    @property
    def divided(self) -> bool:
        """Whether each of several departments says only its part, so that no form has the whole."""
        parts = self.kind is Kind.TABLE or (self.rollup is not None and self.rollup.gathers)
        return parts and len(self.departments) > 1

    @property
    def awaited(self) -> str:
        """The name of a missing answer in the draft: 区司法局·法律援助案件."""
        nobody = "部门待定" if self.asked else "计算"
        return f"{'、'.join(self.departments) or nobody}·{self.label}"

    def column(self, name: str) -> Column | None:
        """The table's column of that name."""
        return next((column for column in self.columns if column.name == name), None)


def _guide(note: str, definition: str) -> str:
    return "；".join(part for part in (f"口径：{definition}" if definition else "", note) if part)
