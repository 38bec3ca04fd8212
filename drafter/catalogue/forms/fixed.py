"""A 固定表 on its own sheet, as the official table looks: heads joined, a live check for each row
and for each column."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.fixed import Line
from drafter.catalogue.forms.comparison import comparable
from drafter.catalogue.forms.fixed_layout import (
    COLUMN,
    CORNER,
    FIRST_COLUMN,
    FIXED_CHECK,
    FIXED_MARK,
    GROUP,
    ROW,
    TITLE,
    FixedBlock,
    FixedSheet,
)
from drafter.catalogue.forms.layout import Layout
from drafter.catalogue.forms.live import Check, line_checks
from drafter.catalogue.forms.paper import Paper, height, set_up
from drafter.catalogue.forms.validation import accepted, guard
from drafter.catalogue.indicator import Indicator
from drafter.model.figure import Entry, Figure, text
from drafter.model.finding import Kind, address

_HEAD, _VALUE, _CHECK, _NOTE = (12.0, 20.0, 34.0), 11.0, 30.0, 24.0
_GUIDE = "只填浅黄色的格，只填数字；没有的填0，请勿留空。“核对”栏和表下各行出现红字的，请改正。"
_WRONG = "✗ 有填法不对的格，请改正。"
_NOTED = "说明"
_STYLES = {TITLE: "group", CORNER: "head", COLUMN: "head", ROW: "label", GROUP: "label"}


def write_fixed(
    book: Workbook,
    paper: Paper,
    form: tuple[Catalogue, Layout, Mapping[str, list[Check]], Mapping[str, Entry]],
    sheet: FixedSheet,
) -> None:
    """The table's sheet. Its hidden column holds the rows' codes, a hidden row of each part those
    of its columns."""
    _Sheet(book.add_worksheet(sheet.name), paper, form, sheet).write()


class _Sheet:
    """One table being written."""

    def __init__(
        self,
        sheet: Worksheet,
        paper: Paper,
        form: tuple[Catalogue, Layout, Mapping[str, list[Check]], Mapping[str, Entry]],
        place: FixedSheet,
    ) -> None:
        self._sheet, self._paper, self._at = sheet, paper, place
        self._catalogue, self._layout, self._warnings, self._past = form
        self._table = place.table
        self._last = place.note - 1

    def write(self) -> None:
        """Title, parts, and the checks below."""
        settings, first = self._catalogue.settings, self._at.blocks[0]
        heads, values = _HEAD[-self._at.depth :] if self._at.depth else (), self._at.values
        widths = [*heads, *([_VALUE] * len(values)), _CHECK, _NOTE]
        title = f"{settings.title}·{self._table.label}"
        set_up(self._sheet, widths, first.heads[-1], title)
        self._sheet.repeat_rows(first.heads[0] - 1, first.heads[-1] - 1)
        frozen = first.heads[-1] if len(self._at.blocks) == 1 else first.marks - 1
        self._sheet.freeze_panes(frozen, values[0] - 1)
        self._top(sum(widths))
        for block in self._at.blocks:
            self._block(block)
        for head in self._at.heads():
            cells = (head.top, head.bottom, head.left, head.right)
            self._join(*cells, head.text, _STYLES[head.kind])
        self._below()

    def _top(self, width: float) -> None:
        year, guide = self._catalogue.settings.year, _GUIDE + self._table.note
        self._sheet.merge_range(
            0, 1, 0, self._last, f"{year}年{self._table.label}", self._paper["title"]
        )
        self._sheet.merge_range(1, 1, 1, self._last, guide, self._paper["guide"])
        self._sheet.set_row(0, 32)
        self._sheet.set_row(1, height(guide, width))

    def _block(self, block: FixedBlock) -> None:
        unit = self._indicator(block, block.block.rows[0], block.block.columns[0]).unit
        self._sheet.write_string(block.marks - 1, 0, f"{FIXED_MARK}{self._table.key}|{unit}")
        for (column, _), line in zip(block.columns, block.block.columns, strict=True):
            self._sheet.write_string(block.marks - 1, column - 1, f"|{line.code}")
        self._sheet.set_row(block.marks - 1, None, None, {"hidden": True})
        for column, name in ((self._at.check, "核对（自动）"), (self._at.note, _NOTED)):
            self._join(block.heads[0], block.heads[-1], column, column, name, "head")
        for row in block.heads:
            self._sheet.set_row(row - 1, 32 if row == block.heads[-1] else 20)
        for row, line in zip(block.rows, block.block.rows, strict=True):
            self._row(block, row, line)
        self._formats(block)

    def _row(self, block: FixedBlock, row: int, line: Line) -> None:
        paper, sheet = self._paper, self._sheet
        sheet.write_string(row - 1, 0, f"|{line.code}")
        checks = [self._types(block, row)]
        for (first, last), column in zip(block.columns, block.block.columns, strict=True):
            indicator = self._indicator(block, line, column)
            style = {Kind.DATE: "date", Kind.RATE: "input_rate"}.get(indicator.kind, "input")
            self._join(row, row, first, last, "", style)
            guard(sheet, address(row, first), self._with_past(indicator))
            checks += [check.formula for check in self._warnings[indicator.key]]
        self._live(row, self._at.check, "&".join(filter(None, checks)) or '""', "check")
        sheet.write_blank(row - 1, self._at.note - 1, None, paper["note"])
        sheet.set_row(row - 1, self._height(line))

    def _height(self, line: Line) -> float:
        level = min(len(line.heads), self._at.depth) - 1
        widths = _HEAD[-self._at.depth :] if self._at.depth else (_VALUE,)
        return height(line.name + line.note, sum(widths[level:]), 24)

    def _indicator(self, block: FixedBlock, line: Line, column: Line) -> Indicator:
        return self._catalogue.indicators[self._table.cell(line, column)]

    def _with_past(self, indicator: Indicator) -> Indicator:
        """The indicator with last year's figure in its prompt."""
        past = self._past.get(indicator.key)
        if not isinstance(past, Figure) or not comparable(past):
            return indicator
        note = "；".join(filter(None, (indicator.note, f"上年：{text(past)}{indicator.unit}")))
        return replace(indicator, note=note)

    def _types(self, block: FixedBlock, row: int) -> str:
        """The formula that warns of a cell in the row that holds no number."""
        asked = self._indicator(block, block.block.rows[0], block.block.columns[0])
        if asked.approximate or not asked.kind.counts:
            return ""
        cells = f"{address(row, self._at.values[0])}:{address(row, self._at.values[-1])}"
        words = f'SUMPRODUCT(({cells}<>"")*(1-ISNUMBER({cells}))*({cells}<>"不适用"))>0'
        return f'IF(IFERROR({words},TRUE),"{_WRONG}","")'

    def _formats(self, block: FixedBlock) -> None:
        """Red where a cell holds what it cannot, and where its row is to be checked."""
        first, last = block.rows[0], block.rows[-1]
        corner = (first - 1, self._at.values[0] - 1, last - 1, self._at.values[-1] - 1)
        cell = address(first, self._at.values[0])
        asked = self._indicator(block, block.block.rows[0], block.block.columns[0])
        wrong = f"=AND(NOT(ISBLANK({cell})),NOT({accepted(cell, asked)}))"
        if asked.kind is not Kind.TEXT:
            self._alarm(corner, wrong)
        check = address(first, self._at.check)
        self._alarm(
            (first - 1, self._at.check - 1, last - 1, self._at.check - 1), f"=LEN({check})>0"
        )

    def _alarm(self, cells: tuple[int, int, int, int], formula: str) -> None:
        rule = {"type": "formula", "criteria": formula, "format": self._paper["alarm"]}
        self._sheet.conditional_format(*cells, rule)

    def _below(self) -> None:
        """A row for each rule over whole rows: in each column whether it holds."""
        checks = line_checks(self._catalogue, self._layout, self._at.name, self._past)
        for row, check in enumerate(checks, self._at.last + 1):
            self._sheet.write_string(row - 1, 0, FIXED_CHECK)
            if self._at.depth:
                words = f"核对：{check.text}"
                self._join(row, row, FIRST_COLUMN, self._at.values[0] - 1, words, "state")
            for key, formula in check.formulas.items():
                column = self._layout.spots[key].column
                self._live(row, column, formula, "verdict")
                missed = f'=AND(LEN({address(row, column)})>0,{address(row, column)}<>"✓")'
                for at in (row, self._layout.spots[key].row):
                    self._alarm((at - 1, column - 1, at - 1, column - 1), missed)
            self._sheet.set_row(row - 1, height(check.text, 46, 24))

    def _join(self, top: int, bottom: int, left: int, right: int, words: str, style: str) -> None:
        cells, form = (top - 1, left - 1, bottom - 1, right - 1), self._paper[style]
        if (top, left) != (bottom, right):
            self._sheet.merge_range(*cells, words, form)
        elif words:
            self._sheet.write_string(top - 1, left - 1, words, form)
        else:
            self._sheet.write_blank(top - 1, left - 1, None, form)

    def _live(self, row: int, column: int, formula: str, style: str) -> None:
        """Write a formula with an empty result: LibreOffice would show a cached 0 for a while."""
        self._sheet.write_formula(row - 1, column - 1, f"={formula}", self._paper[style], "")
