"""The catalogue's rows as they stand in its sheets, for those who edit them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.catalogue.bygone import COLUMNS as BYGONE_COLUMNS
from drafter.catalogue.bygone import SHEET as BYGONE
from drafter.catalogue.indicator_row import INDICATOR_COLUMNS
from drafter.catalogue.regions import COLUMNS as REGION_COLUMNS
from drafter.catalogue.regions import SHEET as REGIONS
from drafter.catalogue.rows import header_row
from drafter.catalogue.settings import SETTING_COLUMNS
from drafter.catalogue.sheet import DEPARTMENT_COLUMNS, RULE_COLUMNS, TABLE_COLUMNS
from drafter.model.errors import WorkspaceError
from drafter.workbook.reader import Sheet

if TYPE_CHECKING:
    from drafter.desk.year.workspace import Workspace
    from drafter.workbook.reader import Workbook

SETTINGS, DEPARTMENTS, INDICATORS, TABLES, RULES = "报告", "部门", "指标", "明细表", "校验规则"
_COLUMNS = {
    SETTINGS: SETTING_COLUMNS,
    DEPARTMENTS: DEPARTMENT_COLUMNS,
    INDICATORS: INDICATOR_COLUMNS,
    TABLES: TABLE_COLUMNS,
    RULES: RULE_COLUMNS,
}


class Line(Struct, frozen=True):
    """A row that holds something: its number, and its texts by column."""

    number: int
    texts: Mapping[str, str]

    @property
    def mark(self) -> str:
        """What tells whether somebody has changed it since."""
        return hashlib.sha256(repr(sorted(self.texts.items())).encode()).hexdigest()[:16]


class Leaf(Struct, frozen=True):
    """A sheet: the row of its head, its columns by name, its rows, and the first that is free."""

    name: str
    head: int
    columns: Mapping[str, int]
    lines: tuple[Line, ...]

    @property
    def free(self) -> int:
        """The number of the first row below all."""
        return max((line.number for line in self.lines), default=self.head) + 1

    def line(self, number: int) -> Line | None:
        """The row of that number."""
        return next((line for line in self.lines if line.number == number), None)

    def named(self, column: str, text: str) -> list[Line]:
        """The rows with that text in the column."""
        return [line for line in self.lines if line.texts.get(column, "") == text]


Leaves = Mapping[str, Leaf]


def catalogue_rows(workspace: Workspace) -> Leaves:
    """The sheets of the workspace's catalogue, mistakes in it or not. Raises WorkspaceError where
    one of them, or a column, is missing."""
    from drafter.workbook.reader import Unreadable

    with workspace.reading() as running:
        book = running.read(workspace.folders.catalogue)
    if isinstance(book, Unreadable):
        raise WorkspaceError(f"{book.file}：{book.reason}")
    return leaves(book)


def leaves(book: Workbook) -> Leaves:
    """The workbook's sheets that make a catalogue; 历年 as an empty one and 地区 not at all where
    there is none, both left out where they lack a column. Raises WorkspaceError."""
    missing = [name for name in _COLUMNS if name not in book.sheets]
    if missing:
        raise WorkspaceError(f"指标目录缺少“{missing[0]}”表；请下载后在Excel中补上")
    sheets = {name: _leaf(book.sheets[name], columns) for name, columns in _COLUMNS.items()}
    with suppress(WorkspaceError):
        sheet = book.sheets.get(BYGONE)
        sheets[BYGONE] = _leaf(sheet, BYGONE_COLUMNS) if sheet else Leaf(BYGONE, 1, {}, ())
    with suppress(WorkspaceError):
        if REGIONS in book.sheets:
            sheets[REGIONS] = _leaf(book.sheets[REGIONS], REGION_COLUMNS)
    return sheets


def _leaf(sheet: Sheet, columns: tuple[str, ...]) -> Leaf:
    head = header_row(sheet, columns)
    width = len(sheet.rows[head - 1]) if head else 0
    named = {text: n for n in range(1, width + 1) if (text := sheet.text(head, n))}
    if absent := [column for column in columns if column not in named]:
        raise WorkspaceError(f"指标目录“{sheet.name}”表缺少“{absent[0]}”列；请下载后在Excel中补上")
    lines = []
    for number in range(head + 1, len(sheet.rows) + 1):
        texts = {name: text for name, n in named.items() if (text := sheet.text(number, n))}
        if not texts.keys().isdisjoint(columns):
            lines.append(Line(number, texts))
    return Leaf(sheet.name, head, named, tuple(lines))
