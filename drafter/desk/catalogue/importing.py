"""导入往年数: the first year's history, out of last year's report or a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from drafter.catalogue.bygone import key_then
from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rows import nearest
from drafter.catalogue.settings import EARLIEST_YEAR
from drafter.desk.catalogue.bygone_rows import Bygone, State, indicators_then, stands
from drafter.desk.catalogue.bygone_table import Written, as_list, table_rows
from drafter.desk.files.folders import read_file, there, write_file
from drafter.desk.files.progress import Progress, silent
from drafter.desk.year.of_record import folder_of_record
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.intake.amount import ASKED, understand
from drafter.intake.measure import Measure
from drafter.intake.rate import rate
from drafter.model import quantity
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Kind
from drafter.review.bygone.claims import Asked, Claim, claims, written
from drafter.review.bygone.slots import Slot, slots

_TABLES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
_FOLDER, _OPEN = "往年数", "（待确认）"


class Proposed(Struct, frozen=True):
    """What a file says of earlier years: its name, the rows, what in it cannot be used; the drafts
    of record that go before 历年; the indicators of a report's year that it has no number for."""

    file: str
    rows: tuple[Bygone, ...]
    problems: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    unclaimed: tuple[str, ...] = ()

    def of(self, *states: State) -> list[Bygone]:
        """The rows in one of these states."""
        return [row for row in self.rows if row.state in states]

    @property
    def undecided(self) -> list[Bygone]:
        """The rows that a person has to decide."""
        return self.of(State.DOUBTFUL, State.OTHER)


def proposed(
    workspace: Workspace, path: Path, year: int = 0, progress: Progress = silent
) -> Proposed:
    """What the table says, or the report of that year, by its title where none is named. Raises
    DrafterError where it is neither."""
    catalogue = workspace.catalogue()
    progress("读取往年数")
    there(path)
    if path.suffix.lower() in _TABLES:
        with workspace.reading() as running:
            rows, problems = _of_table(catalogue, table_rows(path, running), path.name)
        unclaimed: tuple[str, ...] = ()
    else:
        rows, unclaimed = _of_report(workspace, catalogue, path, year)
        problems = []
    indicators = {one: indicators_then(catalogue, one) for one in {row.year for row in rows}}
    held = [_held(catalogue, row, indicators[row.year][row.key]) for row in rows]
    folders = ((one, folder_of_record(workspace.folders, one)) for one in sorted(indicators))
    recorded = tuple(f"{one}年度{folder.name}" for one, folder in folders if folder)
    return Proposed(path.name, tuple(held), tuple(problems), recorded, unclaimed)


def _held(catalogue: Catalogue, row: Bygone, indicator: Indicator) -> Bygone:
    standing, same = stands(catalogue, row, indicator)
    return replace(row, standing=standing, same=same)


@alone
def listed(workspace: Workspace, file: str, rows: Sequence[Bygone]) -> Path:
    """The list of the rows of that file that are to be decided, in output/年度/往年数."""
    stem = Path(file).stem.removesuffix(_OPEN)
    path = workspace.folders.output(workspace.year()) / _FOLDER / f"{stem}{_OPEN}.xlsx"
    write_file(path, as_list(rows))
    return path


def _of_report(
    workspace: Workspace, catalogue: Catalogue, path: Path, year: int
) -> tuple[list[Bygone], tuple[str, ...]]:
    from drafter.worker.calls import Apart

    year = _checked(year, catalogue, path.name) if year else 0
    with Apart(__name__, path.name) as apart:
        titled = apart.call(title_year, path)
        year = year or _checked(titled, catalogue, path.name)
        asked = _asked(workspace, catalogue, year)
        answers = apart.call(report_claims, path, asked, year)
    rows = [
        Bygone(
            one.key, one.label, one.unit, year, one.text, f"{path.name} {one.place}".strip(),
            one.sentence, one.doubt,
        )
        for one in answers
    ]  # fmt: skip
    named = {row.key for row in rows}
    return rows, tuple(one.label for one in asked if one.key not in named)


def _checked(year: int, catalogue: Catalogue, name: str) -> int:
    """The year. Raises WorkspaceError where it is none before the catalogue's."""
    now = catalogue.settings.year
    if not year:
        raise WorkspaceError(f"{name}：标题中没有年度；请用 --of 写明是哪一年的报告")
    if not EARLIEST_YEAR <= year < now:
        raise WorkspaceError(f"{name}：是{year}年的，目录现为{now}年度，只导入{now}年以前的数")
    return year


