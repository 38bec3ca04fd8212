"""Figures that read otherwise than before: old and new, by how much, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from drafter.draft.record import FigureRecord, Manifest, MarkRecord, told_apart
from drafter.draft.recorded_entries import quantity_of
from drafter.model import quantity
from drafter.model.finding import Kind
from drafter.model.quantity import Quantity
from drafter.review.compare.cause import Records
from drafter.review.compare.changes import KEEP, FigureChange, Passage
from drafter.review.story.document import identity


def figure_changes(records: Records, passages: Sequence[Passage]) -> list[FigureChange]:
    """The ledger's changed figures in its order, then those that are only in the text."""
    if records.old is None or records.new is None:
        return []
    changes = [*_entries(records, records.old, records.new)]
    changes += dict.fromkeys(_in_text(records, passages))
    apart = _apart(records.new, passages)
    return [c if c.section else replace(c, section=apart.get(c.label, "")) for c in changes]


def _apart(manifest: Manifest, passages: Sequence[Passage]) -> dict[str, str]:
    """The place of figures outside the body, by label: 页眉, 脚注1."""
    names = {mark.name: mark.figure.label for mark in manifest.marks if not mark.paragraph}
    return {
        names[segment.new_mark]: passage.place
        for passage in reversed(passages)
        for segment in passage.segments
        if segment.new_mark in names
    }


def _entries(records: Records, old: Manifest, new: Manifest) -> Iterator[FigureChange]:
    before = {entry.key: entry for entry in old.entries}
    after = {entry.key: entry for entry in new.entries}
    marks = {mark.figure.key: mark for mark in reversed(new.marks)}
    for key in dict.fromkeys((*before, *after)):
        mine, theirs = before.get(key), after.get(key)
        if mine and theirs and mine.rows != theirs.rows and (mine.rows or theirs.rows):
            yield from _rows(records, mine, theirs, marks)
        elif _shown(mine) != _shown(theirs):
            yield change(records, mine, theirs, marks.get(key))


def _shown(record: FigureRecord | None) -> tuple[str, str, str, str]:
    return (record.text, record.value, record.state, record.unit) if record else ("",) * 4


def _rows(
    records: Records,
    old: FigureRecord,
    new: FigureRecord,
    marks: Mapping[str, MarkRecord],
) -> Iterator[FigureChange]:
    """A table's cells that differ: rows are compared as they stand; a row more or less as one."""
    for number in range(max(len(old.rows), len(new.rows))):
        mine = old.rows[number] if number < len(old.rows) else {}
        theirs = new.rows[number] if number < len(new.rows) else {}
        for column in dict.fromkeys((*mine, *theirs)):
            before, after = mine.get(column), theirs.get(column)
            if _shown(before) != _shown(after):
                cell = change(records, before, after, marks.get(old.key))
                label = f"{old.label}第{number + 1}行{column}"
                yield replace(cell, key=old.key, label=label)


def _in_text(records: Records, passages: Sequence[Passage]) -> Iterator[FigureChange]:
    """Figures of which the ledger does not tell what the text says: those that the template
    calculates, and those that were edited in one of the drafts. They are compared where they stand.
    """
    keys = {entry.key for side in (records.old, records.new) if side for entry in side.entries}
    for old, new in _pairs(records, passages):
        mine, theirs = old.figure, new.figure
        edited = any(figure.edit is not None for figure in (mine, theirs))
        if (edited or theirs.key not in keys) and identity(mine) == identity(theirs):
            yield change(records, mine, theirs, new)


def _pairs(
    records: Records, passages: Sequence[Passage]
) -> Iterator[tuple[MarkRecord, MarkRecord]]:
    """The marks whose text differs, each once."""
    sides = (records.old, records.new)
    old, new = ({m.name: m for m in (side.marks if side else ())} for side in sides)
    met = set()
    for segment in (segment for passage in passages for segment in passage.segments):
        mine, theirs = old.get(segment.old_mark), new.get(segment.new_mark)
        if mine and theirs and segment.sign is not KEEP and theirs.name not in met:
            met.add(theirs.name)
            if mine.words != theirs.words:
                yield mine, theirs


def change(
    records: Records,
    old: FigureRecord | None,
    new: FigureRecord | None,
    mark: MarkRecord | None,
) -> FigureChange:
    """The change of one figure, with its difference and its cause."""
    figure = new or old
    assert figure is not None
    difference, rate = differences(old, new)
    return FigureChange(
        figure.key,
        figure.name,
        figure.kind,
        "" if figure.kind is Kind.RATE else figure.unit,
        *told_apart(old, new),
        old.value if old else "",
        new.value if new else "",
        difference,
        rate,
        records.of_figure(old, new),
        mark.section if mark else "",
        mark.paragraph if mark else 0,
    )


def differences(old: FigureRecord | None, new: FigureRecord | None) -> tuple[str, str]:
    """(difference, per cent): 余 is kept, rounding half-up, no rate on zero; points for rates."""
    before, after = _quantity(old), _quantity(new)
    if before is None or after is None or old is None or new is None:
        return "", ""
    if (old.kind is Kind.RATE) != (new.kind is Kind.RATE):
        return "", ""
    hedge = "约" if before.hedge or after.hedge else ""
    if new.kind is Kind.RATE:
        points = quantity.decimal((after - before).value * 100, 2)
        return f"{_sign(hedge + points)}个百分点", ""
    difference = after - before
    amount = _sign(hedge + quantity.decimal(difference.value)) if difference.value else "0"
    if not before.value:
        return amount, ""
    share = quantity.decimal(difference.value / abs(before.value) * 100, 1)
    if share == "0" and difference.value:
        return amount, "不足0.1%"
    return amount, f"{_sign(hedge + share)}%"


def _sign(number: str) -> str:
    """The number with its sign: +17, -3, 约+100, 0."""
    hedge = "约" if number.startswith("约") else ""
    plain = number.removeprefix("约")
    return number if plain == "0" or plain.startswith("-") else f"{hedge}+{plain}"


def _quantity(record: FigureRecord | None) -> Quantity | None:
    return quantity_of(record) if record else None
