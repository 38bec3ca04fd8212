"""One cell as an answer to its indicator: a figure, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from drafter import quantity
from drafter.catalogue.indicator import Column, Indicator
from drafter.catalogue.rows import as_date
from drafter.figure import Figure
from drafter.intake.grid import Answer, Cell
from drafter.model import Blank, Finding, Kind, Place, Severity, Source
from drafter.quantity import Quantity, decimal

NOT_APPLICABLE = "不适用"
_LONGEST_QUOTE = 40
_NOTHINGS = ("无", "没有", "未开展", "/", "\\", "-", "—", "——", "－")
_WEIGHTS = {
    "value-read-as": Severity.HINT,
    "row-disagrees": Severity.HINT,
    "table-contradicts": Severity.WARNING,
    "value-is-number": Severity.WARNING,
}
_XML_FORBIDS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))


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
        )

    @classmethod
    def of_column(cls, table: Indicator, column: Column, department: str) -> Question:
        """The question that one column puts in every row."""
        label = f"{table.label}·{column.name}"
        lower = Fraction(0) if column.kind is Kind.INTEGER else None
        awaited = f"{department}·{label}"
        return cls(table.key, label, column.unit, column.kind, department, awaited, lower)


Findings = list[Finding]


def take(question: Question, answer: Answer) -> tuple[Figure, Findings]:
    """The figure that the cell gives, known or blank, and the findings on it."""
    cell, found = answer.cell, Findings()
    if cell.empty:
        value: Quantity | date | str | Blank = _nothing(question, cell.place, found)
    elif answer.unit not in ("", question.unit):
        value = _other_unit(question, answer, found)
    elif cell.error or cell.uncached is not None:
        value = _broken(question, cell, found)
    elif cell.text == NOT_APPLICABLE:
        value = _not_applicable(question, cell.place, found)
    else:
        value = _READERS.get(question.kind, _number)(question, cell, found)
    said = cell.text.translate(_XML_FORBIDS)
    source = Source(cell.place, question.department, said, answer.explanation)
    awaited = (question.awaited,) if value is Blank.MISSING else ()
    figure = Figure(value, question.key, question.label, question.unit, question.kind, (source,))
    return replace(figure, awaited=awaited), found


def problem(question: Question, place: Place, code: str, /, **details: str) -> Finding:
    """A finding on the question's cell; long quotations are cut."""
    most = _LONGEST_QUOTE
    cut = {k: v if len(v) <= most else f"{v[:most]}…" for k, v in details.items()}
    said = {"label": question.label, **cut}
    weight = _WEIGHTS.get(code, Severity.ERROR)
    return Finding(code, weight, place, question.key, question.department, said)


def twice(question: Question, first: Place, second: Place) -> Finding:
    """The finding that an indicator stands in two places, both named."""
    one_sheet = first.sheet == second.sheet
    named = (p.cell if one_sheet else f"{p.sheet}!{p.cell}" for p in (first, second))
    return problem(
        question, first, "row-twice", **dict(zip(("first", "second"), named, strict=True))
    )


def _nothing(question: Question, place: Place, found: Findings) -> Blank | str:
    if not question.required:
        return Blank.NOT_APPLICABLE
    text = question.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.DATE)
    found.append(problem(question, place, "text-unfilled" if text else "value-missing"))
    return Blank.MISSING


def _other_unit(question: Question, answer: Answer, found: Findings) -> Blank:
    """The form was issued in another unit: its number is not this indicator's."""
    details = {"printed": answer.unit, "unit": question.unit, "value": answer.cell.text}
    found.append(problem(question, answer.cell.place, "unit-differs", **details))
    return Blank.MISSING


def _broken(question: Question, cell: Cell, found: Findings) -> Blank:
    if cell.error:
        details = {"value": cell.error, "reference": ""}
        found.append(problem(question, cell.place, "value-error", **details))
    else:
        reference = f"（={cell.uncached}）" if cell.uncached else ""
        found.append(problem(question, cell.place, "value-uncached", reference=reference))
    return Blank.MISSING


def _not_applicable(question: Question, place: Place, found: Findings) -> Blank:
    if question.inapplicable:
        return Blank.NOT_APPLICABLE
    found.append(problem(question, place, "value-not-applicable"))
    return Blank.MISSING


def _number(question: Question, cell: Cell, found: Findings) -> Quantity | Blank:
    if isinstance(cell.value, date):
        found.append(problem(question, cell.place, "value-is-date", value=cell.text))
        return Blank.MISSING
    amount = quantity.read(cell.value, question.unit)
    if question.kind is not Kind.RATE and cell.text.endswith(("%", "％")):
        amount = None
    if amount is None and cell.text in _NOTHINGS:
        found.append(problem(question, cell.place, "value-none", value=cell.text))
        return Blank.MISSING
    if amount is None:
        example = "，约数填“80余”" if question.approximate else ""
        details = {"value": cell.text, "example": example}
        found.append(problem(question, cell.place, "value-not-number", **details))
        return Blank.MISSING
    if amount.hedge and not question.approximate:
        found.append(problem(question, cell.place, "value-approximate", value=cell.text))
        return Blank.MISSING
    if question.kind is Kind.RATE and not 0 <= amount.value <= 1:
        found.append(problem(question, cell.place, "value-not-percent", value=cell.text))
        return Blank.MISSING
    _note_reading(question, cell, amount, found)
    _within(question, cell, amount, found)
    return amount


def _note_reading(question: Question, cell: Cell, amount: Quantity, found: Findings) -> None:
    """A number typed as text was understood: say how, unless it reads the same."""
    read = quantity.write(amount)
    if isinstance(cell.value, str) and cell.text != read and "%" not in cell.text:
        details = {"value": cell.text, "read": read}
        found.append(problem(question, cell.place, "value-read-as", **details))


def _within(question: Question, cell: Cell, amount: Quantity, found: Findings) -> None:
    value, shown = amount.value, cell.text
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
    return cell.text.translate(_XML_FORBIDS).replace("\r\n", "\n").replace("\r", "\n")


_READERS: dict[Kind, Callable[[Question, Cell, Findings], Quantity | date | str | Blank]] = {
    Kind.DATE: _date,
    Kind.TEXT: _words,
    Kind.LONG_TEXT: _words,
}
