"""What the bureau decides: which findings may stand, and on whose word a value holds."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.findings.matters import ALL, NAMES, hand_matters, picked
from drafter.desk.findings.sifting import Sieve
from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.ledger.merge import CONFLICT
from drafter.model.category import Category, category
from drafter.model.dates import official_moment
from drafter.model.decision import Decision, Ruling, acceptable, ground, mark_of, name_of
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding, Severity
from drafter.model.sentence import line

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue

_CHANGED = "这一条已有变化或已不存在，没有决定；请看过现在的意见后再定"
_ALIKE = "有几件手改读来相同，分不出是哪一件；请在网页的“意见”栏，或用 --only 逐件决定"
_TWO_WORDS = "同一指标取了两个部门的数，没有决定；只能取一个"
_SINGLY = "各部门报的不一致，须逐个指标取一个部门的数"


class Opinion(Struct, frozen=True):
    """That a finding may stand as somebody read it (its `mark`), and why; of a conflict, that the
    value holds on this department's word. `name` is what he knows it by."""

    mark: str
    name: str
    reason: str
    by: str = ""


class Undecided(Struct, frozen=True):
    """A finding on which an opinion decides nothing, and why."""

    name: str
    why: str


class Accepted(Struct, frozen=True):
    """What was decided, the findings that it closes, and what was not decided."""

    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...] = ()


class Ground(Struct, frozen=True):
    """What findings of one decision have in common: the name, whose word, the reason, the clerk."""

    about: str
    chosen: str
    reason: str
    by: str


@alone
def accept(
    workspace: Workspace,
    about: str,
    reason: str,
    by: str = "",
    department: str = "",
    only: str = "",
) -> Accepted:
    """Record that the open findings on an indicator (or on a department's form) may stand; or, of
    a conflict, on which department's word the value holds; or that hand edits may stand, of several
    those that `only` names. Raises WorkspaceError."""
    checked = workspace.check()
    mine = [f for f in checked.findings if about == name_of(f) and f.open]
    closed = [f for f in mine if acceptable(f)]
    if only or not closed:
        matters = hand_matters(workspace, checked.catalogue.settings.year, about)
        closed = picked(matters, about, only)
    stated(reason)
    if not closed:
        raise WorkspaceError(_nothing_to_accept(checked, about, mine))
    groups: dict[Ground, list[Finding]] = defaultdict(list)
    for finding in _ruled(closed, about, department):
        groups[Ground(name_of(finding), department, reason, by)].append(finding)
    return _recorded(workspace, checked.catalogue, groups)


@alone
def accept_several(
    workspace: Workspace, names: Sequence[str], whose: Sequence[str], reason: str, by: str = ""
) -> Accepted:
    """Record that what may stand of several indicators, or all of departments and sorts (`whose`),
    stands for one reason. Raises WorkspaceError, before anything is recorded."""
    checked = workspace.check()
    chosen = Sieve.of(whose, checked.catalogue).passed(checked.findings) if whose else []
    for name in names:
        mine = [f for f in checked.findings if name == name_of(f) and f.open]
        if not any(map(acceptable, mine)):
            raise WorkspaceError(_nothing_to_accept(checked, name, mine))
        chosen += mine
    if not names and not whose:
        raise WorkspaceError("请写明指标，或用 --all-of 写明部门、类别")
    return decide_all(workspace, list({mark_of(f): f for f in chosen}.values()), reason, by)


@alone
def decide_seen(
    workspace: Workspace, sieve: Sieve, seen: str, reason: str, by: str = ""
) -> Accepted:
    """Record that all that passes and may be accepted together stands, if that is what was seen.
    Raises WorkspaceError."""
    stated(reason)
    findings = together(sieve.passed(workspace.check().findings))
    if sight(findings) != seen:
        raise WorkspaceError("筛选出的意见已有变化，没有决定；请回到“意见”页重新看过")
    return decide_all(workspace, findings, reason, by)


@alone
def decide(workspace: Workspace, opinions: Sequence[Opinion]) -> Accepted:
    """Record each opinion on a finding that is still as it was read; the others are told."""
    checked = workspace.check()
    standing = standing_findings(workspace, checked)
    marked = _by_mark(standing)
    rivals = _rivals(opinions, marked)
    groups: dict[Ground, list[Finding]] = defaultdict(list)
    undecided: list[Undecided] = []
    for opinion in opinions:
        named = marked.get(opinion.mark, [])
        if why := _objection(opinion, named, rivals):
            undecided.append(Undecided(opinion.name, why))
        elif named[0].open:
            chosen = named[0].department if named[0].code == CONFLICT else ""
            group = groups[Ground(name_of(named[0]), chosen, opinion.reason, opinion.by)]
            group += [f for f in _closed_with(named[0], standing) if f not in group]
    recorded = _recorded(workspace, checked.catalogue, groups)
    return replace(recorded, undecided=tuple(undecided))


def decide_all(workspace: Workspace, findings: Sequence[Finding], reason: str, by: str) -> Accepted:
    """Record that the findings may stand, for one reason; conflicts, which need a department each,
    are told."""
    stated(reason)
    may = [finding for finding in findings if acceptable(finding)]
    single = [f for f in may if f.code == CONFLICT]
    opinions = [Opinion(mark_of(f), line(f), reason, by) for f in may if f not in single]
    if not may:
        raise WorkspaceError("其中没有可以采纳的核查意见：须由部门更正的，不能采纳")
    accepted = decide(workspace, opinions)
    singles = (Undecided(line(finding), _SINGLY) for finding in single)
    return replace(accepted, undecided=(*accepted.undecided, *singles))


