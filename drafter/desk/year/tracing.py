"""查出处: what a draft's record answers, what the years before it said, and what became of a key
that is not asked any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from drafter.desk.year.drafts import read_draft
from drafter.desk.year.of_record import folder_of_record
from drafter.desk.year.results import Drafted
from drafter.draft.record import FigureRecord, Manifest
from drafter.draft.trace import Traced, Use, trace, where_used
from drafter.model.errors import CatalogueError
from drafter.model.pattern import pattern
from drafter.model.sentence import line

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.year.workspace import Workspace
    from drafter.model.series import Series

# 上年(诉讼.案件), 2024年（诉讼.案件）
_EARLIER = pattern(r"(?:上年|(?P<year>[0-9]{4})年?)\s*[(（]\s*(?P<key>[^()（）\s]+)\s*[)）]")


def traced(workspace: Workspace, question: str, number: int | None = None) -> Traced:
    """What the last draft answers, or the numbered one. Of an earlier year's figure,
    上年(诉讼.案件), what that year's draft of record says, or why there is none. Raises
    WorkspaceError where there is no draft, CatalogueError where an earlier year is asked and the
    catalogue has mistakes."""
    manifest = workspace.drafted(number).manifest
    earlier = _EARLIER.fullmatch(question.strip())
    year = int(earlier["year"] or manifest.year - 1) if earlier else manifest.year
    asked = earlier["key"] if earlier else question
    if year >= manifest.year:
        return trace(manifest, asked) or Traced((), (), _fate(workspace, asked))
    return _of_earlier(workspace, manifest, year, asked)


def _fate(workspace: Workspace, key: str) -> tuple[str, ...]:
    """What became of the key; nothing where the catalogue does not tell."""
    with suppress(CatalogueError):
        return _gone(workspace.catalogue(), key)
    return ()


def _gone(catalogue: Catalogue, key: str) -> tuple[str, ...]:
    key = key.strip()
    return (f"“{key}”{catalogue.fates[key]}",) if key in catalogue.fates else ()


def _of_earlier(workspace: Workspace, manifest: Manifest, year: int, key: str) -> Traced:
    from drafter.desk.year.past import past_of, series_of
    from drafter.draft.entering import figure_record

    with workspace.reading() as reader:
        catalogue = workspace.read_catalogue(reader)
        if key not in catalogue.indicators:
            return Traced((), (), _gone(catalogue, key))
        series = series_of(workspace, catalogue, reader)
        past = past_of(catalogue, year, workspace.folders, reader)
    label = catalogue.indicators[key].label
    notes = (*_notes(series, key, year, manifest.year), *map(line, past.findings))
    entry = series.entries.get(year, {}).get(key)
    if entry is None:
        return Traced((), (), notes or (f"{year}年没有“{label}”的数",))
    record = figure_record(entry, catalogue.settings.places)
    figure = replace(record, key=f"{year}年({key})", label=f"{year}年{label}")
    draft = _draft_of_record(workspace, year) if past.whole else None
    if draft is not None:
        figure = replace(figure, decision=_decisions(draft.manifest, figure))
        notes = (f"{year}年的数取自定稿{workspace.folders.relative(draft.folder)}", *notes)
    return Traced((figure,), _uses(manifest, figure, {figure.key, f"上年({key})"}), notes)


def _draft_of_record(workspace: Workspace, year: int) -> Drafted | None:
    folder = folder_of_record(workspace.folders, year)
    draft = read_draft(folder) if folder else None
    return draft if isinstance(draft, Drafted) else None


def _decisions(manifest: Manifest, figure: FigureRecord) -> str:
    """What was decided in that year's draft on what comes from the figure's cells."""
    from drafter.draft.recorded_entries import records_of

    cells = {source.place for source in figure.sources if source.cell}
    of_cells = (
        record.decision
        for record in records_of(manifest).values()
        if any(replace(s, file=f"{manifest.year}/{s.file}").place in cells for s in record.sources)
    )
    return "\n".join(dict.fromkeys(filter(None, of_cells)))


def _notes(series: Series, key: str, year: int, until: int) -> Iterator[str]:
    """What keeps that year's figure from being compared with those after it."""
    for later, words in series.notes.get(key, {}).items():
        if year < later <= until:
            yield f"{later}年：{words}"


def _uses(manifest: Manifest, figure: FigureRecord, names: Collection[str]) -> tuple[Use, ...]:
    """Where the draft prints the figure, or calculates with its cells."""
    cells = {source.place for source in figure.sources if source.cell}
    return where_used(
        manifest,
        [
            mark
            for mark in manifest.marks
            if mark.figure.key in names or any(s.place in cells for s in mark.figure.sources)
        ],
    )
