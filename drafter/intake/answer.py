"""One cell as an answer to its indicator: a figure, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from drafter.intake.amount import ASKED, Reading, other_unit, understand
from drafter.intake.cell import Answer, Cell
from drafter.intake.day import day
from drafter.intake.nothing import NOT_APPLICABLE, evasive, meant, settled
from drafter.intake.numeral import shortened
from drafter.intake.question import Question, problem
from drafter.intake.rate import rate, unclear
from drafter.intake.words import clean, notes_on
from drafter.model import quantity
from drafter.model.decision import ACCEPTABLE
from drafter.model.figure import Figure, Value, text
from drafter.model.finding import Blank, Finding, Kind, Place, Severity, Source
from drafter.model.quantity import Quantity, decimal

_MOST_DIGITS = 15
_HUGE = 10**8  # no district and few cities count as much; a file number is as long
_TELEPHONE = re.compile("1[3-9][0-9]{9}")

Findings = list[Finding]


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
        value = _READERS.get(question.kind, _number)(question, cell, findings)
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
    return _refused(
        question, cell, findings, "value-missing" if question.kind.counts else "text-unfilled"
    )


def _refused(
    question: Question, cell: Cell, findings: Findings, code: str, /, **details: str
) -> Blank:
    """No answer: the figure is missing, and the finding says why."""
    findings.append(problem(question, cell.place, code, **details))
    return Blank.MISSING


def _other_unit(question: Question, answer: Answer, findings: Findings) -> Blank:
    """The form was issued in another unit: its number is not this indicator's."""
    details = {"printed": answer.unit, "unit": question.unit, "value": answer.cell.text}
    return _refused(question, answer.cell, findings, "unit-differs", **details)


def _broken(question: Question, cell: Cell, findings: Findings) -> Blank:
    formula = f"（={cell.formula}）" if cell.formula else ""
    if cell.error:
        details = {"value": cell.error, "reference": formula}
        return _refused(question, cell, findings, "value-error", **details)
    return _refused(question, cell, findings, "value-uncached", reference=formula)


def _not_applicable(question: Question, place: Place, findings: Findings) -> Blank:
    if question.inapplicable:
        return Blank.NOT_APPLICABLE
    findings.append(problem(question, place, "value-not-applicable"))
    return Blank.MISSING


def _number(question: Question, cell: Cell, findings: Findings) -> Quantity | Blank:
    if cell.serial or isinstance(cell.value, date):
        number = f"；如应为{cell.serial}，" if cell.serial else "；"
        return _refused(question, cell, findings, "value-is-date", value=cell.text, number=number)
    if none := meant(cell.text):
        return _none(question, cell, none, findings)
    if question.kind is Kind.RATE:
        return _rate(question, cell, findings)
    if cell.percent and isinstance(cell.value, int | float):
        return _refused(question, cell, findings, "value-is-percent", value=cell.shown)
    if reading := understand(cell.value, question.measure):
        return _taken(question, cell, reading, findings)
    return _no_number(question, cell, findings)


def _no_number(question: Question, cell: Cell, findings: Findings) -> Blank:
    """Why it is no number of this measure: another unit, two meanings, or no number at all."""
    unit = other_unit(cell.value)
    if unit and question.kind is not Kind.RATE and unit != question.unit:
        details = {"value": cell.text, "unit": question.unit}
        return _refused(question, cell, findings, "value-unit", **details)
    if two := shortened(cell.plain):
        one, other = map(str, two)
        details = {"value": cell.text, "one": one, "other": other}
        return _refused(question, cell, findings, "value-ambiguous", **details)
    example = "，约数填“80余”" if question.approximate else ""
    return _refused(question, cell, findings, "value-not-number", value=cell.text, example=example)


def _none(question: Question, cell: Cell, none: str, findings: Findings) -> Quantity | Blank:
    """无 is zero and — is 不适用 where the catalogue says so; else it is taken so, and asked."""
    decided = question.nothing if settled(cell.text) else ""
    meaning = decided or none
    if meaning == NOT_APPLICABLE and not question.inapplicable:
        return _refused(question, cell, findings, "value-none", value=cell.text)
    code = "value-read-as" if decided else "value-nothing"
    findings.append(problem(question, cell.place, code, value=cell.text, read=meaning))
    if meaning == NOT_APPLICABLE:
        return Blank.NOT_APPLICABLE
    _within(question, cell, Quantity.exact(0), findings)
    return Quantity.exact(0)


def _rate(question: Question, cell: Cell, findings: Findings) -> Quantity | Blank:
    if unclear(cell.value, cell.percent):
        details = {"value": cell.text, "one": "1%", "other": "100%"}
        return _refused(question, cell, findings, "value-ambiguous", **details)
    reading = rate(cell.value, cell.percent)
    if reading is None:
        return _no_number(question, cell, findings)
    if reading.amount.hedge and not question.approximate:
        return _refused(question, cell, findings, "value-approximate", value=cell.text, read="")
    if not 0 <= reading.amount.value <= 1:
        return _refused(question, cell, findings, "value-not-percent", value=cell.shown)
    _note_reading(question, cell, reading, findings)
    _note_display(question, cell, rate(cell.displayed, False), reading.amount, findings)
    _within(question, cell, reading.amount, findings)
    return reading.amount


