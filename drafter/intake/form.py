"""A returned workbook → Submission: is it the right form, and what does each of its cells say?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.forms.layout import FORMAT
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rows import nearest
from drafter.figure import Entry, Figure
from drafter.intake.answer import Question, problem, take, twice
from drafter.intake.grid import Answer, Grid, find_answers
from drafter.intake.submission import Submission
from drafter.intake.table import take_table
from drafter.model import Blank, Finding, Kind, Place, Severity
from drafter.workbook.reader import Reader, Unreadable, Workbook

ENDING = ".xlsx"


def read_submissions(
    catalogue: Catalogue, files: Iterable[Path], reader: Reader
) -> list[Submission]:
    """What each department sent, in the catalogue's order, the silent ones included."""
    by_name = {path.stem.strip(): path for path in files}
    return [
        _submission(catalogue, department.name, by_name.get(department.name), reader)
        for department in catalogue.departments
        if catalogue.asked_of(department.name)
    ]


def strays(catalogue: Catalogue, files: Iterable[Path]) -> list[Finding]:
    """A finding for every file that is no department's, and for every department with two."""
    names = [department.name for department in catalogue.departments]
    by_name: dict[str, list[str]] = {}
    for path in files:
        by_name.setdefault(path.stem.strip(), []).append(path.name)
    return [
        *(_stray(file, names) for stem in by_name.keys() - set(names) for file in by_name[stem]),
        *(_twice(name, by_name[name]) for name in names if len(by_name.get(name, ())) > 1),
    ]


def _stray(file: str, names: list[str]) -> Finding:
    details = {"hint": nearest(Path(file).stem, names)}
    return Finding("workbook-unexpected", Severity.WARNING, Place(file), details=details)


def _twice(department: str, files: list[str]) -> Finding:
    details = {"files": "、".join(files), "read": files[-1]}
    place = Place(files[-1])
    return Finding("workbook-twice", Severity.ERROR, place, "", department, details)


def _submission(
    catalogue: Catalogue, department: str, path: Path | None, reader: Reader
) -> Submission:
    if path is None:
        return _refused(department, f"{department}{ENDING}", "workbook-missing")
    book = reader.read(path)
    if isinstance(book, Unreadable):
        return _refused(department, book.file, "workbook-unreadable", reason=book.reason)
    return read_form(catalogue, department, book)


def read_form(catalogue: Catalogue, department: str, book: Workbook) -> Submission:
    """What the workbook says. A form of another year, region or department says nothing."""
    grid = find_answers(book, catalogue.settings.year)
    if wrong := _wrong_form(catalogue, department, grid):
        code, is_of, should_be = wrong
        refused = _refused(department, book.file, code, found=is_of, expected=should_be)
        return replace(refused, sha256=book.sha256)
    entries: dict[str, Entry] = {}
    findings = _outdated(catalogue, department, book, grid)
    for indicator in catalogue.asked_of(department):
        entry, found = _entry(indicator, department, book, grid)
        entries[indicator.key] = entry
        findings.extend(found)
    return Submission(department, book.file, book.sha256, entries, tuple(findings), grid.contact)


def _wrong_form(catalogue: Catalogue, department: str, grid: Grid) -> tuple[str, str, str] | None:
    """(code, what it is, what it should be) of a form that is not this department's; else None."""
    settings, identity = catalogue.settings, grid.identity
    if identity["格式"] != FORMAT:
        return ("form-foreign", "", "")
    checks = (
        ("form-region", identity["地区"], settings.region),
        ("form-year", identity["年度"], str(settings.year)),
        ("form-department", identity["部门"], department),
    )
    return next((check for check in checks if check[1] != check[2]), None)


def _refused(department: str, file: str, code: str, **details: str) -> Submission:
    finding = Finding(code, Severity.ERROR, Place(file), "", department, details)
    return Submission(department, file, findings=(finding,))


def _outdated(catalogue: Catalogue, department: str, book: Workbook, grid: Grid) -> list[Finding]:
    if grid.identity["指纹"] == catalogue.fingerprint(department):
        return []
    return [Finding("form-outdated", Severity.WARNING, Place(book.file), "", department)]


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
    figure, found = take(question, answers[0])
    return figure, [*found, *_disagreement(question, answers[0], book)]


def _absent(question: Question) -> Figure:
    awaited = (question.awaited,)
    blank = Figure(Blank.MISSING, question.key, question.label, question.unit, question.kind)
    return replace(blank, awaited=awaited)


def _disagreement(question: Question, answer: Answer, book: Workbook) -> list[Finding]:
    """The defined name points elsewhere: rows were sorted or cut. The ID is right; say so."""
    place, named = answer.cell.place, book.names.get(question.key)
    if named is None or named == (place.sheet, place.cell):
        return []
    details = {"first": place.cell, "second": "!".join(named)}
    return [problem(question, place, "row-disagrees", **details)]
