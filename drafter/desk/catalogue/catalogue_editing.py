"""The catalogue edited row by row: what was amended is read as a whole, and held against the
template, before it takes the place of the old one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from drafter.catalogue.bygone import SHEET as BYGONE
from drafter.catalogue.rows import BETWEEN
from drafter.catalogue.sheet import EARLIER
from drafter.desk.catalogue.catalogue_fields import INDICATOR, RULE, SETTING, TABLE
from drafter.desk.catalogue.catalogue_rows import (
    DEPARTMENTS,
    INDICATORS,
    RULES,
    TABLES,
    Leaf,
    Leaves,
    Line,
    catalogue_rows,
)
from drafter.desk.catalogue.setting_up import Replaced, held, put
from drafter.desk.files.folders import CATALOGUE, TEMPLATE, Folders
from drafter.desk.files.progress import Progress, silent
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model import sentence as told
from drafter.model.errors import CatalogueError, TemplateError, WorkspaceError
from drafter.model.finding import Finding, position
from drafter.workbook.editing import Change

if TYPE_CHECKING:
    from drafter.ledger.ledger import Ledger

_KEY = "指标编号"
_ASKED = {INDICATORS: INDICATOR, TABLES: TABLE, RULES: RULE}
_DEFAULTS = {(sheet, one.column): one.default for sheet, f in _ASKED.items() for one in f}
_NUMBERS = {field.column for field in (*INDICATOR, *SETTING) if field.number}


class Amendment(Struct, frozen=True):
    """A row's new texts by column: row 0 is a new one, and all texts empty takes a row away; `mark`
    is what the row was when it was shown, "" to take no notice of that."""

    sheet: str
    row: int
    texts: Mapping[str, str]
    mark: str = ""


class Trial(Struct, frozen=True):
    """A rule tried on what was sent: in words, and in figures ("" where one is awaited)."""

    words: str
    figures: str


@alone
def amend(
    workspace: Workspace,
    amendments: Sequence[Amendment],
    progress: Progress = silent,
    template: bytes = b"",
) -> Replaced:
    """Write the catalogue with the amendments, and with them a new template if one is given. Raises
    CatalogueError with the mistakes that they would make, TemplateError where the template could
    not be filled any more; then nothing is written. What was wrong before is no reason to refuse:
    mistakes are mended one by one."""
    content = _amended(workspace, amendments)
    progress("检查改后的指标目录")
    folders = workspace.folders
    before = _mistakes(workspace, folders.catalogue)
    with folders.scratch(folders.catalogue.name, content) as path:
        after = _mistakes(workspace, path)
        if new := _added(after, before, {(one.sheet, one.row) for one in amendments}):
            raise CatalogueError(f"改了以后有{len(new)}处错误，没有保存", new)
        if not (before or after):
            _hold(folders, path, template)
    if template:
        put(folders, TEMPLATE, template)
    return put(folders, CATALOGUE, content)


def _hold(folders: Folders, catalogue: Path, template: bytes) -> None:
    """Raises TemplateError with what would keep a draft from being made, and does not now."""
    with folders.scratch(folders.template.name, template) as path:
        stops = held(path if template else folders.template, catalogue)
    if stops and (new := _added(stops, held(folders.template, folders.catalogue))):
        raise TemplateError(f"改了以后报告模板有{len(new)}处错误，没有保存", new)


def _mistakes(workspace: Workspace, file: Path) -> tuple[Finding, ...]:
    """The mistakes in the catalogue. Raises CatalogueError where it cannot be opened."""
    try:
        with workspace.reading() as running:
            workspace.read_catalogue(running, file)
    except CatalogueError as error:
        if not error.findings:
            raise
        return error.findings
    return ()


def _added(
    after: Sequence[Finding], before: Sequence[Finding], amended: Collection[tuple[str, int]] = ()
) -> list[Finding]:
    """What was not wrong before. In a row that was not amended one mistake stays the same, though
    its hint may be another."""
    spots = {(finding.code, finding.place) for finding in before}
    return [
        finding
        for finding in after
        if finding not in before
        and (
            (finding.code, finding.place) not in spots
            or (finding.place.sheet, position(finding.place.cell)[0]) in amended
        )
    ]


def try_rule(workspace: Workspace, amendment: Amendment, ledger: Ledger) -> Trial:
    """What the rule comes to today. Raises CatalogueError where it cannot be read."""
    from drafter.ledger.checks import relation

    folders = workspace.folders
    row = amendment.row or catalogue_rows(workspace)[RULES].free
    content = _amended(workspace, [amendment])
    with folders.scratch(folders.catalogue.name, content) as path, workspace.reading() as running:
        catalogue = workspace.read_catalogue(running, path)
    rule = next(r for r in catalogue.rules if position(r.place.cell)[0] == row)
    complete = all(reference.key in ledger.entries for reference in rule.test.named)
    return Trial(catalogue.sentence(rule), relation(rule, ledger) if complete else "")


def _amended(workspace: Workspace, amendments: Sequence[Amendment]) -> bytes:
    """The catalogue's file with the amendments. Raises WorkspaceError where somebody else has
    changed a row meanwhile."""
    from drafter.desk.files import sheet_edit
    from drafter.worker.calls import Apart

    path = workspace.folders.catalogue
    sheets = catalogue_rows(workspace)
    changes = tuple(_changes(sheets, amendments))
    new = tuple({change.sheet for change in changes if not sheets[change.sheet].columns})
    with Apart(sheet_edit.__name__, path.name) as apart:
        return apart.call(sheet_edit.edit, path, changes, new)


def _changes(sheets: Leaves, amendments: Sequence[Amendment]) -> Iterator[Change]:
    free = {name: leaf.free for name, leaf in sheets.items()}
    added: dict[tuple[str, str], int] = {}
    for amendment in amendments:
        leaf, row = sheets[amendment.sheet], amendment.row
        line = leaf.line(row) if row else None
        if amendment.mark and (line is None or line.mark != amendment.mark):
            raise WorkspaceError("这一项在您打开之后被别人改过，没有保存；请重新打开，看过再改")
        if not row:
            row = free[leaf.name]
            free[leaf.name] += any(amendment.texts.values())
        before = line.texts if line else {}
        same = _DEFAULTS if line and any(amendment.texts.values()) else {}
        for name, text in amendment.texts.items():
            default = same.get((leaf.name, name), "")
            if (text or default) != (before.get(name, "") or default):
                yield from _heading(leaf, name, added)
                column = leaf.columns.get(name) or added[leaf.name, name]
                number = name in _NUMBERS or leaf.name == BYGONE
                yield Change(leaf.name, row, column, text, number)


def _heading(leaf: Leaf, column: str, added: dict[tuple[str, str], int]) -> Iterator[Change]:
    """A column that the sheet does without so far, behind the others."""
    if column not in leaf.columns and (leaf.name, column) not in added:
        taken = [
            *leaf.columns.values(),
            *(n for (name, _), n in added.items() if name == leaf.name),
        ]
        added[leaf.name, column] = max(taken, default=0) + 1
        yield Change(leaf.name, leaf.head, added[leaf.name, column], column)


def renamed(sheets: Leaves, amendments: Sequence[Amendment]) -> list[Amendment]:
    """The amendments of departments, with those of the indicators that name them; the old names
    stay on record, for forms under them come in still."""
    old = {line.number: line.texts.get("部门", "") for line in sheets[DEPARTMENTS].lines}
    names = {
        old[one.row]: one.texts["部门"]
        for one in amendments
        if one.row in old and one.texts["部门"] not in ("", old[one.row])
    }
    followers = [
        Amendment(INDICATORS, line.number, {"填报部门": "、".join(names.get(n, n) for n in listed)})
        for line in sheets[INDICATORS].lines
        if names.keys() & (listed := BETWEEN.split(line.texts.get("填报部门", "")))
    ]
    return [*(_remembering(one, old.get(one.row, "")) for one in amendments), *followers]


def _remembering(amendment: Amendment, old: str) -> Amendment:
    """A department's amendment, its name until now among the earlier ones where it has another."""
    name = amendment.texts["部门"]
    if not old or name in ("", old):
        return amendment
    earlier = [*BETWEEN.split(amendment.texts.get(EARLIER, "")), old]
    names = dict.fromkeys(one for one in earlier if one not in ("", name))
    return structs.replace(amendment, texts={**amendment.texts, EARLIER: "、".join(names)})


def without(sheets: Leaves, line: Line) -> list[Amendment]:
    """What takes an indicator away, with the columns of its table."""
    columns = sheets[TABLES].named(_KEY, line.texts.get(_KEY, "-"))
    rows = [(INDICATORS, line), *((TABLES, column) for column in columns)]
    return [Amendment(name, one.number, dict.fromkeys(one.texts, "")) for name, one in rows]


def slips(
    leaf: Leaf, row: int, findings: Sequence[Finding]
) -> tuple[dict[str, list[str]], list[Finding]]:
    """(what is wrong with the row, by column; what is wrong elsewhere)."""
    names = {number: name for name, number in leaf.columns.items()}
    own: dict[str, list[str]] = {}
    others: list[Finding] = []
    for finding in findings:
        at = position(finding.place.cell)
        if finding.place.sheet == leaf.name and at[0] == (row or leaf.free) and at[1] in names:
            own.setdefault(names[at[1]], []).append(told.sentence(finding))
        else:
            others.append(finding)
    return own, others