def _asked(workspace: Workspace, catalogue: Catalogue, year: int) -> tuple[Asked, ...]:
    """What was counted in that year, in the catalogue's order, with the places that this year's
    template has for it."""
    then = indicators_then(catalogue, year)
    now = {key: key_then(catalogue, key, year, then) for key in catalogue.indicators}
    places = dict[str, list[Slot]]()
    for slot in _slots(workspace, catalogue, year, {k: o for k, o in now.items() if o in then}):
        places.setdefault(slot.key, []).append(slot)
    ordered = dict.fromkeys([*(old for old in now.values() if old in then), *then])
    counted = [then[key] for key in ordered if then[key].kind.counts]
    return tuple(
        Asked(
            one.key, one.label, one.unit, one.classifiers, one.kind, tuple(places.get(one.key, ()))
        )
        for one in counted
    )


def _slots(
    workspace: Workspace, catalogue: Catalogue, year: int, keys: Mapping[str, str]
) -> Sequence[Slot]:
    from drafter.word.package import unpack

    if not workspace.folders.template.is_file():
        return ()
    settings, template = catalogue.settings, workspace.folders.template
    words = {"报告.地区": settings.region, "报告.级别": settings.level, "报告.年度": str(year)}
    return slots(unpack(read_file(template), template.name), keys, words)


def title_year(path: Path) -> int:
    """In the worker: the year in the report's title, 0 where it names none."""
    from drafter.proof.text.reading import read
    from drafter.review.bygone.mentions import year_of

    return year_of(read(read_file(path), path.name).passages) or 0


def report_claims(path: Path, asked: tuple[Asked, ...], year: int) -> tuple[Claim, ...]:
    """In the worker: what the report says of what was asked."""
    from drafter.proof.text.reading import read
    from drafter.review.bygone.mentions import mentions

    passages = read(read_file(path), path.name).passages
    return tuple(claims(asked, mentions(passages, year)))


def _of_table(
    catalogue: Catalogue, lines: Sequence[Written], file: str
) -> tuple[list[Bygone], list[str]]:
    rows, problems, now = list[Bygone](), list[str](), catalogue.settings.year
    for line in lines:
        text = line.year.removesuffix("年度").removesuffix("年")
        if not (text.isascii() and text.isdigit() and EARLIEST_YEAR <= int(text) < now):
            problems.append(f"第{line.row}行：年度“{line.year}”应在{EARLIEST_YEAR}到{now - 1}之间")
            continue
        row = _row(catalogue, line, int(text), file)
        if isinstance(row, Bygone):
            rows.append(row)
        else:
            problems.append(row)
    return rows, problems


def _row(catalogue: Catalogue, line: Written, year: int, file: str) -> Bygone | str:
    """The row; or why it cannot be used."""
    then = indicators_then(catalogue, year)
    key = key_then(catalogue, line.name, year, then)
    named = [one for one in then.values() if line.name == one.label]
    indicator = then.get(key) or (named[0] if len(named) == 1 else None)
    if indicator is None:
        names = [*then, *(one.label for one in then.values())]
        why = f"有{len(named)}项都叫这个名称，请改写编号" if named else nearest(line.name, names)
        return f"第{line.row}行：{year}年没有“{line.name}”这一项{'，' if named else ''}{why}"
    text = _number(indicator, line)
    if not text:
        value = f"{line.value}{line.unit}"
        return f"第{line.row}行：“{indicator.label}”的“{value}”读不出{indicator.unit}数，请改写"
    source = line.source or f"{file} 第{line.row}行"
    named_by = (indicator.key, indicator.label, indicator.unit, year)
    return Bygone(*named_by, text, source, replaces=line.replaces)


def _number(indicator: Indicator, line: Written) -> str:
    """What the row says, as 历年 takes it; "" where that is unclear."""
    raw, kind = line.value, indicator.kind
    if not kind.counts:
        return "" if kind is Kind.TABLE else str(raw).strip()
    typed = isinstance(raw, int | float) and not isinstance(raw, bool)
    if kind is Kind.RATE and typed and line.unit != "%":
        reading = rate(raw, percent=0 <= raw <= 1)  # type: ignore[operator]
    else:
        amount = quantity.read(raw) if typed else None
        text = quantity.decimal(amount.value) if amount else str(raw).strip()
        text = text if text.endswith(line.unit) else text + line.unit
        measure = Measure(indicator.unit, indicator.classifiers)
        reading = rate(text, False) if kind is Kind.RATE else understand(text, measure)
    if reading is None or (reading.surety == ASKED and not reading.amount.hedge):
        return ""
    return written(kind, reading.amount)
