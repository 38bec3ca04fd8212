"""A sheet with one indicator a row: its header, its answers, and what was done to its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from drafter.catalogue.forms.layout import EXPLANATION, ID_HEADER, VALUE
from drafter.catalogue.indicator import Indicator
from drafter.intake.cell import Answer, Cell, Oddity
from drafter.intake.words import plain
from drafter.model.finding import Place, address, position
from drafter.workbook.reader import Sheet, Workbook

_WITHIN = 60
_OPTIONAL, _NOTES = "（选填）", "说明"
_NUMBERED, _WRITTEN = ("指标", "单位"), ("项目", "内容")


class Asked(Struct, frozen=True):
    """The labels of what a department is asked, by key; the keys of what is calculated, by label;
    the order in which the form has both; everything that anybody is asked, by key; the heads of row
    and column of each cell of the department's 固定表; and whether anybody has such tables."""

    labels: Mapping[str, str]
    calculated: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    everything: Mapping[str, Indicator] = field(default_factory=dict)
    heads: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    has_fixed: bool = False

    def foreign(self, key: str) -> bool:
        """Whether only other departments are asked for the key."""
        indicator = self.everything.get(key)
        asked = indicator is not None and indicator.asked and bool(indicator.departments)
        return asked and key not in self.labels


class Listing(Struct, frozen=True, dict=True):
    """The sheet as a list. Columns count from 1; 0 stands for a column that is not there."""

    book: Workbook
    sheet: Sheet
    header: int = 0
    ids: int = 0
    labels: int = 0
    values: int = 0
    notes: int = 0
    units: int = 0
    oddities: tuple[Oddity, ...] = ()

    @classmethod
    def of(cls, book: Workbook, sheet: Sheet, year: int, asked: Asked, trusted: bool) -> Listing:
        """The sheet as a list; without rows where it is none of the form's lists.

        A changed header is made good: that of the IDs and of the labels from what stands below,
        that of the values from the names, where the form is `trusted`.
        """
        row, ids, renamed = _find_ids(book, sheet, asked)
        if not (row and (ids or trusted)):
            return cls(book, sheet, row)
        named = headers(sheet, row)
        title = f"{year}年" if "项目" not in named else "内容"
        values, oddities = _value_column(book, sheet, row, title, trusted)
        labels = named.get("指标") or named.get("项目")
        labels = labels or _holding(sheet, row, {*asked.labels.values(), *asked.calculated})
        notes = named.get(_NOTES, 0)
        if not notes and trusted and values:
            notes = values + (1 if "项目" in named else EXPLANATION - VALUE)
            renamed = (*renamed, _renamed(Place(book.file, sheet.name), _NOTES, notes))
        columns = (values, notes, named.get("单位", 0))
        return cls(book, sheet, row, ids, labels, *columns, (*renamed, *oddities))

    @property
    def rows(self) -> range:
        """The rows below the header, where there is a column of values."""
        return range(self.header + 1, len(self.sheet.rows) + 1) if self.values else range(0)

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """Each row that has an ID."""
        return iter(self._answers)

    @cached_property
    def _answers(self) -> list[tuple[str, Answer]]:
        rows = self.rows if self.ids else ()
        keys = ((row, self.sheet.text(row, self.ids)) for row in rows)
        return [(key, self._answer(row)) for row, key in keys if key]

    def unread(self) -> Iterator[str]:
        """The IDs of rows whose column of values is not known."""
        lacks_values = self.header and self.ids and not self.values
        for row in range(self.header + 1, len(self.sheet.rows) + 1) if lacks_values else ():
            if key := self.sheet.text(row, self.ids):
                yield key

    def without_ids(self) -> Oddity:
        """The oddity that a sheet with a list's titles has lost its column of IDs."""
        place = Place(self.book.file, self.sheet.name)
        return Oddity("form-header-missing", place, "", {"header": ID_HEADER})

    def without_id(
        self, asked: Asked, answered_keys: set[str], trusted: bool
    ) -> Iterator[tuple[str, Answer | None, Oddity]]:
        """Rows whose ID was destroyed: restored where name and label agree, else only reported."""
        named = self._named_rows() if trusted else {}
        for row in self.rows:
            key = named.get(row, "")
            label = self._label(row)
            if self._has_known_id(row, asked) or label in asked.calculated:
                continue
            place = Cell(self.book, self.sheet, row, self.values).place
            if key not in answered_keys and key in asked.labels and label == asked.labels[key]:
                details = {"cell": place.cell}
                yield key, self._answer(row), Oddity("row-restored", place, key, details)
            elif oddity := self._stray(row, place):
                yield "", None, oddity

    def about(self, strays: Sequence[tuple[str, Answer | None, Oddity]]) -> list[Oddity]:
        """The oddities of such rows: one each; a single one where the whole column is gone."""
        restored = [oddity for _, answer, oddity in strays if answer]
        if self.ids or not restored:
            return [oddity for *_, oddity in strays]
        place = Place(self.book.file, self.sheet.name)
        gone = Oddity("form-ids", place, "", {"count": str(len(restored))})
        return [gone, *(oddity for _, answer, oddity in strays if not answer)]

    def calculated(self, asked: Asked) -> Iterator[tuple[str, Cell]]:
        """The rows that the form works out itself, which have no ID."""
        for row in self.rows:
            key = asked.calculated.get(self._label(row))
            if key and not self._has_known_id(row, asked):
                yield key, Cell(self.book, self.sheet, row, self.values)

    def mislabelled(self, asked: Asked, trusted: bool) -> Iterator[Oddity]:
        """Rows whose ID and whose label name two things: only the visible columns were sorted, cut
        or copied. Another label for the same is asked about, where the label is known."""
        others = {*asked.labels.values(), *asked.calculated}
        for key, answer in self.answers():
            own, label = asked.labels.get(key, ""), self._label(answer.cell.row)
            if own == label or not own or not label or plain(own) == plain(label):
                continue
            details = {"name": label, "cell": answer.cell.address}
            if label in others:
                yield Oddity("row-mixed", answer.cell.place, key, details)
            elif trusted:
                yield Oddity("row-renamed", answer.cell.place, key, details)

    def _has_known_id(self, row: int, asked: Asked) -> bool:
        return bool(self.ids) and self.sheet.text(row, self.ids) in asked.labels

    def _stray(self, row: int, place: Place) -> Oddity | None:
        """A row that somebody added, with a value that nobody asked for."""
        cell = Cell(self.book, self.sheet, row, self.values)
        if cell.empty or (self.ids and self.sheet.text(row, self.ids)):
            return None
        details = {"cell": place.cell, "name": self._label(row) or "无名称", "value": cell.said}
        return Oddity("row-unknown", place, "", details)

    def _named_rows(self) -> dict[int, str]:
        """The key by the row to which its name points, in the column of values."""
        targets = ((key, at) for key, at in self.book.names.items() if at[0] == self.sheet.name)
        spots = ((key, position(at[1])) for key, at in targets)
        return {row: key for key, (row, column) in spots if column == self.values}

    def _label(self, row: int) -> str:
        return _name(self.sheet.text(row, self.labels)) if self.labels else ""

    def _answer(self, row: int) -> Answer:
        explanation = self.sheet.text(row, self.notes) if self.notes else ""
        unit = self.sheet.text(row, self.units) if self.units else ""
        return Answer(Cell(self.book, self.sheet, row, self.values), explanation, unit)


