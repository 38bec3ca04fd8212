"""What a cell is to answer: an indicator, or one column of a table; and findings on answers."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from drafter.catalogue.indicator import Column, Indicator
from drafter.intake.cell import Cell
from drafter.intake.measure import Measure
from drafter.intake.words import clean, notes_on
from drafter.model.finding import Blank, Finding, Kind, Place, Severity

Findings = list[Finding]

_LONGEST_QUOTE = 40
_WEIGHTS = {
    **dict.fromkeys(("value-read-as", "value-cleaned", "value-unprintable"), Severity.HINT),
    **dict.fromkeys(("table-contradicts", "value-is-number", "value-asked"), Severity.WARNING),
    **dict.fromkeys(
        ("value-nothing", "value-hidden", "value-long", "value-displayed"), Severity.WARNING
    ),
}


class Question(Struct, frozen=True):
    """What a cell answers. `literal` takes 无 in a text for the word itself."""

    key: str
    label: str
    unit: str
    kind: Kind
    department: str
    awaited: str
    lower: Fraction | None = None
    upper: Fraction | None = None
    approximate: bool = False
    inapplicable: bool = True
    required: bool = True
    nothing: str = ""
    classifiers: tuple[str, ...] = ()
    literal: bool = False

    @classmethod
    def of(cls, indicator: Indicator, department: str) -> Question:
        """The question that an indicator puts to a department."""
        return cls(
            indicator.key,
            indicator.label,
            indicator.unit,
            indicator.kind,
            department,
            f"{department}·{indicator.label}",
            indicator.lower,
            indicator.upper,
            indicator.approximate,
            indicator.inapplicable,
            indicator.required,
            indicator.nothing,
            indicator.classifiers,
        )

    @classmethod
    def of_column(cls, table: Indicator, column: Column, department: str) -> Question:
        """The question that one column puts in every row."""
        label = f"{table.label}·{column.name}"
        lower = Fraction(0) if column.kind is Kind.INTEGER else None
        awaited = f"{department}·{label}"
        named = (table.key, label, column.unit, column.kind, department, awaited)
        return cls(*named, lower, literal=True)

    @property
    def measure(self) -> Measure:
        """What its number is counted in."""
        return Measure(self.unit, self.classifiers)


def problem(question: Question, place: Place, code: str, /, **details: str) -> Finding:
    """A finding on the question's cell; long quotations are cut."""
    most = _LONGEST_QUOTE
    cut = {k: v if len(v) <= most else f"{v[:most]}…" for k, v in details.items()}
    quotations = {"label": question.label, **{name: clean(text) for name, text in cut.items()}}
    weight = _WEIGHTS.get(code, Severity.ERROR)
    return Finding(code, weight, place, question.key, question.department, quotations)


def missing(
    question: Question, cell: Cell, findings: Findings, code: str, /, **details: str
) -> Blank:
    """No answer: the figure is missing, and the finding says why."""
    findings.append(problem(question, cell.place, code, **details))
    return Blank.MISSING


def note_words(question: Question, cell: Cell, findings: Findings) -> None:
    """Report what a text holds that is left out, or may not print."""
    for code, details in notes_on(cell.text):
        findings.append(problem(question, cell.place, code, **details))


def twice(question: Question, first: Place, second: Place) -> Finding:
    """The finding that an indicator stands in two places, both named."""
    one_sheet = first.sheet == second.sheet
    named = (p.cell if one_sheet else f"{p.sheet}!{p.cell}" for p in (first, second))
    return problem(
        question, first, "row-twice", **dict(zip(("first", "second"), named, strict=True))
    )
