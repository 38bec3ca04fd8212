"""What a slot prints: runs, and around each figure a hidden bookmark by which it is found again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from jinja2 import Undefined
from msgspec import Struct, field

from drafter.model.figure import Entry, Figure, text
from drafter.model.finding import Blank, Kind
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.template.board import board_xml
from drafter.template.budget import Budget
from drafter.template.chart import Chart, inline
from drafter.template.charts import Charts, Drawn
from drafter.template.restarts import Restarts
from drafter.template.slot import Slot
from drafter.template.values import (
    CLOSE,
    MIDDLE,
    OPEN,
    ORDINAL,
    Board,
    Citations,
    Names,
    Rows,
    Shown,
    Theme,
    UnknownNameError,
    uncited,
)
from drafter.template.wording import paragraphs
from drafter.word.marks import BLOCK_MARK, CHART_MARK, FIGURE_MARK
from drafter.word.ooxml import FORBIDDEN, escape

_MARKS = pattern(r"<w:bookmark(?:Start|End) [^>]*/>")


class Mark(NamedTuple):
    """A figure in the document: the bookmark's name, the figure, the words that stand there."""

    name: str
    figure: Figure
    words: str


class Bookmarks:
    """The bookmarks of a document: (name, start, end) of the mark behind that many, made once.

    `first` is the first bookmark id that the template does not use.
    """

    __slots__ = ("_first", "figures")

    def __init__(self, first: int) -> None:
        self._first = first
        self.figures = _Figures(self)

    def made(self, prefix: str, count: int) -> tuple[str, str, str]:
        """The bookmark of that many marks before it."""
        name, number = f"{prefix}{count + 1:04d}", self._first + count
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return name, start, f'<w:bookmarkEnd w:id="{number}"/>'


class _Figures(dict[int, tuple[str, str, str]]):
    """The bookmarks of figures by the number of marks before them."""

    def __init__(self, bookmarks: Bookmarks) -> None:
        self._bookmarks = bookmarks

    def __missing__(self, count: int) -> tuple[str, str, str]:
        bookmark = self._bookmarks.made(FIGURE_MARK, count)
        if count < _KEPT:
            self[count] = bookmark
        return bookmark


_KEPT = 100_000
_RATE = Kind.RATE  # looked up for every figure
_new_mark = tuple.__new__  # what a NamedTuple's own constructor calls, without the call


