"""What of a catalogue one department can answer for alone."""

from __future__ import annotations

from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.rules.language import references


def part_of(catalogue: Catalogue, department: str) -> Catalogue:
    """The catalogue with what the department is asked or its form works out, and with the rules
    that name nothing else. The totals of a table that several fill in are nobody's alone."""
    own = [*catalogue.asked_of(department), *catalogue.worked_out_for(department)]
    indicators = {i.key: i for i in sorted(own, key=lambda i: catalogue.places[i.key])}
    whole = {key for key, i in indicators.items() if not i.divided}
    rules = tuple(
        rule
        for rule in catalogue.rules
        if all(reference.key in whole for reference in references(rule.test))
    )
    return replace(catalogue, indicators=indicators, rules=rules)
