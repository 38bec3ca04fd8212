"""Cells of an .xlsx changed in its own XML: everything else in the file stays as it was, also what
openpyxl does not know (extensions, pictures, rich text, printer settings, macros)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from lxml import etree
from msgspec import Struct

from drafter.model.finding import address, position
from drafter.model.pattern import pattern
from drafter.workbook.extensions import parsed, rewritten
from drafter.workbook.gate import key, opened
from drafter.workbook.limits import Limits
from drafter.workbook.openxml import sheet_parts
from drafter.workbook.ranges import serialized, stretched
from drafter.workbook.refusal import RefusedError

Element = etree._Element
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NUMBER = pattern(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
_UNFIT = pattern(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 32767  # characters of a cell


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """A cell and its new text, "" to empty it; a `number` is written as one where it is one."""

    sheet: str
    row: int
    column: int
    text: str
    number: bool = False


def edited(content: bytes, changes: Sequence[Change], limits: Limits) -> bytes:
    """The workbook with the cells changed. A row below the last takes the look of the one above it,
    and what covered all rows covers it too. Raises RefusedError for a formula's cell."""
    with opened(content, limits) as archive:
        parts = sheet_parts(archive, limits)
    by_sheet: dict[str, list[Change]] = {}
    for change in changes:
        by_sheet.setdefault(change.sheet, []).append(change)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = {key(name): archive.read(name) for name in archive.namelist()}
    changed: dict[str, bytes] = {}
    for sheet, own in by_sheet.items():
        if key(parts.get(sheet, "")) not in members:
            raise RefusedError(f"没有“{sheet}”这张表")
        changed |= _sheet(members, sheet, key(parts[sheet]), own)
        members |= changed
    return rewritten(content, changed)


def _sheet(
    members: Mapping[str, bytes], sheet: str, part: str, changes: Sequence[Change]
) -> dict[str, bytes]:
    """The parts that change with the sheet."""
    root = parsed(members[part])
    data = root.find("{*}sheetData")
    if data is None:
        raise RefusedError(f"“{sheet}”读不出来")
    rows = dict(_numbered(data))
    last = _last_filled(rows)
    for change in sorted(changes, key=lambda one: (one.row, one.column)):
        row = rows.get(change.row)
        if row is None:
            if not change.text:
                continue
            row = rows[change.row] = _new_row(data, rows, change.row)
        _write(_cell(row, rows, change), change)
    grown = _last_filled(rows)
    others = stretched(members, sheet, part, root, last, grown) if grown > last else {}
    return {**others, part: serialized(root)}


def _numbered(data: Element) -> Iterator[tuple[int, Element]]:
    """The rows with their numbers; those that bear none follow the one before."""
    number = 0
    for row in data.iterfind("{*}row"):
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        column = 0
        for cell in row.iterfind("{*}c"):
            column = position(cell.get("r", ""))[1] or column + 1
            cell.set("r", address(number, column))
        yield number, row


def _last_filled(rows: Mapping[int, Element]) -> int:
    filled = (n for n, row in rows.items() if any(len(cell) for cell in row.iterfind("{*}c")))
    return max(filled, default=0)


def _new_row(data: Element, rows: Mapping[int, Element], number: int) -> Element:
    """An empty row in its place, with the height and look of the one above."""
    above = rows.get(number - 1)
    row = etree.Element(f"{{{etree.QName(data).namespace}}}row")
    for name in ("spans", "s", "customFormat", "ht", "customHeight"):
        if above is not None and above.get(name) is not None:
            row.set(name, above.get(name, ""))
    row.set("r", str(number))
    before = [n for n in rows if n < number]
    data.insert(data.index(rows[max(before)]) + 1 if before else 0, row)
    if above is not None:
        for cell in above.iterfind("{*}c"):
            _put_cell(row, position(cell.get("r", ""))[1], cell.get("s"))
    return row


def _cell(row: Element, rows: Mapping[int, Element], change: Change) -> Element:
    """The cell, made where there is none, in the look of the nearest above it."""
    if (cell := _at(row, change.column)) is not None:
        return cell
    above = _at(rows[change.row - 1], change.column) if change.row - 1 in rows else None
    return _put_cell(row, change.column, above.get("s") if above is not None else None)


def _at(row: Element, column: int) -> Element | None:
    cells = row.iterfind("{*}c")
    return next((c for c in cells if position(c.get("r", ""))[1] == column), None)


def _put_cell(row: Element, column: int, style: str | None) -> Element:
    cell = etree.Element(f"{{{etree.QName(row).namespace}}}c")
    cell.set("r", address(int(row.get("r", "0")), column))
    if style:
        cell.set("s", style)
    cells = list(row.iterfind("{*}c"))
    before = [c for c in cells if position(c.get("r", ""))[1] < column]
    row.insert(row.index(before[-1]) + 1 if before else 0, cell)
    if row.get("spans"):
        del row.attrib["spans"]  # an optimisation only, and it may be too narrow now
    return cell


def _write(cell: Element, change: Change) -> None:
    if cell.find("{*}f") is not None:
        raise RefusedError(f"“{change.sheet}”{cell.get('r')}是公式，请在Excel中改")
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, None)
    del cell[:]
    text = _UNFIT.sub("", change.text)[:_LONGEST]
    space = etree.QName(cell).namespace
    if change.number and _NUMBER.fullmatch(text):
        etree.SubElement(cell, f"{{{space}}}v").text = text
    elif text:
        cell.set("t", "inlineStr")
        inline = etree.SubElement(etree.SubElement(cell, f"{{{space}}}is"), f"{{{space}}}t")
        inline.text = text
        inline.set(_XML_SPACE, "preserve")
