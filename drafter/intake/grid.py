"""Where a returned form's answers stand: by hidden IDs and headers, never by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from drafter.catalogue.forms.layout import (
    CONTACT,
    META,
    META_FIELDS,
    TABLE_ANY,
    TABLE_END,
    TABLE_MARK,
)
from drafter.intake.cell import Answer, Cell, Oddity
from drafter.intake.copies import sort_out
from drafter.intake.displaced import displaced
from drafter.intake.fixed import FixedListing, restored, told_once
from drafter.intake.listing import Asked, Listing, headers
from drafter.intake.tablegrid import TableGrid
from drafter.model.finding import position
from drafter.workbook.reader import Sheet, Workbook

_MARK_WITHIN = 60


class Grid(Struct, frozen=True):
    """The answers of a returned form, by key; a key in two places stands with both. `unread` are
    keys on sheets whose column of values is not known."""

    answers: Mapping[str, tuple[Answer, ...]]
    tables: Mapping[str, tuple[TableGrid, ...]]
    contact: str
    oddities: tuple[Oddity, ...] = ()
    unread: frozenset[str] = frozenset()


def find_answers(book: Workbook, year: int, asked: Asked, trusted: bool) -> Grid:
    """The form's answers. `trusted` tells that the form is of this very catalogue, so that its
    layout is known where IDs were destroyed."""
    fixed = _all_fixed(book, asked)
    lists = [
        Listing.of(book, sheet, year, asked, trusted)
        for sheet in book.sheets.values()
        if sheet.name not in fixed and not _mark_column(sheet)
    ]
    own = sort_out(book, [*lists, *fixed.values()], _all_tables(book), asked)
    listed = [one for one in own.listed if isinstance(one, Listing)]
    in_fixed = [one for one in own.listed if isinstance(one, FixedListing)]
    answers: dict[str, tuple[Answer, ...]] = {}
    for one in own.listed:
        for key, answer in one.answers():
            answers[key] = (*answers.get(key, ()), answer)
    oddities = [*own.oddities, *(oddity for listing in listed for oddity in listing.oddities)]
    for listing in listed:
        strays = list(listing.without_id(asked, set(answers), trusted))
        answers |= {key: (restored,) for key, restored, _ in strays if restored}
        oddities += listing.about(strays)
    mixed = [oddity for x in listed for oddity in x.mislabelled(asked, trusted)]
    mixed += [oddity for x in in_fixed for oddity in x.mislabelled(asked)]
    oddities += [*mixed, *(oddity for x in in_fixed for oddity in x.strays())]
    if trusted and (again := list(restored(book, asked, answers))):
        answers |= {key: (answer,) for key, answer, _ in again}
        oddities += told_once([oddity for *_, oddity in again])
    worked_out = {key: cell for x in listed for key, cell in x.calculated(asked)}
    speak = asked.labels.keys() - {oddity.key for oddity in mixed}
    oddities += displaced(book, answers, worked_out, speak, asked.order if trusted else ())
    unread, tables = own.unread | {key for x in listed for key in x.unread()}, own.tables
    if not trusted and not any(listing.ids for listing in listed):
        lost = [listing for listing in listed if listing.header]
        oddities += [listing.without_ids() for listing in lost]
        unread |= asked.labels.keys() - tables.keys() if lost else set()
    return Grid(answers, tables, _contact(book), tuple(oddities), frozenset(unread))


def _all_fixed(book: Workbook, asked: Asked) -> dict[str, FixedListing]:
    """The sheets that hold 固定表, by name."""
    sheets = book.sheets.values() if asked.has_fixed else ()
    fixed = {sheet.name: FixedListing(book, sheet) for sheet in sheets}
    return {name: listing for name, listing in fixed.items() if listing.parts}


def _all_tables(book: Workbook) -> dict[str, tuple[TableGrid, ...]]:
    tables: dict[str, tuple[TableGrid, ...]] = {}
    for sheet in book.sheets.values():
        for key, table in _tables(book, sheet):
            tables[key] = (*tables.get(key, ()), table)
    return tables


def identity(book: Workbook) -> dict[str, str]:
    """Whose form it is, by META_FIELDS: from the _meta sheet; from the custom properties where that
    sheet was removed."""
    sheet = book.sheets.get(META)
    rows = range(1, len(sheet.rows) + 1) if sheet else ()
    fields = {sheet.text(row, 1): sheet.text(row, 2) for row in rows} if sheet else {}
    return {name: fields.get(name) or book.properties.get(name, "") for name in META_FIELDS}


def _contact(book: Workbook) -> str:
    for sheet in book.sheets.values():
        for row in range(1, min(len(sheet.rows), 10) + 1):
            if sheet.text(row, 1) == CONTACT:
                parts = (sheet.text(row, 3), sheet.text(row, 6))
                return "　".join(part for part in parts if part)
    return ""


def _tables(book: Workbook, sheet: Sheet) -> Iterator[tuple[str, TableGrid]]:
    """The sheet's tables by key. Rows below the end mark are read too: people write there."""
    column = _mark_column(sheet)
    rows = range(1, len(sheet.rows) + 1) if column else ()
    marks = [(sheet.text(row, column), row) for row in rows]
    for mark, row in marks:
        if mark.startswith(TABLE_MARK) and not mark.endswith((TABLE_ANY, TABLE_END)):
            columns, header = headers(sheet, row), Cell(book, sheet, row, column)
            chosen = _choice(book, sheet, dict(marks).get(f"{mark}{TABLE_ANY}"))
            table = TableGrid(sheet, header, columns, _last_row(sheet), chosen)
            yield mark.removeprefix(TABLE_MARK), table


def _last_row(sheet: Sheet) -> int:
    """The last row that holds anything: a value, an error, a formula without result."""
    broken = (*sheet.notes.errors, *sheet.notes.uncached)
    return max([len(sheet.rows), *(position(cell)[0] for cell in broken)])


def _mark_column(sheet: Sheet) -> int:
    """The column that holds the table's marks; 0 where there is none."""
    for row in range(1, min(len(sheet.rows), _MARK_WITHIN) + 1):
        for column, text in enumerate(sheet.line(row)[:_MARK_WITHIN], 1):
            if text.startswith(TABLE_MARK):
                return column
    return 0


def _choice(book: Workbook, sheet: Sheet, row: int | None) -> Cell | None:
    """The cell right of “有无此类事项：”."""
    for column in range(2, len(sheet.rows[row - 1]) + 1) if row else ():
        if sheet.text(row or 0, column).startswith("有无"):
            return Cell(book, sheet, row or 0, column + 1)
    return None
