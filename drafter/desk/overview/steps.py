"""下一步: what is to be done next, and about whom. Every face has its own words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.files.folders import BELOW
from drafter.intake.submission import SILENT
from drafter.model.category import Category, category
from drafter.model.finding import Severity, Status
from drafter.model.sentence import asks

if TYPE_CHECKING:
    from drafter.desk.year.results import Checked
    from drafter.desk.year.results import Status as Standing
    from drafter.draft.record import FindingRecord, Manifest

# How a department can stand, in the order in which it is counted.
STATES = ("已确认", "已报", "未报", "待选定", "退回")


class Act(Enum):
    """What can be next."""

    ISSUE = auto()  # make the forms and send them out
    RECEIVE = auto()  # take in the first that come back
    REMIND = auto()
    CHOOSE = auto()  # one of several forms of a department
    RETURN = auto()  # have departments mend what is wrong
    AWAIT = auto()  # what departments mend
    BELOW = auto()  # what districts have not handed up, or not so that it can be used
    DECIDE = auto()  # on what departments explained, or what is nobody's form
    ANSWER = auto()  # for what was edited by hand
    DRAFT = auto()
    COMPLETE = auto()  # what the report still lacks
    REVIEW = auto()


class Step(Struct, frozen=True):
    """What is next; `names` are the departments it is about, or what is awaited; `again` the
    districts whose packs came and cannot be used."""

    act: Act
    names: tuple[str, ...] = ()
    again: tuple[str, ...] = ()


def steps_after_check(checked: Checked) -> list[Step]:
    """All that may be done now, in this order."""
    steps = [
        Step(act, names)
        for act, state in ((Act.REMIND, "未报"), (Act.CHOOSE, "待选定"))
        if (names := tuple(s.department for s in checked.submissions if s.state == state))
    ]
    if asked := departments_asked(checked):
        steps.append(Step(Act.RETURN, asked))
    return [*steps, Step(Act.DRAFT)]


def departments_asked(checked: Checked) -> tuple[str, ...]:
    """The departments whose forms came with something that they have to mend."""
    asked = {finding.department for finding in checked.findings if asks(finding)}
    return tuple(s.department for s in checked.submissions if s.received and s.department in asked)


def step_after_draft(manifest: Manifest) -> Step:
    """What the draft needs first."""
    findings = manifest.findings
    if silent := _departments(f for f in findings if f.code == SILENT):
        return Step(Act.REMIND, silent)
    if rivals := _departments(f for f in findings if f.code == "workbook-twice"):
        return Step(Act.CHOOSE, rivals)
    errors = [f for f in findings if f.severity is Severity.ERROR and f.open]
    edits = [f for f in errors if category(f.code) is Category.HAND]
    below = [f for f in errors if f.file.startswith(f"{BELOW}/")]
    own = [f for f in errors if f.file != BELOW]  # what the districts come to is nobody's form
    waiting = [f for f in own if f.status is not Status.EXPLAINED and f not in edits]
    if wrong := _departments(f for f in waiting if f not in below):
        return Step(Act.RETURN, wrong)
    if below:
        from drafter.desk.levels.receiving import MISSING

        missing = _departments(f for f in below if f.code == MISSING)
        return Step(Act.BELOW, missing, _departments(f for f in below if f.code != MISSING))
    if edits:
        return Step(Act.ANSWER)
    if errors:
        return Step(Act.DECIDE, _departments(own))
    if awaited := awaited_words(manifest):
        return Step(Act.COMPLETE, awaited)
    return Step(Act.REVIEW)


def _departments(findings: Iterable[FindingRecord]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.department for f in findings if f.department))


def awaited_words(manifest: Manifest) -> tuple[str, ...]:
    """What the report prints for what is missing, each once: 【待补：…】."""
    from drafter.draft.record import FigureState

    blank = (m for m in manifest.marks if m.figure.state is FigureState.MISSING)
    return tuple({m.figure.key or m.words: m.words for m in blank}.values())


def next_step(
    status: Standing,
    issued: bool,
    returned: Callable[[Sequence[str]], bool],
    locked: bool = False,
) -> Step:
    """The one step for the whole year; `issued` tells whether there are forms to send out,
    `returned` whether what departments have to mend was written for them, `locked` whether the last
    draft is on its way to be signed, so that no other is made."""
    submissions, below = status.checked.submissions, status.checked.districts
    if not any(s.received for s in (*submissions, *(one.submission for one in below))):
        return Step(Act.RECEIVE if issued else Act.ISSUE)
    if rivals := tuple(s.department for s in submissions if s.state == "待选定"):
        return Step(Act.CHOOSE, rivals)
    asked = departments_asked(status.checked)
    if asked and not returned(asked):
        return Step(Act.RETURN, asked)
    if status.draft is None or not (status.current or locked):
        return Step(Act.DRAFT)
    step = step_after_draft(status.draft.manifest)
    return Step(Act.AWAIT, asked) if step.act is Act.RETURN and asked else step
