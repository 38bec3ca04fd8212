"""What the hand edits of the last draft leave open, each under a number: nobody accepts what he has
not seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.model.decision import ground
from drafter.model.errors import WorkspaceError
from drafter.model.pattern import pattern

if TYPE_CHECKING:
    from drafter.desk.year.results import Drafted
    from drafter.desk.year.workspace import Workspace
    from drafter.model.finding import Finding

ALL = "手改"
# What is told under no indicator's name; ALL are told under each.
NAMES = (ALL, "手改数", "删去的数", "手改文字", "手改校对")
_ONLY = pattern(r"\s*(\d{1,6})\s*[:：](.+)")
_SPAN = pattern(r"\s*(\d{1,5})(?:\s*[-－—–至~～]\s*(\d{1,5}))?\s*")


class Matter(Struct, frozen=True):
    """A matter that is open: the number of the draft, its own in that draft, what it is."""

    draft: int
    number: int
    finding: Finding

    @property
    def name(self) -> str:
        """6:3, the third matter of 第6稿."""
        return f"{self.draft}:{self.number}"


class SeveralMattersError(WorkspaceError):
    """Several matters are open under one name: which of them is meant has to be said."""

    def __init__(self, about: str, matters: Sequence[Matter]) -> None:
        first = matters[0].name
        super().__init__(
            f"“{about}”有{len(matters)}件手改待核定，请逐件看过，再用 --only 写明采纳哪几件，"
            f"如 --only {first}（连号写作 {first}-3，不连的写作 {first},3）"
        )
        self.matters = tuple(matters)


def hand_matters(workspace: Workspace, year: int, about: str) -> list[Matter]:
    """The last draft's open matters of that name; of any, for ALL. Each keeps its number while the
    draft is the last."""
    draft, _ = workspace.last(year)
    return matters_of(workspace, draft, about) if draft else []


def matters_of(workspace: Workspace, draft: Drafted, about: str = ALL) -> list[Matter]:
    """The open matters of a draft."""
    if not draft.manifest.edits:
        return []
    from drafter.review.edits.answers import edits_to_answer

    decisions = workspace.records(draft.manifest.year).decisions()
    findings = edits_to_answer(draft.manifest, decisions)
    return [
        Matter(draft.number, number, finding)
        for number, finding in enumerate(findings, start=1)
        if finding.open and about in (ALL, finding.indicator)
    ]


def picked(matters: Sequence[Matter], about: str, only: str) -> list[Finding]:
    """The findings that `only` names (6:1-3,5); without it those that say one and the same thing.
    Raises WorkspaceError, SeveralMattersError where it has to be said which."""
    if only:
        return _named(matters, only)
    different = {ground(matter.finding) for matter in matters}
    if matters and (about == ALL or len(different) > 1):
        raise SeveralMattersError(about, matters)
    return [matter.finding for matter in matters]


def _named(matters: Sequence[Matter], only: str) -> list[Finding]:
    parts = _ONLY.fullmatch(only)
    spans = [_SPAN.fullmatch(span) for span in re.split("[,，、]", parts[2])] if parts else []
    if not parts or not all(spans):
        raise WorkspaceError(f"“{only}”看不懂；请照列出的编号填写，如 --only 6:1-3,5")
    if matters and int(parts[1]) != matters[0].draft:
        raise WorkspaceError(
            f"现在的最后一稿是第{matters[0].draft}稿，编号已变；请重新列出后再采纳"
        )
    listed = {matter.number: matter.finding for matter in matters}
    numbers = list(dict.fromkeys(n for span in spans if span for n in _numbers(span)))
    if missing := [str(n) for n in numbers if n not in listed]:
        raise WorkspaceError(f"没有编号为{'、'.join(missing[:5])}的待核定手改；请重新列出后再采纳")
    return [listed[number] for number in numbers]


def _numbers(span: re.Match[str]) -> Iterator[int]:
    first, last = int(span[1]), int(span[2] or span[1])
    yield from range(first, last + 1) or (last,)
