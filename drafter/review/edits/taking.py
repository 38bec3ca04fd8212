"""A merge as the next draft: all its files, and on record who wrote what by hand, and when.

The program's own text is kept beside it. The next run composes anew and merges again: so edits live
on until the template says the same, or until they are withdrawn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from drafter.draft.dress import dressed
from drafter.draft.edit_record import EditRecord
from drafter.draft.entering import finding_record, paragraph_records
from drafter.draft.record import (
    EDITS,
    FORMAT,
    REMARKS,
    REPORT,
    FigureRecord,
    FindingRecord,
    Manifest,
    MarkRecord,
    RemarkRecord,
    run_key,
)
from drafter.model.decision import Decision
from drafter.model.finding import Finding, Place, Severity
from drafter.model.record import plain
from drafter.proof.proof import PROOF
from drafter.review.edits.answers import answered
from drafter.review.edits.departures import departures
from drafter.review.edits.edits import hunks
from drafter.review.edits.recording import Edits, Signature, mark_records_of, written
from drafter.review.edits.remarks import Text, proofread
from drafter.review.redline.redlining import Tracked, reread
from drafter.review.story.document import Document, identity, pack_document
from drafter.review.story.note_order import with_notes_in_order
from drafter.review.story.places import spots
from drafter.review.story.story import Story
from drafter.review.story.verdict import Conflict
from drafter.review.story.version import COMPOSED, COMPOSED_RECORD, Version
from drafter.word.adopted_threads import states
from drafter.word.comments import without_comments
from drafter.word.drawn import drawn
from drafter.word.elsewhere import lasting
from drafter.word.excerpt import short
from drafter.word.marks import is_mark, original
from drafter.word.ooxml import Element, parse, w
from drafter.word.outline import Paragraph, heading_styles, outline
from drafter.word.slip import AUTHOR, BODY
from drafter.word.styles import STYLES


class People(Struct, frozen=True):
    """What people did in a draft: their edits, and the comments that they left."""

    edits: tuple[EditRecord, ...]
    remarks: tuple[RemarkRecord, ...]

    @property
    def digests(self) -> dict[str, str]:
        """By name what belongs among the draft's inputs."""
        work = {EDITS: self.edits, REMARKS: self.remarks}
        return {name: _digest(records) for name, records in work.items() if records}


