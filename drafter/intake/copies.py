"""Sheets beside the form's own: a copy of one of them, or another department's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from drafter.catalogue.forms.layout import TABLE_MARK
from drafter.intake.cell import Answer, Oddity
from drafter.intake.fixed import FixedListing
from drafter.intake.listing import Asked, Listing
from drafter.intake.tablegrid import TableGrid
from drafter.model.finding import Place
from drafter.workbook.reader import Workbook

Listed = Listing | FixedListing  # a sheet whose answers have keys
_MOST_NAMED, _NUMBER = 3, "序号"


class Sorted(Struct):
    """The form's own lists and tables, the oddities of the other sheets, and the keys to which two
    sheets give different answers."""

    listed: list[Listed] = field(default_factory=list)
    tables: dict[str, tuple[TableGrid, ...]] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


def sort_out(
    book: Workbook,
    listed: Iterable[Listed],
    tables: Mapping[str, tuple[TableGrid, ...]],
    asked: Asked,
) -> Sorted:
    """The form's own sheets, without copies: the sheets that its names point to are taken first."""
    result = Sorted()
    targets = Counter(sheet for sheet, _ in book.names.values())
    for listing in sorted(listed, key=lambda x: -targets[x.sheet.name]):
        if _is_others(listing, asked, result):
            continue
        original = next((x for x in result.listed if _is_copy(listing, x)), None)
        if original:
            _compare_lists(original, listing, asked, result)
        else:
            result.listed.append(listing)
    for key, grids in tables.items():
        if asked.foreign(key):
            _tell_others(grids[0].sheet.name, book, {key: _rows(book, grids[0])}, asked, result)
        elif len(grids) > 1 and len({grid.sheet.name for grid in grids}) > 1:
            result.tables[key] = (_compare_tables(book, key, grids, asked, result),)
        else:
            result.tables[key] = grids
    return result


def _is_others(listing: Listed, asked: Asked, result: Sorted) -> bool:
    """Whether most rows are asked of other departments; those filled in are reported."""
    keys = [key for key, _ in listing.answers()]
    others = ((key, answer) for key, answer in listing.answers() if asked.foreign(key))
    filled = {key: 1 for key, answer in others if not answer.cell.empty}
    _tell_others(listing.sheet.name, listing.book, filled, asked, result)
    foreign = sum(asked.foreign(key) for key in keys)
    return foreign > sum(key in asked.labels for key in keys)


def _tell_others(
    sheet: str, book: Workbook, filled: Mapping[str, int], asked: Asked, result: Sorted
) -> None:
    counts = {key: count for key, count in filled.items() if asked.foreign(key) and count}
    if counts:
        names = Counter(name for key in counts for name in asked.everything[key].departments)
        details = {"departments": names.most_common(1)[0][0], "count": str(sum(counts.values()))}
        result.oddities.append(Oddity("form-others", Place(book.file, sheet), "", details))


def _is_copy(listing: Listed, original: Listed) -> bool:
    """Whether at least half of its rows stand on the other sheet too."""
    keys, original_keys = ({key for key, _ in x.answers()} for x in (listing, original))
    return bool(keys) and len(keys & original_keys) * 2 >= len(keys)


def _compare_lists(original: Listed, copy: Listed, asked: Asked, result: Sorted) -> None:
    first, second = dict(original.answers()), dict(copy.answers())
    shared = [key for key in first if key in second and key in asked.labels]
    apart = [key for key in shared if _apart(first[key], second[key])]
    _tell_copy(original.book, (original.sheet.name, copy.sheet.name), apart, asked, result)


def _apart(first: Answer, second: Answer) -> bool:
    """Whether the copy holds another answer; a copy made before the form was filled in does not."""
    return not second.cell.empty and second.cell.said != first.cell.said


def _compare_tables(
    book: Workbook, key: str, grids: Sequence[TableGrid], asked: Asked, result: Sorted
) -> TableGrid:
    """The first table; each other one is reported as its copy, or as different."""
    first = grids[0]
    for copy in grids[1:]:
        apart = _rows(book, copy) and _texts(book, copy) != _texts(book, first)
        sheets = (first.sheet.name, copy.sheet.name)
        _tell_copy(book, sheets, [key] if apart else [], asked, result)
    return first


def _rows(book: Workbook, grid: TableGrid) -> int:
    return len(_texts(book, grid))


def _texts(book: Workbook, grid: TableGrid) -> list[tuple[str, ...]]:
    """The texts of the rows that are filled in."""
    names = [n for n in grid.columns if n != _NUMBER and not n.startswith(TABLE_MARK)]
    rows = (tuple(row[name].said for name in names) for row in grid.rows(book))
    return [row for row in rows if any(row)]


def _tell_copy(
    book: Workbook, sheets: tuple[str, str], apart: Sequence[str], asked: Asked, result: Sorted
) -> None:
    """One finding for the two sheets, however many rows they have."""
    original, copy = sheets
    labels = "、".join(asked.labels[key] for key in apart[:_MOST_NAMED])
    more = "等" if len(apart) > _MOST_NAMED else ""
    details = {
        "original": original,
        "copy": copy,
        "count": str(len(apart)),
        "labels": labels + more,
    }
    code = "sheet-twice" if apart else "sheet-copied"
    result.oddities.append(Oddity(code, Place(book.file, copy), "", details))
    result.unread |= set(apart)
