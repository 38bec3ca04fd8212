"""One cell as an answer to its indicator: a figure, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from drafter.intake.amount import ASKED
from drafter.intake.cell import Answer, Cell
from drafter.intake.day import day
from drafter.intake.nothing import NOT_APPLICABLE, evasive, meant
from drafter.intake.number import number
from drafter.intake.question import Findings, Question, missing, note_words, problem
from drafter.intake.words import clean
from drafter.model.decision import ACCEPTABLE
from drafter.model.figure import Figure, Value, text
from drafter.model.finding import Blank, Finding, Kind, Place, Severity, Source


def take(question: Question, answer: Answer) -> tuple[Figure, Findings]:
    """The figure that the cell gives, known or blank, and the findings on it."""
    cell, findings = answer.cell, Findings()
    if cell.empty:
        value: Value = _nothing(question, cell, findings)
    elif answer.unit not in ("", question.unit):
        value = _other_unit(question, answer, findings)
    elif cell.error or cell.uncached is not None:
        value = _broken(question, cell, findings)
    elif cell.plain == NOT_APPLICABLE:
        value = _not_applicable(question, cell.place, findings)
    else:
        value = _READERS.get(question.kind, number)(question, cell, findings)
    if not cell.empty and cell.hidden:
        findings.append(
            problem(question, cell.place, "value-hidden", value=cell.text or cell.error)
        )
    source = Source(cell.place, question.department, clean(cell.said), clean(answer.explanation))
    awaited = (question.awaited,) if value is Blank.MISSING else ()
    figure = Figure(
        value,
        question.key,
        question.label,
        question.unit,
        question.kind,
        (source,),
        awaited=awaited,
    )
    return figure, [_explained(f, answer.explanation) for f in findings]


def _explained(finding: Finding, explanation: str) -> Finding:
    """The finding, with the department's explanation where it asks for one."""
    asked = finding.code in ACCEPTABLE and finding.severity is not Severity.HINT
    return replace(finding, explanation=explanation) if asked and explanation else finding


def _nothing(question: Question, cell: Cell, findings: Findings) -> Blank:
    if covering := cell.covering:
        findings.append(problem(question, cell.place, "value-merged", other=covering.place.cell))
        return Blank.MISSING
    if not question.required:
        return Blank.NOT_APPLICABLE
    return missing(
        question, cell, findings, "value-missing" if question.kind.counts else "text-unfilled"
    )


def _other_unit(question: Question, answer: Answer, findings: Findings) -> Blank:
    """The form was issued in another unit: its number is not this indicator's."""
    details = {"printed": answer.unit, "unit": question.unit, "value": answer.cell.text}
    return missing(question, answer.cell, findings, "unit-differs", **details)


def _broken(question: Question, cell: Cell, findings: Findings) -> Blank:
    formula = f"（={cell.formula}）" if cell.formula else ""
    if cell.error:
        details = {"value": cell.error, "reference": formula}
        return missing(question, cell, findings, "value-error", **details)
    return missing(question, cell, findings, "value-uncached", reference=formula)


def _not_applicable(question: Question, place: Place, findings: Findings) -> Blank:
    if question.inapplicable:
        return Blank.NOT_APPLICABLE
    findings.append(problem(question, place, "value-not-applicable"))
    return Blank.MISSING


def _date(question: Question, cell: Cell, findings: Findings) -> date | Blank:
    if meant(cell.text):
        return _left_out(question, cell, findings)
    read = day(cell.value)
    if read is None:
        return missing(question, cell, findings, "value-not-date", value=cell.text)
    value, surety = read
    shown = text(Figure(value))
    if isinstance(cell.value, date) or cell.plain == shown:
        return value
    code = "value-asked" if surety == ASKED else "value-read-as"
    findings.append(problem(question, cell.place, code, value=cell.text, read=shown))
    return value


def _left_out(question: Question, cell: Cell, findings: Findings) -> Blank:
    """无 or — where a date or a text goes: most likely 不适用."""
    if not question.inapplicable:
        return missing(question, cell, findings, "value-no-words", value=cell.text)
    code = "value-read-as" if question.nothing == NOT_APPLICABLE else "value-asked"
    details = {"value": cell.text, "read": NOT_APPLICABLE}
    findings.append(problem(question, cell.place, code, **details))
    return Blank.NOT_APPLICABLE


def _words(question: Question, cell: Cell, findings: Findings) -> str | Blank:
    value, numeric = cell.value, isinstance(cell.value, int | float)
    if isinstance(value, bool) or (not isinstance(value, str) and question.kind is Kind.LONG_TEXT):
        return missing(question, cell, findings, "value-not-text", value=cell.text)
    if meant(cell.text) and not question.literal:
        return _left_out(question, cell, findings)
    if evasive(cell.text):
        return missing(question, cell, findings, "value-no-words", value=cell.text)
    if isinstance(value, date):
        shown = text(Figure(value))
        findings.append(problem(question, cell.place, "value-asked", value=cell.text, read=shown))
        return shown
    if numeric:
        findings.append(problem(question, cell.place, "value-is-number", value=cell.shown))
        return cell.shown
    note_words(question, cell, findings)
    return cell.plain


_READERS: dict[Kind, Callable[[Question, Cell, Findings], Value]] = {
    Kind.DATE: _date,
    Kind.TEXT: _words,
    Kind.LONG_TEXT: _words,
}
