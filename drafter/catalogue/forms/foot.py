"""The foot of a form: how far each of its other sheets is filled in, and who signs when."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from xlsxwriter.worksheet import Worksheet

from drafter.catalogue.forms.layout import CHECK, HEADER_ROW, MAIN, VALUE, Layout
from drafter.catalogue.forms.paper import Paper, height
from drafter.catalogue.forms.status import Part, parts
from drafter.model.finding import address

Live = Callable[[Worksheet, int, int, str, str], None]


class Foot(Struct, frozen=True):
    """The cell with the state of each other sheet, by the sheet's name; the cell of the date."""

    states: Mapping[str, str]
    date: str


def write_foot(sheet: Worksheet, paper: Paper, layout: Layout, live: Live) -> Foot:
    """Write the foot below the last row. The column of values stays empty, because whatever stands
    in it is read as an answer."""
    last = max((s.row for s in layout.spots.values() if s.sheet == MAIN), default=HEADER_ROW)
    others = list(parts(layout))
    for row, part in enumerate(others, start=last + 1):
        _line(sheet, paper, row, part, live)
    states = {p.sheet: address(row + 1, CHECK) for row, p in enumerate(others, start=last + 1)}
    return Foot(states, _signatures(sheet, paper, last + 2 + len(others)))


def _line(sheet: Worksheet, paper: Paper, row: int, part: Part, live: Live) -> None:
    sheet.merge_range(row, 1, row, 2, "", paper["sheet"])
    target, shown = f"internal:'{part.sheet}'!A1", f"本表另有工作表“{part.sheet}”（点击前往）"
    sheet.write_url(row, 1, target, paper["sheet"], shown)
    for column in range(VALUE - 1, CHECK - 1):
        sheet.write_blank(row, column, None, paper["state"])
    live(sheet, row, CHECK - 1, part.state, "state")
    colour(sheet, paper, (row, CHECK - 1), {"✓": "done", "核对": "alarm", "填": "todo"})
    sheet.set_row(row, height(shown, 42))


def _signatures(sheet: Worksheet, paper: Paper, row: int) -> str:
    sheet.write_string(row, 1, "单位负责人（签字）：", paper["footer"])
    sheet.write_string(row, 4, "填报日期：", paper["field"])
    sheet.write_blank(row, 5, None, paper["date"])
    sheet.write_string(row, 6, "（单位盖章）", paper["seal"])
    sheet.set_row(row, 60)
    return f"$F${row + 1}"


def colour(
    sheet: Worksheet, paper: Paper, cell: tuple[int, int], styles: Mapping[str, str]
) -> None:
    """Format the cell by the first of the words that its text contains."""
    for word, style in styles.items():
        rule = {"type": "text", "criteria": "containing", "value": word, "stop_if_true": True}
        sheet.conditional_format(*cell, *cell, {**rule, "format": paper[style]})
