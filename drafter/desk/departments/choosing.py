"""Which of several forms of a department, or of several packs of a district, counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.departments.departments import known_department
from drafter.desk.findings.deciding import clerk
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.dates import official_moment
from drafter.model.decision import Decision, Ruling
from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.desk.records.filings import Receipt
    from drafter.desk.year.results import Checked


class Offer(Struct, frozen=True):
    """A file that can be chosen: its name and its hash."""

    name: str
    sha256: str


@alone
def choose(
    workspace: Workspace, department: str, file: str = "", reason: str = "", by: str = ""
) -> Decision:
    """Record which of a department's forms counts: the named one, or the one received last. The
    choice holds while no other form comes in. Raises WorkspaceError."""
    from drafter.intake.inbox import standing

    checked = workspace.check()
    catalogue = checked.catalogue
    forms = _offers(checked, department)
    if len(forms) < 2:
        raise WorkspaceError(f"{department}没有两份不同的报表，不用选")
    records = workspace.records(catalogue.settings.year)
    picked = _picked(forms, file, records.receipts(department))
    why = reason or (f"以{picked.name}为准" if file else "以最后收到的为准")
    decision = Decision(
        ruling=Ruling.FILE,
        about=department,
        ground=(standing(forms),),
        reason=why.strip(),
        chosen=picked.sha256,
        by=by or clerk(catalogue),
        when=official_moment(workspace.clock()),
    )
    records.decide(decision)
    return decision


def _offers(checked: Checked, department: str) -> list[Offer]:
    """The different forms of the department, or the packs of the district."""
    if department in checked.catalogue.districts:
        own = next(one for one in checked.districts if one.name == department)
        return [Offer(pack.path.name, pack.pack.sha256) for pack in own.rivals]
    known_department(checked.catalogue, department)
    letters = checked.inbox.letters if checked.inbox else ()
    mine = [x for x in letters if x.department == department and x.form]
    return [Offer(x.path.name, x.sha256) for x in {x.sha256: x for x in mine}.values()]


def _picked(forms: Sequence[Offer], file: str, receipts: Sequence[Receipt]) -> Offer:
    """The form of that name, or the one received last; two of one minute are told apart by hand."""
    if file:
        named = next((x for x in forms if x.name == Path(file).name), None)
        if named:
            return named
        names = "、".join(x.name for x in forms)
        raise WorkspaceError(f"没有“{file}”，现有{names}")
    when = {receipt.sha256: receipt.when for receipt in receipts}
    last = max(when[x.sha256] for x in forms)
    newest = [x for x in forms if when[x.sha256] == last]
    if len(newest) > 1:
        names = "、".join(x.name for x in newest)
        raise WorkspaceError(f"{names}是同时收到的，分不出先后；请写明文件名")
    return newest[0]
