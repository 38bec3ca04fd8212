"""在线填报: a department's form as fields, tried by the same rules while it is filled in, and saved
as the very workbook: the form as it is issued, filled, and read from then on as any that comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.catalogue.forms.layout import lay_out
from drafter.desk.returns import handing_in
from drafter.desk.returns.boards import Board, board
from drafter.desk.returns.fields import Clash, Field, Trial
from drafter.desk.returns.handing_in import Own
from drafter.desk.returns.sheetful import Sheetful, cells, filled, lines, lines_read, typed
from drafter.desk.returns.window import Window, window
from drafter.desk.year.reception import version
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.disk.unfinished import scratch
from drafter.model.errors import WorkspaceError
from drafter.model.figure import past_words
from drafter.model.finding import Finding, Kind
from drafter.workbook.editing import Change
from drafter.workbook.reader import Workbook

if TYPE_CHECKING:
    from drafter.intake.submission import Submission

_LONGEST, _MOST_ROWS = 20_000, 400
_SUFFIX = {"values": "", "notes": "（说明）", "rows": "（明细表）", "any": "（有无）"}


class Filling(Struct, frozen=True):
    """The form as fields: `began` is the version that they were taken from, "" for none. Where it
    was to be saved and another version had come, `clashes` are all fields that differ from that,
    and nothing was saved. `dropped` are the sheets of the version
    that stands which are none of the form: what is saved here has them no more."""

    own: Own
    began: str
    sheetful: Sheetful
    fields: tuple[Field, ...]
    boards: tuple[Board[Field], ...] = ()
    clashes: tuple[Clash, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def listed(self) -> list[Field]:
        """The fields that stand in no 固定表."""
        within = {field.indicator.key for board in self.boards for field in board.fields}
        return [field for field in self.fields if field.indicator.key not in within]

    @property
    def trial(self) -> Trial:
        """What is wrong with it as it is shown."""
        return Trial(self.fields, self.own.checked)


def filling(workspace: Workspace, department: str) -> Filling:
    """The department's form as it stands."""
    with window(workspace, department) as mine:
        own = handing_in.standing(mine)
        return _read(mine, own)


def try_out(workspace: Workspace, department: str, sheetful: Sheetful) -> Trial:
    """What would be found in the form, were it saved."""
    with window(workspace, department) as mine:
        checked = mine.judged(_unsaved(mine, sheetful))
        return Trial(_fields(mine, sheetful, checked.findings, _lines(mine, sheetful)), checked)


def tried(workspace: Workspace, department: str, began: str, sheetful: Sheetful) -> Filling:
    """The form as it was typed, with what would be found in it; nothing is saved."""
    with window(workspace, department) as mine:
        return replace(_judged(mine, handing_in.standing(mine), sheetful), began=began)


@alone
def save(
    workspace: Workspace, department: str, began: str, sheetful: Sheetful, who: str
) -> Filling:
    """The form saved as the department's next version. Where another came since `began`, and says
    anything else, nothing is saved and the clashes are told. Raises WorkspaceError."""
    from drafter.workbook.editing import edited
    from drafter.workbook.limits import Limits

    with window(workspace, department) as mine, scratch() as folder:
        now = handing_in.standing(mine)
        there = typed(now.checked.submissions[0])
        if now.standing.sha256 != began:
            own_words = typed(_unsaved(mine, sheetful))
            clashes = tuple(_clashes(mine, _begun(mine, now, began), own_words, there))
            if clashes:
                shown = _judged(mine, now, _joined(sheetful, there, clashes))
                return replace(shown, clashes=clashes)
        blank, _ = mine.blank()
        path = folder / f"{department}.xlsx"
        path.write_bytes(edited(blank, _cells(mine, sheetful), Limits()))
        own = handing_in.taken(mine, path, who)
        if own.delivered and not own.delivered.name:
            raise WorkspaceError(f"没有保存：{own.delivered.reason}")
        return _read(mine, own)


@alone
def explain(
    workspace: Workspace, department: str, began: str, notes: Mapping[str, str], who: str
) -> Filling:
    """The explanations put beside their figures, as a new version of the form. Raises
    WorkspaceError where another version came since `began`, or none that can be read."""
    with window(workspace, department) as mine:
        now = handing_in.standing(mine)
        handing_in.check_same(now, began, "写入说明")
        if not now.checked.submissions[0].readable:
            raise WorkspaceError(f"{department}还没有能采用的报表（{now.state}），没有写入说明")
        there = typed(now.checked.submissions[0])
        layout = lay_out(mine.catalogue, department)
    said_anew = {layout.note(key) for key in notes if key in layout.spots}
    others = {k: v for k, v in there.notes.items() if layout.note(k) not in said_anew}
    return save(workspace, department, began, replace(there, notes={**others, **notes}), who)


def _read(mine: Window, own: Own) -> Filling:
    """The form as it stands."""
    submission = own.checked.submissions[0]
    lines_there = {key: lines_read(entry) for key, entry in submission.entries.items()}
    return _filling(mine, own, typed(submission), lines_there)


def _judged(mine: Window, own: Own, sheetful: Sheetful) -> Filling:
    """The form as it was typed, with what is found in that."""
    findings = mine.judged(_unsaved(mine, sheetful)).findings
    looked = replace(own, checked=replace(own.checked, findings=findings))
    return _filling(mine, looked, sheetful, _lines(mine, sheetful))


