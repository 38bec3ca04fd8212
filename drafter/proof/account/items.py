"""Paragraphs that are the items of one list: 1.咨询1188件; 2.投诉359件, behind 共1828件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.model.pattern import pattern
from drafter.proof.account.listing import Listing
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row, Table
from drafter.proof.text.passage import Passage

_ITEM = pattern(r"\s*(?:\d{1,2}[.、](?!\d)|（\d{1,2}）|[①-⑳])")
_MOST, _FEWEST, _TOTALS = 12, 2, 4


def is_item(passage: Passage) -> bool:
    """Whether a paragraph begins with a number of its own: 1., （1）."""
    return not passage.cell and _ITEM.match(passage.plain) is not None


def lead(tables: Sequence[Table], number: int) -> list[Table]:
    """The sentences of the paragraph that the item at `number` goes on with, and of the items
    between; none where it is no item."""
    passage = tables[number].sentence.passage
    if not is_item(passage):
        return []
    first, before = number, passage
    while first and number - first < 2 * _MOST:
        first -= 1
        before, behind = tables[first].sentence.passage, before
        if before is behind:
            continue
        if before.part != passage.part:
            return []
        if not is_item(before):
            break
    opening = tables[first].sentence.passage
    while first and tables[first - 1].sentence.passage is opening:
        first -= 1
    return [] if is_item(opening) else list(tables[first:number])


def item_lists(tables: Sequence[Table]) -> Iterator[Listing]:
    """The first numbers of items side by side, as the parts of a number of their lead."""
    run = list[Table]()
    for number, table in enumerate(tables):
        passage = table.sentence.passage
        begins = not number or tables[number - 1].sentence.passage is not passage
        if begins and is_item(passage):
            run.append(table)
        elif begins:
            yield from _listing(tables, run)
            run = []
    yield from _listing(tables, run)


def _listing(tables: Sequence[Table], run: Sequence[Table]) -> Iterator[Listing]:
    firsts = [next((r for r in t.rows if r.head.kind == "level"), None) for t in run]
    parts = [row for row in firsts if row is not None and row.unit]
    if not _FEWEST < len(parts) == len(run) <= _MOST:
        return
    opening = [r for table in lead(tables, run[0].number) for r in table.rows]
    totals = [r for r in opening if r.head.kind == "level" and alike(r.unit, parts[0].unit)]
    if totals and all(alike(row.unit, parts[0].unit) for row in parts):
        nearest: tuple[Row, ...] = tuple(reversed(totals[-_TOTALS:]))
        yield Listing("follows", nearest, tuple(parts), (len(parts),), False)
