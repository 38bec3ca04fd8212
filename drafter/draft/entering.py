"""What the ledger and the filled template say, as the records that a draft keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from drafter.draft.record import (
    FigureRecord,
    FigureState,
    FindingRecord,
    MarkRecord,
    ParagraphRecord,
    SourceRecord,
)
from drafter.model.figure import Entry, Figure, Table, text
from drafter.model.finding import Blank, Finding, Kind, Source
from drafter.model.quantity import decimal
from drafter.model.sentence import sentence
from drafter.template.marker import Mark
from drafter.word.outline import Paragraph


def figure_record(
    entry: Entry,
    places: int,
    checks: Sequence[str] = (),
    decision: str = "",
    words: Sequence[str] = (),
) -> FigureRecord:
    """The record of a figure or a table, rates to `places`; with the rules on it in figures, what
    was decided, and the words that the report has for it."""
    sources = tuple(map(source_record, entry.sources))
    if isinstance(entry, Table):
        rows = tuple({n: figure_record(f, places) for n, f in row.items()} for row in entry.rows)
        words = f"{len(rows)}行" if entry.blank is None else f"【{entry.blank.value}】"
        return FigureRecord(
            key=entry.key, label=entry.label, unit="", kind=Kind.TABLE, state=_state(entry.blank),
            text=words, sources=sources, rows=rows, decision=decision, awaited=entry.awaited,
        )  # fmt: skip
    printed, amount = text(entry, places), entry.quantity
    hedge = amount.hedge if amount else ""
    return FigureRecord(
        key=entry.key,
        label=entry.label,
        unit=entry.unit,
        kind=entry.kind,
        state=_state(entry.value),
        text=printed,
        value=_exact(entry),
        hedge=hedge,
        low=decimal(amount.low) if amount and hedge else "",
        high=decimal(amount.high) if amount and hedge else "",
        workings=entry.workings,
        checks=tuple(checks),
        decision=decision,
        sources=sources,
        awaited=entry.awaited,
        written=tuple(dict.fromkeys(word for word in words if word != printed)),
    )


def _state(value: object) -> FigureState:
    return FigureState(value.value) if isinstance(value, Blank) else FigureState.KNOWN


def source_record(source: Source) -> SourceRecord:
    """The record of a cell."""
    place = source.place
    return SourceRecord(
        department=source.department,
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        said=source.said,
        explanation=source.explanation,
        overruled=source.overruled,
        through=tuple(map(source_record, source.through)),
    )


def mark_records(
    marks: Sequence[Mark],
    paragraphs: Sequence[Paragraph],
    places: int,
    decision: Callable[[Figure], str],
) -> list[MarkRecord]:
    """Each mark with the paragraph that it stands in; outside the body that has the number 0. Its
    figure's text is what the report says there; `decision` is what was decided on a figure."""
    home: Mapping[str, Paragraph] = {name: p for p in paragraphs for name in p.marks}
    return [
        MarkRecord(
            name=mark.name,
            words=mark.words,
            paragraph=home[mark.name].number if mark.name in home else 0,
            section=home[mark.name].section if mark.name in home else "",
            figure=replace(
                figure_record(mark.figure, places, (), decision(mark.figure)), text=mark.words
            ),
        )
        for mark in marks
    ]


def paragraph_records(paragraphs: Sequence[Paragraph]) -> list[ParagraphRecord]:
    """The paragraphs that hold text."""
    return [
        ParagraphRecord(number=p.number, section=p.section, heading=p.heading, text=p.text)
        for p in paragraphs
        if p.text.strip()
    ]


def finding_record(finding: Finding) -> FindingRecord:
    """The record of a finding, its sentence made."""
    return FindingRecord(
        code=finding.code,
        severity=finding.severity,
        file=finding.place.file,
        sheet=finding.place.sheet,
        cell=finding.place.cell,
        indicator=finding.indicator,
        message=sentence(finding),
        status=finding.status,
        state=finding.state,
        department=finding.department,
    )


def _exact(figure: Figure) -> str:
    return decimal(figure.quantity.value) if figure.quantity else ""
