"""Where each indicator stands in a form. The writer follows it; the reader never trusts it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct, field

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.forms.fixed_layout import FixedSheet
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rules.language import Reference
from drafter.model.finding import Kind, address

MAIN, TEXTS, META = "填报表", "文字材料", "_meta"
FORMAT = "drafter-form/1"
ID_HEADER = "指标编号"
TABLE_MARK, TABLE_END, TABLE_ANY = "明细表:", "#止", "#有无"
VALUE, LAST_YEAR, EXPLANATION, CHECK, CHANGE = 4, 5, 6, 7, 8
HEADER_ROW = 5
TABLE_HEADER_ROW, TABLE_FIRST_COLUMN = 5, 3
TABLE_ANY_ROW, TEXTS_HEADER_ROW = 3, 3
ROWS, TALL_ROWS = 40, 8
CONTACT = "_填报人"
META_FIELDS = ("格式", "地区", "年度", "部门", "指纹", "统计期")


class Spot(Struct, frozen=True):
    """A cell of the form: its sheet, and row and column counted from 1."""

    sheet: str
    row: int
    column: int = VALUE

    @property
    def absolute(self) -> str:
        """The cell as formulas and names write it: '填报表'!$D$6."""
        cell = address(self.row, self.column)
        letters = cell.rstrip("0123456789")
        return f"'{self.sheet}'!${letters}${self.row}"


class Layout(Struct, frozen=True):
    """A department's form: grouped rows on the first sheet, long texts, tables, 固定表."""

    groups: Sequence[tuple[str, Sequence[Indicator]]]
    texts: Sequence[Indicator]
    tables: Sequence[tuple[str, Indicator]]
    fixed: Sequence[FixedSheet] = ()
    spots: dict[str, Spot] = field(default_factory=dict)

    def note(self, key: str) -> Spot:
        """The cell in which the figure's explanation stands: beside it, or at the end of its row
        of a 固定表."""
        spot = self.spots[key]
        column = {MAIN: EXPLANATION, TEXTS: VALUE + 1}.get(spot.sheet, 0)
        column = column or next(one.note for one in self.fixed if one.name == spot.sheet)
        return Spot(spot.sheet, spot.row, column)

    def cell(self, reference: Reference) -> str:
        """A reference as Excel writes it: a cell, last year's cell, or a column's range."""
        if reference.column:
            return self._range(reference)
        spot = self.spots[reference.key]
        column = LAST_YEAR if reference.last_year else spot.column
        return Spot(spot.sheet, spot.row, column).absolute

    def _range(self, reference: Reference) -> str:
        sheet, table = self._table(reference.key)
        names = [column.name for column in table.columns]
        return self.columns(sheet, table)[names.index(reference.column)]

    def _table(self, key: str) -> tuple[str, Indicator]:
        return next(pair for pair in self.tables if pair[1].key == key)

    def columns(self, sheet: str, table: Indicator) -> list[str]:
        """The ranges of a table's columns."""
        return [
            f"{first.absolute}:{last.absolute.rpartition('!')[2]}"
            for column in range(TABLE_FIRST_COLUMN, TABLE_FIRST_COLUMN + len(table.columns))
            for first in [Spot(sheet, TABLE_HEADER_ROW + 1, column)]
            for last in [Spot(sheet, TABLE_HEADER_ROW + rows_of(table), column)]
        ]

    def says_none(self, sheet: str, table: Indicator) -> str:
        """The formula that tells whether 有无此类事项 was answered with 无."""
        cell = Spot(sheet, TABLE_ANY_ROW, TABLE_FIRST_COLUMN + len(table.columns)).absolute
        return f'OR({cell}="无",{cell}="不适用")'

    def ready(self, reference: Reference) -> str:
        """The formula that tells whether what the reference names was answered."""
        if not reference.column:
            cell = self.cell(reference)
            return f'OR(ISNUMBER({cell}),{cell}="不适用")'
        sheet, table = self._table(reference.key)
        filled = f"COUNTA({','.join(self.columns(sheet, table))})>0"
        return f"OR({filled},{self.says_none(sheet, table)})"

    def holds(self, reference: Reference) -> bool:
        """Whether this form has what the reference names."""
        if reference.column:
            return reference.key in (table.key for _, table in self.tables)
        return reference.key in self.spots


def lay_out(catalogue: Catalogue, department: str) -> Layout:
    """The department's form. A derived indicator stands in it where all of its parts do."""
    asked = [i for i in catalogue.asked_of(department) if i.key not in catalogue.in_fixed]
    texts = [i for i in asked if i.kind is Kind.LONG_TEXT]
    tables = [i for i in asked if i.kind is Kind.TABLE]
    fixed = [table for table in catalogue.fixed if department in table.departments]
    names = _names([*(one.label for one in fixed), *(one.label for one in tables)])
    answered = [i for i in asked if i.kind not in (Kind.LONG_TEXT, Kind.TABLE)]
    rows = _rows(catalogue, [*answered, *catalogue.worked_out_for(department)])
    groups = [(theme, list(group)) for theme, group in groupby(rows, key=lambda i: i.theme)]
    placed = [FixedSheet.of(*pair) for pair in zip(names, fixed, strict=False)]
    sheets = list(zip(names[len(fixed) :], tables, strict=True))
    layout = Layout(groups, texts, sheets, placed)
    layout.spots.update(_spots(groups))
    for one in placed:
        layout.spots.update({key: Spot(one.name, *at) for key, at in one.cells()})
    layout.spots.update({text.key: Spot(TEXTS, 4 + n) for n, text in enumerate(texts)})
    return layout


def _rows(catalogue: Catalogue, indicators: list[Indicator]) -> list[Indicator]:
    """The indicators of the first sheet, grouped by theme, in the catalogue's order."""
    order = sorted(indicators, key=lambda i: catalogue.places[i.key])
    themes = {theme: n for n, theme in enumerate(dict.fromkeys(i.theme for i in order))}
    return sorted(order, key=lambda i: themes[i.theme])


def _spots(groups: Sequence[tuple[str, Sequence[Indicator]]]) -> dict[str, Spot]:
    spots, row = {}, HEADER_ROW
    for _, indicators in groups:
        row += 1
        for indicator in indicators:
            row += 1
            spots[indicator.key] = Spot(MAIN, row)
    return spots


def rows_of(table: Indicator) -> int:
    """How many rows a table's form offers; people insert more."""
    tall = any(column.kind is Kind.LONG_TEXT for column in table.columns)
    return TALL_ROWS if tall else ROWS


def _names(labels: Sequence[str]) -> list[str]:
    """A sheet name for each table: its label, made legal, short and unique."""
    named: list[str] = []
    for label in labels:
        plain = re.sub(r"[\\/*?:\[\]']", "", label)[:28] or "明细表"
        names = [plain, *(f"{plain}{n}" for n in range(2, len(labels) + 2))]
        taken = {name.casefold() for name in (*named, MAIN, TEXTS, META)}
        named.append(next(name for name in names if name.casefold() not in taken))
    return named
