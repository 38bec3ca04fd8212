"""The report's figures as open data: what each is, not which cell of whose file it came from."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from msgspec import Struct
from msgspec.structs import asdict

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.rules.sentence import words
from drafter.draft.edit_record import Departure
from drafter.draft.record import (
    FigureRecord,
    FigureState,
    Manifest,
    MarkRecord,
    SourceRecord,
)
from drafter.model.finding import Kind
from drafter.model.pattern import pattern

# What a spreadsheet takes for a formula: OWASP, CSV Injection; with the full-width forms.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")
_NUMBER = pattern(r"-?\d+(?:\.\d+)?%?")
_HEADS = {
    "key": "指标编号", "label": "指标名称", "value": "数值", "hedge": "约数", "text": "正文表述",
    "unit": "计量单位", "definition": "口径", "department": "填报部门", "formula": "计算公式",
    "period": "统计期", "section": "所在章节", "note": "备注",
}  # fmt: skip
_CORRECTED = "数值或计量单位经审定更正，与填报部门所报不同"
_PUBLISHED = tuple(kind for kind in Kind if kind.counts or kind is Kind.DATE)
_HELD = (FigureState.KNOWN, FigureState.HAND)
_PAST = pattern(r"(?:上年|(\d{4})年)\((.+)\)")


class Published(Struct, frozen=True):
    """A figure of the report. `value` is exact (a rate as a share of 1), `hedge` 余 or 约 where
    it is not; `text` is how the report prints it, several texts and sections set apart by ；. The
    `note` stands at a figure that the bureau answers for instead of the department."""

    key: str
    label: str
    value: str
    hedge: str
    text: str
    unit: str
    definition: str
    department: str
    formula: str
    period: str
    section: str
    note: str


def published_figures(catalogue: Catalogue, manifest: Manifest) -> list[Published]:
    """Every figure that stands in the report, in its order, each once; texts are not figures."""
    uses: dict[tuple[object, ...], list[MarkRecord]] = {}
    units = _corrected_units(manifest)
    for mark in manifest.marks:
        figure = mark.figure
        if figure.kind in _PUBLISHED and figure.state in _HELD:
            amount = figure.value or figure.text, units.get(mark.name, "")
            uses.setdefault((figure.key, figure.label, *amount, figure.sources), []).append(mark)
    rows = _row_names(manifest)
    return [_published(catalogue, marks, rows, units) for marks in uses.values()]


def _corrected_units(manifest: Manifest) -> dict[str, str]:
    """The unit behind each mark where somebody changed it by hand."""
    words = {mark.name: mark.words for mark in manifest.marks}
    return {
        one.mark: unit
        for one in manifest.departures
        if one.state in (Departure.EDITED, Departure.UNIT)
        and one.new.startswith(words.get(one.mark, one.new))
        and (unit := one.new.removeprefix(words.get(one.mark, one.new)))
    }


def _row_names(manifest: Manifest) -> dict[tuple[SourceRecord, ...], str]:
    """A table row's name, its first text, by the source of each of its cells."""
    return {
        cell.sources: name
        for entry in manifest.entries
        for row in entry.rows
        if (name := next((c.text for c in row.values() if c.kind not in _PUBLISHED), ""))
        for cell in row.values()
    }


def _published(
    catalogue: Catalogue,
    marks: Sequence[MarkRecord],
    rows: Mapping[tuple[SourceRecord, ...], str],
    units: Mapping[str, str],
) -> Published:
    figure, unit = marks[0].figure, units.get(marks[0].name, "")
    table, dot, column = figure.label.rpartition("·")
    row = rows.get(figure.sources, "") if dot else ""
    definition, departments, formula = _told(catalogue, figure)
    settings, past = catalogue.settings, _PAST.fullmatch(figure.key)
    return Published(
        key=figure.key,
        label=f"{table}·{row}·{column}" if row else figure.label,
        value=figure.value or (figure.text if figure.kind is Kind.DATE else ""),
        hedge=figure.hedge,
        text=_joined(mark.words for mark in marks),
        unit=unit or ("" if figure.kind is Kind.RATE else figure.unit),
        definition=definition,
        department=departments,
        formula=formula,
        period=f"{past[1] or settings.year - 1}年" if past else settings.period,
        section=_joined(mark.section for mark in marks),
        note=_CORRECTED if unit or figure.edit is not None else "",
    )


def _told(catalogue: Catalogue, figure: FigureRecord) -> tuple[str, str, str]:
    """(definition, departments, formula) as the catalogue has them; a result of the template's own
    arithmetic has those that its parts came from, and its workings for a formula."""
    indicator = catalogue.indicators.get(_PAST.sub(r"\2", figure.key))
    if indicator is None:
        return "", "、".join(dict.fromkeys(s.department for s in figure.sources)), figure.workings
    column = indicator.column(figure.label.rpartition("·")[2])
    definition = (column.definition if column else "") or indicator.definition
    formula = words(indicator.formula, catalogue.label) if indicator.formula else ""
    return definition, "、".join(indicator.departments), formula


def _joined(texts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(text for text in texts if text))


def as_csv(figures: Sequence[Published]) -> bytes:
    """UTF-8 with BOM, as Excel wants it; text that looks like a formula has ' before it."""
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_HEADS.values())
    for figure in figures:
        writer.writerow([harmless(cell) for cell in asdict(figure).values()])
    return stream.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as text for a spreadsheet; a number, a negative one too, stays a number."""
    if _NUMBER.fullmatch(cell) or not cell.lstrip(" \u3000").startswith(_FORMULA):
        return cell
    return f"'{cell}"


def as_json(figures: Sequence[Published], manifest: Manifest, period: str) -> bytes:
    """{title, region, year, period, fields, figures: [...]}, UTF-8; values are text, for they are
    exact."""
    record: Mapping[str, object] = {
        "title": manifest.title,
        "region": manifest.region,
        "year": manifest.year,
        "period": period,
        "fields": _HEADS,
        "figures": [asdict(figure) for figure in figures],
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
