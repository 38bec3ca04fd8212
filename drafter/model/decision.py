"""A decision of the bureau: on whose word, why, and on what ground. It holds while that does."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from drafter.model.finding import Finding, Severity
from drafter.model.record import Filed
from drafter.model.sentence import bare

# What can be taken as it is. A cell that could not be read has no value to accept.
ACCEPTABLE = frozenset(
    (
        *("sum-differs", "rule-broken", "rule-note", "derived-low", "derived-high"),
        *(
            "value-low",
            "value-high",
            "value-asked",
            "value-nothing",
            "value-hidden",
            "value-displayed",
        ),
        *("value-is-number", "value-long", "table-contradicts", "year-differs"),
        *("row-unknown", "fixed-unknown"),
        *("unit-varies", "figures-conflict", "form-outdated", "form-period", "row-renamed"),
        *("form-others", "edit-figure", "edit-lost", "edit-number"),
        *("edit-unit", "edit-deleted", "edit-derived", "edit-wording", "edit-remark"),
    )
)


# What stands for itself: a decision on one tells nothing of another under the same name.
_SINGLE = frozenset(
    ("edit-lost", "edit-number", "edit-deleted", "edit-wording", "edit-remark", "edit-derived")
)


class Ruling(StrEnum):
    """What was decided: that a finding may stand, which value holds, which of two files counts."""

    ACCEPT = "采纳"
    VALUE = "取值"
    FILE = "取表"


class Decision(Filed, frozen=True, kw_only=True):
    """`about` is an indicator's key, or a department for a file; `chosen` the department whose
    value holds, or the file's hash. `ground` is what the decision was made of, a line a finding or
    a file: when it is no longer so, the question is open again."""

    ruling: Ruling
    about: str
    ground: Annotated[tuple[str, ...], Meta(min_length=1)]
    reason: str
    by: str
    when: str
    chosen: str = ""

    @property
    def words(self) -> str:
        """The decision as it stands in lists: 已采纳：以台账为准；张三，2024年11月5日09:30"""
        whose = f"采用{self.chosen}报的数，" if self.ruling is Ruling.VALUE else ""
        return f"已{self.ruling}：{whose}{self.reason}；{self.by}，{self.when}"


def ground(finding: Finding) -> str:
    """What a decision on the finding rests on: its sentence, with every number in it; of an edit
    the words around it, so that another like it is another."""
    around = finding.details.get("around", "")
    return f"{finding.code} {finding.department} {bare(finding)}" + f"〔{around}〕" * bool(around)


def mark(file: str, sheet: str, cell: str, indicator: str, words: str, around: str = "") -> str:
    """What names a finding as it was read: another once anything of it has changed."""
    seen = (" ".join(text.split()) for text in (file, sheet, cell, indicator, words, around))
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:20]


def mark_of(finding: Finding, around: bool = True) -> str:
    """The mark of a finding; of an edit with the words around it, or as a list shows it."""
    place = finding.place
    own = finding.details.get("around", "") if around else ""
    return mark(place.file, place.sheet, place.cell, finding.indicator, bare(finding), own)


def name_of(finding: Finding) -> str:
    """Under which name the finding is decided: its indicator's, or the department's."""
    return finding.indicator or finding.department


def may_stand(code: str, severity: Severity) -> bool:
    """Whether the bureau may let such a finding stand."""
    return code in ACCEPTABLE and severity is not Severity.HINT


def acceptable(finding: Finding) -> bool:
    """Whether the bureau may let it stand, and has not yet."""
    return finding.open and may_stand(finding.code, finding.severity)


def decided(findings: Sequence[Finding], decisions: Sequence[Decision]) -> list[Finding]:
    """The findings, each with the decision on it; one whose ground is gone says so. A decision on
    one of two that read the same holds for neither: nobody can tell which was meant."""
    alike = Counter(ground(finding) for finding in findings)
    return [_decided(finding, decisions, alike) for finding in findings]


def _decided(finding: Finding, decisions: Sequence[Decision], alike: Mapping[str, int]) -> Finding:
    name = name_of(finding)
    mine = [d for d in decisions if d.ruling is not Ruling.FILE and d.about == name]
    if not mine or not may_stand(finding.code, finding.severity):
        return finding
    own = ground(finding)
    if held := next((d for d in reversed(mine) if d.ground.count(own) >= alike[own]), None):
        return replace(finding, decision=held.words)
    code = f"{finding.code} {finding.department} "
    same = (d for d in reversed(mine) if any(g.startswith(code) for g in d.ground))
    if finding.code not in _SINGLE and (last := next(same, None)):
        return replace(finding, lapsed=last.words)
    return finding
