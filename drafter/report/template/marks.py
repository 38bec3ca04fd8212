"""What a slot prints: runs, and around each figure a hidden bookmark by which it is found again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from jinja2 import Undefined

from drafter.figure import Entry, Figure, text
from drafter.model import Blank
from drafter.report.ooxml import escape
from drafter.report.template.slot import Slot
from drafter.report.template.values import (
    CLOSE,
    MIDDLE,
    OPEN,
    ORDINAL,
    Citations,
    Names,
    Rows,
    Shown,
    Theme,
    UnknownNameError,
)

FIGURE_MARK, BLOCK_MARK = "_fig_", "_blk_"


class Mark(NamedTuple):
    """A figure in the document: the bookmark's name, the figure, the words that stand there."""

    name: str
    figure: Figure
    words: str


@dataclass(slots=True)
class Marker:
    """Fills the slots of one part, and notes each figure that it places."""

    entries: Mapping[str, Entry]
    slots: Sequence[Slot]
    citations: Citations
    next_id: int
    marks: list[Mark]

    def __call__(self, value: object, number: int) -> str:
        """The runs that show the value in the slot."""
        slot = self.slots[number]
        if isinstance(value, Shown):
            return self._figure(value.figure, value.words, slot)
        if isinstance(value, Undefined):
            raise UnknownNameError(f"没有“{value._undefined_name}”这个名称")
        if value == ORDINAL:
            return f'<w:r>{slot.plain}<w:t xml:space="preserve">{ORDINAL}</w:t></w:r>'
        words = _words(value)
        return self._mixed(words, slot) if OPEN in words else _run(words, slot.plain)

    def indicator(self, key: str, number: int) -> str:
        """The runs that show the indicator of that key in the slot."""
        entry = self.entries.get(key)
        if isinstance(entry, Figure):
            return self._figure(entry, text(entry, self.citations.places), self.slots[number])
        theme, _, name = key.partition(".")
        if not any(known.startswith(f"{theme}.") for known in self.entries):
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
        value, number = figure.value, self.next_id
        prefix = BLOCK_MARK if isinstance(value, _TEXTS) else FIGURE_MARK
        name = prefix + _digits(len(self.marks) + 1)
        self.marks.append(Mark(name, figure, words))
        self.next_id = number + 1
        form = slot.loud if isinstance(value, Blank) else slot.plain
        content = words if words.isalnum() else _escaped(words)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:r>{form}'
            f'<w:t xml:space="preserve">{content}</w:t></w:r><w:bookmarkEnd w:id="{number}"/>'
        )


@lru_cache(maxsize=10_000)
def _digits(number: int) -> str:
    return f"{number:04d}"


def _words(value: object) -> str:
    """What a value that is not a figure prints. Raises UnknownNameError for what is not text."""
    if value is not None and not isinstance(value, str | int | float | Names | Rows):
        raise UnknownNameError("这是一组数据，不能直接写入正文，请逐项循环")
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
    if "\n" in content or "\t" in content:
        content = content.replace("\r", "").replace("\n", _BREAK).replace("\t", _TAB)
    return content


_TEXTS = (str, date)
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
