"""意见: the findings that are meant, a page of them, each with what may be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.findings.deciding import sight, together
from drafter.desk.findings.matters import matters_of
from drafter.desk.findings.sifting import Sieve
from drafter.desk.overview.dossier import Remark, remark
from drafter.ledger.merge import CONFLICT
from drafter.model.category import Category, category
from drafter.model.decision import acceptable, mark_of
from drafter.model.finding import Finding

if TYPE_CHECKING:
    from drafter.desk.year.results import Checked, Status
    from drafter.desk.year.workspace import Workspace

_A_PAGE = 50


class Item(Struct, frozen=True):
    """A finding on the list: its mark, its number among hand edits, its sort, whether it may be
    decided, and on whose word the value would hold then."""

    mark: str
    number: str
    remark: Remark
    category: Category
    may: bool
    whose: str


class Docket(Struct, frozen=True):
    """A page of the list. `count` are all that are meant, `together` those of them that may be
    accepted for one reason, and `seen` is known only to who saw just these."""

    items: tuple[Item, ...]
    count: int
    together: int
    seen: str
    page: int
    pages: int
    departments: tuple[str, ...]
    categories: tuple[Category, ...]


def docket(workspace: Workspace, status: Status, sieve: Sieve, page: int) -> Docket:
    """The page of that number, counted from 1, the nearest there is."""
    checked = status.checked
    matters = matters_of(workspace, status.draft) if status.draft else []
    numbers = {mark_of(matter.finding): matter.name for matter in matters}
    findings = [*checked.findings, *(matter.finding for matter in matters)]
    meant = sieve.passed(findings)
    pages = max(1, -(-len(meant) // _A_PAGE))
    page = min(max(page, 1), pages)
    shown = meant[(page - 1) * _A_PAGE : page * _A_PAGE]
    sorts = {category(finding.code) for finding in findings}
    joint = together(meant)
    return Docket(
        tuple(_item(checked, finding, numbers) for finding in shown),
        len(meant),
        len(joint),
        sight(joint),
        page,
        pages,
        tuple(department.name for department in checked.catalogue.departments),
        tuple(sort for sort in Category if sort in sorts),
    )


def _item(checked: Checked, finding: Finding, numbers: dict[str, str]) -> Item:
    mark, whose = mark_of(finding), finding.department if finding.code == CONFLICT else ""
    sort = category(finding.code)
    shown = remark(checked, finding)
    return Item(mark, numbers.get(mark, ""), shown, sort, acceptable(finding), whose)