def stated(reason: str) -> None:
    """Raises WorkspaceError where there is no reason."""
    if not reason.strip():
        raise WorkspaceError("还没有写理由，请写明为什么这样决定")


def together(findings: Iterable[Finding]) -> list[Finding]:
    """Those that may be accepted for one reason: no hand edit, which is looked at one by one, and
    no conflict, which needs a department."""
    may = (finding for finding in findings if acceptable(finding))
    return [f for f in may if f.code != CONFLICT and category(f.code) is not Category.HAND]


def sight(findings: Sequence[Finding]) -> str:
    """What only these findings make."""
    return hashlib.sha256("".join(map(mark_of, findings)).encode()).hexdigest()[:20]


def standing_findings(workspace: Workspace, checked: Checked) -> list[Finding]:
    """All findings of today, and what the edits of the last draft leave open."""
    matters = hand_matters(workspace, checked.catalogue.settings.year, ALL)
    return [*checked.findings, *(matter.finding for matter in matters)]


def _by_mark(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings by their marks; edits also by those that lists show, which may be the same."""
    marked: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for mark in {mark_of(finding), mark_of(finding, around=False)}:
            marked[mark].append(finding)
    return marked


def _rivals(opinions: Sequence[Opinion], marked: Mapping[str, Sequence[Finding]]) -> set[str]:
    """The indicators for which the opinions name several departments."""
    sides = {(f.indicator, f.department) for o in opinions for f in marked.get(o.mark, ())
             if f.code == CONFLICT and o.reason.strip()}  # fmt: skip
    counted = Counter(indicator for indicator, _ in sides)
    return {indicator for indicator, count in counted.items() if count > 1}


def _objection(opinion: Opinion, named: Sequence[Finding], rivals: set[str]) -> str:
    """Why the opinion decides nothing; "" where it does, and where just that was decided before."""
    if not named:
        return _CHANGED
    finding, reason = named[0], opinion.reason.strip()
    if not finding.open:
        again = f"{reason}；" in finding.decision
        return "" if again else f"{finding.decision}，没有再改"
    if len({ground(f) for f in named}) > 1:
        return _ALIKE
    if not acceptable(finding):
        hint = finding.severity is Severity.HINT
        return "提示不用决定" if hint else "须由部门更正，不能采纳"
    if finding.code == CONFLICT and finding.indicator in rivals:
        return _TWO_WORDS
    return "" if reason else "没有写理由"


def _closed_with(finding: Finding, standing: Iterable[Finding]) -> list[Finding]:
    """What a decision on the finding closes: every side of a conflict; whatever reads the same, of
    which a decision on one alone would hold for none."""
    mine = [f for f in standing if f.open and name_of(f) == name_of(finding)]
    if finding.code == CONFLICT:
        return [f for f in mine if f.code == CONFLICT]
    return [f for f in mine if ground(f) == ground(finding)]


def _ruled(closed: Sequence[Finding], about: str, department: str) -> Sequence[Finding]:
    """Those that a decision closes: of a conflict that alone, on the named department's word."""
    conflict = [f for f in closed if f.code == CONFLICT]
    if conflict and not department:
        names = "、".join(f.department for f in conflict)
        raise WorkspaceError(f"“{about}”各部门报的不一致，请用 --from 写明以哪个部门为准：{names}")
    if department and department not in {f.department for f in conflict}:
        raise WorkspaceError(f"“{about}”没有{department}与其他部门不一致的数，不用 --from")
    return conflict or closed


def _recorded(
    workspace: Workspace, catalogue: Catalogue, groups: Mapping[Ground, Sequence[Finding]]
) -> Accepted:
    """A decision on record for each group."""
    records, when = workspace.records(catalogue.settings.year), official_moment(workspace.clock())
    decisions, closed = [], []
    for common, findings in groups.items():
        decision = Decision(
            ruling=Ruling.VALUE if common.chosen else Ruling.ACCEPT,
            about=common.about,
            ground=tuple(map(ground, findings)),
            reason=common.reason.strip(),
            chosen=common.chosen,
            by=common.by.strip() or clerk(catalogue),
            when=when,
        )
        records.decide(decision)
        decisions.append(decision)
        closed += [replace(finding, decision=decision.words) for finding in findings]
    return Accepted(tuple(decisions), tuple(closed))


def _nothing_to_accept(checked: Checked, about: str, mine: Sequence[Finding]) -> str:
    from drafter.catalogue.rows import nearest

    if about in NAMES:
        return f"没有待核定的{about}"
    names = [*checked.catalogue.indicators, *(d.name for d in checked.catalogue.departments)]
    if about in checked.catalogue.fates:
        return f"“{about}”{checked.catalogue.fates[about]}"
    if about not in names:
        return f"指标目录中没有“{about}”{nearest(about, names)}"
    if count := sum(f.department == about and acceptable(f) for f in checked.findings):
        how = f"各指标有{count}条可以采纳的，可用 --all-of {about} 一并采纳，或逐个指标采纳"
        return f"“{about}”的表本身没有可以采纳的核查意见；{how}"
    refused = next((f for f in mine if f.severity is Severity.ERROR), None)
    why = f"；这一条须由部门更正：{line(refused)}" if refused else ""
    return f"“{about}”没有可以采纳的核查意见{why}"


def clerk(catalogue: Catalogue) -> str:
    """Who sits at the desk, as the catalogue says: the computer's user is nobody's name."""
    return catalogue.settings.texts.get("经办人") or "未署名"
