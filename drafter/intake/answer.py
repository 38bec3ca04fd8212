"""One cell as an answer to its indicator: a figure, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from drafter import quantity
from drafter.catalogue.indicator import Column, Indicator
from drafter.catalogue.rows import as_date
from drafter.decision import ACCEPTABLE
from drafter.figure import Figure
from drafter.intake.amount import ASKED, Measure, Reading, understand
from drafter.intake.cell import Answer, Cell
from drafter.intake.rate import rate
from drafter.intake.words import clean, notes_on
from drafter.model import Blank, Finding, Kind, Place, Severity, Source
from drafter.quantity import Quantity, decimal

NOT_APPLICABLE = "不适用"
_LONGEST_QUOTE = 40
# Words for none, and signs that may stand for none or for 不适用.
_NOTHINGS = ("无", "没有", "未发生", "未开展", "零", "〇", "无此项")
_STROKES = ("/", "／", "\\", "-", "—", "——", "－", "–", "N/A", "n/a", "无数据")
_MOST_DIGITS = 15
_WEIGHTS = {
    "value-read-as": Severity.HINT,
    "value-cleaned": Severity.HINT,
    "value-unprintable": Severity.HINT,
    "table-contradicts": Severity.WARNING,
    "value-is-number": Severity.WARNING,
    "value-asked": Severity.WARNING,
    "value-nothing": Severity.WARNING,
    "value-hidden": Severity.WARNING,
    "value-long": Severity.WARNING,
}


@dataclass(frozen=True, slots=True)
class Question:
    """What a cell answers: an indicator, or one column of a table in one row."""

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
        return cls(table.key, label, column.unit, column.kind, department, awaited, lower)

    @property
    def measure(self) -> Measure:
        """What its number is counted in."""
        return Measure(self.unit, self.classifiers)


Findings = list[Finding]


def take(question: Question, answer: Answer) -> tuple[Figure, Findings]:
    """The figure that the cell gives, known or blank, and the findings on it."""
    cell, found = answer.cell, Findings()
    if cell.empty:
        value: Quantity | date | str | Blank = _nothing(question, cell, found)
    elif answer.unit not in ("", question.unit):
        value = _other_unit(question, answer, found)
    elif cell.error or cell.uncached is not None:
        value = _broken(question, cell, found)
    elif cell.text == NOT_APPLICABLE:
        value = _not_applicable(question, cell.place, found)
    else:
        value = _READERS.get(question.kind, _number)(question, cell, found)
    if not cell.empty and cell.sheet.hides(cell.row, cell.column):
        found.append(problem(question, cell.place, "value-hidden", value=cell.text or cell.error))
    source = Source(cell.place, question.department, clean(cell.said), clean(answer.explanation))
    awaited = (question.awaited,) if value is Blank.MISSING else ()
    figure = Figure(value, question.key, question.label, question.unit, question.kind, (source,))
    return replace(figure, awaited=awaited), [_explained(f, answer.explanation) for f in found]


def _explained(finding: Finding, explanation: str) -> Finding:
    """What the department said beside its figure answers what is asked about the figure."""
    asked = finding.code in ACCEPTABLE and finding.severity is not Severity.HINT
    return replace(finding, explanation=explanation) if asked and explanation else finding


def problem(question: Question, place: Place, code: str, /, **details: str) -> Finding:
    """A finding on the question's cell; long quotations are cut."""
    most = _LONGEST_QUOTE
    cut = {k: v if len(v) <= most else f"{v[:most]}…" for k, v in details.items()}
    said = {"label": question.label, **{name: clean(text) for name, text in cut.items()}}
    weight = _WEIGHTS.get(code, Severity.ERROR)
    return Finding(code, weight, place, question.key, question.department, said)


def twice(question: Question, first: Place, second: Place) -> Finding:
    """The finding that an indicator stands in two places, both named."""
    one_sheet = first.sheet == second.sheet
    named = (p.cell if one_sheet else f"{p.sheet}!{p.cell}" for p in (first, second))
    return problem(
        question, first, "row-twice", **dict(zip(("first", "second"), named, strict=True))
    )


def _nothing(question: Question, cell: Cell, found: Findings) -> Blank | str:
    if covering := cell.covering:
        found.append(problem(question, cell.place, "value-merged", other=covering.place.cell))
        return Blank.MISSING
    if not question.required:
        return Blank.NOT_APPLICABLE
    text = question.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.DATE)
    found.append(problem(question, cell.place, "text-unfilled" if text else "value-missing"))
    return Blank.MISSING


def _other_unit(question: Question, answer: Answer, found: Findings) -> Blank:
    """The form was issued in another unit: its number is not this indicator's."""
    details = {"printed": answer.unit, "unit": question.unit, "value": answer.cell.text}
    found.append(problem(question, answer.cell.place, "unit-differs", **details))
    return Blank.MISSING


def _broken(question: Question, cell: Cell, found: Findings) -> Blank:
    formula = f"（={cell.formula}）" if cell.formula else ""
    if cell.error:
        details = {"value": cell.error, "reference": formula}
        found.append(problem(question, cell.place, "value-error", **details))
    else:
        found.append(problem(question, cell.place, "value-uncached", reference=formula))
    return Blank.MISSING


