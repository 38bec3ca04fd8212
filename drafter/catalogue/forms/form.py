"""A department's blank form as a workbook: the same catalogue gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.forms import status
from drafter.catalogue.forms.comparison import change, comparable
from drafter.catalogue.forms.fixed import write_fixed
from drafter.catalogue.forms.foot import colour, write_foot
from drafter.catalogue.forms.layout import (
    CHANGE,
    CHECK,
    CONTACT,
    EXPLANATION,
    FORMAT,
    HEADER_ROW,
    ID_HEADER,
    LAST_YEAR,
    MAIN,
    META,
    META_FIELDS,
    VALUE,
    lay_out,
)
from drafter.catalogue.forms.live import warnings
from drafter.catalogue.forms.paper import Paper, height, set_up
from drafter.catalogue.forms.tables import write_table
from drafter.catalogue.forms.texts import write_texts
from drafter.catalogue.forms.validation import guard, type_check
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rules import excel
from drafter.disk.zips import alike
from drafter.model.figure import Entry, Figure, past_words
from drafter.model.finding import Kind, address

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 — Excel knows no time zones; fixed, for fixed bytes
_WIDTHS, _CHANGE_WIDTH = [34.0, 9.0, 15.0, 13.0, 26.0, 34.0], 12.0
_LONGEST_PAST = 60  # characters of a text of last year that a row is made high enough for
_STATUS = {"请核对": "alarm", "可以报送": "done", "填": "todo"}
_GUIDE = (
    "填表说明　①只填浅黄色单元格；数字直接填，不带单位，约数填“80余”。"
    "②确无此项的填0，不适用的填“不适用”，请勿留空。"
    "③“核对”栏出现红字的，请改正；数据确实无误的，请在“说明”栏写明原因。"
    "④请勿改动表格结构和编号。⑤右边显示“可以报送”后，保存为.xlsx报送{contact}；"
    "须报纸质的，打印后由负责人签字、加盖公章。"
)


def form(catalogue: Catalogue, department: str, last_year: Mapping[str, Entry]) -> bytes:
    """The department's workbook. `last_year` holds last year's figures by key, where known."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    writer = _Form(book, catalogue, department, last_year)
    writer.write()
    book.close()
    return alike(stream.getvalue())


