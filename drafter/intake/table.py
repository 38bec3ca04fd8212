"""A returned 明细表: its rows as figures. Empty is not none: none has to be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafter.catalogue.indicator import Indicator
from drafter.intake.answer import take
from drafter.intake.cell import Answer, Cell
from drafter.intake.question import Findings, Question, problem, twice
from drafter.intake.tablegrid import TableGrid
from drafter.model.figure import Figure, Table
from drafter.model.finding import Blank, Place, Source
from drafter.workbook.reader import Workbook

NONE = ("无", "不适用")


def take_table(
    indicator: Indicator, department: str, book: Workbook, grids: Sequence[TableGrid]
) -> tuple[Table, Findings]:
    """The table's rows that hold anything, and the findings on their cells."""
    question = Question.of(indicator, department)
    if not grids:
        return _blank(question), [problem(question, Place(book.file), "row-missing")]
    if len(grids) > 1:
        return _blank(question), [twice(question, *(grid.header.place for grid in grids[:2]))]
    grid = grids[0]
    place = grid.header.place
    absent = [c.name for c in indicator.columns if c.name not in grid.columns]
    if absent:
        problems = [problem(question, place, "table-header", column=name) for name in absent]
        return _blank(question), problems
    return _filled(indicator, question, book, grid)


def _filled(
    indicator: Indicator, question: Question, book: Workbook, grid: TableGrid
) -> tuple[Table, Findings]:
    rows, findings = [], Findings()
    for cells in grid.rows(book):
        if any(not cells[column.name].empty for column in indicator.columns):
            rows.append(_row(indicator, question.department, grid, cells, findings))
    place = grid.any.place if grid.any else grid.header.place
    answer = grid.any.text if grid.any else ""
    if not rows and answer not in NONE and question.required:
        findings.append(problem(question, place, "table-unfilled"))
        return _blank(question), findings
    if rows and answer in NONE:
        findings.append(problem(question, place, "table-contradicts", count=str(len(rows))))
    source = Source(place, question.department, answer or "有")
    sources = (
        (source,) if not rows else tuple(s for row in rows for f in row.values() for s in f.sources)
    )
    blank = None if rows else Blank.NOT_APPLICABLE if answer == "不适用" else None
    return Table(question.key, question.label, tuple(rows), sources, blank), findings


def _row(
    indicator: Indicator,
    department: str,
    grid: TableGrid,
    cells: Mapping[str, Cell],
    findings: Findings,
) -> dict[str, Figure]:
    explanation = cells["说明"].text if "说明" in cells else ""
    row = {}
    for column in indicator.columns:
        question = Question.of_column(indicator, column, department)
        figure, problems = take(
            question, Answer(cells[column.name], explanation, grid.unit(column.name))
        )
        findings.extend(problems)
        row[column.name] = figure
    return row


def _blank(question: Question) -> Table:
    return Table(question.key, question.label, blank=Blank.MISSING, awaited=(question.awaited,))