class Taken(Struct, frozen=True, dict=True):
    """The next draft: the parts of its Word file, not dressed yet, and its record; `composed` is
    what the program itself wrote."""

    parts: Mapping[str, bytes]
    manifest: Manifest
    composed: Version

    def answered(self, decisions: Sequence[Decision]) -> Taken:
        """With what its edits leave open among its findings, and with what was decided on them."""
        return replace(self, manifest=answered(self.manifest, decisions))

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Its files by name, including the program's own text while people's work is in it."""
        files = dressed(self.parts, self.manifest)
        if self.manifest.touched:
            document = self.composed.document
            files[COMPOSED] = pack_document(document.parts)
            files[COMPOSED_RECORD] = self.composed.manifest.to_bytes()
        return files


def take(
    tree: Tracked,
    records: Mapping[str, FigureRecord],
    composed: Version,
    conflicts: Sequence[Conflict],
    history: Edits,
    signature: Signature,
) -> Taken:
    """The next draft from a merged tree without tracked changes; `records` are its marks' figures,
    `history` the edits that are in it.

    The same input gives the same bytes.
    """
    root, machine = tree.root, composed.document.story
    names = _numbered(tree.trees.values(), composed.manifest)
    figures = {names[old]: record for old, record in records.items() if old in names}
    paragraphs = outline(root, heading_styles(tree.parts.get(STYLES, b"")))
    parts = tree.written()
    edited = reread(parts, tree.trees).known_as({n: identity(r) or n for n, r in figures.items()})
    elsewhere = _elsewhere(edited.story)
    body = {id(e): p for e, p in zip(edited.root.iter(w("p")), paragraphs, strict=True)}
    places = {**elsewhere, **body}
    edits = written(hunks(machine, edited.story), history, places, signature)
    homes = (*paragraphs, *elsewhere.values())
    marks = mark_records_of(edited.story, figures, composed.manifest, edits, homes)
    unread = (m for m in composed.manifest.marks if m.name not in machine.marks)
    machine_text = Text(_homes(composed.document), composed.manifest.marks)
    remarks = proofread(machine_text, Text(homes, marks), edits.edits, composed.manifest.findings)
    findings = [*remarks.common, *map(_clash, conflicts), *map(_ended, edits.ended)]
    comments = _left(composed.document.parts, parts)
    work = People(edits.edits, comments)
    manifest = _manifest(composed.manifest, (*marks, *unread), paragraphs, work, findings)
    deviations = (
        *departures(composed.document, edited, composed.manifest, edits), *remarks.fresh
    )  # fmt: skip
    manifest = replace(
        manifest,
        departures=deviations,
        elsewhere=lasting(edited.root, parts),
        drawn=drawn(edited.root, parts),
    )
    clean = without_comments(with_notes_in_order(parts), AUTHOR)
    return Taken(clean, manifest, composed)


def _elsewhere(story: Story) -> dict[int, Paragraph]:
    """The paragraphs outside of the body, by element: their section is where they stand, 脚注1."""
    places = spots(story)
    return {
        id(line.element): Paragraph(0, places[id(line)].label, "", line.text, tuple(line.ranges))
        for line in story.lines
        if not places[id(line)].number
    }


def _homes(document: Document) -> list[Paragraph]:
    """The paragraphs of the body as the file has them, for weaving changes its tree; the others."""
    body = outline(parse(document.parts[BODY]), heading_styles(document.parts.get(STYLES, b"")))
    return [*body, *_elsewhere(document.story).values()]


def _numbered(roots: Iterable[Element], manifest: Manifest) -> dict[str, str]:
    """Give the copy of a mark a name of its own; name in the merge → name in the draft."""
    names: dict[str, str] = {}
    free = 1 + max((int(m.name[5:]) for m in manifest.marks if m.name[5:].isdigit()), default=0)
    for start in [start for root in roots for start in root.iter(w("bookmarkStart"))]:
        name = start.get(w("name"), "")
        if is_mark(name) and name not in names:
            own = original(name) == name
            names[name] = name if own else f"{name[:5]}{free:04d}"
            free += not own
        start.set(w("name"), names.get(name, name))
    return names


def _manifest(
    composed: Manifest,
    marks: tuple[MarkRecord, ...],
    paragraphs: Sequence[Paragraph],
    work: People,
    findings: Sequence[FindingRecord],
) -> Manifest:
    inputs = {**composed.inputs, **work.digests}
    lasting = [f for f in composed.findings if not f.code.startswith(PROOF)]
    run = run_key(inputs)
    return replace(
        composed,
        id=hashlib.sha256(f"{FORMAT} {run}".encode()).hexdigest()[:16],
        run=run,
        inputs=inputs,
        marks=marks,
        paragraphs=tuple(paragraph_records(paragraphs)),
        edits=work.edits,
        remarks=work.remarks,
        findings=(*lasting, *findings),
    )


def _digest(records: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(plain(records), ensure_ascii=False).encode()).hexdigest()


def _left(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[RemarkRecord, ...]:
    """The comments that people left: all that are neither the template's nor the program's."""
    own = states(before)
    left = [remark for remark in states(after) if remark not in own and remark[0] != AUTHOR]
    return tuple(RemarkRecord(author=a, date=d, text=t) for a, d, t in left)


def _clash(conflict: Conflict) -> FindingRecord:
    details = {
        "base": short(conflict.base) or "（无）",
        "theirs": short(conflict.theirs) or "（无）",
        "ours": short(conflict.ours) or "（无）",
    }
    return _finding("edit-conflict", Severity.WARNING, details)


def _ended(edit: EditRecord) -> FindingRecord:
    return _finding("edit-ended", Severity.HINT, {"edit": edit.sentence()})


def _finding(code: str, severity: Severity, details: Mapping[str, str]) -> FindingRecord:
    return finding_record(Finding(code, severity, Place(REPORT), details=details))