def _filling(
    mine: Window, own: Own, sheetful: Sheetful, lines_there: Mapping[str, tuple[int, ...]]
) -> Filling:
    fields = _fields(mine, sheetful, own.findings, lines_there)
    by_key = {field.indicator.key: field for field in fields}
    fixed = lay_out(mine.catalogue, mine.department).fixed
    boards = tuple(board(sheet, by_key) for sheet in fixed)
    dropped = tuple(_dropped(mine, own))
    return Filling(own, own.standing.sha256, sheetful, fields, boards, dropped=dropped)


def _dropped(mine: Window, own: Own) -> Iterator[str]:
    book = mine.reader.read(mine.records.original(own.receipt)) if own.receipt else None
    if isinstance(book, Workbook):
        _, blank = mine.blank()
        yield from (name for name in book.sheets if name not in blank.sheets)


def _fields(
    mine: Window,
    sheetful: Sheetful,
    findings: Sequence[Finding],
    lines_there: Mapping[str, tuple[int, ...]],
) -> tuple[Field, ...]:
    asked = enumerate(mine.catalogue.asked_of(mine.department), 1)
    return tuple(
        Field(
            number,
            indicator,
            past_words(mine.last_year.get(indicator.key)),
            sheetful.values.get(indicator.key, ""),
            sheetful.notes.get(indicator.key, ""),
            sheetful.rows.get(indicator.key, ()),
            sheetful.any.get(indicator.key, ""),
            tuple(f for f in findings if f.indicator == indicator.key),
            lines_there.get(indicator.key, ()),
        )
        for number, indicator in asked
    )


def _lines(mine: Window, sheetful: Sheetful) -> dict[str, tuple[int, ...]]:
    """In which lines the tables' rows will stand."""
    asked = mine.catalogue.asked_of(mine.department)
    return {one.key: lines(one, sheetful) for one in asked if one.kind is Kind.TABLE}


def _cells(mine: Window, sheetful: Sheetful) -> list[Change]:
    """The form's cells. Raises WorkspaceError for what no form holds."""
    changes = cells(
        lay_out(mine.catalogue, mine.department),
        mine.catalogue.asked_of(mine.department),
        sheetful,
    )
    if any(len(change.text) > _LONGEST for change in changes):
        raise WorkspaceError(f"有一处文字超过{_LONGEST}字，没有保存")
    if any(len(rows) > _MOST_ROWS for rows in sheetful.rows.values()):
        raise WorkspaceError(f"明细表超过{_MOST_ROWS}行，没有保存；请用填报表报送")
    return changes


def _unsaved(mine: Window, sheetful: Sheetful) -> Submission:
    """What the form would say, were it saved."""
    from drafter.intake.form import read_form

    _, blank = mine.blank()
    layout, asked = lay_out(mine.catalogue, mine.department), mine.catalogue.indicators
    percents = [s for key, s in layout.spots.items() if asked[key].kind is Kind.RATE]
    book = filled(blank, _cells(mine, sheetful), percents)
    return read_form(mine.catalogue, mine.department, book)


def _begun(mine: Window, now: Own, began: str) -> Sheetful:
    """What stood in the version that somebody began from."""
    receipt = next((r for r in reversed(now.receipts) if r.sha256 == began), None)
    if receipt is None:
        return Sheetful()
    return typed(version(mine.catalogue, mine.records, receipt, mine.reader))


def _clashes(mine: Window, base: Sheetful, own: Sheetful, there: Sheetful) -> Iterator[Clash]:
    labels = {i.key: i.label for i in mine.catalogue.asked_of(mine.department)}
    for name, mine_words, theirs in _pairs(own, there):
        part, _, key = name.partition(":")
        before = _part(base, name)
        label = f"{labels.get(key, key)}{_SUFFIX[part]}"
        yield Clash(name, label, mine_words, theirs, theirs == before, mine_words == before)


def _joined(own: Sheetful, there: Sheetful, clashes: Sequence[Clash]) -> Sheetful:
    """What I typed, with what only others changed."""
    parts = {part: dict(getattr(own, part)) for part in _SUFFIX}
    for clash in clashes:
        part, _, key = clash.name.partition(":")
        if clash.theirs_alone:
            parts[part].pop(key, None)
            parts[part] |= {k: v for k, v in getattr(there, part).items() if k == key}
    return replace(own, **parts)


def _pairs(own: Sheetful, there: Sheetful) -> Iterator[tuple[str, str, str]]:
    """The fields that differ: name, mine, theirs."""
    for part in _SUFFIX:
        mine, theirs = getattr(own, part), getattr(there, part)
        for key in dict.fromkeys((*mine, *theirs)):
            name = f"{part}:{key}"
            if (words := _part(own, name)) != (others := _part(there, name)):
                yield name, words, others


def _part(sheetful: Sheetful, name: str) -> str:
    """What stands in the field of that name, a table's rows a line each."""
    part, _, key = name.partition(":")
    held = getattr(sheetful, part).get(key, "")
    if isinstance(held, str):
        return held.strip()
    return "\n".join("｜".join(cell.strip() for cell in row) for row in held if any(row))