def _not_applicable(question: Question, place: Place, found: Findings) -> Blank:
    if question.inapplicable:
        return Blank.NOT_APPLICABLE
    found.append(problem(question, place, "value-not-applicable"))
    return Blank.MISSING


def _number(question: Question, cell: Cell, found: Findings) -> Quantity | Blank:
    if cell.serial or isinstance(cell.value, date):
        number = f"；如应为{cell.serial}，" if cell.serial else "；"
        details = {"value": cell.text, "number": number}
        found.append(problem(question, cell.place, "value-is-date", **details))
        return Blank.MISSING
    if cell.text in (*_NOTHINGS, *_STROKES):
        return _none(question, cell, found)
    if question.kind is Kind.RATE:
        return _rate(question, cell, found)
    percent = cell.text.endswith(("%", "％"))
    reading = None if percent else understand(cell.value, question.measure)
    if reading is None:
        return _no_number(question, cell, found)
    return _taken(question, cell, reading, found)


def _no_number(question: Question, cell: Cell, found: Findings) -> Blank:
    example = "，约数填“80余”" if question.approximate else ""
    details = {"value": cell.text, "example": example}
    found.append(problem(question, cell.place, "value-not-number", **details))
    return Blank.MISSING


def _none(question: Question, cell: Cell, found: Findings) -> Quantity | Blank:
    """无 is zero and — is 不适用 where the catalogue says so; else it is taken so, and asked."""
    meant = question.nothing or ("0" if cell.text in _NOTHINGS else NOT_APPLICABLE)
    if meant == NOT_APPLICABLE and not question.inapplicable:
        found.append(problem(question, cell.place, "value-none", value=cell.text))
        return Blank.MISSING
    code = "value-read-as" if question.nothing else "value-nothing"
    found.append(problem(question, cell.place, code, value=cell.text, read=meant))
    if meant == NOT_APPLICABLE:
        return Blank.NOT_APPLICABLE
    _within(question, cell, Quantity.exact(0), found)
    return Quantity.exact(0)


def _rate(question: Question, cell: Cell, found: Findings) -> Quantity | Blank:
    read = rate(cell.value, cell.percent, question.measure)
    if read is None:
        return _no_number(question, cell, found)
    if read.amount.hedge and not question.approximate:
        details = {"value": cell.text, "read": ""}
        found.append(problem(question, cell.place, "value-approximate", **details))
        return Blank.MISSING
    if not 0 <= read.amount.value <= 1:
        shown = cell.shown
        found.append(problem(question, cell.place, "value-not-percent", value=shown))
        return Blank.MISSING
    if read.surety == ASKED:
        details = {"value": cell.shown, "read": quantity.percent(read.amount, 2)}
        found.append(problem(question, cell.place, "value-asked", **details))
    _within(question, cell, read.amount, found)
    return read.amount


def _taken(question: Question, cell: Cell, reading: Reading, found: Findings) -> Quantity | Blank:
    amount = reading.amount
    if len(decimal(abs(amount.value)).replace(".", "")) > _MOST_DIGITS:
        found.append(problem(question, cell.place, "value-digits", value=cell.text))
        return Blank.MISSING
    if reading.rounded and not question.approximate:
        read = "" if amount.hedge else f"（如为准确数，请填{quantity.write(amount)}）"
        details = {"value": cell.text, "read": read}
        found.append(problem(question, cell.place, "value-approximate", **details))
        return Blank.MISSING
    _note_reading(question, cell, reading, found)
    _within(question, cell, amount, found)
    return amount


def _note_reading(question: Question, cell: Cell, reading: Reading, found: Findings) -> None:
    """A number typed as text was understood: say how, unless it reads the same."""
    read = quantity.write(reading.amount)
    if isinstance(cell.value, str) and cell.text != read:
        code = "value-asked" if reading.surety == ASKED else "value-read-as"
        found.append(problem(question, cell.place, code, value=cell.text, read=read))


def _within(question: Question, cell: Cell, amount: Quantity, found: Findings) -> None:
    value, shown = amount.value, cell.shown
    if question.kind is Kind.INTEGER and value.denominator != 1:
        found.append(problem(question, cell.place, "value-not-whole", value=shown))
    for code, bound, broken in (
        ("value-low", question.lower, question.lower is not None and value < question.lower),
        ("value-high", question.upper, question.upper is not None and value > question.upper),
    ):
        if broken and bound is not None:
            found.append(problem(question, cell.place, code, value=shown, bound=decimal(bound)))


def _date(question: Question, cell: Cell, found: Findings) -> date | Blank:
    read = as_date(cell.value)
    if read is None:
        found.append(problem(question, cell.place, "value-not-date", value=cell.text))
    return read or Blank.MISSING


def _words(question: Question, cell: Cell, found: Findings) -> str | Blank:
    if not isinstance(cell.value, str) and question.kind is Kind.LONG_TEXT:
        found.append(problem(question, cell.place, "value-not-text", value=cell.text))
        return Blank.MISSING
    if isinstance(cell.value, int | float):
        found.append(problem(question, cell.place, "value-is-number", value=cell.text))
    for code, details in notes_on(cell.text):
        found.append(problem(question, cell.place, code, **details))
    return clean(cell.text)


_READERS: dict[Kind, Callable[[Question, Cell, Findings], Quantity | date | str | Blank]] = {
    Kind.DATE: _date,
    Kind.TEXT: _words,
    Kind.LONG_TEXT: _words,
}
