"""A text as rows of facts: what every hypothesis is tried on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import count

from msgspec import Struct

from drafter.proof.account.abreast import columns, named
from drafter.proof.account.items import item_lists, lead
from drafter.proof.account.listing import Listing, listings
from drafter.proof.rows.copies import mark
from drafter.proof.rows.grid import Grid, grids
from drafter.proof.rows.hanging import table
from drafter.proof.rows.row import Row, Table
from drafter.proof.text.document import Document

_BACK, _ABOVE = 3, 4


class Account(Struct, frozen=True, dict=True):
    """The rows of all sentences in order, what stands shortly before each, and the lists."""

    document: Document
    tables: tuple[Table, ...]
    before: tuple[tuple[Row, ...], ...]
    """For each sentence the rows of the sentences before it, of its own paragraph; for a
    paragraph's first sentence, those of the paragraph before."""
    lists: tuple[Listing, ...]
    grids: tuple[Grid, ...]
    paragraphs: tuple[tuple[Table, ...], ...]
    """The tables of each passage."""

    @classmethod
    def of(cls, document: Document) -> Account:
        """The account that the document gives."""
        tables = tuple(map(table, document.sentences, count()))
        mark(tables)
        levels = [_levels(one) for one in tables]
        before = tuple(_before(tables, levels, number) for number in range(len(tables)))
        lists = tuple(
            listing
            for one, earlier in zip(tables, before, strict=True)
            if one.rows
            for column in columns(one)
            for listing in listings(column, earlier)
        )
        lists += tuple(item_lists(tables))
        return cls(
            document, tables, before, lists, tuple(grids(document)), tuple(_paragraphs(tables))
        )

    @cached_property
    def named(self) -> tuple[Table, ...]:
        """The tables, each second of two counts abreast under the name of the first."""
        return tuple(map(named, self.tables))

    def earlier(self, table: Table) -> tuple[Row, ...]:
        """The rows that stand shortly before a sentence."""
        return self.before[table.number]

    def above(self, table: Table) -> tuple[Row, ...]:
        """The rows of the nearest sentence before it that has any, past a heading between."""
        for number in range(table.number - 1, max(-1, table.number - _ABOVE - 1), -1):
            other = self.tables[number]
            if other.sentence.passage.part != table.sentence.passage.part:
                break
            if levels := _levels(other):
                return levels
        return ()


def _paragraphs(tables: Sequence[Table]) -> Iterator[tuple[Table, ...]]:
    first = 0
    for at in range(1, len(tables) + 1):
        passage = tables[first].sentence.passage
        if at == len(tables) or tables[at].sentence.passage is not passage:
            yield tuple(tables[first:at])
            first = at


_Levels = tuple[Row, ...]


def _before(tables: Sequence[Table], levels: Sequence[_Levels], number: int) -> _Levels:
    passage = tables[number].sentence.passage
    chosen = lead(tables, number)
    if not chosen:
        near = tables[max(0, number - _BACK) : number]
        own = [one for one in near if one.sentence.passage is passage]
        chosen = own or [one for one in near[-1:] if one.sentence.passage.part == passage.part]
    return tuple(row for one in chosen for row in levels[one.number])


def _levels(table: Table) -> _Levels:
    return tuple(
        row for row in table.rows if row.head.kind == "level" and row.head.piece.depth == 0
    )