def headers(sheet: Sheet, row: int) -> dict[str, int]:
    """Header text to column; of equal headers the first."""
    columns = reversed([*enumerate(sheet.line(row), 1)])
    return {text: column for column, text in columns if text}


def _value_column(
    book: Workbook, sheet: Sheet, row: int, title: str, trusted: bool
) -> tuple[int, tuple[Oddity, ...]]:
    """The column of values by its header; by the names where the header was changed."""
    matches = [column for column, text in enumerate(sheet.line(row), 1) if text == title]
    place = Place(book.file, sheet.name, address(row, matches[0]) if matches else "")
    common = _common_column(book, sheet)
    if len(matches) > 1 and common in matches and not _compete(book, sheet, common, matches):
        return common, ()
    if len(matches) > 1:
        cells = "、".join(address(row, column) for column in matches)
        return 0, (Oddity("form-header-twice", place, "", {"header": title, "cells": cells}),)
    if matches:
        return matches[0], ()
    if trusted and common:
        return common, (_renamed(place, title, common),)
    return 0, (Oddity("form-header-missing", place, "", {"header": title}),)


def _renamed(place: Place, title: str, column: int) -> Oddity:
    letter = address(1, column).rstrip("0123456789")
    return Oddity("form-header", place, "", {"header": title, "column": letter})


def _compete(book: Workbook, sheet: Sheet, common: int, columns: list[int]) -> bool:
    """Whether another column of the same header holds values that differ from the form's own."""
    others = [column for column in columns if column != common]
    return any(
        sheet.text(row, column) not in ("", sheet.text(row, common))
        for row in {position(cell)[0] for name, cell in book.names.values() if name == sheet.name}
        for column in others
    )


def _common_column(book: Workbook, sheet: Sheet) -> int:
    """The column to which at least four names in five of this sheet point; 0 for none."""
    spots = [position(cell)[1] for name, cell in book.names.values() if name == sheet.name]
    column, count = Counter(spots).most_common(1)[0] if spots else (0, 0)
    return column if count * 5 >= len(spots) * 4 else 0


def _find_ids(book: Workbook, sheet: Sheet, asked: Asked) -> tuple[int, int, tuple[Oddity, ...]]:
    """(the header's row, the column of IDs, and what was done to its header)."""
    if at := _find(sheet, ID_HEADER):
        return *at, ()
    row = _by_titles(sheet)
    ids = _holding(sheet, row, asked.labels) if row else 0
    place = Place(book.file, sheet.name)
    return row, ids, ((_renamed(place, ID_HEADER, ids),) if ids else ())


def _holding(sheet: Sheet, header: int, texts: Collection[str]) -> int:
    """The column in which most of the texts stand below the header; 0 for none."""
    counts = Counter(
        column
        for row in range(header + 1, len(sheet.rows) + 1)
        for column, text in enumerate(sheet.line(row), 1)
        if _name(text) in texts
    )
    return counts.most_common(1)[0][0] if counts else 0


def _name(text: str) -> str:
    """A label without what the form prints below and behind it."""
    return text.partition("\n")[0].strip().removesuffix(_OPTIONAL)


def _by_titles(sheet: Sheet) -> int:
    """The header's row, known by two of its titles where the ID column is gone; 0 for none."""
    for row in range(1, min(len(sheet.rows), _WITHIN) + 1):
        named = headers(sheet, row)
        if any(all(title in named for title in titles) for titles in (_NUMBERED, _WRITTEN)):
            return row
    return 0


def _find(sheet: Sheet, wanted: str) -> tuple[int, int] | None:
    for row in range(1, min(len(sheet.rows), _WITHIN) + 1):
        for column, text in enumerate(sheet.line(row)[:_WITHIN], 1):
            if text == wanted:
                return row, column
    return None
