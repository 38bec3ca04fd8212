"""各区县 at the desk: packs that are taken in, the districts side by side as xlsx and as a 附件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import BytesIO
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.catalogue.catalogue import Settings
from drafter.desk.departments.delivery import Delivered
from drafter.desk.files.folders import BELOW, read_file, write_file
from drafter.desk.levels import opening
from drafter.desk.levels.receiving import NO_DISTRICTS, district_of, objection
from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.disk.names import safe_name
from drafter.ledger.ranking import Cell, Column, columns
from drafter.ledger.rollup import DISTRICTS, count_of
from drafter.model.errors import WorkspaceError
from drafter.model.figure import Figure, text
from drafter.model.finding import Blank, Kind
from drafter.model.quantity import Quantity, percent
from drafter.worker.calls import Apart

if TYPE_CHECKING:
    from drafter.standard.new_document import Head

FOLDER = "各区县"
TITLE = "各区县主要指标"
_HEADS, _NONE, _AWAITED, _OPEN = ("数值", "位次", "占比"), "—", "待补", "待定"
_ABREAST, _OWN = 3, 19  # indicators side by side on a page that lies; the share of the names
_SHARE_PLACES = 1
_WIDTH = 14  # of a column of the workbook, in characters


class Tables(Struct, frozen=True):
    """The districts side by side: a column for each main indicator; the files, once written."""

    checked: Checked
    columns: tuple[Column, ...]
    files: tuple[Path, ...] = ()


def side_by_side(checked: Checked) -> Tables:
    """The districts' main indicators. Raises WorkspaceError where the catalogue has none."""
    if not checked.catalogue.districts:
        raise WorkspaceError(NO_DISTRICTS)
    return Tables(checked, columns(checked.catalogue, checked.ledger))


@alone
def write_tables(workspace: Workspace) -> Tables:
    """Write 各区县主要指标.xlsx and .docx to output/年度/各区县."""
    tables = side_by_side(workspace.check())
    settings = tables.checked.catalogue.settings
    folder = workspace.folders.output(settings.year) / FOLDER
    files = (folder / f"{TITLE}.xlsx", folder / f"{TITLE}.docx")
    for path, content in zip(files, (as_workbook(tables), as_annex(tables)), strict=True):
        write_file(path, content)
    return Tables(tables.checked, tables.columns, files)


def said(column: Column, cell: Cell, places: int) -> tuple[str, ...]:
    """A district's figure, rank and (of what is added up) share as they are printed."""
    figure = cell.figure
    words = {Blank.MISSING: _AWAITED, Blank.NOT_APPLICABLE: "不适用"}
    value = words.get(figure.value) if isinstance(figure.value, Blank) else text(figure, places)
    if column.claims:
        return (value or _NONE, *(_OPEN,) * (len(names(column)) - 1))
    rank = "~".join(dict.fromkeys(map(str, cell.ranks))) if all(cell.ranks) else _NONE
    share = percent(cell.share, _SHARE_PLACES) if cell.share else _NONE
    return (value or _NONE, rank, share)[: len(names(column))]


def names(column: Column) -> tuple[str, ...]:
    """What is told of each district: its share only of what is added up."""
    rollup = column.indicator.rollup
    return _HEADS if rollup is not None and rollup.adds else _HEADS[:2]


def undecided(tables: Tables) -> list[str]:
    """行政处罚案件：市城管局填230，各区县汇总为217，尚未决定…: a sentence for each indicator."""
    return [
        f"{column.indicator.label}：{column.claims}，还没有决定，合计、位次、占比待定"
        for column in tables.columns
        if column.claims
    ]


def head(column: Column) -> str:
    """法律援助案件（件）"""
    indicator = column.indicator
    unit = "" if indicator.kind is Kind.RATE else indicator.unit
    return f"{indicator.label}（{unit}）" if unit else indicator.label


def whole(column: Column, settings: Settings) -> str:
    """The figure of all districts, or of the region itself; open while it is disputed."""
    if column.claims:
        return _OPEN
    blank = column.whole.value is Blank.MISSING
    return _AWAITED if blank else text(column.whole, settings.places)


def as_annex(tables: Tables) -> bytes:
    """The table as a .docx on pages that lie, as many indicators abreast as there is room for; the
    same figures make the same bytes."""
    from drafter.standard.new_document import WIDE, new_document, paragraph, table

    settings = tables.checked.catalogue.settings
    title = f"{settings.region}{settings.year}年度{TITLE}"
    body = paragraph(title, "Title") + paragraph("", "Blank")
    for some in _abreast(tables.columns):
        each = (100 - _OWN) // sum(len(names(column)) for column in some)
        shares = [_OWN, *(each for column in some for _ in names(column))]
        rows = _rows(some, tables, settings)
        body += table(rows, shares, (0,), WIDE, _heads(some)) + paragraph("", "Blank")
    notes = "".join(map(paragraph, [*(f"{one}。" for one in undecided(tables)), note(tables)]))
    return new_document(body + notes, title, wide=True)


