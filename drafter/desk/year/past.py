"""上年数: an earlier year's entries, as its draft of record has them.

So they hold what the bureau decided, which form counted, what was edited by hand. Only where a year
has no draft are they read from its forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.desk.files.folders import Folders
from drafter.desk.files.progress import Progress
from drafter.desk.year.checking import checked
from drafter.desk.year.drafts import earlier_years, read_draft
from drafter.desk.year.of_record import folder_of_record, lost_record, other_draft
from drafter.desk.year.results import Drafted
from drafter.desk.year.years import catalogue_of
from drafter.draft.record import REPORT, FigureRecord
from drafter.draft.recorded_entries import recorded_entries
from drafter.ledger import history
from drafter.ledger.history import Past, dated, past_forms
from drafter.ledger.ledger import Ledger, is_missing
from drafter.ledger.series import series
from drafter.model.figure import Entry
from drafter.model.finding import Finding, Place, Severity, Source
from drafter.model.series import Series
from drafter.workbook.reader import Reader

if TYPE_CHECKING:
    from drafter.desk.year.workspace import Workspace
    from drafter.template.template import Template


def last_year_entries(
    catalogue: Catalogue, folders: Folders, reader: Reader
) -> tuple[Mapping[str, Entry], list[Finding]]:
    """Last year's entries for this year's indicators, and what of last year could not be used."""
    past = past_of(catalogue, catalogue.settings.year - 1, folders, reader)
    return history.last_year_entries(catalogue, past)


def past_of(catalogue: Catalogue, year: int, folders: Folders, reader: Reader) -> Past:
    """Any earlier year. What the sheet 历年 says of it goes before its forms, and makes up for what
    its draft does not say."""
    folder, bygone = folder_of_record(folders, year), catalogue.bygone.get(year, {})
    draft = _of_record(folders, year, folder) if folder else None
    if isinstance(draft, Drafted):
        return replace(record := past_of_record(draft), entries={**bygone, **record.entries})
    past = past_forms(catalogue, year, folders.inputs(year), reader)
    findings = [_unread(year, draft)] if draft else list(_lost(folders, year))
    entries = {**past.entries, **bygone}
    return replace(past, entries=entries, findings=(*findings, *past.findings))


def _of_record(folders: Folders, year: int, folder: Path) -> Drafted | Finding:
    """The draft of record in the folder; or why what stands there is not it."""
    draft = read_draft(folder)
    if isinstance(draft, Drafted) and (why := other_draft(folders, year, draft.manifest.id)):
        place = Place(folders.relative(folder))
        return Finding("draft-damaged", Severity.ERROR, place, details={"reason": why})
    return draft


def full_ledger(
    workspace: Workspace,
    catalogue: Catalogue,
    template: Template,
    reader: Reader,
    progress: Progress,
) -> Ledger:
    """The year's ledger, with what the years before say where the template asks for that."""
    ledger = checked(workspace, catalogue, reader, progress).ledger
    if not template.asks_years:
        return ledger
    past = _years(workspace, catalogue, reader)
    last = catalogue.settings.year - 1  # what is wrong with that one is told already
    older = [one for year, own in past.items() if year < last for one in own.findings]
    graver = tuple(one for one in older if one.severity is Severity.ERROR)
    findings = (*ledger.findings, *graver)
    return replace(ledger, series=_series(workspace, catalogue, past, reader), findings=findings)


def series_of(workspace: Workspace, catalogue: Catalogue, reader: Reader) -> Series:
    """What all the years before the catalogue's say, under its keys."""
    return _series(workspace, catalogue, _years(workspace, catalogue, reader), reader)


def _years(workspace: Workspace, catalogue: Catalogue, reader: Reader) -> dict[int, Past]:
    folders = workspace.folders
    years = sorted({*earlier_years(folders, catalogue.settings.year), *catalogue.bygone})
    return {year: past_of(catalogue, year, folders, reader) for year in years}


def _series(
    workspace: Workspace, catalogue: Catalogue, past: Mapping[int, Past], reader: Reader
) -> Series:
    own = {year: catalogue_of(workspace, year, reader) for year in past}
    entries = {year: one.entries for year, one in past.items()}
    return series(catalogue, entries, {year: one for year, one in own.items() if one})


def past_of_record(draft: Drafted) -> Past:
    """What the draft says of each indicator."""
    manifest, report = draft.manifest, f"{draft.folder.name}/{REPORT}"
    entries = recorded_entries(manifest, lambda record: _sources(record, report))
    there = {key: dated(e, manifest.year) for key, e in entries.items() if not is_missing(e)}
    return Past(there, {record.key: record.label for record in manifest.entries}, whole=True)


def _sources(record: FigureRecord, report: str) -> tuple[Source, ...]:
    """The cells; of a figure that was edited by hand who did so, which the cells do not say."""
    cells = tuple(
        Source(one.place, one.department, one.said, one.explanation, one.overruled)
        for one in record.sources
    )
    if record.edit is None:
        return cells
    overruled = (Source(c.place, c.department, c.said, c.explanation, True) for c in cells)
    return (Source(Place(report), record.edit.by, record.text), *overruled)


def _unread(year: int, finding: Finding) -> Finding:
    details = {"year": str(year), "reason": str(finding.details.get("reason", ""))}
    return Finding("record-of-last-year", Severity.ERROR, finding.place, details=details)


def _lost(folders: Folders, year: int) -> Iterator[Finding]:
    if folder := lost_record(folders, year):
        details = {"year": str(year), "reason": f"{folder.name}的文件夹不在"}
        place = Place(folders.relative(folder))
        yield Finding("record-of-last-year", Severity.ERROR, place, details=details)