class _Form:
    """One workbook being written."""

    def __init__(
        self, book: Workbook, catalogue: Catalogue, department: str, last_year: Mapping[str, Entry]
    ) -> None:
        self._book, self._catalogue, self._department = book, catalogue, department
        self._last_year = last_year
        self._paper = Paper(book)
        self._layout = lay_out(catalogue, department)
        self._warnings = warnings(catalogue, self._layout, last_year)
        listed = (one.key for _, group in self._layout.groups for one in group)
        self._compared = any(comparable(last_year.get(key)) for key in listed)
        self._last = "H" if self._compared else "G"

    def write(self) -> None:
        """All sheets, names and the fingerprint."""
        self._properties()
        sheet = self._book.add_worksheet(MAIN)
        title = f"{self._catalogue.settings.title}·数据填报表（{self._department}）"
        widths = [*_WIDTHS, _CHANGE_WIDTH] if self._compared else _WIDTHS
        set_up(sheet, widths, HEADER_ROW, title)
        self._head(sheet)
        for theme, indicators in self._layout.groups:
            self._group(sheet, theme, indicators[0])
            for indicator in indicators:
                self._row(sheet, indicator)
        foot = write_foot(sheet, self._paper, self._layout, self._live)
        whole = status.whole(self._layout, foot.states, foot.date)
        self._live(sheet, 3, CHECK - 1, whole, "status")
        colour(sheet, self._paper, (3, CHECK - 1), _STATUS)
        self._rest()

    def _rest(self) -> None:
        settings = self._catalogue.settings
        issued = (self._catalogue, self._layout, self._warnings, self._last_year)
        for one in self._layout.fixed:
            write_fixed(self._book, self._paper, issued, one)
        if self._layout.texts:
            write_texts(self._book, self._paper, self._layout, settings)
        for name, table in self._layout.tables:
            write_table(self._book, self._paper, name, table, settings)
        for key, spot in self._layout.spots.items():
            self._book.define_name(key, f"={spot.absolute}")
        self._meta()

    def _properties(self) -> None:
        settings = self._catalogue.settings
        self._book.set_properties({"title": settings.title, "created": CREATED})
        for name, value in self._identity().items():
            self._book.set_custom_property(name, value, "text")

    def _identity(self) -> dict[str, str]:
        settings, department = self._catalogue.settings, self._department
        fingerprint = self._catalogue.fingerprint(department)
        issued = (FORMAT, settings.region, str(settings.year), department, fingerprint)
        return dict(zip(META_FIELDS, (*issued, settings.period), strict=True))

    def _meta(self) -> None:
        sheet = self._book.add_worksheet(META)
        for row, (name, value) in enumerate(self._identity().items()):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, value)
        sheet.very_hidden()
        sheet.protect()

    def _head(self, sheet: Worksheet) -> None:
        settings, paper = self._catalogue.settings, self._paper
        due = settings.texts.get("报送期限", "")
        line = f"填报单位：{self._department}　　统计时间：{settings.period}"
        line += f"　　报送期限：{due}" if due else ""
        sheet.merge_range(f"B1:{self._last}1", f"{settings.title}数据填报表", paper["title"])
        sheet.merge_range(f"B2:{self._last}2", line, paper["subtitle"])
        self._signature(sheet)
        guide = _GUIDE.format(contact=_contact(settings.texts))
        if names := "、".join(part.sheet for part in status.parts(self._layout)):
            guide += f"⑥除本页外还有工作表：{names}，填写情况见表末。"
        sheet.merge_range("B4:F4", guide, paper["guide"])
        status_height = height(status.longest(self._layout), _WIDTHS[-1])
        tall = max(height(guide, sum(_WIDTHS[:5]) + 4), status_height)
        for row, points in ((0, 34), (1, 22), (2, 24), (3, tall)):
            sheet.set_row(row, points)
        self._columns(sheet)

    def _signature(self, sheet: Worksheet) -> None:
        sheet.write_string("A3", CONTACT)
        for cell, label in (("B3", "填报人："), ("E3", "联系电话：")):
            sheet.write_string(cell, label, self._paper["field"])
        sheet.merge_range("C3:D3", "", self._paper["input"])
        sheet.write_blank("F3", None, self._paper["input"])
        sheet.write_string("G3", "填报日期、签字、盖章在表末", self._paper["footer"])

    def _columns(self, sheet: Worksheet) -> None:
        year = self._catalogue.settings.year
        named = ("指标", "单位", f"{year}年", f"{year - 1}年", "说明", "核对（自动）")
        sheet.write_string(HEADER_ROW - 1, 0, ID_HEADER)
        for column, name in enumerate(named, start=1):
            sheet.write_string(HEADER_ROW - 1, column, name, self._paper["head"])
        if self._compared:
            sheet.write_string(HEADER_ROW - 1, CHANGE - 1, "比上年（自动）", self._paper["head"])
        sheet.set_row(HEADER_ROW - 1, 26)

    def _group(self, sheet: Worksheet, theme: str, first: Indicator) -> None:
        row = self._layout.spots[first.key].row - 1
        last = (CHANGE if self._compared else CHECK) - 1
        sheet.merge_range(row - 1, 1, row - 1, last, theme, self._paper["group"])
        sheet.set_row(row - 1, 20)

    def _row(self, sheet: Worksheet, indicator: Indicator) -> None:
        paper, row = self._paper, self._layout.spots[indicator.key].row - 1
        self._label(sheet, row, indicator)
        sheet.write_string(row, 2, indicator.unit, paper["unit"])
        past = self._past(sheet, row, indicator)
        if indicator.asked:
            self._input(sheet, row, indicator)
        else:
            self._derived(sheet, row, indicator)
        label = height(f"{_label(indicator)}\n{indicator.guide}".rstrip(), _WIDTHS[0])
        beside = height(past[:_LONGEST_PAST], _WIDTHS[LAST_YEAR - 2])
        sheet.set_row(row, max(label, beside, self._warning_height(indicator.key)))

    def _warning_height(self, key: str) -> float:
        """Room for the longest warning that can appear beside the row."""
        texts = self._warnings[key]
        return max((height(warning.text, _WIDTHS[-1]) for warning in texts), default=0)

    def _label(self, sheet: Worksheet, row: int, indicator: Indicator) -> None:
        paper, label = self._paper, _label(indicator)
        if indicator.guide:
            pieces = (paper["name"], label, paper["small"], f"\n{indicator.guide}")
            sheet.write_rich_string(row, 1, *pieces, paper["label"])
        else:
            sheet.write_string(row, 1, label, paper["label"])

    def _past(self, sheet: Worksheet, row: int, indicator: Indicator) -> str:
        """Write last year's figure: as a number where it is an exact one, with the change beside
        it. The text, where it is written as one."""
        past = self._last_year.get(indicator.key)
        style = self._paper["past_rate" if indicator.kind is Kind.RATE else "past"]
        if isinstance(past, Figure) and comparable(past) and past.quantity:
            sheet.write_number(row, LAST_YEAR - 1, float(past.quantity.value), style)
            self._live(sheet, row, CHANGE - 1, change(row + 1, indicator), "past")
            return ""
        figure_text = past_words(past)
        wrapped = self._paper["past"] if figure_text else style
        sheet.write_string(row, LAST_YEAR - 1, figure_text, wrapped)
        if self._compared:
            sheet.write_blank(row, CHANGE - 1, None, style)
        return figure_text

    def _input(self, sheet: Worksheet, row: int, indicator: Indicator) -> None:
        style = {Kind.DATE: "date", Kind.RATE: "input_rate"}.get(indicator.kind, "input")
        cell = address(row + 1, VALUE)
        sheet.write_string(row, 0, indicator.key)
        sheet.write_blank(row, VALUE - 1, None, self._paper[style])
        sheet.write_blank(row, EXPLANATION - 1, None, self._paper["note"])
        guard(sheet, cell, indicator)
        self._check(sheet, row, [type_check(cell, indicator), *self._formulas(indicator.key)])

    def _formulas(self, key: str) -> list[str]:
        return [warning.formula for warning in self._warnings[key]]

    def _check(self, sheet: Worksheet, row: int, checks: list[str]) -> None:
        formula = "&".join(check for check in checks if check)
        self._live(sheet, row, CHECK - 1, formula or '""', "check")
        red = f"=LEN($G{row + 1})>0"
        rule = {"type": "formula", "criteria": red, "format": self._paper["alarm"]}
        for column in (VALUE - 1, CHECK - 1):
            sheet.conditional_format(row, column, row, column, rule)

    def _derived(self, sheet: Worksheet, row: int, indicator: Indicator) -> None:
        assert indicator.formula is not None
        formula = excel.value(indicator.formula, self._layout.cell, self._layout.ready)
        style = "rate" if indicator.kind is Kind.RATE else "derived"
        self._live(sheet, row, VALUE - 1, formula, style)
        sheet.write_string(row, EXPLANATION - 1, "自动计算，不用填", self._paper["past"])
        self._check(sheet, row, self._formulas(indicator.key))

    def _live(self, sheet: Worksheet, row: int, column: int, formula: str, style: str) -> None:
        """Write a formula with an empty result: LibreOffice would show a cached 0 for a while."""
        sheet.write_formula(row, column, f"={formula}", self._paper[style], "")


def _label(indicator: Indicator) -> str:
    return indicator.label + ("" if indicator.required or not indicator.asked else "（选填）")


def _contact(texts: Mapping[str, str]) -> str:
    contact = "　".join(texts[name] for name in ("联系人", "联系电话") if texts.get(name))
    return f"（联系人：{contact}）" if contact else ""
