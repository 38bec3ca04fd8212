"""Explanations kept from earlier versions: one holds as long as its figure does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from drafter.intake.submission import Submission
from drafter.model.decision import ACCEPTABLE
from drafter.model.figure import Entry, Figure
from drafter.model.finding import Finding, Source


class Kept(Struct, frozen=True):
    """An explanation, what it was said of, and in which version."""

    said: str
    explanation: str
    version: str


def kept(earlier: Iterable[tuple[str, Submission]]) -> dict[str, Kept]:
    """By key, the last explanation whose figure was not changed since; versions oldest first."""
    explanations: dict[str, Kept] = {}
    for version, submission in earlier:
        for key, entry in submission.entries.items():
            source = _source(entry)
            if source and source.explanation:
                explanations[key] = Kept(source.said, source.explanation, version)
            elif source and key in explanations and explanations[key].said != source.said:
                del explanations[key]
    return explanations


def with_kept(submission: Submission, explanations: Mapping[str, Kept]) -> Submission:
    """The submission with the earlier explanations that still hold, where it gives none itself."""
    again = {
        key: f"{explanations[key].explanation}（沿用{explanations[key].version}的说明）"
        for key, entry in submission.entries.items()
        if (source := _source(entry)) and key in explanations
        if not source.explanation and source.said == explanations[key].said
    }
    if not again:
        return submission
    entries = {key: _explained(entry, again.get(key)) for key, entry in submission.entries.items()}
    findings = tuple(_with(finding, again) for finding in submission.findings)
    return replace(submission, entries=entries, findings=findings)


def _source(entry: Entry) -> Source | None:
    """The cell of a figure; tables are explained row by row, and not kept."""
    return entry.sources[0] if isinstance(entry, Figure) and entry.sources else None


def _explained(entry: Entry, explanation: str | None) -> Entry:
    if explanation is None:
        return entry
    sources = tuple(replace(source, explanation=explanation) for source in entry.sources)
    return replace(entry, sources=sources)


def _with(finding: Finding, again: Mapping[str, str]) -> Finding:
    if finding.code in ACCEPTABLE and finding.indicator in again and not finding.explanation:
        return replace(finding, explanation=again[finding.indicator])
    return finding
