"""A returned workbook → Submission: is it the right form, and what does each of its cells say?"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.forms.layout import FORMAT, lay_out
from drafter.catalogue.indicator import Indicator
from drafter.intake.answer import take
from drafter.intake.grid import Grid, find_answers, identity
from drafter.intake.inbox import Inbox
from drafter.intake.listing import Asked
from drafter.intake.question import Question, problem, twice
from drafter.intake.submission import SILENT, Submission
from drafter.intake.table import take_table
from drafter.model.figure import Entry, Figure, Table
from drafter.model.finding import Blank, Finding, Kind, Place, Severity
from drafter.workbook.kinds import FileKind
from drafter.workbook.reader import Unreadable, Workbook

ENDING = ".xlsx"
_UNREAD = ("value-moved", "value-moved-empty", "value-overwritten", "row-mixed", "fixed-mixed")
_ODD = {
    "form-sorted": Severity.HINT,
    "form-header": Severity.HINT,
    "form-ids": Severity.HINT,
    "fixed-codes": Severity.HINT,
    "fixed-unknown": Severity.WARNING,
    "row-restored": Severity.HINT,
    "row-renamed": Severity.WARNING,
    "row-unknown": Severity.WARNING,
    "sheet-copied": Severity.HINT,
    "form-others": Severity.WARNING,
}


def read_submissions(catalogue: Catalogue, inbox: Inbox) -> list[Submission]:
    """What each department sent, in the catalogue's order, the silent ones included."""
    return [
        _submission(catalogue, department.name, inbox)
        for department in catalogue.departments
        if catalogue.asked_of(department.name)
    ]


def _submission(catalogue: Catalogue, department: str, inbox: Inbox) -> Submission:
    """Nothing is read where several forms came; the inbox has said so."""
    if rivals := inbox.rivals.get(department):
        return Submission(department, rivals[0].path.name, rivals=len(rivals))
    letter = inbox.chosen.get(department)
    if letter is None:
        return refused(department, f"{department}{ENDING}", SILENT)
    if isinstance(letter.content, Unreadable):
        reason = letter.content.reason
        return refused(department, letter.path.name, "workbook-unreadable", reason=reason)
    return read_form(catalogue, department, letter.content)


def read_form(catalogue: Catalogue, department: str, book: Workbook) -> Submission:
    """What the workbook says; nothing where it is a form of another year, region or department."""
    if refusal := wrong_form(catalogue, department, book):
        return refusal
    fields = identity(book)
    trusted = fields["指纹"] == catalogue.fingerprint(department, fields["部门"])
    grid = find_answers(book, catalogue.settings.year, _asked(catalogue, department), trusted)
    entries: dict[str, Entry] = {}
    findings = [*_of_file(department, book, trusted), *_odd(catalogue, department, grid)]
    findings += _of_period(department, book, fields["统计期"], catalogue.settings.period)
    unread = grid.unread | {o.key for o in grid.oddities if o.code in _UNREAD}
    for indicator in catalogue.asked_of(department):
        if indicator.key in unread:
            entries[indicator.key] = _absent(Question.of(indicator, department))
            continue
        entries[indicator.key], problems = _entry(indicator, department, book, grid)
        findings.extend(problems)
    return Submission(department, book.file, book.sha256, entries, tuple(findings), grid.contact)


def _asked(catalogue: Catalogue, department: str) -> Asked:
    labels = {i.key: i.label for i in catalogue.asked_of(department)}
    order = tuple(lay_out(catalogue, department).spots)
    heads = {
        table.cell(row, column): (row.name + row.note, column.name + column.note)
        for table in catalogue.fixed
        if department in table.departments
        for _, row, column in table.cells()
    }
    return Asked(
        labels, catalogue.calculated, order, catalogue.indicators, heads, bool(catalogue.fixed)
    )


def wrong_form(catalogue: Catalogue, department: str, book: Workbook) -> Submission | None:
    """The refusal of a form that is not this department's, of this place and year; else None."""
    settings, fields = catalogue.settings, identity(book)
    if fields["格式"] != FORMAT:
        refusal = refused(department, book.file, "form-foreign", found="", expected="")
        return replace(refusal, sha256=book.sha256)
    checks = (
        ("form-region", fields["地区"], settings.region),
        ("form-year", fields["年度"], str(settings.year)),
        ("form-department", catalogue.named.get(fields["部门"], fields["部门"]), department),
    )
    for code, actual, expected in checks:
        if actual != expected:
            refusal = refused(department, book.file, code, found=actual, expected=expected)
            return replace(refusal, sha256=book.sha256)
    return None


def refused(department: str, file: str, code: str, **details: str) -> Submission:
    """A submission without answers, with the finding that says why."""
    finding = Finding(code, Severity.ERROR, Place(file), "", department, details)
    return Submission(department, file, findings=(finding,))


def _of_file(department: str, book: Workbook, trusted: bool) -> Iterator[Finding]:
    """The findings on the workbook as a whole."""
    place = Place(book.file)
    if book.kind is FileKind.XLSM:
        yield Finding("form-macros", Severity.HINT, place, "", department)
    elif book.kind is not FileKind.XLSX:
        details = {"kind": str(book.kind)}
        yield Finding("form-kind", Severity.HINT, place, "", department, details)
    if not trusted:
        yield Finding("form-outdated", Severity.WARNING, place, "", department)


def _of_period(department: str, book: Workbook, filled: str, now: str) -> Iterator[Finding]:
    """Numbers up to one day are not those up to another; an old form does not tell its window."""
    if filled not in ("", now):
        details = {"found": filled, "expected": now}
        yield Finding("form-period", Severity.ERROR, Place(book.file), "", department, details)


def _odd(catalogue: Catalogue, department: str, grid: Grid) -> Iterator[Finding]:
    """What was done to the form, as findings."""
    for oddity in grid.oddities:
        weight = _ODD.get(oddity.code, Severity.ERROR)
        details = dict(oddity.details)
        if oddity.key:
            details["label"] = catalogue.indicators[oddity.key].label
        yield Finding(oddity.code, weight, oddity.place, oddity.key, department, details)


def _entry(
    indicator: Indicator, department: str, book: Workbook, grid: Grid
) -> tuple[Entry, list[Finding]]:
    if indicator.kind is Kind.TABLE:
        return take_table(indicator, department, book, grid.tables.get(indicator.key, ()))
    question = Question.of(indicator, department)
    answers = grid.answers.get(indicator.key, ())
    if not answers:
        return _absent(question), [problem(question, Place(book.file), "row-missing")]
    if len(answers) > 1:
        places = (answer.cell.place for answer in answers[:2])
        return _absent(question), [twice(question, *places)]
    return take(question, answers[0])


def _absent(question: Question) -> Entry:
    awaited = (question.awaited,)
    if question.kind is Kind.TABLE:
        return Table(question.key, question.label, blank=Blank.MISSING, awaited=awaited)
    blank = Figure(Blank.MISSING, question.key, question.label, question.unit, question.kind)
    return replace(blank, awaited=awaited)
