"""The live checks of a form: the rules that it can check by itself, and changes against last
year."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.forms.comparison import comparable, question, warning
from drafter.catalogue.forms.layout import Layout
from drafter.catalogue.rules import excel
from drafter.catalogue.rules.language import references
from drafter.model.figure import Entry

_LONGEST_WARNING = 200
_LONGEST_FORMULA = 4000  # Excel takes 8192 in a cell; a row shows several. check() has no limit.


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
    for rule in catalogue.rules:
        named = list(references(rule.test))
        divided = any(catalogue.indicators[one.key].divided for one in named if not one.column)
        if all(map(layout.holds, named)) and not divided:
            first = next((r.key for r in named if not r.column and not r.last_year), None)
            if first:
                text = f"✗ {rule.note or catalogue.sentence(rule)}。"[:_LONGEST_WARNING]
                formula = excel.check(rule.test, layout.cell, layout.ready, text)
                if len(formula) <= _LONGEST_FORMULA:
                    checks[first].append(Check(formula, text))
    whole = {k: s for k, s in layout.spots.items() if not catalogue.indicators[k].divided}
    for key, spot in whole.items():
        bound = catalogue.indicators[key].swing or catalogue.settings.swing
        if bound and comparable(last_year.get(key)):
            checks[key].append(Check(question(spot.row, bound), warning(bound)))
    return checks
