"""分工: which 科室 of a department fills in what of its form, and who has not yet."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drafter.desk.files.typed import LONGEST_NAME, one_line, person
from drafter.desk.records.dealings import Division
from drafter.desk.returns.fields import Field
from drafter.desk.returns.filling import Filling, filling
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.dates import official_moment


class Share(Struct, frozen=True):
    """What a 科室 fills in ("" for what is nobody's), in the form's order."""

    section: str
    fields: tuple[Field, ...]

    @property
    def missing(self) -> tuple[Field, ...]:
        """What is still empty of it and has to be filled in."""
        return tuple(field for field in self.fields if field.empty and field.indicator.required)


class Divided(Struct, frozen=True):
    """A department's form as it is divided: the section of each indicator by key, the shares, those
    with most to do first, and who divided it last."""

    filling: Filling
    sections: Mapping[str, str]
    shares: tuple[Share, ...]
    last: Division | None


def divided(workspace: Workspace, department: str) -> Divided:
    """How the department's form is divided now. Raises WorkspaceError."""
    form = filling(workspace, department)
    year = form.own.checked.catalogue.settings.year
    divisions = workspace.records(year).filed(Division)
    last = next((d for d in reversed(divisions) if d.department == department), None)
    sections = last.sections if last else {}
    by_section: dict[str, list[Field]] = {}
    for field in form.fields:
        by_section.setdefault(sections.get(field.indicator.key, ""), []).append(field)
    shares = [Share(section, tuple(fields)) for section, fields in by_section.items()]
    shares.sort(key=lambda share: -len(share.missing))
    return Divided(form, sections, tuple(shares), last)


@alone
def divide(workspace: Workspace, department: str, sections: Mapping[str, str], who: str) -> Divided:
    """Have each indicator filled in by the section that is named for its key; "" is nobody's.
    Raises WorkspaceError."""
    now = divided(workspace, department)
    keys = [field.indicator.key for field in now.filling.fields]
    named = {key: one_line(sections.get(key, ""), LONGEST_NAME) for key in keys}
    division = Division(
        department=department,
        sections={key: section for key, section in named.items() if section},
        who=person(who),
        when=official_moment(workspace.clock()),
    )
    workspace.records(now.filling.own.checked.catalogue.settings.year).file(division)
    return divided(workspace, department)
