"""What changed from one version of a department's form to the next, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.intake.submission import Submission
from drafter.model.figure import Entry, Figure, Table
from drafter.model.finding import Place

Row = tuple[str, ...]


class Change(Struct, frozen=True):
    """One cell, or one row of a table: what it said before and says now; "" for nothing."""

    key: str
    label: str
    place: Place
    before: str
    now: str


def changes(catalogue: Catalogue, before: Submission, now: Submission) -> list[Change]:
    """The changes in the catalogue's order; an explanation that changed is one of its own."""
    differences: list[Change] = []
    for indicator in catalogue.asked_of(now.department):
        old, new = before.entries.get(indicator.key), now.entries.get(indicator.key)
        if isinstance(old, Table) or isinstance(new, Table):
            differences.extend(_rows(indicator.key, indicator.label, old, new, now.file))
        else:
            differences.extend(_cell(indicator.key, indicator.label, old, new, now.file))
    return differences


def _cell(
    key: str, label: str, old: Entry | None, new: Entry | None, file: str
) -> Iterator[Change]:
    place = _place(new) or _place(old) or Place(file)
    for name, read in ((label, _said), (f"{label}·说明", _explained)):
        before, now = read(old), read(new)
        if before != now:
            yield Change(key, name, place, before, now)


def _rows(
    key: str, label: str, old: Entry | None, new: Entry | None, file: str
) -> Iterator[Change]:
    """Rows that went, came, or were changed in their place."""
    before, now = _table_rows(old), _table_rows(new)
    place = _place(new) or _place(old) or Place(file)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = before[i1:i2], now[j1:j2]
        for number in range(max(len(gone), len(come))):
            was = "、".join(gone[number]) if number < len(gone) else ""
            is_now = "、".join(come[number]) if number < len(come) else ""
            at = _row_place(new, j1 + number) if number < len(come) else None
            yield Change(key, label, at or place, was, is_now)


def _table_rows(entry: Entry | None) -> list[Row]:
    if not isinstance(entry, Table):
        return []
    return [tuple(_said(figure) for figure in row.values()) for row in entry.rows]


def _row_place(entry: Entry | None, number: int) -> Place | None:
    row = entry.rows[number] if isinstance(entry, Table) and number < len(entry.rows) else {}
    return next((p for figure in row.values() if (p := _place(figure))), None)


def _place(entry: Entry | None) -> Place | None:
    return entry.sources[0].place if entry and entry.sources else None


def _said(entry: Entry | None) -> str:
    return entry.sources[0].said if isinstance(entry, Figure) and entry.sources else ""


def _explained(entry: Entry | None) -> str:
    return entry.sources[0].explanation if isinstance(entry, Figure) and entry.sources else ""
