"""各区县 at the desk: packs that are taken in, the districts side by side as xlsx and as a 附件."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import count, islice
from pathlib import Path

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
from drafter.model.figure import text
from drafter.model.finding import Blank, Kind
from drafter.model.quantity import Quantity, percent
from drafter.worker.calls import Apart

FOLDER = "各区县"
TITLE = "各区县主要指标"
_HEADS, _NONE, _AWAITED = ("数值", "位次", "占比"), "—", "待补"
_ABREAST, _OWN = 3, 19  # indicators side by side on a page that lies; the share of the names
_SHARE_PLACES = 1


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


def said(column: Column, cell: Cell, places: int) -> tuple[str, str, str]:
    """A district's figure, rank and share as they are printed."""
    figure = cell.figure
    if figure.value is Blank.MISSING:
        return (_AWAITED, _NONE, _NONE)
    if figure.value is Blank.NOT_APPLICABLE:
        return ("不适用", _NONE, _NONE)
    share = percent(Quantity.exact(cell.share), _SHARE_PLACES) if cell.share is not None else _NONE
    return (text(figure, places), str(cell.rank or _NONE), share)


def head(column: Column) -> str:
    """法律援助案件（件）"""
    indicator = column.indicator
    unit = "" if indicator.kind is Kind.RATE else indicator.unit
    return f"{indicator.label}（{unit}）" if unit else indicator.label


def whole(column: Column, settings: Settings) -> str:
    """The figure of all districts, or of the region itself."""
    blank = column.whole.value is Blank.MISSING
    return _AWAITED if blank else text(column.whole, settings.places)


def as_annex(tables: Tables) -> bytes:
    """The table as a .docx, three indicators abreast; the same figures make the same bytes."""
    from drafter.standard.new_document import WIDE, new_document, paragraph, table

    settings = tables.checked.catalogue.settings
    title = f"{settings.region}{settings.year}年度{TITLE}"
    body = paragraph(title, "Title") + paragraph("", "Blank")
    left = iter(tables.columns)
    while some := list(islice(left, _ABREAST)):
        rows = _rows(some, tables, settings)
        width = 3 * len(some)
        shares = (_OWN, *((100 - _OWN) // width,) * width)
        body += table(rows, shares, (), WIDE) + paragraph("", "Blank")
    return new_document(body + paragraph(_note(tables)), title, wide=True)


def _rows(some: Sequence[Column], tables: Tables, settings: Settings) -> list[list[str]]:
    heads = [f"{head(c) if n == 0 else ''}{h}" for c in some for n, h in enumerate(_HEADS)]
    rows = [["区县", *heads]]
    for name in tables.checked.catalogue.districts:
        cells = (said(c, c.cells[name], settings.places) for c in some)
        rows.append([name, *(word for three in cells for word in three)])
    total = [word for c in some for word in (whole(c, settings), _NONE, _NONE)]
    return [*rows, [settings.region, *total]]


def _note(tables: Tables) -> str:
    below = tables.checked.districts
    silent = [one.name for one in below if one.counted is None]
    missing = f"，缺{'、'.join(silent)}，不算占比" if silent else ""
    counted = count_of(len(below), len(below) - len(silent), DISTRICTS)
    return f"注：{counted}已上报{missing}；不适用的不排位次。"


def as_workbook(tables: Tables) -> bytes:
    """The same as .xlsx, numbers as numbers, so that they can be sorted."""
    from xlsxwriter.workbook import Workbook

    from drafter.catalogue.forms.form import CREATED
    from drafter.disk.zips import alike

    settings, stream = tables.checked.catalogue.settings, BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": TITLE, "created": CREATED})
    sheet = book.add_worksheet(TITLE)
    bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
    plain, rate = (book.add_format({"border": 1, **f}) for f in ({}, {"num_format": "0.0%"}))
    heads = [f"{head(column)} {name}" for column in tables.columns for name in _HEADS]
    for at, title in enumerate(("区县", *heads)):
        sheet.write_string(0, at, title, bold)
    for row, name in enumerate(tables.checked.catalogue.districts, start=1):
        sheet.write_string(row, 0, name, plain)
        for n, column in enumerate(tables.columns):
            cell, at = column.cells[name], 1 + 3 * n
            words = said(column, cell, settings.places)
            amount = cell.figure.quantity
            exact = amount.value if amount and not amount.hedge else None
            values = (exact, cell.rank or None, cell.share)
            as_rate = (column.indicator.kind is Kind.RATE, False, True)
            for k, value in enumerate(values):
                if value is None:
                    sheet.write_string(row, at + k, words[k], plain)
                else:
                    sheet.write_number(row, at + k, float(value), rate if as_rate[k] else plain)
    sheet.set_column(0, len(heads), 14)
    sheet.freeze_panes(1, 1)
    book.close()
    return alike(stream.getvalue())


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
