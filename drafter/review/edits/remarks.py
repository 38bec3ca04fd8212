"""What the proofreader says of an edited draft: of the edits, and of what the program wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from drafter.draft.edit_record import Departure, DepartureRecord, EditRecord
from drafter.draft.entering import finding_record
from drafter.draft.record import REPORT, FindingRecord, MarkRecord
from drafter.model.finding import Severity, position
from drafter.proof.proof import Known, proof
from drafter.word.outline import Paragraph


class Text(Struct, frozen=True):
    """Paragraphs, and what is on record of the figures in them."""

    paragraphs: Sequence[Paragraph]
    marks: Sequence[MarkRecord]


class Proofread(Struct, frozen=True):
    """The remarks on the edited text: those that the program's own text has too, and those that it
    has not, each with the edit nearest to it."""

    common: tuple[FindingRecord, ...]
    fresh: tuple[DepartureRecord, ...]


def proofread(
    machine: Text, edited: Text, edits: Sequence[EditRecord], composed: Sequence[FindingRecord]
) -> Proofread:
    """The remarks on the paragraphs, those outside of the body among them. What the records had
    answered when the draft was composed stays answered: `composed` are the findings of then."""
    own = list(_remarks(machine))
    earlier, kept = Counter(r.message for r in own), {finding.message for finding in composed}
    answered = {r.message for r in own if position(r.cell)[0] and r.message not in kept}
    common, fresh = [], []
    for remark in _remarks(edited):
        if earlier[remark.message] or remark.severity is Severity.HINT or not edits:
            earlier[remark.message] -= 1
            common += [] if remark.message in answered else [remark]
        else:
            fresh.append(_departure(remark, edits))
    return Proofread(tuple(common), tuple(fresh))


def _remarks(text: Text) -> Iterator[FindingRecord]:
    printed = {
        mark.name: Known(mark.words, bool(mark.figure.workings) and mark.figure.edit is None)
        for mark in text.marks
    }
    return map(finding_record, proof(text.paragraphs, REPORT, printed))


def _departure(remark: FindingRecord, edits: Sequence[EditRecord]) -> DepartureRecord:
    paragraph, _ = position(remark.cell)
    edit = min(edits, key=lambda one: abs(one.paragraph - paragraph))
    return DepartureRecord(
        state=Departure.REMARK, edit=edit.number, place=remark.cell, new=remark.message
    )
