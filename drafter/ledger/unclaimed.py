"""What was asked last year and has nobody to follow it, and what 沿革 names and never was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.lineage import Deed, Step, origin
from drafter.catalogue.rows import nearest
from drafter.model.finding import Finding, Place, Severity

_SHEET = "指标"


def unclaimed(catalogue: Catalogue, labels: Mapping[str, str]) -> list[Finding]:
    """A finding for each key of last year that is gone unsaid, with what it seems to have become;
    and for each that 沿革 names, or calls new, and last year knows better. `labels` are all the
    indicators of last year, by key; none where they are not known."""
    return [*lost(catalogue, labels), *_misnamed(catalogue, labels)] if labels else []


def lost(catalogue: Catalogue, labels: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each key of last year that is gone unsaid; `labels` may be some of them."""
    steps = _steps(catalogue)
    named = {key for step in steps.values() for key in step.keys}
    there = {*catalogue.indicators, *catalogue.stopped, *named}
    new = {
        key: indicator.label
        for key, indicator in catalogue.indicators.items()
        if key not in labels and key not in steps
    }
    for key, label in labels.items():
        if key not in there:
            heir = _heir(key, label, new)
            details = {"key": key, "label": label, "hint": f"，似为改名为“{heir}”" if heir else ""}
            yield Finding(
                "lineage-lost", Severity.WARNING, _place(catalogue, heir), heir, "", details
            )


def _heir(key: str, label: str, new: Mapping[str, str]) -> str:
    """The new key that has its label, or else one much like it; "" for none."""
    if alike := [one for one, name in new.items() if name == label]:
        return alike[0]
    from rapidfuzz.process import extractOne

    for name, names in ((key, {one: one for one in new}), (label, dict(new))):
        if match := extractOne(name, names, score_cutoff=70):
            return match[2]
    return ""


def _place(catalogue: Catalogue, key: str) -> Place:
    indicators = catalogue.indicators
    if key in indicators:
        return indicators[key].place
    file = next((one.place.file for one in indicators.values()), "")
    return Place(file, _SHEET)


def _misnamed(catalogue: Catalogue, labels: Mapping[str, str]) -> Iterator[Finding]:
    for key, step in _steps(catalogue).items():
        indicator = catalogue.indicators[key]
        for old in step.keys:
            if old not in labels:
                details = {"key": old, "hint": nearest(old, list(labels))}
                yield _finding("lineage-unknown", indicator, details)
        if step.deed is Deed.NEW and key in labels:
            yield _finding("lineage-not-new", indicator, {"label": indicator.label})


def _finding(code: str, indicator: Indicator, details: Mapping[str, str]) -> Finding:
    return Finding(code, Severity.WARNING, indicator.place, indicator.key, "", details)


def _steps(catalogue: Catalogue) -> dict[str, Step]:
    """This year's origins by key."""
    year = catalogue.settings.year
    steps = ((key, origin(one.lineage, year)) for key, one in catalogue.indicators.items())
    return {key: step for key, step in steps if step is not None}
