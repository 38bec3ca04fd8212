"""A merge as the next draft: all its files, and on record who wrote what by hand, and when.

The program's own text is kept beside it. The next run composes anew and merges again: so edits live
on until the template says the same, or until they are withdrawn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafter import findings as told
from drafter.model import Finding, Place, Severity
from drafter.report.comments import AUTHOR, Comment, with_comments_at
from drafter.report.draft import FINDINGS, LEDGER, REPORT, TRACE, TRACED
from drafter.report.explain import recorded
from drafter.report.identity import with_draft
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
from drafter.report.ooxml import Element, parse, serialize, w
from drafter.report.outline import Paragraph, heading_styles, outline
from drafter.report.package import Part, pack
from drafter.report.slip import BODY
from drafter.report.template.marks import FIGURE_MARK
from drafter.report.workbooks import findings_workbook, trace_workbook
from drafter.review.annotation import bookmarks, without_comments
from drafter.review.document import Document, identities, identity, read_document
from drafter.review.edits import edits
from drafter.review.marking import is_mark
from drafter.review.merging import Conflict
from drafter.review.recording import Authors, Ledgered, Signature, edit_records, mark_records_of
from drafter.review.redlining import reread

COMPOSED, COMPOSED_RECORD = "机器稿.docx", "机器稿.json"
_STYLES = "word/styles.xml"
_LEAST_WORDS = 10


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
    root: Element,
    records: Mapping[str, FigureRecord],
    composed: Version,
    conflicts: Sequence[Conflict],
    previous: Sequence[EditRecord],
    signature: Signature,
) -> Taken:
    """The next draft from a merged tree without tracked changes; `records` are its marks' figures.

    The same input gives the same bytes.
    """
    parts = without_comments(parts, root, AUTHOR)
    names = _renumbered(root)
    known = {names[old]: record for old, record in records.items() if old in names}
    paragraphs = outline(root, heading_styles(parts.get(_STYLES, b"")))
    names_of = {n: identity(r) or n for n, r in known.items()}
    edited = reread(parts, root).known_as(names_of)
    places = {id(e): p for e, p in zip(edited.root.iter(w("p")), paragraphs, strict=True)}
    found = edits(composed.document.story, edited.story)
    written = edit_records(found, known, places, Authors(previous, signature), conflicts)
    ledgered = Ledgered.of(composed.manifest)
    marks = mark_records_of(edited, known, ledgered, dict(written), paragraphs, signature)
    records_of_edits = tuple(record for _, record in written)
    manifest = _manifest(composed.manifest, marks, paragraphs, records_of_edits, conflicts)
    return Taken(_files(parts, root, manifest, composed), manifest)


def _renumbered(root: Element) -> dict[str, str]:
    """Give the marks names in the order of the text; old name → new name."""
    names: dict[str, str] = {}
    starts = [e for e in root.iter(w("bookmarkStart")) if is_mark(e.get(w("name"), ""))]
    for number, start in enumerate(starts, start=1):
        old = start.get(w("name"), "")
        names[old] = f"{old[:5]}{number:04d}"
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


def _files(
    parts: Mapping[str, bytes], root: Element, manifest: Manifest, composed: Version
) -> dict[str, bytes]:
    complaints = _complaints(manifest)
    traced = {m.name: _traced(m, complaints.get(m.name, "")) for m in manifest.marks if _speaks(m)}
    plain = serialize(root)
    return {
        REPORT: _document(parts, parse(plain), manifest, complaints),
        TRACED: _document(parts, parse(plain), manifest, traced),
        TRACE: trace_workbook(manifest),
        FINDINGS: findings_workbook(manifest.findings, manifest.title),
        LEDGER: manifest.to_bytes(),
        COMPOSED: composed.document.packed(composed.document.parts),
        COMPOSED_RECORD: composed.manifest.to_bytes(),
    }


def _document(
    parts: Mapping[str, bytes], root: Element, manifest: Manifest, comments: Mapping[str, str]
) -> bytes:
    marks = bookmarks(root)
    spots = [(*marks[n], Comment(text)) for n, text in comments.items() if n in marks]
    changed = with_comments_at({**parts, BODY: serialize(root)}, root, spots)
    changed = with_draft(changed, manifest.id, manifest.marks)
    return pack(Part.of(name, content) for name, content in changed.items())


def _traced(mark: MarkRecord, complaint: str) -> str:
    return "\n".join(filter(None, [recorded(mark.figure), complaint]))


def _speaks(mark: MarkRecord) -> bool:
    return not mark.name.startswith("_blk_") or len(mark.words) >= _LEAST_WORDS


def _complaints(manifest: Manifest) -> dict[str, str]:
    """What is to be said at each mark: the findings on its cells, and that it was edited."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for finding in manifest.findings:
        if finding.severity != Severity.HINT and finding.cell:
            said = f"{finding.severity} {finding.file} › {finding.sheet}!{finding.cell} "
            said += f"{finding.indicator}：{finding.message}"
            found.setdefault((finding.file, finding.sheet, finding.cell), []).append(said)
    told_at = {}
    for mark in manifest.marks:
        lines = [s for x in mark.figure.sources for s in found.get((x.file, x.sheet, x.cell), ())]
        if mark.figure.edit is not None:
            lines.insert(0, f"{mark.figure.edit.sentence()}，与部门填报不一致，请部门更正后重报")
        if lines and mark.name.startswith(FIGURE_MARK):
            told_at[mark.name] = "核查意见\n" + "\n".join(dict.fromkeys(lines))
    return told_at
