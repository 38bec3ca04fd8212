"""What a draft's edits by hand leave open: each stands against publishing until it is answered."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import chain, groupby

from msgspec.structs import replace

from drafter.draft.edit_record import Departure, DepartureRecord, EditRecord
from drafter.draft.entering import finding_record
from drafter.draft.record import REPORT, FigureRecord, Manifest, MarkRecord
from drafter.model import quantity
from drafter.model.decision import Decision, decided
from drafter.model.finding import Finding, Place, Severity
from drafter.review.story.document import identity
from drafter.word.marks import FIGURE_MARKS

# What a decision names that no indicator has: numbers written in or deleted, words around figures,
# what the proofreader says.
NUMBERS, GONE, WORDS, REMARKS = "手改数", "删去的数", "手改文字", "手改校对"
_AT_FIGURES = {
    Departure.EDITED: "edit-figure",
    Departure.UNIT: "edit-unit",
}
_NONE = "（无）"
_OF_NUMBERS = {
    Departure.WRITTEN: ("edit-number", NUMBERS),
    Departure.DELETED: ("edit-deleted", GONE),
}


def edits_to_answer(manifest: Manifest, decisions: Sequence[Decision]) -> list[Finding]:
    """An error for all that the review calls one, for what rests on an edited figure, and for each
    change that no draft can carry on. Those that the bureau decided on bear the decision."""
    at_marks = (finding for _, finding in _at_marks(manifest))
    lost = (_lost(edit) for edit in manifest.edits if edit.lost)
    findings = chain(
        at_marks, lost, _numbers(manifest), _derived(manifest), _words_and_remarks(manifest)
    )
    return decided(list(findings), decisions)


def answered(manifest: Manifest, decisions: Sequence[Decision]) -> Manifest:
    """The record with what its edits leave open among the findings, and with what was decided on a
    figure's edit at the figure, on a number that was written in at the number."""
    edited = _at_marks(manifest)
    findings = decided([finding for _, finding in edited], decisions)
    ruled = {mark: finding for (mark, _), finding in zip(edited, findings, strict=True)}
    answers = edits_to_answer(manifest, decisions)
    marks = tuple(_ruled(mark, ruled.get(mark.name)) for mark in manifest.marks)
    numbers = {f.details["edit"]: f.decision for f in answers if f.code == "edit-number"}
    return replace(
        manifest,
        findings=(*manifest.findings, *map(finding_record, answers)),
        marks=marks,
        departures=tuple(_with_decision(one, numbers) for one in manifest.departures),
    )


def _with_decision(one: DepartureRecord, numbers: Mapping[str, str]) -> DepartureRecord:
    is_number = one.state is Departure.WRITTEN
    return replace(one, decision=numbers.get(str(one.edit), "")) if is_number else one


def _ruled(mark: MarkRecord, finding: Finding | None) -> MarkRecord:
    figure = mark.figure
    if figure.edit is None or finding is None or not finding.decision:
        return mark
    edit = replace(figure.edit, decision=finding.decision)
    return replace(mark, figure=replace(figure, edit=edit))


def _at_marks(manifest: Manifest) -> list[tuple[str, Finding]]:
    """Each edit of a figure or of a department's text: its mark, and the error."""
    edits = {edit.number: edit for edit in manifest.edits}
    figures = [one for one in manifest.departures if one.state in _AT_FIGURES]
    return [
        *((one.mark, _departed(one, edits[one.edit])) for one in figures),
        *_keyed(manifest, {one.edit for one in manifest.departures}),
        *_around(manifest, {one.mark for one in figures}),
    ]


def _keyed(manifest: Manifest, seen: Container[int]) -> Iterator[tuple[str, Finding]]:
    """(mark, error) of each edit of an indicator that is no departure: a department's text."""
    homes = {m.figure.edit.number: m.name for m in reversed(manifest.marks) if m.figure.edit}
    entries = {entry.key: entry for entry in manifest.entries}
    for edit in manifest.edits:
        if edit.key and edit.number not in seen:
            entry = entries.get(edit.key)
            label, says = (entry.name, entry.phrase) if entry else (edit.key, "")
            yield homes.get(edit.number, ""), _edited(edit, edit.key, label, says, edit.words)


def _around(manifest: Manifest, seen: Container[str]) -> Iterator[tuple[str, Finding]]:
    """(mark, error) of each mark whose words come from an edit of the text around it."""
    for mark in manifest.marks:
        figure = mark.figure
        if figure.edit is not None and not figure.edit.key and mark.name not in seen:
            says = "、".join(figure.answers)
            about, words = figure.key or figure.name, (says or _NONE, mark.words)
            yield mark.name, _edited(figure.edit, about, figure.name, says, words)


