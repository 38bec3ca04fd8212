"""Both ways: where a figure comes from, and where it is used. Answers from a draft's record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from drafter.draft.edit_record import Departure
from drafter.draft.record import (
    FigureRecord,
    FigureState,
    Manifest,
    MarkRecord,
    ParagraphRecord,
    all_behind,
)
from drafter.model import quantity
from drafter.model.finding import Kind, Place
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.model.record import encoded
from drafter.word.excerpt import stretch

_OUTSIDE = "正文以外"
_AROUND = 30  # characters before a figure that an excerpt shows
_PARAGRAPH = pattern(r"第?\s*(\d{1,6})\s*段|段\s*(\d{1,6})")
_CELL = pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
# 区司法局.xlsx › 填报表, [区司法局.xlsx]填报表, 区司法局.xlsx, 填报表; a file's ending tells it.
_BOOK = pattern(r"\[?(?P<file>[^\[\]›>]+\.[A-Za-z]{2,4})\]?(?:\s*[›>]?\s*(?P<sheet>[^›>]+))?")


class Use(Struct, frozen=True):
    """A place in the text: the paragraph, and the marks in it that were asked for."""

    paragraph: ParagraphRecord
    marks: tuple[MarkRecord, ...]

    @property
    def excerpt(self) -> str:
        """The paragraph's text around the first of the marks."""
        text = self.paragraph.text
        at = text.find(self.marks[0].words) if self.marks else 0
        start = max(0, at - _AROUND)
        return stretch(text, start, start + 4 * _AROUND)


class Traced(Struct, frozen=True):
    """An answer: figures with their cells, the places where each stands, what is to be told."""

    figures: tuple[FigureRecord, ...]
    uses: tuple[Use, ...]
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.figures or self.uses)


def trace(manifest: Manifest, question: str) -> Traced:
    """What a key, a cell (区司法局.xlsx!D56, 填报表!D56), a paragraph (第12段), a number (613, 98%,
    2.8万余) or a phrase leads to."""
    asked = question.strip()
    if entry := next((e for e in manifest.entries if e.key == asked), None):
        return _of_figures(manifest, [entry])
    if "!" in (cited := asked.replace("！", "!")) and (cell := _cell(cited)):
        return _of_cell(manifest, *cell)
    if match := _PARAGRAPH.fullmatch(asked):
        return _of_paragraphs(manifest, [int(match[1] or match[2])])
    if _number(asked):
        found_number = _of_number(manifest, asked)
        if found_number or (asked.isdecimal() and len(asked) < 7):
            return found_number or _of_paragraphs(manifest, [int(asked)])
    theme = [e for e in manifest.entries if asked in (e.label, e.key.partition(".")[0])]
    if theme:
        return _of_figures(manifest, theme)
    return _of_paragraphs(manifest, [p.number for p in manifest.paragraphs if asked in p.text])


def _of_figures(manifest: Manifest, entries: Sequence[FigureRecord]) -> Traced:
    keys = {entry.key for entry in entries}
    marks = [mark for mark in manifest.marks if mark.figure.key in keys]
    edited = tuple(mark.figure for mark in marks if mark.figure.edit is not None)
    return Traced((*entries, *edited), where_used(manifest, marks))


def _cell(asked: str) -> tuple[str, str] | None:
    """(what stands before the !, the cell's address); None where there is no address."""
    where, _, address = asked.rpartition("!")
    match = _CELL.fullmatch(address.strip())
    return (where.strip(" '\""), match[1].upper() + match[2]) if match else None


def _of_cell(manifest: Manifest, where: str, cell: str) -> Traced:
    """All that comes from the cell: entries, rows of tables, and what the template calculates."""

    def holds(figure: FigureRecord) -> bool:
        return any(s.cell == cell and _is_at(s.place, where) for s in all_behind(figure.sources))

    in_tables = (f for e in manifest.entries for row in e.rows for f in row.values())
    entries = [e for e in (*manifest.entries, *in_tables) if not e.rows and holds(e)]
    marks = [mark for mark in manifest.marks if holds(mark.figure)]
    keys = {entry.key for entry in entries}
    others = [f for f in _figures(manifest, marks) if f.key not in keys or f.edit]
    return Traced((*entries, *others), where_used(manifest, marks))


