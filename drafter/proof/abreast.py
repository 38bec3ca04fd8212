"""Two counts of each thing abreast, cases and people: 审结163件235人，其中批准逮捕134件187人."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from drafter.proof.row import Row, Table
from drafter.proof.units import alike


def columns(table: Table) -> list[Table]:
    """The sentence once for each column of counts that stand abreast; as it is where none do.

    >>> from drafter.proof.passage import passages
    >>> from drafter.proof.row import table
    >>> from drafter.proof.sentence import sentences
    >>> text = "审结163件235人，其中批准逮捕134件187人、不捕29件48人。"
    >>> for one in columns(table(sentences(passages([text])[0])[0])):
    ...     print([row.head.words + row.head.said for row in one.rows])
    ['审结163件', '其中批准逮捕134件', '不捕29件']
    ['审结235人', '其中批准逮捕187人', '不捕48人']
    """
    ahead = {row.order: one for one, row in pairwise(table.rows) if _abreast(one, row)}
    if not ahead:
        return [table]
    doubled = {one.order for one in ahead.values()}
    rows = named(table).rows
    first = [row for row in rows if row.order not in ahead]
    second = [row for row in rows if row.order not in doubled]
    return [replace(table, rows=tuple(first)), replace(table, rows=tuple(second))]


def named(table: Table) -> Table:
    """The sentence with each second count under the name of the first."""
    rows = list(table.rows)
    for one, row in pairwise(table.rows):
        if _abreast(one, row):
            piece = replace(row.head.piece, joint=one.head.piece.joint)
            head = replace(row.head, piece=piece, words=one.head.words, lead=one.head.lead)
            rows[row.order] = replace(row, head=head)
    return replace(table, rows=tuple(rows))


def _abreast(one: Row, row: Row) -> bool:
    """Whether a bare number stands right behind another of another classifier."""
    bare = not (row.head.piece.joint or row.head.words) and bool(row.unit)
    beside = one.head.index == row.head.index - 1 and one.head.kind == row.head.kind == "level"
    return bare and beside and not alike(one.unit, row.unit)