def _edited(edit: EditRecord, about: str, label: str, says: str, words: tuple[str, str]) -> Finding:
    submitted = f"部门报的是{says}" if says else "部门没有报"
    old, new = words
    details = {"label": label, "submitted": submitted, "old": old, "new": new}
    return _finding("edit-figure", edit.place, about, details, edit)


def _departed(one: DepartureRecord, edit: EditRecord) -> Finding:
    details = {"label": one.label, "submitted": one.submitted, **_words(one, edit)}
    details["around"] = one.around
    return _finding(_AT_FIGURES[one.state], one.place, one.key or one.label, details, edit)


def _words(one: DepartureRecord, edit: EditRecord) -> dict[str, str]:
    """Old and new words: the edit's own where it changed this figure alone."""
    own = edit if edit.new == one.new else one
    return {"old": own.old, "new": own.new}


def _numbers(manifest: Manifest) -> Iterator[Finding]:
    """An error for each edit that wrote unsubmitted numbers, and for each that deleted figures."""
    edits = {edit.number: edit for edit in manifest.edits}
    ours = [one for one in manifest.departures if one.state in _OF_NUMBERS]
    for (state, number), group in groupby(
        sorted(ours, key=lambda one: (one.state, one.edit)), lambda one: (one.state, one.edit)
    ):
        code, about = _OF_NUMBERS[state]
        departures, edit = list(group), edits[number]
        texts = (f"“{one.label}”{one.old}" if one.old else one.new for one in departures)
        details = {"numbers": "、".join(dict.fromkeys(texts)), "change": edit.change}
        details["around"] = "；".join(one.around for one in departures)
        yield _finding(code, departures[0].place, about, details, edit)


def _words_and_remarks(manifest: Manifest) -> Iterator[Finding]:
    """An error for each place with other words around figures, and for each remark."""
    edits = {edit.number: edit for edit in manifest.edits}
    for one in manifest.departures:
        if one.state is Departure.WORDING:
            details = {"where": one.label, "old": one.old or _NONE, "new": one.new or _NONE}
            details["around"] = one.around
            yield _finding("edit-wording", one.place, WORDS, details, edits[one.edit])
        elif one.state is Departure.REMARK:
            details = {"remark": one.new}
            yield _finding("edit-remark", one.place, REMARKS, details, edits[one.edit])


def _derived(manifest: Manifest) -> Iterator[Finding]:
    """An error wherever the report says what rests on a figure that an edit changed elsewhere; one
    where several edits say the same."""
    edits = {edit.number: edit for edit in manifest.edits}
    changed = {one.mark: one for one in manifest.departures if one.state is Departure.EDITED}
    edited = {mark.name: mark.figure for mark in manifest.marks if mark.name in changed}
    seen = set()
    for mark in manifest.marks:
        if mark.name in changed or not mark.name.startswith(FIGURE_MARKS):
            continue
        for name, figure in edited.items():
            one = changed[name]
            words = mark.figure.name, mark.words, mark.place, one.label, one.new
            if words not in seen and _rests(mark.figure, figure) and not _same(one):
                seen.add(words)
                yield _rested(mark, one, edits[one.edit])


def _rested(mark: MarkRecord, one: DepartureRecord, edit: EditRecord) -> Finding:
    details = {"label": one.label, "where": one.place, **_words(one, edit)}
    details |= {"derived": mark.figure.name, "words": mark.words, "submitted": one.submitted}
    details["around"] = one.around
    about = mark.figure.key or mark.figure.name
    return _finding("edit-derived", mark.place, about, details, edit)


def _rests(figure: FigureRecord, edited: FigureRecord) -> bool:
    """Whether it is the edited figure, or calculated from all the cells of an edited indicator."""
    mine, theirs = set(figure.sources), set(edited.sources)
    if not theirs or not mine >= theirs:
        return False
    return bool(edited.key) or (mine == theirs and identity(figure) == identity(edited))


def _same(one: DepartureRecord) -> bool:
    """Whether the edit writes the same amount in other words."""
    old, new = (quantity.read(text) or quantity.spelled(text) for text in (one.old, one.new))
    return old is not None and old == new


def _lost(edit: EditRecord) -> Finding:
    details = {"what": edit.lost, "old": edit.old or _NONE, "new": edit.new or _NONE}
    return _finding("edit-lost", edit.place, edit.lost, details, edit)


def _finding(
    code: str, place: str, about: str, details: Mapping[str, str], edit: EditRecord
) -> Finding:
    signed = {"by": edit.by, "date": edit.date, "edit": str(edit.number)}
    at = Place(REPORT, "", place)
    return Finding(code, Severity.ERROR, at, about, details={**details, **signed})
