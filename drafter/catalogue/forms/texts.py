"""文字材料: the sheet for long texts, one tall wrapped cell each."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from drafter.catalogue.catalogue import Settings
from drafter.catalogue.forms.layout import ID_HEADER, TEXTS, TEXTS_HEADER_ROW, Layout
from drafter.catalogue.forms.paper import Paper, set_up

_WIDTHS = [22.0, 30.0, 78.0, 24.0]
_HEIGHT = 190
HEADERS = ("项目", "填写要求", "内容", "说明")


def write_texts(book: Workbook, paper: Paper, layout: Layout, settings: Settings) -> None:
    """The sheet of long texts. A line break (Alt+Enter) starts a new paragraph of the report."""
    sheet = book.add_worksheet(TEXTS)
    set_up(sheet, _WIDTHS, TEXTS_HEADER_ROW, f"{settings.title}·文字材料")
    sheet.merge_range("B1:E1", f"{settings.title}文字材料", paper["title"])
    guide = "写入“内容”栏，按 Alt+Enter 分段，每段在报告中自成一段；不写标题和序号，不用换字体。"
    sheet.merge_range("B2:E2", guide, paper["guide"])
    sheet.set_row(0, 32)
    sheet.set_row(1, 24)
    sheet.write_string(TEXTS_HEADER_ROW - 1, 0, ID_HEADER)
    for column, name in enumerate(HEADERS, start=1):
        sheet.write_string(TEXTS_HEADER_ROW - 1, column, name, paper["head"])
    for indicator in layout.texts:
        row = layout.spots[indicator.key].row - 1
        sheet.write_string(row, 0, indicator.key)
        optional = "" if indicator.required else "（选填）"
        sheet.write_string(row, 1, indicator.label + optional, paper["label"])
        sheet.write_string(row, 2, indicator.guide, paper["label"])
        sheet.write_blank(row, 3, None, paper["long"])
        sheet.write_blank(row, 4, None, paper["note"])
        sheet.set_row(row, _HEIGHT)
