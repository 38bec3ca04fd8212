"""A finding as a user reads it: the sentence of its code, its place, what was said to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drafter.model.finding import Finding, Severity
from drafter.model.sentences.documents import DOCUMENTS
from drafter.model.sentences.forms import FORMS
from drafter.model.sentences.proofreading import PROOFREADING
from drafter.model.shown import shown

SENTENCES: Mapping[str, str] = {**FORMS, **DOCUMENTS, **PROOFREADING}
# What the bureau has to settle itself; a department can do nothing about it.
_BUREAUS = ("workbook-twice", "workbook-beside", "form-outdated")


def asks(finding: Finding) -> bool:
    """Whether the department has to do something about it."""
    answered = finding.explanation and not finding.lapsed
    asked = finding.severity is not Severity.HINT and finding.code not in _BUREAUS
    return finding.open and asked and not answered


def sentence(finding: Finding) -> str:
    """What the user reads, without severity and place: one sentence that says what to do."""
    words = bare(finding)
    return f"{words}（{shown(finding.state)}）" if finding.state else words


def bare(finding: Finding) -> str:
    """The sentence without what was said to it."""
    details = {name: shown(text) for name, text in finding.details.items()}
    words = SENTENCES[finding.code].format_map(details)
    near = details.get("near")
    return f"{words}（见{near}）" if near else words


def line(finding: Finding) -> str:
    """One finding as one line: 错误 区司法局.xlsx › 填报表!D5 法律援助.案件总数：填报615，…"""
    indicator = f"{shown(finding.indicator)}：" if finding.indicator else ""
    return f"{finding.heading} {shown(str(finding.place))} {indicator}{sentence(finding)}"


def in_place(finding: Finding) -> str:
    """Place and sentence, for a message that tells one finding alone."""
    return f"{shown(str(finding.place))}：{sentence(finding)}"


def record(finding: Finding) -> dict[str, str]:
    """The finding as every command prints it with --json."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "indicator": finding.indicator,
        "message": sentence(finding),
        "status": finding.status,
    }


def proof_record(finding: Finding) -> dict[str, str]:
    """A remark on a text as `drafter proof --json` prints it."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "quote": finding.details.get("quote", ""),
        "place": str(finding.place),
        "message": sentence(finding),
    }


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then in reading order; each once, however many stages noticed it."""
    unique = {(f.code, f.place, f.indicator, sentence(f)): f for f in findings}
    return sorted(unique.values(), key=lambda finding: finding.order)