def _abreast(columns: Sequence[Column]) -> Iterator[list[Column]]:
    """The columns by the tables in which they stand, spread evenly."""
    most = max(1, -(-len(columns) // -(-len(columns) // _ABREAST))) if columns else 1
    left = iter(columns)
    while some := list(islice(left, most)):
        yield some


def _heads(some: Sequence[Column]) -> list[list[Head]]:
    from drafter.standard.new_document import Head

    over = [Head(head(column), len(names(column))) for column in some]
    return [[Head("区县", 1, 2), *over], [Head(name) for column in some for name in names(column)]]


def _rows(some: Sequence[Column], tables: Tables, settings: Settings) -> list[list[str]]:
    rows = []
    for name in tables.checked.catalogue.districts:
        cells = (said(c, c.cells[name], settings.places) for c in some)
        rows.append([name, *(word for several in cells for word in several)])
    return [*rows, [settings.region, *(word for c in some for word in _total(c, settings))]]


def _total(column: Column, settings: Settings) -> tuple[str, ...]:
    return (whole(column, settings), *(_NONE,) * (len(names(column)) - 1))


def note(tables: Tables) -> str:
    """Who has handed up, and what was left out."""
    below = tables.checked.districts
    silent = [one.name for one in below if one.counted is None]
    missing = f"，缺{'、'.join(silent)}，不算占比，位次是已报的之间的" if silent else ""
    counted = count_of(len(below), len(below) - len(silent), DISTRICTS)
    ranks = (cell.ranks for column in tables.columns for cell in column.cells.values())
    wide = "；有约数的，位次写可能的范围" if any(best != worst for best, worst in ranks) else ""
    return f"注：{counted}已上报{missing}；不适用的不排位次{wide}。"


def as_workbook(tables: Tables) -> bytes:
    """The same as .xlsx, numbers as numbers, so that they can be sorted; the whole stands in the
    last row, the notes below it."""
    from xlsxwriter.workbook import Workbook

    from drafter.catalogue.forms.form import CREATED
    from drafter.catalogue.forms.paper import height
    from drafter.disk.zips import alike

    settings, stream = tables.checked.catalogue.settings, BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": TITLE, "created": CREATED})
    sheet = book.add_worksheet(TITLE)
    ruled = {"border": 1, "valign": "vcenter"}
    bold = book.add_format({**ruled, "bold": True, "text_wrap": True, "align": "center"})
    words = book.add_format({**ruled, "align": "right"})
    rate = book.add_format({**ruled, "num_format": "0.0%"})
    remark = book.add_format({"text_wrap": True, "valign": "top"})
    rows = [*_exact_rows(tables, settings)]
    heads = ["区县", *(f"{head(c)} {name}" for c in tables.columns for name in names(c))]
    sheet.write_row(0, 0, heads, bold)
    for at, row in enumerate(rows, start=1):
        for n, value in enumerate(row):
            form = rate if isinstance(value, Fraction) else words if n else bold
            sheet.write(at, n, float(value) if isinstance(value, Fraction) else value, form)
    for at, line in enumerate([*undecided(tables), note(tables)], start=len(rows) + 2):
        sheet.set_row(at, height(line, _WIDTH * len(heads)))
        sheet.merge_range(at, 0, at, max(1, len(heads) - 1), line, remark)
    sheet.set_column(0, len(heads) - 1, _WIDTH)
    sheet.set_row(0, max(height(one, _WIDTH) for one in heads))
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows) - 1, len(heads) - 1)
    book.close()
    return alike(stream.getvalue())


def _exact_rows(tables: Tables, settings: Settings) -> Iterator[list[str | float | Fraction]]:
    """The rows with numbers where they are exact, rates and shares as Fractions, else words."""
    for name in tables.checked.catalogue.districts:
        row: list[str | float | Fraction] = [name]
        for column in tables.columns:
            cell = column.cells[name]
            exact = (_amount(column, cell.figure), _rank(column, cell), _exact(cell.share))
            shown = said(column, cell, settings.places)
            row += [w if v is None else v for v, w in zip(exact, shown, strict=False)]
        yield row
    total: list[str | float | Fraction] = [settings.region]
    for column in tables.columns:
        first, *others = _total(column, settings)
        amount = None if column.claims else _amount(column, column.whole)
        total += [first if amount is None else amount, *others]
    yield total


def _amount(column: Column, figure: Figure) -> float | Fraction | None:
    exact = _exact(figure.quantity)
    rate = column.indicator.kind is Kind.RATE
    return exact if exact is None or rate else float(exact)


def _rank(column: Column, cell: Cell) -> float | None:
    best, worst = cell.ranks
    return float(best) if best and best == worst and not column.claims else None


def _exact(amount: Quantity | None) -> Fraction | None:
    return amount.value if amount is not None and not amount.hedge else None


@alone
def take_packs(workspace: Workspace, files: Sequence[Path]) -> list[Delivered]:
    """Put the packs into inputs/年度/下级, each under its district's name and how-manieth; what
    cannot be made use of is not taken, and told why."""
    catalogue = workspace.catalogue()
    if not catalogue.districts:
        raise WorkspaceError(NO_DISTRICTS)
    folder = workspace.folders.root / "inputs" / str(catalogue.settings.year) / BELOW
    with Apart(opening.__name__, BELOW, bounds=opening.BOUNDS) as apart:
        handed = [district_of(catalogue, path, apart) for path in files]
    taken = []
    for one in handed:
        if reason := objection(catalogue, one):
            taken.append(Delivered(one.path.name, one.district, reason=reason))
        else:
            name = _put(folder, f"{one.district}第{one.cover.serial}次上报", read_file(one.path))
            taken.append(Delivered(one.path.name, one.district, name))
    return taken


def _put(folder: Path, stem: str, content: bytes) -> str:
    """The name under which the content stands there: beside another that claims to be the same."""
    names = (safe_name(f"{stem}{f'（{n}）' if n > 1 else ''}.zip") for n in count(1))
    path = next(
        path
        for path in (folder / name for name in names)
        if not path.exists() or read_file(path) == content
    )
    write_file(path, content)
    return path.name
