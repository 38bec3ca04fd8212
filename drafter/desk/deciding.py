"""What the bureau decides: what may stand, on whose word a value holds, which form counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.departments import known_department
from drafter.desk.matters import NAMES, hand_matters, picked
from drafter.desk.results import Checked
from drafter.desk.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.dates import official_moment
from drafter.model.decision import ACCEPTABLE, Decision, Ruling, ground
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding, Severity

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.records import Receipt
    from drafter.intake.inbox import Letter


class Accepted(Struct, frozen=True):
    """A decision, the first of several; and the findings that are closed."""

    decision: Decision
    findings: tuple[Finding, ...]


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
    mine = [f for f in checked.findings if about in (f.indicator or f.department,) and f.open]
    closed = [f for f in mine if f.code in ACCEPTABLE and f.severity is not Severity.HINT]
    if only or not closed:
        matters = hand_matters(workspace, checked.catalogue.settings.year, about)
        closed = picked(matters, about, only)
    if not reason.strip():
        raise WorkspaceError("请用 --reason 写明理由")
    if not closed:
        raise WorkspaceError(_nothing_to_accept(checked, about, mine))
    closed = [*_ruled(closed, about, department)]
    names = dict.fromkeys(finding.indicator or finding.department for finding in closed)
    groups = [[f for f in closed if name in (f.indicator or f.department,)] for name in names]
    decisions = [
        _decide(workspace, checked.catalogue, name, group, department, reason, by)
        for name, group in zip(names, groups, strict=True)
    ]
    pairs = [(f, d) for group, d in zip(groups, decisions, strict=True) for f in group]
    return Accepted(decisions[0], tuple(replace(f, decision=d.words) for f, d in pairs))


def _ruled(closed: Sequence[Finding], about: str, department: str) -> Sequence[Finding]:
    """Those that a decision closes: of a conflict that alone, on the named department's word."""
    conflict = [f for f in closed if f.code == "figures-conflict"]
    if conflict and not department:
        names = "、".join(f.department for f in conflict)
        raise WorkspaceError(f"“{about}”各部门报的不一致，请用 --from 写明以哪个部门为准：{names}")
    if department and department not in {f.department for f in conflict}:
        raise WorkspaceError(f"“{about}”没有{department}与其他部门不一致的数，不用 --from")
    return conflict or closed


def _decide(
    workspace: Workspace,
    catalogue: Catalogue,
    about: str,
    closed: Sequence[Finding],
    department: str,
    reason: str,
    by: str,
) -> Decision:
    decision = Decision(
        ruling=Ruling.VALUE if department else Ruling.ACCEPT,
        about=about,
        ground=tuple(ground(finding) for finding in closed),
        reason=reason.strip(),
        chosen=department,
        by=by or _clerk(catalogue),
        when=official_moment(workspace.clock()),
    )
    workspace.records(catalogue.settings.year).decide(decision)
    return decision


def _nothing_to_accept(checked: Checked, about: str, mine: Sequence[Finding]) -> str:
    from drafter.catalogue.rows import nearest
    from drafter.model.sentence import line

    if about in NAMES:
        return f"没有待核定的{about}"
    names = [*checked.catalogue.indicators, *(d.name for d in checked.catalogue.departments)]
    if about not in names:
        return f"指标目录中没有“{about}”{nearest(about, names)}"
    refused = next((f for f in mine if f.severity is Severity.ERROR), None)
    why = f"；这一条须由部门更正：{line(refused)}" if refused else ""
    return f"“{about}”没有可以采纳的核查意见{why}"


@alone
def choose(
    workspace: Workspace, department: str, file: str = "", reason: str = "", by: str = ""
) -> Decision:
    """Record which of a department's forms counts: the named one, or the one received last. The
    choice holds while no other form comes in. Raises WorkspaceError."""
    from drafter.intake.inbox import standing

    checked = workspace.check()
    catalogue = checked.catalogue
    known_department(catalogue, department)
    letters = checked.inbox.letters if checked.inbox else ()
    mine = [x for x in letters if x.department == department and x.form]
    forms = list({x.sha256: x for x in mine}.values())
    if len(forms) < 2:
        raise WorkspaceError(f"{department}没有两份不同的报表，不用选")
    records = workspace.records(catalogue.settings.year)
    picked = _picked(forms, file, records.receipts(department))
    why = reason or (f"以{picked.path.name}为准" if file else "以最后收到的为准")
    decision = Decision(
        ruling=Ruling.FILE,
        about=department,
        ground=(standing(forms),),
        reason=why.strip(),
        chosen=picked.sha256,
        by=by or _clerk(catalogue),
        when=official_moment(workspace.clock()),
    )
    records.decide(decision)
    return decision


def _picked(forms: Sequence[Letter], file: str, receipts: Sequence[Receipt]) -> Letter:
    """The form of that name, or the one received last; two of one minute are told apart by hand."""
    if file:
        named = next((x for x in forms if x.path.name == Path(file).name), None)
        if named:
            return named
        names = "、".join(x.path.name for x in forms)
        raise WorkspaceError(f"没有“{file}”，现有{names}")
    when = {receipt.sha256: receipt.when for receipt in receipts}
    last = max(when[x.sha256] for x in forms)
    newest = [x for x in forms if when[x.sha256] == last]
    if len(newest) > 1:
        names = "、".join(x.path.name for x in newest)
        raise WorkspaceError(f"{names}是同时收到的，分不出先后；请写明文件名")
    return newest[0]


def _clerk(catalogue: Catalogue) -> str:
    """Who sits at the desk: as the catalogue says, or as the system does."""
    import getpass

    try:
        return catalogue.settings.texts.get("经办人") or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未署名"
