"""A merge as the next draft: all its files, and on record who wrote what by hand, and when.

The program's own text is kept beside it. The next run composes anew and merges again: so edits live
on until the template says the same, or until they are withdrawn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drafter import findings as told
from drafter.model import Finding, Place, Severity
from drafter.report.comments import AUTHOR, without_comments
from drafter.report.dress import REPORT, dressed
from drafter.report.manifest import (
    FORMAT,
    HAND,
    EditRecord,
    FigureRecord,
    FindingRecord,
    Manifest,
    MarkRecord,
    paragraph_records,
    run_key,
)
from drafter.report.ooxml import Element, serialize, w
from drafter.report.outline import Paragraph, heading_styles, outline
from drafter.report.slip import BODY
from drafter.review.document import Document, identities, identity, read_document
from drafter.review.edits import edits
from drafter.review.marking import is_mark
from drafter.review.merging import Conflict
from drafter.review.recording import Authors, Ledgered, Signature, edit_records, mark_records_of
from drafter.review.redlining import reread

COMPOSED, COMPOSED_RECORD = "机器稿.docx", "机器稿.json"
_STYLES = "word/styles.xml"


@dataclass(frozen=True)
class Version:
    """A draft as read: its document, with the marks known by figure, and its record."""

    document: Document
    manifest: Manifest

    @classmethod
    def of(cls, content: bytes, manifest: Manifest, file: str) -> Version:
        """The draft in those two files."""
        document = read_document(content, file)
        return cls(document.known_as(identities(manifest, document.embedded)), manifest)


@dataclass(frozen=True)
class Taken:
    """The next draft: its files by name and its record."""

    files: Mapping[str, bytes]
    manifest: Manifest


def take(
    parts: Mapping[str, bytes],
    trees: Mapping[str, Element],
    records: Mapping[str, FigureRecord],
    composed: Version,
    conflicts: Sequence[Conflict],
    previous: Sequence[EditRecord],
    signature: Signature,
) -> Taken:
    """The next draft from merged trees without tracked changes; `records` are its marks' figures.

    The same input gives the same bytes.
    """
    root = trees[BODY]
    names = _renumbered(trees.values())
    parts = {**parts, **{name: serialize(tree) for name, tree in trees.items()}}
    known = {names[old]: record for old, record in records.items() if old in names}
    paragraphs = outline(root, heading_styles(parts.get(_STYLES, b"")))
    names_of = {n: identity(r) or n for n, r in known.items()}
    edited = reread(parts, trees).known_as(names_of)
    places = {id(e): p for e, p in zip(edited.root.iter(w("p")), paragraphs, strict=True)}
    found = edits(composed.document.story, edited.story)
    written = edit_records(found, known, places, Authors(previous, signature), conflicts)
    ledgered = Ledgered.of(composed.manifest)
    marks = mark_records_of(edited, known, ledgered, dict(written), paragraphs, signature)
    records_of_edits = tuple(record for _, record in written)
    manifest = _manifest(composed.manifest, marks, paragraphs, records_of_edits, conflicts)
    plain = without_comments({**parts, BODY: serialize(root)}, AUTHOR)
    files = dressed(plain, manifest)
    files[COMPOSED] = composed.document.packed(composed.document.parts)
    files[COMPOSED_RECORD] = composed.manifest.to_bytes()
    return Taken(files, manifest)


def _renumbered(roots: Iterable[Element]) -> dict[str, str]:
    """Give the marks of all parts names in the order of the text; old name → new name."""
    names: dict[str, str] = {}
    for start in [start for root in roots for start in root.iter(w("bookmarkStart"))]:
        old = start.get(w("name"), "")
        if is_mark(old):
            names.setdefault(old, f"{old[:5]}{len(names) + 1:04d}")
            start.set(w("name"), names[old])
    return names


def _manifest(
    composed: Manifest,
    marks: tuple[MarkRecord, ...],
    paragraphs: Sequence[Paragraph],
    written: tuple[EditRecord, ...],
    conflicts: Sequence[Conflict],
) -> Manifest:
    inputs = dict(composed.inputs)
    if written:
        inputs[HAND] = edits_digest(written)
    run = run_key(inputs)
    return composed.model_copy(
        update={
            "id": hashlib.sha256(f"{FORMAT} {run}".encode()).hexdigest()[:16],
            "run": run,
            "inputs": inputs,
            "marks": marks,
            "paragraphs": tuple(paragraph_records(paragraphs)),
            "edits": written,
            "findings": (*composed.findings, *(_finding(c) for c in conflicts)),
        }
    )


def edits_digest(written: Sequence[EditRecord]) -> str:
    """What the edits are known by."""
    plain = [edit.model_dump(mode="json") for edit in written]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def _finding(conflict: Conflict) -> FindingRecord:
    details = {
        "base": _short(conflict.base),
        "theirs": _short(conflict.theirs),
        "ours": _short(conflict.ours),
    }
    finding = Finding("edit-conflict", Severity.WARNING, Place(REPORT), details=details)
    return FindingRecord(**told.record(finding))


def _short(text: str) -> str:
    return (text if len(text) <= 40 else f"{text[:40]}…") or "（无）"
