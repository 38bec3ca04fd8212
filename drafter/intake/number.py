"""One cell as the answer to a question for a number: the amount, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from drafter.intake.amount import ASKED, Reading, other_unit, understand
from drafter.intake.cell import Cell
from drafter.intake.day import day
from drafter.intake.nothing import NOT_APPLICABLE, meant, settled
from drafter.intake.question import Findings, Question, missing, note_words, problem
from drafter.intake.rate import rate, unclear
from drafter.model import quantity
from drafter.model.figure import Figure, text
from drafter.model.finding import Blank, Kind
from drafter.model.numeral import shortened
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal

_MOST_DIGITS = 15
_LEAST_DIGITS = 8  # of a number that looks like something else: a date without signs
_HUGE = 10**8  # no district and few cities count as much; a file number is as long
_TELEPHONE = pattern("1[3-9][0-9]{9}")


def number(question: Question, cell: Cell, findings: Findings) -> Quantity | Blank:
    """The amount that the cell states, or why there is none, with the findings on it."""
    if cell.serial or isinstance(cell.value, date):
        serial = f"；如应为{cell.serial}，" if cell.serial else "；"
        return missing(question, cell, findings, "value-is-date", value=cell.text, number=serial)
    if none := meant(cell.text):
        return _none(question, cell, none, findings)
    if question.kind is Kind.RATE:
        return _rate(question, cell, findings)
    if cell.percent and isinstance(cell.value, int | float):
        return missing(question, cell, findings, "value-is-percent", value=cell.shown)
    if reading := understand(cell.value, question.measure):
        return _taken(question, cell, reading, findings)
    return _no_number(question, cell, findings)


def _no_number(question: Question, cell: Cell, findings: Findings) -> Blank:
    """Why it is no number of this measure: another unit, two meanings, or no number at all."""
    unit = other_unit(cell.value)
    if unit and question.kind is not Kind.RATE and unit != question.unit:
        details = {"value": cell.text, "unit": question.unit}
        return missing(question, cell, findings, "value-unit", **details)
    if two := shortened(cell.plain):
        one, other = map(str, two)
        details = {"value": cell.text, "one": one, "other": other}
        return missing(question, cell, findings, "value-ambiguous", **details)
    example = "，约数填“80余”" if question.approximate else ""
    return missing(question, cell, findings, "value-not-number", value=cell.text, example=example)


def _none(question: Question, cell: Cell, none: str, findings: Findings) -> Quantity | Blank:
    """无 is zero and — is 不适用 where the catalogue says so; else it is taken so, and asked."""
    decided = question.nothing if settled(cell.text) else ""
    meaning = decided or none
    if meaning == NOT_APPLICABLE and not question.inapplicable:
        return missing(question, cell, findings, "value-none", value=cell.text)
    code = "value-read-as" if decided else "value-nothing"
    findings.append(problem(question, cell.place, code, value=cell.text, read=meaning))
    if meaning == NOT_APPLICABLE:
        return Blank.NOT_APPLICABLE
    _within(question, cell, Quantity.exact(0), findings)
    return Quantity.exact(0)


def _rate(question: Question, cell: Cell, findings: Findings) -> Quantity | Blank:
    if unclear(cell.value, cell.percent):
        details = {"value": cell.text, "one": "1%", "other": "100%"}
        return missing(question, cell, findings, "value-ambiguous", **details)
    reading = rate(cell.value, cell.percent)
    if reading is None:
        return _no_number(question, cell, findings)
    if reading.amount.hedge and not question.approximate:
        return missing(question, cell, findings, "value-approximate", value=cell.text, read="")
    if not 0 <= reading.amount.value <= 1:
        return missing(question, cell, findings, "value-not-percent", value=cell.shown)
    _note_reading(question, cell, reading, findings)
    _note_display(question, cell, reading.amount, findings)
    _within(question, cell, reading.amount, findings)
    return reading.amount


def _taken(
    question: Question, cell: Cell, reading: Reading, findings: Findings
) -> Quantity | Blank:
    amount = reading.amount
    if len(_digits(amount).replace(".", "")) > _MOST_DIGITS:
        return missing(question, cell, findings, "value-digits", value=cell.text)
    if reading.rounded and not question.approximate:
        read = "" if amount.hedge else f"（如为准确数，请填{quantity.write(amount)}）"
        return missing(question, cell, findings, "value-approximate", value=cell.text, read=read)
    _note_reading(question, cell, reading, findings)
    _note_display(question, cell, amount, findings)
    _within(question, cell, amount, findings)
    return amount


def _note_display(question: Question, cell: Cell, amount: Quantity, findings: Findings) -> None:
    """Report a cell that shows another number than it holds, or none; rounding is usual."""
    shown, kind = cell.displayed, question.kind
    if shown is None or not isinstance(cell.value, int | float):
        return
    display = rate(shown, False) if kind is Kind.RATE else understand(shown, question.measure)
    places = len(shown.partition(".")[2].rstrip("%")) if shown else 0
    rounding = Fraction(1, 2 * 10 ** (places + (2 if kind is Kind.RATE else 0)))
    apart = display is None or abs(display.amount.value - amount.value) > rounding
    if display is None or apart or display.amount.hedge:
        details = {"shown": shown or "空白", "value": cell.text, "read": _read(question, amount)}
        findings.append(problem(question, cell.place, "value-displayed", **details))


def _note_reading(question: Question, cell: Cell, reading: Reading, findings: Findings) -> None:
    """Report how the cell was read, unless it shows just that; ask where that is doubtful."""
    unbounded = question.kind is Kind.INTEGER and question.upper is None
    if unbounded and (looks := _looks_like(reading.amount)):
        details = {"value": cell.text, "read": f"{_read(question, reading.amount)}（{looks}）"}
        findings.append(problem(question, cell.place, "value-asked", **details))
    elif reading.surety == ASKED:
        details = {"value": cell.shown, "read": _read(question, reading.amount)}
        findings.append(problem(question, cell.place, "value-asked", **details))
    elif isinstance(cell.value, str):
        if cell.plain == (read := _read(question, reading.amount)):
            note_words(question, cell, findings)
        else:
            details = {"value": cell.text, "read": read}
            findings.append(problem(question, cell.place, "value-read-as", **details))


def _looks_like(amount: Quantity) -> str:
    """What else a large count may be, a date for instance; "" where it looks like a count."""
    digits = _digits(amount)
    if len(digits) < _LEAST_DIGITS:
        return ""
    if len(digits) == _LEAST_DIGITS and (read := day(digits)):
        return f"像日期{text(Figure(read[0]))}"
    if _TELEPHONE.fullmatch(digits):
        return "像电话号码"
    return "超过一亿" if abs(amount.value) >= _HUGE else ""


def _digits(amount: Quantity) -> str:
    return decimal(amount.value).removeprefix("-")


def _read(question: Question, amount: Quantity) -> str:
    """The amount in words: 613, 97%, 80余, 约50（40至60）."""
    if question.kind is Kind.RATE:
        return quantity.percent(amount, 4)
    least, most = decimal(amount.low), decimal(amount.high)
    return quantity.write(amount) + (f"（{least}至{most}）" if amount.hedge == "约" else "")


def _within(question: Question, cell: Cell, amount: Quantity, findings: Findings) -> None:
    value, lower, upper = amount.value, question.lower, question.upper
    if question.kind is Kind.INTEGER and value.denominator != 1:
        findings.append(problem(question, cell.place, "value-not-whole", value=cell.shown))
    for code, bound, broken in (
        ("value-low", lower, lower is not None and value < lower),
        ("value-high", upper, upper is not None and value > upper),
    ):
        if broken and bound is not None:
            details = {"value": cell.shown, "bound": decimal(bound)}
            findings.append(problem(question, cell.place, code, **details))
