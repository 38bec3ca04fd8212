"""Earlier years' figures, from the workbooks that stand in their folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.intake.form import read_submissions
from drafter.intake.inbox import open_inbox
from drafter.intake.submission import Submission
from drafter.ledger.ledger import is_missing
from drafter.ledger.lineage import descended, predecessors
from drafter.ledger.merge import merge
from drafter.model.figure import Entry
from drafter.model.finding import Finding, Place, Severity
from drafter.model.sentence import sentence
from drafter.workbook.reader import Reader


def last_year_entries(
    catalogue: Catalogue, files: Iterable[Path], reader: Reader
) -> tuple[Mapping[str, Entry], list[Finding]]:
    """Last year's entries for this year's indicators, and a hint for each workbook not used.

    Indicators that nobody gave a value are left out.
    """
    entries, findings = entries_of(catalogue, catalogue.settings.year - 1, files, reader)
    return descended(catalogue, entries), findings


def entries_of(
    catalogue: Catalogue, year: int, files: Iterable[Path], reader: Reader
) -> tuple[Mapping[str, Entry], list[Finding]]:
    """The same of any earlier year."""
    files = list(files)
    if not files:
        return {}, []
    asked = {one.key: one for one in predecessors(catalogue)} | dict(catalogue.indicators)
    settings = replace(catalogue.settings, year=year)
    before = replace(catalogue, settings=settings, indicators=asked, rules=())
    submissions = read_submissions(before, open_inbox(before, files, reader))
    ledger = merge(before, submissions, {})
    entries = {k: _dated(e, year) for k, e in ledger.entries.items() if not is_missing(e)}
    return entries, [_unread(s, year) for s in submissions if s.received and not s.readable]


def _dated(entry: Entry, year: int) -> Entry:
    """The entry with its cells named by last year's folder: this year's file has the same name."""
    sources = tuple(
        replace(source, place=replace(source.place, file=f"{year}/{source.place.file}"))
        for source in entry.sources
    )
    return replace(entry, sources=sources)


def _unread(submission: Submission, year: int) -> Finding:
    place = Place(f"{year}/{submission.file}")
    findings = submission.findings
    details = {"reason": sentence(findings[0]) if findings else f"有{submission.rivals}份报表"}
    return Finding("last-year-unread", Severity.HINT, place, "", submission.department, details)
