"""A 明细表 on its own sheet: any number of rows, and a cell that tells none from not filled in."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from drafter.catalogue.catalogue import Settings
from drafter.catalogue.forms.layout import (
    TABLE_ANY,
    TABLE_ANY_ROW,
    TABLE_END,
    TABLE_FIRST_COLUMN,
    TABLE_HEADER_ROW,
    TABLE_MARK,
    rows_of,
)
from drafter.catalogue.forms.paper import Paper, set_up
from drafter.catalogue.forms.validation import guard_column
from drafter.catalogue.indicator import Column, Indicator
from drafter.model.finding import Kind, address

_WIDTHS = {Kind.LONG_TEXT: 70.0, Kind.TEXT: 32.0}
_GUIDE = "每行填一项，行数不够可在表中间插入行；确实没有的，请在右上“有无此类事项”选“无”。"


def write_table(
    book: Workbook, paper: Paper, name: str, table: Indicator, settings: Settings
) -> None:
    """The table's sheet. Its hidden column marks header, end, and the cell 有/无."""
    sheet = book.add_worksheet(name)
    widths = [6.0, *(_WIDTHS.get(column.kind, 14.0) for column in table.columns), 28.0]
    set_up(sheet, widths, TABLE_HEADER_ROW, f"{settings.title}·{table.label}", insert_rows=True)
    last = len(table.columns) + 2
    sheet.merge_range(0, 1, 0, last, f"{settings.year}年{table.label}", paper["title"])
    guide = _GUIDE + table.guide
    sheet.merge_range(1, 1, 1, last, guide, paper["guide"])
    sheet.set_row(0, 32)
    sheet.set_row(1, 34)
    _any(sheet, paper, table, last)
    _columns(sheet, paper, table)
    _rows(sheet, paper, table, last)


def _any(sheet: Worksheet, paper: Paper, table: Indicator, last: int) -> None:
    row = TABLE_ANY_ROW - 1
    sheet.write_string(row, 0, f"{TABLE_MARK}{table.key}{TABLE_ANY}")
    sheet.write_string(row, last - 1, "有无此类事项：", paper["field"])
    sheet.write_blank(row, last, None, paper["input"])
    sheet.data_validation(row, last, row, last, {"validate": "list", "source": ["有", "无"]})
    sheet.set_row(row, 22)


def _columns(sheet: Worksheet, paper: Paper, table: Indicator) -> None:
    head = TABLE_HEADER_ROW - 1
    sheet.write_string(head, 0, f"{TABLE_MARK}{table.key}")
    sheet.write_string(head, 1, "序号", paper["head"])
    names = [column.name for column in table.columns]
    for at, name in enumerate([*names, "说明"], start=TABLE_FIRST_COLUMN - 1):
        sheet.write_string(head, at, name, paper["head"])
    for at, column in enumerate(table.columns, start=TABLE_FIRST_COLUMN - 1):
        _above(sheet, paper, at, column, TABLE_HEADER_ROW + rows_of(table))
    sheet.set_row(head, 26)


def _above(sheet: Worksheet, paper: Paper, at: int, column: Column, last: int) -> None:
    """Over the header: the unit, or what to write; over a column of numbers, its live total."""
    if not column.kind.counts:
        sheet.write_string(TABLE_HEADER_ROW - 2, at, column.guide, paper["subtitle"])
        return
    cells = f"{address(TABLE_HEADER_ROW + 1, at + 1)}:{address(last, at + 1)}"
    total = f'=IF(COUNT({cells})=0,"单位：{column.unit}","合计"&SUM({cells})&"{column.unit}")'
    sheet.write_formula(TABLE_HEADER_ROW - 2, at, total, paper["subtitle"], "")


def _rows(sheet: Worksheet, paper: Paper, table: Indicator, last: int) -> None:
    first, after = TABLE_HEADER_ROW, TABLE_HEADER_ROW + rows_of(table)
    tall = any(column.kind is Kind.LONG_TEXT for column in table.columns)
    for row in range(first, after):
        sheet.write_number(row, 1, row - first + 1, paper["unit"])
        for at, column in enumerate(table.columns, start=TABLE_FIRST_COLUMN - 1):
            style = "long" if column.kind is Kind.LONG_TEXT else "input"
            sheet.write_blank(row, at, None, paper[style])
        sheet.write_blank(row, last, None, paper["note"])
        sheet.set_row(row, 90 if tall else 20)
    for at, column in enumerate(table.columns, start=TABLE_FIRST_COLUMN - 1):
        guard_column(sheet, f"{address(first + 1, at + 1)}:{address(after, at + 1)}", column)
    sheet.write_string(after, 0, f"{TABLE_MARK}{table.key}{TABLE_END}")
    sheet.write_string(after, 1, "以下无正文", paper["small"])
