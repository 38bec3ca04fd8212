"""Values that no longer stand where their IDs are: what sorting, cutting and shifting cells did.

A defined name follows the cell that it was given to; a hidden ID follows its row. A sort of whole
rows takes the IDs along and leaves the names: the names still stand in the order in which they were
issued, the IDs no longer do, and every cell that has one has the other. Then IDs are right. A cut,
or cells inserted or deleted in one column, take names along and leave the IDs: nothing can be read
where the two part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from drafter.intake.cell import Answer, Cell, Oddity
from drafter.model.finding import Place, position
from drafter.workbook.reader import Workbook

Spot = tuple[str, str]  # sheet and address
_EMPTY = "value-moved-empty"


def displaced(
    book: Workbook,
    answers: Mapping[str, tuple[Answer, ...]],
    calculated: Mapping[str, Cell],
    asked: Collection[str],
    order: Sequence[str],
) -> Iterator[Oddity]:
    """The oddities of keys whose name and ID no longer stand together. `calculated` are the rows
    that the form works out itself; `asked` the keys to report on; `order` is the order of all rows
    when the form was issued, empty where the form is of another catalogue."""
    single = {key: group[0].cell for key, group in answers.items() if len(group) == 1}
    cells = {key: cell for key, cell in single.items() if key in asked}
    every = {key: [answer.cell for answer in group] for key, group in answers.items()}
    marks = _Marks.of(book, every | {key: [cell] for key, cell in calculated.items()}, order)
    apart = [key for key, cell in cells.items() if marks.apart(key, cell.spot)]
    if not apart:
        return
    torn, unsorted = marks.torn(), marks.unsorted({**single, **calculated}, order)
    lost = [k for k in apart if cells[k].spot in torn or cells[k].sheet.name in unsorted]
    for key in lost:
        yield from _moved(book, key, cells, marks)
    if in_rows := [key for key in apart if key not in lost]:
        place = Place(book.file, cells[in_rows[0]].sheet.name)
        yield Oddity("form-sorted", place, "", {"count": str(len(in_rows))})


class _Marks(Struct, frozen=True):
    """Where each key's ID is and where its name; and whose are at a cell."""

    ids: Mapping[str, Spot]
    names: Mapping[str, Spot]
    id_at: Mapping[Spot, str]
    names_at: Mapping[Spot, Sequence[str]]

    @classmethod
    def of(
        cls, book: Workbook, cells: Mapping[str, Sequence[Cell]], order: Sequence[str]
    ) -> _Marks:
        """The marks of all rows; the label of one that is calculated stands for an ID."""
        id_at = {cell.spot: key for key, group in cells.items() for cell in group}
        names = {key: book.names[key] for key in (*cells, *order) if key in book.names}
        names_at: dict[Spot, list[str]] = {}
        for key, spot in names.items():
            names_at.setdefault(spot, []).append(key)
        return cls({key: spot for spot, key in id_at.items()}, names, id_at, names_at)

    def apart(self, key: str, home: Spot) -> bool:
        """Whether the cell beside the key's ID bears another's name, or its name is elsewhere."""
        return self.names.get(key, home) != home or bool(self.strangers(key, home))

    def strangers(self, key: str, home: Spot) -> list[str]:
        """The other keys whose names are at the cell."""
        return [other for other in self.names_at.get(home, ()) if other != key]

    def torn(self) -> set[Spot]:
        """The cells linked to one without exactly one ID and one name, or whose ID has no name, or
        whose name has no ID."""
        spots: set[Spot] = set()
        left = [spot for spot in {*self.id_at, *self.names_at} if not self._whole(spot)]
        while left:
            spot = left.pop()
            if spot not in spots:
                spots.add(spot)
                left.extend(self._beside(spot))
        return spots

    def _whole(self, spot: Spot) -> bool:
        names, key = self.names_at.get(spot, ()), self.id_at.get(spot, "")
        return len(names) == 1 and names[0] in self.ids and key in self.names

    def _beside(self, spot: Spot) -> Iterator[Spot]:
        """The cells linked to this one: that of its ID's name, and those of its names' IDs."""
        if (key := self.id_at.get(spot, "")) in self.names:
            yield self.names[key]
        yield from (self.ids[name] for name in self.names_at.get(spot, ()) if name in self.ids)

    def unsorted(self, cells: Mapping[str, Cell], order: Sequence[str]) -> set[str]:
        """The sheets that nobody sorted: their IDs stand as issued, or their names do not."""
        homes = {key: cell.spot for key, cell in cells.items()}
        ids, names = _by_sheet(homes, order), _by_sheet(self.names, order)
        as_issued = {sheet for sheet, rows in ids.items() if rows == sorted(rows)}
        return as_issued | {sheet for sheet, rows in names.items() if rows != sorted(rows)}


def _by_sheet(spots: Mapping[str, Spot], order: Sequence[str]) -> dict[str, list[int]]:
    """The rows of each sheet, in the order of the keys."""
    rows: dict[str, list[int]] = {}
    for key in order:
        if key in spots:
            sheet, cell = spots[key]
            rows.setdefault(sheet, []).append(position(cell)[0])
    return rows


def _moved(book: Workbook, key: str, cells: Mapping[str, Cell], marks: _Marks) -> Iterator[Oddity]:
    """The oddity of a value that was moved: to a place that asks nothing, or over another's."""
    cell = cells[key]
    target = marks.names.get(key, cell.spot)
    if target != cell.spot:
        there = _cell(book, target)
        if there and not (there.empty and cell.empty):
            second = there.address if there.sheet is cell.sheet else "!".join(target)
            code, value = ("value-moved", there.said) if there.said else (_EMPTY, cell.said)
            details = {"first": cell.address, "second": second, "value": value}
            yield Oddity(code, cell.place, key, details)
    elif strangers := marks.strangers(key, cell.spot):
        yield Oddity("value-overwritten", cell.place, key, {"from": _home(strangers, cells)})


def _home(keys: Collection[str], cells: Mapping[str, Cell]) -> str:
    """Where the first of the keys has its own cell."""
    return next((cells[key].address for key in keys if key in cells), "别处")


def _cell(book: Workbook, spot: Spot) -> Cell | None:
    sheet = book.sheets.get(spot[0])
    return Cell(book, sheet, *position(spot[1])) if sheet else None