def _taken(
    question: Question, cell: Cell, reading: Reading, findings: Findings
) -> Quantity | Blank:
    amount = reading.amount
    if len(decimal(abs(amount.value)).replace(".", "")) > _MOST_DIGITS:
        return _refused(question, cell, findings, "value-digits", value=cell.text)
    if reading.rounded and not question.approximate:
        read = "" if amount.hedge else f"（如为准确数，请填{quantity.write(amount)}）"
        return _refused(question, cell, findings, "value-approximate", value=cell.text, read=read)
    _note_reading(question, cell, reading, findings)
    display = understand(cell.displayed or "", question.measure)
    _note_display(question, cell, display, amount, findings)
    _within(question, cell, amount, findings)
    return amount


def _note_display(
    question: Question, cell: Cell, display: Reading | None, amount: Quantity, findings: Findings
) -> None:
    """Report a cell that shows another number than it holds, or none; rounding is usual."""
    shown = cell.displayed
    if shown is None or not isinstance(cell.value, int | float):
        return
    places = len(shown.partition(".")[2].rstrip("%")) if shown else 0
    rounding = Fraction(1, 2 * 10 ** (places + (2 if question.kind is Kind.RATE else 0)))
    apart = display is None or abs(display.amount.value - amount.value) > rounding
    if display is None or apart or display.amount.hedge:
        details = {"shown": shown or "空白", "value": cell.text, "read": _read(question, amount)}
        findings.append(problem(question, cell.place, "value-displayed", **details))


def _note_reading(question: Question, cell: Cell, reading: Reading, findings: Findings) -> None:
    """Report how the cell was read, unless it shows just that; ask where that is doubtful."""
    read = _read(question, reading.amount)
    unbounded = question.kind is Kind.INTEGER and question.upper is None
    if unbounded and (looks := _looks_like(reading.amount)):
        details = {"value": cell.text, "read": f"{read}（{looks}）"}
        findings.append(problem(question, cell.place, "value-asked", **details))
    elif reading.surety == ASKED:
        details = {"value": cell.shown, "read": read}
        findings.append(problem(question, cell.place, "value-asked", **details))
    elif isinstance(cell.value, str) and cell.plain != read:
        findings.append(problem(question, cell.place, "value-read-as", value=cell.text, read=read))
    elif isinstance(cell.value, str):
        _note_words(question, cell, findings)


def _looks_like(amount: Quantity) -> str:
    """What else a large count may be, a date for instance; "" where it looks like a count."""
    digits = decimal(abs(amount.value))
    if len(digits) == 8 and (read := day(digits)):
        return f"像日期{text(Figure(read[0]))}"
    if _TELEPHONE.fullmatch(digits):
        return "像电话号码"
    return "超过一亿" if abs(amount.value) >= _HUGE else ""


def _read(question: Question, amount: Quantity) -> str:
    """The amount in words: 613, 97%, 80余, 约50（40至60）."""
    if question.kind is Kind.RATE:
        return quantity.percent(amount, 4)
    least, most = decimal(amount.low), decimal(amount.high)
    return quantity.write(amount) + (f"（{least}至{most}）" if amount.hedge == "约" else "")


def _within(question: Question, cell: Cell, amount: Quantity, findings: Findings) -> None:
    value, shown = amount.value, cell.shown
    if question.kind is Kind.INTEGER and value.denominator != 1:
        findings.append(problem(question, cell.place, "value-not-whole", value=shown))
    for code, bound, broken in (
        ("value-low", question.lower, question.lower is not None and value < question.lower),
        ("value-high", question.upper, question.upper is not None and value > question.upper),
    ):
        if broken and bound is not None:
            findings.append(problem(question, cell.place, code, value=shown, bound=decimal(bound)))


def _date(question: Question, cell: Cell, findings: Findings) -> date | Blank:
    if meant(cell.text):
        return _left_out(question, cell, findings)
    read = day(cell.value)
    if read is None:
        return _refused(question, cell, findings, "value-not-date", value=cell.text)
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
        return _refused(question, cell, findings, "value-no-words", value=cell.text)
    code = "value-read-as" if question.nothing == NOT_APPLICABLE else "value-asked"
    details = {"value": cell.text, "read": NOT_APPLICABLE}
    findings.append(problem(question, cell.place, code, **details))
    return Blank.NOT_APPLICABLE


def _words(question: Question, cell: Cell, findings: Findings) -> str | Blank:
    value, numeric = cell.value, isinstance(cell.value, int | float)
    if isinstance(value, bool) or (not isinstance(value, str) and question.kind is Kind.LONG_TEXT):
        return _refused(question, cell, findings, "value-not-text", value=cell.text)
    if meant(cell.text) and not question.literal:
        return _left_out(question, cell, findings)
    if evasive(cell.text):
        return _refused(question, cell, findings, "value-no-words", value=cell.text)
    if isinstance(value, date):
        shown = text(Figure(value))
        findings.append(problem(question, cell.place, "value-asked", value=cell.text, read=shown))
        return shown
    if numeric:
        findings.append(problem(question, cell.place, "value-is-number", value=cell.shown))
        return cell.shown
    _note_words(question, cell, findings)
    return cell.plain


def _note_words(question: Question, cell: Cell, findings: Findings) -> None:
    for code, details in notes_on(cell.text):
        findings.append(problem(question, cell.place, code, **details))


_READERS: dict[Kind, Callable[[Question, Cell, Findings], Value]] = {
    Kind.DATE: _date,
    Kind.TEXT: _words,
    Kind.LONG_TEXT: _words,
}
