"""How a form looks: cell formats, columns, print set-up. Sober, legible, printable on A4."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

INK, GREY, RED = "#1F2933", "#7B8794", "#B42318"
HEAD, GROUP, INPUT, LOCKED, ALARM = "#1F4E79", "#DCE6F1", "#FFFBEB", "#F2F4F7", "#FDE2E1"

_LINE = {"border": 1, "border_color": "#B8C4D0"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "align": "center"},
    "subtitle": {"font_size": 11, "align": "center", "font_color": GREY},
    "guide": {"text_wrap": True, "font_size": 10, "bg_color": LOCKED, **_LINE},
    "field": {"align": "right", "font_size": 10},
    "sheet": {"font_size": 10, "text_wrap": True, "font_color": "#0563C1", "underline": 1, **_LINE},
    "state": {"font_size": 10, "text_wrap": True, **_LINE},
    "status": {"bold": True, "align": "center", "text_wrap": True, **_LINE},
    "head": {"bold": True, "align": "center", "text_wrap": True, "bg_color": HEAD, **_LINE},
    "group": {"bold": True, "bg_color": GROUP, **_LINE},
    "label": {"text_wrap": True, **_LINE},
    "unit": {"align": "center", "font_color": GREY, "text_wrap": True, **_LINE},
    "past": {"align": "center", "font_color": GREY, "bg_color": LOCKED, "text_wrap": True, **_LINE},
    "past_rate": {"align": "center", "font_color": GREY, "bg_color": LOCKED, **_LINE},
    "derived": {"align": "center", "bg_color": LOCKED, **_LINE},
    "rate": {"align": "center", "bg_color": LOCKED, "num_format": "0.0%", **_LINE},
    "check": {"text_wrap": True, "font_size": 10, "font_color": RED, **_LINE},
    "verdict": {"align": "center", "font_size": 10, "font_color": GREY, **_LINE},
    "input": {"align": "center", "bg_color": INPUT, "locked": False, "text_wrap": True, **_LINE},
    "date": {"align": "center", "bg_color": INPUT, "locked": False, **_LINE},
    "input_rate": {"align": "center", "bg_color": INPUT, "locked": False, **_LINE},
    "long": {"valign": "top", "text_wrap": True, "bg_color": INPUT, "locked": False, **_LINE},
    "note": {"text_wrap": True, "font_size": 10, "bg_color": INPUT, "locked": False, **_LINE},
    "alarm": {"bg_color": ALARM, "font_color": RED},
    "done": {"font_color": "#1B7F4B"},
    "todo": {"font_color": "#8A5A00", "bg_color": "#FFF3D6"},
    "name": {"font_color": INK},
    "small": {"font_size": 9, "font_color": GREY},
    "footer": {"font_size": 10, "align": "left"},
    "seal": {"font_size": 11, "align": "center", "font_color": GREY, **_LINE},
}
_NUMBERS = {
    "date": 'yyyy"年"m"月"d"日"',
    **dict.fromkeys(("input_rate", "past_rate"), "0.0%"),
}


class Paper:
    """A workbook's formats by name, made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._formats:
            self._formats[name] = self._book.add_format(self._properties(name))
        return self._formats[name]

    def _properties(self, name: str) -> dict[str, Any]:
        if name in ("alarm", "done", "todo"):
            return _STYLES[name]
        plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "font_color": INK}
        extra = {"num_format": _NUMBERS[name]} if name in _NUMBERS else {}
        white = {"font_color": "white"} if name == "head" else {}
        return {**plain, **_STYLES[name], **extra, **white}


def set_up(
    sheet: Worksheet, widths: list[float], header_row: int, title: str, **allowed: bool
) -> None:
    """Column widths after the hidden ID column, A4 landscape, header repeated, page numbers."""
    sheet.set_column(0, 0, 4, None, {"hidden": True})
    for column, width in enumerate(widths, start=1):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.repeat_rows(header_row - 1)
    sheet.freeze_panes(header_row, 2)
    sheet.set_footer(f"&L&9{title.replace('&', '&&')}&R&9第 &P 页，共 &N 页")
    sheet.protect(
        "", {"format_cells": True, "format_columns": True, "format_rows": True, **allowed}
    )


def height(text: str, width: float, least: float = 20) -> float:
    """The row height in points that shows the whole text, of size 10–11, in so wide a column."""
    room = max(1, int(width) - 1)
    if 2 * len(text) <= room and "\n" not in text:
        return max(least, 20.0)
    lines = sum(max(1, -(-_breadth(line) // room)) for line in text.split("\n"))
    return max(least, 15.0 * lines + 5)


def _breadth(text: str) -> int:
    """The width of the text in half-width characters; a Chinese character counts as two."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))
