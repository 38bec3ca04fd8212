"""Two counts of each thing abreast, cases and people: 审结163件235人，其中批准逮捕134件187人."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from drafter.proof.account.listed import OF_WHICH
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row, Table

_FEWEST = 2


def columns(table: Table) -> list[Table]:
    """The sentence once for each column of counts that stand abreast; as it is where none do.

    >>> from drafter.proof.text.passage import passages
    >>> from drafter.proof.rows.hanging import table
    >>> from drafter.proof.text.sentence import sentences
    >>> text = "审结163件235人，其中批准逮捕134件187人、不捕29件48人。"
    >>> for one in columns(table(sentences(passages([text])[0])[0])):
    ...     print([row.head.words + row.head.said for row in one.rows])
    ['审结163件', '其中批准逮捕134件', '不捕29件']
    ['审结235人', '其中批准逮捕187人', '不捕48人']
    """
    if len(table.rows) < _FEWEST:
        return [table]
    ahead = {row.order: one for one, row in pairwise(table.rows) if _abreast(one, row)}
    if not ahead:
        return [table, *_measured(table)]
    doubled = {one.order for one in ahead.values()}
    rows = named(table).rows
    first = [row for row in rows if row.order not in ahead]
    second = [row for row in rows if row.order not in doubled]
    return [replace(table, rows=tuple(first)), replace(table, rows=tuple(second))]


def _measured(table: Table) -> Iterator[Table]:
    """The sentence with the second count of each thing alone, between ；: 其中，汽车9万辆，销售额
    80亿元；家电7万台，销售额60亿元."""
    first = next((row.order for row in table.rows if OF_WHICH.search(row.head.lead)), None)
    items = list[list[Row]]()
    for row in table.rows[first or 0 :]:
        if row.head.kind == "level" and not row.head.piece.depth:
            if not items or row.head.piece.joint == "；":
                items.append([])
            items[-1].append(row)
    paired = all(len(item) == 2 and item[1].head.piece.joint == "，" for item in items)
    if first is None or len(items) < 2 or not paired:
        return
    opening, amounts = items[0][0].head, [item[1] for item in items]
    if all(
        alike(row.unit, amounts[0].unit) and not alike(row.unit, opening.amount.unit)
        for row in amounts
    ):
        heads = [
            replace(
                one.head,
                piece=replace(one.head.piece, joint=thing.head.piece.joint),
                lead=thing.head.lead,
            )
            for thing, one in items
        ]
        rows = [replace(row, head=head) for row, head in zip(amounts, heads, strict=True)]
        yield replace(table, rows=(*table.rows[:first], *rows))


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