class Marker(Struct):
    """Fills the slots of one part, and notes each figure that it places.

    `charts` are those that the part shows, by the relation that leads to each.
    """

    entries: Mapping[str, Entry]
    slots: Sequence[Slot]
    citations: Citations
    bookmarks: Bookmarks
    marks: list[Mark]
    next_drawing: int
    lists: Restarts
    budget: Budget
    charts: dict[str, Chart] = field(default_factory=dict)

    def __call__(self, value: object, number: int) -> str:
        """The runs that show the value in the slot."""
        slot = self.slots[number]
        if isinstance(value, Shown):
            return self._figure(value.figure, value.words, slot)
        if isinstance(value, Undefined):
            raise UnknownNameError(f"没有“{value._undefined_name}”这个名称")
        if isinstance(value, Drawn):
            return self._drawing(value, slot)
        if value == ORDINAL:
            return f'<w:r>{slot.plain}<w:t xml:space="preserve">{ORDINAL}</w:t></w:r>'
        words = _words(value)
        self.budget.spend(len(words))
        return self._mixed(words, slot) if OPEN in words else _run(words, slot.plain)

    def copy(self, value: object, number: int) -> str:
        """The runs without marks: for what stands in the document a second time."""
        before = len(self.marks)
        runs = self(value, number)
        del self.marks[before:]
        return _MARKS.sub("", runs)

    def board(self, value: object, number: int) -> str:
        """The table where the value is a 固定表; nothing else."""
        if not isinstance(value, Board):
            return ""
        self.budget.spend(len(value.table.keys))
        return board_xml(value.table, self.entries.__getitem__, self.slots[number], self._printed)

    def _printed(self, figure: Figure, words: str, slot: Slot) -> str:
        return self._figure(figure, words or text(figure, self.citations.places), slot)

    def rest(self, value: object) -> list[object]:
        """The paragraphs of the value; none of a 固定表, which is printed as a table."""
        return [] if isinstance(value, Board) else paragraphs(value)

    def plain(self, value: object) -> str:
        """The value's words as XML text, without runs and marks. Raises UnknownNameError."""
        if isinstance(value, Undefined | Drawn) or value == ORDINAL:
            raise UnknownNameError("文档属性和图表标题中只能写文字和指标")
        words = value.words if isinstance(value, Shown) else _words(value)
        return escape(uncited(words).replace("\n", " "))

    def indicator(self, number: int) -> str:
        """The runs that show the slot's indicator in it."""
        slot = self.slots[number]
        key, entry = slot.key, self.entries.get(slot.key)
        if type(entry) is Figure:
            value = entry.value
            if type(value) is Quantity and value.low is value.high and entry.kind is not _RATE:
                words = decimal(value.value)  # as `text` does, without the call
            else:
                words = text(entry, self.citations.places)
            return self._figure(entry, words, slot)
        theme, _, name = key.partition(".")
        if not any(other.startswith(f"{theme}.") for other in self.entries):
            raise UnknownNameError(f"没有“{theme}”这个主题")
        return self(Theme(theme, self.entries, self.citations).look(name), number)

    def _mixed(self, text: str, slot: Slot) -> str:
        """Text with figures in it: each `OPEN number MIDDLE words CLOSE` becomes a marked run."""
        before, *rest = text.split(OPEN)
        runs = [_run(before, slot.plain)]
        for piece in rest:
            number, _, words_and_after = piece.partition(MIDDLE)
            words, _, after = words_and_after.partition(CLOSE)
            figure, _ = self.citations.cited[int(number)]
            runs += [self._figure(figure, words, slot), _run(after, slot.plain)]
        return "".join(runs)

    def _figure(self, figure: Figure, words: str, slot: Slot) -> str:
        value, marks, content = figure.value, self.marks, words
        if not words.isalnum():
            words = words.translate(FORBIDDEN)
            content = _escaped(words)
        count = len(marks)
        if type(value) is Quantity:
            name, start, end = self.bookmarks.figures[count]
            marks.append(_new_mark(Mark, (name, figure, words)))
            return f"{start}{slot.before}{content}</w:t></w:r>{end}"
        prefix = BLOCK_MARK if isinstance(value, _TEXTS) else FIGURE_MARK
        name, start, end = self.bookmarks.made(prefix, count)
        marks.append(Mark(name, figure, words))
        before = slot.before_loud if isinstance(value, Blank) else slot.before
        return f"{start}{before}{content}</w:t></w:r>{end}"

    def _drawing(self, drawn: Drawn, slot: Slot) -> str:
        """The chart in a run, within a mark for each of its figures; what is missing follows."""
        self.budget.draw()
        relation, number = f"rIdChart{self.next_drawing}", self.next_drawing
        self.next_drawing += 1
        self.charts[relation] = drawn.chart
        starts, ends = "", ""
        for figure in drawn.figures:
            name, start, end = self.bookmarks.made(CHART_MARK, len(self.marks))
            self.marks.append(Mark(name, figure, text(figure, self.citations.places)))
            starts, ends = starts + start, end + ends
        picture = f"<w:r>{slot.plain}{inline(drawn.chart, relation, number)}</w:r>"
        missing = [figure for figure in drawn.figures if figure.value is Blank.MISSING]
        loud = [self._figure(f, text(f, self.citations.places), slot) for f in missing]
        return "".join([starts, picture, ends, *loud])


def _words(value: object) -> str:
    """What a value that is not a figure prints. Raises UnknownNameError for what is not text."""
    if isinstance(value, bool):
        raise UnknownNameError("这是一个判断（是或否），不能写入正文，请用在 if 中")
    if value is not None and not isinstance(value, str | int | float | Names | Rows | Charts):
        raise UnknownNameError("这是一组数据，不能直接写入正文，请逐项循环")
    if isinstance(value, float):
        if not math.isfinite(value):
            raise UnknownNameError("数太大，请检查算式")
        return f"{value:.12g}"
    text = "" if value is None else str(value)
    if ORDINAL in text:
        raise UnknownNameError("“序号”只能单独写成{{ 序号 }}")
    return text


def _run(text: str, form: str) -> str:
    """A run with the text; line breaks and tabs as Word has them."""
    if not text:
        return ""
    content = text if text.isalnum() else _escaped(text)
    return f'<w:r>{form}<w:t xml:space="preserve">{content}</w:t></w:r>'


def _escaped(text: str) -> str:
    content = escape(text)
    if "\n" in content or "\t" in content or "\r" in content:
        content = content.replace("\r\n", "\n").replace("\r", "\n")
        content = content.replace("\n", _BREAK).replace("\t", _TAB)
    return content


_TEXTS = (str, date)
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
