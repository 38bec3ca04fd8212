"""Both ways: where a figure comes from, and where it is used. Answers from a draft's record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from drafter.draft.edit_record import Departure
from drafter.draft.record import (
    FigureRecord,
    FigureState,
    Manifest,
    MarkRecord,
    ParagraphRecord,
)
from drafter.model import quantity
from drafter.model.dataclass import dataclass
from drafter.model.finding import Kind
from drafter.model.quantity import decimal
from drafter.model.shape import encoded

_OUTSIDE = "正文以外"
_PARAGRAPH = re.compile(r"第?\s*(\d{1,6})\s*段|段\s*(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Use:
    """A place in the text: the paragraph, and the marks in it that were asked for."""

    paragraph: ParagraphRecord
    marks: tuple[MarkRecord, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """An answer: figures with their cells, and the places where each stands."""

    figures: tuple[FigureRecord, ...]
    uses: tuple[Use, ...]

    def __bool__(self) -> bool:
        return bool(self.figures or self.uses)


def trace(manifest: Manifest, question: str) -> Traced:
    """What a key, a paragraph (第12段), a number (613, 98%, 2.8万余) or a phrase leads to."""
    asked = question.strip()
    if entry := next((e for e in manifest.entries if e.key == asked), None):
        return _of_figures(manifest, [entry])
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
    return Traced((*entries, *edited), _uses(manifest, marks))


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
    return Traced((*unused, *others), _uses(manifest, marks))


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


def _uses(manifest: Manifest, marks: Sequence[MarkRecord]) -> tuple[Use, ...]:
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
