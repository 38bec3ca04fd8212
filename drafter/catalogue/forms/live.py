"""The live checks of a form: the rules that it can check by itself, and changes against last
year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue, Rule
from drafter.catalogue.forms.comparison import comparable, question, warning
from drafter.catalogue.forms.layout import MAIN, Layout
from drafter.catalogue.rules import approximate, excel
from drafter.catalogue.rules.language import Reference, references
from drafter.catalogue.rules.lines import ROW
from drafter.model.figure import Entry, Figure
from drafter.model.finding import Kind, Place
from drafter.model.quantity import decimal

_LONGEST_WARNING = 200
_LONGEST_ALONE = 8000  # of a formula that has its cell for itself
_LONGEST_FORMULA = 4000  # Excel takes 8192 in a cell; a row shows several. check() has no limit.
_LONGEST_ROW = 7000  # of those of a row, where more are added


class Check(Struct, frozen=True):
    """A live check: the formula, and the sentence that it shows."""

    formula: str
    text: str


def warnings(
    catalogue: Catalogue, layout: Layout, last_year: Mapping[str, Entry]
) -> dict[str, list[Check]]:
    """The live checks by the row that shows them: the row of the rule's first single indicator.
    What several departments add up to is checked when all parts are there."""
    checks: dict[str, list[Check]] = {key: [] for key in layout.spots}
    for first, check in _exact(catalogue, layout, answered(layout, last_year)):
        if len(check.formula) <= _LONGEST_FORMULA:
            checks[first].append(check)
    for first, check in _approximate(catalogue, layout, answered(layout, last_year)):
        if sum(len(one.formula) for one in (*checks[first], check)) <= _LONGEST_ROW:
            checks[first].append(check)
    listed = {key: spot for key, spot in layout.spots.items() if spot.sheet == MAIN}
    for key, spot in listed.items():
        if catalogue.indicators[key].divided:
            continue
        bound = catalogue.indicators[key].swing or catalogue.settings.swing
        if bound and comparable(last_year.get(key)):
            checks[key].append(Check(question(spot.row, bound), warning(bound)))
    return checks


def _shown(catalogue: Catalogue, layout: Layout) -> Iterator[tuple[str, Rule, str]]:
    """(the row that shows it, the rule, its sentence) of the rules that the form can check."""
    for rule in catalogue.rules:
        first = shown_at(catalogue, layout, rule)
        if first and not _is_of_column(layout, rule, first):
            yield first, rule, f"✗ {rule.note or catalogue.sentence(rule)}。"[:_LONGEST_WARNING]


def _exact(
    catalogue: Catalogue, layout: Layout, answers: tuple[excel.Cell, excel.Ready]
) -> Iterator[tuple[str, Check]]:
    """The checks of numbers."""
    for first, rule, text in _shown(catalogue, layout):
        yield first, Check(excel.check(rule.test, *answers, text), text)


def _approximate(
    catalogue: Catalogue, layout: Layout, answers: tuple[excel.Cell, excel.Ready]
) -> Iterator[tuple[str, Check]]:
    """The checks of what holds 80余, which those of numbers pass over."""

    def hedged(reference: Reference) -> bool:
        indicator = catalogue.indicators[reference.key]
        single = not reference.column and not reference.last_year
        return single and indicator.approximate and indicator.kind is Kind.INTEGER

    for first, rule, text in _shown(catalogue, layout):
        if formula := approximate.check(rule.test, *answers, hedged, text):
            yield first, Check(formula, text)


def shown_at(catalogue: Catalogue, layout: Layout, rule: Rule) -> str:
    """The indicator beside which the form checks the rule: the first single one that it names; ""
    where it names what the form does not have, or has a part of."""
    named = list(references(rule.test))
    divided = any(catalogue.indicators[one.key].divided for one in named if not one.column)
    if divided or not all(map(layout.holds, named)):
        return ""
    return next((r.key for r in named if not r.column and not r.last_year), "")


def _is_of_column(layout: Layout, rule: Rule, first: str) -> bool:
    """Whether a row below a 固定表 checks the rule, column by column."""
    return rule.axis == ROW and layout.spots[first].sheet != MAIN


class LineCheck(Struct, frozen=True):
    """A rule over whole rows: what it says, and a live check for each column by the cell that it
    names first."""

    text: str
    formulas: Mapping[str, str]


def line_checks(
    catalogue: Catalogue, layout: Layout, sheet: str, last_year: Mapping[str, Entry]
) -> list[LineCheck]:
    """The rules over whole rows of the 固定表 on that sheet, in the catalogue's order."""
    checks: dict[Place, LineCheck] = {}
    cell, ready = answered(layout, last_year)
    for rule in catalogue.rules:
        if rule.axis == ROW and (first := shown_at(catalogue, layout, rule)):
            formula = excel.difference(rule.test, cell, ready).replace(f"'{sheet}'!", "")
            if layout.spots[first].sheet == sheet and len(formula) <= _LONGEST_ALONE:
                before = checks.get(rule.place, LineCheck(rule.note or rule.text, {}))
                checks[rule.place] = LineCheck(before.text, {**before.formulas, first: formula})
    return list(checks.values())


def answered(layout: Layout, last_year: Mapping[str, Entry]) -> tuple[excel.Cell, excel.Ready]:
    """How formulas name a cell, and how they ask whether it was answered. Last year's figures of a
    固定表 have no cells: they stand in the formula."""

    def past(reference: Reference) -> Entry | None:
        return last_year.get(reference.key)

    def written(reference: Reference) -> bool:
        return reference.last_year and layout.spots[reference.key].sheet != MAIN

    def cell(reference: Reference) -> str:
        if not written(reference):
            return layout.cell(reference)
        figure = past(reference)
        answer = isinstance(figure, Figure) and figure.quantity
        return decimal(answer.value) if answer else "0"

    def ready(reference: Reference) -> str:
        if not written(reference):
            return layout.ready(reference)
        return "TRUE" if comparable(past(reference)) else "FALSE"

    return cell, ready
