"""Earlier years' figures, from the workbooks that stand in their folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.earlier import as_of
from drafter.catalogue.indicator_row import is_key
from drafter.catalogue.rules.exact import evaluate
from drafter.catalogue.rules.language import references
from drafter.intake.form import read_submissions
from drafter.intake.inbox import Inbox, open_inbox
from drafter.intake.submission import Submission
from drafter.ledger.ledger import Ledger, is_missing
from drafter.ledger.lineage import descended
from drafter.ledger.merge import merge
from drafter.ledger.unclaimed import lost, unclaimed
from drafter.model.figure import Entry, Figure
from drafter.model.finding import Finding, Place, Severity, position
from drafter.model.quantity import decimal
from drafter.model.sentence import sentence
from drafter.workbook.reader import Reader, Workbook

_LABELS = 2  # the column of a form in which the indicators' names stand


class Past(Struct, frozen=True):
    """An earlier year: its entries by the keys that they had then, those left out that nobody gave
    a value; the labels of what was asked, and whether these are all; what could not be used."""

    entries: Mapping[str, Entry]
    labels: Mapping[str, str]
    whole: bool = False
    findings: tuple[Finding, ...] = ()


def last_year_entries(
    catalogue: Catalogue, past: Past
) -> tuple[Mapping[str, Entry], list[Finding]]:
    """The year before's entries for this year's indicators, and what is wrong with them."""
    gone = (unclaimed if past.whole else lost)(catalogue, past.labels)
    entries = _exact(catalogue, descended(catalogue, past.entries))
    return entries, [*past.findings, *gone]


def _exact(catalogue: Catalogue, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries; a quotient that the record has cut off is what its terms make it, where that
    reads the same."""
    ledger, exact = Ledger(entries, {}, ()), dict(entries)
    for indicator in catalogue.derived:
        figure, formula = entries.get(indicator.key), indicator.formula
        if not isinstance(figure, Figure) or figure.quantity is None or formula is None:
            continue
        if all(part.key in entries and not part.last_year for part in references(formula)):
            whole = evaluate(formula, ledger.look_up).quantity
            if whole and decimal(whole.value) == decimal(figure.quantity.value):
                exact[indicator.key] = replace(figure, value=whole)
    return exact


def dated(entry: Entry, year: int) -> Entry:
    """The entry with its cells named by that year's folder: this year's file has the same name."""
    sources = tuple(
        replace(source, place=replace(source.place, file=f"{year}/{source.place.file}"))
        for source in entry.sources
    )
    return replace(entry, sources=sources)


def past_forms(catalogue: Catalogue, year: int, files: Iterable[Path], reader: Reader) -> Past:
    """What the forms of an earlier year say, as far as the catalogue tells them; a hint for each
    workbook that was not used."""
    files = list(files)
    if not files:
        return Past({}, {})
    before = as_of(catalogue, year)
    inbox = open_inbox(before, files, reader)
    submissions = read_submissions(before, inbox)
    ledger = merge(before, submissions, {})
    entries = {k: dated(e, year) for k, e in ledger.entries.items() if not is_missing(e)}
    unread = tuple(_unread(s, year) for s in submissions if s.received and not s.readable)
    return Past(entries, _issued(inbox), findings=unread)


def _issued(inbox: Inbox) -> dict[str, str]:
    """The labels of all that the forms ask, by key: their names know it."""
    books = [letter.content for letter in inbox.chosen.values()]
    spots = (
        (key, book.sheets[sheet], position(cell)[0])
        for book in books
        if isinstance(book, Workbook)
        for key, (sheet, cell) in book.names.items()
        if is_key(key) and sheet in book.sheets
    )
    return {key: sheet.text(row, _LABELS).partition("\n")[0] for key, sheet, row in spots}


def _unread(submission: Submission, year: int) -> Finding:
    place = Place(f"{year}/{submission.file}")
    findings = submission.findings
    details = {"reason": sentence(findings[0]) if findings else f"有{submission.rivals}份报表"}
    return Finding("last-year-unread", Severity.HINT, place, "", submission.department, details)