def _is_at(place: Place, where: str) -> bool:
    """Whether a place is in the workbook, the sheet, or both, that the words before a ! name."""
    if book := _BOOK.fullmatch(where):
        return place.file == book["file"].strip() and book["sheet"] in (None, place.sheet)
    return where in (place.sheet, place.file, place.file.rpartition(".")[0])


def _of_paragraphs(manifest: Manifest, numbers: Sequence[int]) -> Traced:
    marks = [mark for mark in manifest.marks if mark.paragraph in numbers]
    figures = _figures(manifest, marks)
    uses = tuple(
        Use(p, tuple(mark for mark in marks if mark.paragraph == p.number))
        for p in manifest.paragraphs
        if p.number in numbers
    )
    return Traced(figures, uses)


def _figures(manifest: Manifest, marks: Sequence[MarkRecord]) -> tuple[FigureRecord, ...]:
    """What the marks cite, each once: the ledger's own record, unless it was edited by hand."""
    ledger = {entry.key: entry for entry in manifest.entries if not entry.rows}
    cited = (
        mark.figure if mark.figure.edit else ledger.get(mark.figure.key, mark.figure)
        for mark in marks
    )
    return tuple({encoded(figure): figure for figure in cited}.values())


def _of_number(manifest: Manifest, asked: str) -> Traced:
    plain, value = _plain(asked), _number(asked)
    all_marks = (*manifest.marks, *_written(manifest))
    marks = [mark for mark in all_marks if _same(mark.figure, mark.words, plain, value)]
    unused = [e for e in manifest.entries if _same(e, e.text, plain, value)]
    listed = {figure.key for figure in unused}
    others = [f for f in _figures(manifest, marks) if f.key not in listed]
    return Traced((*unused, *others), where_used(manifest, marks))


def _written(manifest: Manifest) -> Iterator[MarkRecord]:
    """The numbers that an edit wrote in, as marks that no department is behind."""
    edits = {edit.number: edit for edit in manifest.edits}
    for one in manifest.departures:
        if one.state is Departure.WRITTEN:
            edit, amount = edits[one.edit], quantity.read(one.new) or quantity.spelled(one.new)
            figure = FigureRecord(
                key="", label="手改写入的数", unit="", kind=Kind.DECIMAL, state=FigureState.HAND,
                text=one.new, value=decimal(amount.value) if amount else "", edit=edit,
                decision=one.decision,
            )  # fmt: skip
            yield MarkRecord(
                name="", words=one.new, paragraph=edit.paragraph, section=edit.section,
                figure=figure,
            )  # fmt: skip


def _same(figure: FigureRecord, words: str, plain: str, value: str) -> bool:
    with_unit = _plain(words + figure.unit)
    within = figure.value and re.search(rf"(?<![\d.]){re.escape(plain)}(?![\d.%万亿余])", with_unit)
    return plain in (_plain(words), with_unit) or value == figure.value != "" or bool(within)


def where_used(manifest: Manifest, marks: Sequence[MarkRecord]) -> tuple[Use, ...]:
    """By paragraph, in the text's order; then by the places outside of the body."""
    outside = dict.fromkeys(m.section or _OUTSIDE for m in marks if not m.paragraph)
    places = [ParagraphRecord(number=0, section=s, heading="", text="") for s in outside]
    return tuple(
        Use(place, mine)
        for place in (*manifest.paragraphs, *places)
        if (mine := tuple(m for m in marks if _stands_in(m, place)))
    )


def _stands_in(mark: MarkRecord, place: ParagraphRecord) -> bool:
    if place.number or mark.paragraph:
        return mark.paragraph == place.number
    return (mark.section or _OUTSIDE) == place.section


def _plain(text: str) -> str:
    return re.sub(r"\s|,", "", unicodedata.normalize("NFKC", text))


def _number(text: str) -> str:
    """The exact digits of a number as it was typed; "" where it is not one."""
    units = re.sub(r"[^\d.万亿余%]+$", "", _plain(text))
    amount = quantity.read(units) if _plain(text)[:1].isdigit() else quantity.spelled(text)
    return decimal(amount.value) if amount else ""
