"""What is reviewed: a draft by number, or a file; and the draft that a file came from.

Files from outside are parsed here, so all of this runs in the worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.files.folders import Folders, read_file, reported
from drafter.desk.year.drafts import LEDGER, draft_in, read_draft
from drafter.desk.year.hand_edits import version
from drafter.desk.year.results import Drafted
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding
from drafter.model.pattern import pattern
from drafter.model.sentence import in_place

if TYPE_CHECKING:
    from drafter.draft.record import Manifest
    from drafter.review.edits.recording import Signature
    from drafter.review.story.document import Document
    from drafter.review.story.version import Version

_ID = pattern(rb'"id": "([0-9a-f]{16})"')
_ALIKE = 60.0


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """One of two documents as its user named it: a file; or, with a number, a draft's folder."""

    path: Path
    number: int = 0


class Operand(Struct, frozen=True):
    """One of two documents to be compared: its name, text and record; None for a strange file."""

    name: str
    document: Document
    manifest: Manifest | None

    def identified(self) -> Document:
        """The document with its marks known by figure."""
        from drafter.review.story.document import identities

        return self.document.known_as(identities(self.manifest, self.document.embedded))


class Shelf(Struct, frozen=True):
    """The drafts of the workspace in that folder, of all its years; none without a folder."""

    root: Path | None

    def operand(self, choice: Choice, accepted: bool = True) -> Operand:
        """The draft, or the file; a copy of a draft has its record, with the edits noted."""
        if choice.number:
            draft = draft_in(choice.path)
            return Operand(f"第{draft.number}稿", read_version(draft).document, draft.manifest)
        from drafter.review.story.document import settled

        document = settled(read_path(choice.path, accepted), accepted)
        source_draft = self.draft_of(document.id)
        if source_draft is None:
            return Operand(choice.path.name, document, None)
        return _returned(choice.path.name, source_draft, document)

    def origin(self, document: Document) -> tuple[Drafted, float]:
        """(the draft that the file came from, 0) by its id; or by its text, and how much alike."""
        if (source_draft := self.draft_of(document.id)) is not None:
            return source_draft, 0.0
        from rapidfuzz.fuzz import ratio

        text = "\n".join(line.text for line in document.story.lines if line.text.strip())
        best: tuple[float, Drafted | None] = (0.0, None)
        for draft in self.drafts():
            written = "\n".join(paragraph.text for paragraph in draft.manifest.paragraphs)
            score = ratio(text, written, score_cutoff=_ALIKE)
            best = max(best, (score, draft), key=lambda entry: entry[0])
        if best[1] is None:
            reason = "没有稿号，与本工作目录中各稿也都不相符；请核对是否为本工作目录的稿子"
            raise WorkspaceError(f"{document.file}：{reason}")
        return best[1], best[0]

    def draft_of(self, identifier: str) -> Drafted | None:
        """The draft of that id."""
        if not identifier:
            return None
        return next((d for d in self.drafts(identifier) if d.manifest.id == identifier), None)

    def drafts(self, identifier: str = "") -> Iterator[Drafted]:
        """The drafts, the last first; with an id, those alone that may have it. Raises
        WorkspaceError where the one of that id is damaged."""
        damaged: list[Finding] = []
        for folder in self._folders():
            if identifier and _identifier(folder / LEDGER) != identifier:
                continue
            draft = read_draft(folder)
            if isinstance(draft, Drafted):
                yield draft
            else:
                damaged.append(draft)
        if identifier and damaged:
            raise WorkspaceError(in_place(damaged[0]))

    def _folders(self) -> Iterator[Path]:
        """Every draft's folder, the last first."""
        if self.root is None:
            return
        folders = Folders(self.root)
        for year in folders.years("output"):
            yield from (folder for _, folder in reversed(folders.drafts(year)))


def _identifier(path: Path) -> str:
    """The id near the start of a record, whatever shape the rest has."""
    if not path.is_file():
        return ""
    with reported(path), path.open("rb") as stream:
        match = _ID.search(stream.read(400))
    return match[1].decode() if match else ""


def read_path(path: Path, accepted: bool = True) -> Document:
    """The file as a document. Raises DrafterError with the one reason why not."""
    from drafter.review.story.document import read_document

    return read_document(read_file(path), path.name, accepted)


def read_version(draft: Drafted) -> Version:
    """A draft's report with its record."""
    return version(draft.folder, draft.manifest)


def signed(
    document: Document, by: str = "", date: str = "", otherwise: str = "日期不详"
) -> Signature:
    """Who stands behind the edits in a file: as told, or as its changes or properties say; the day
    is `otherwise` where neither tells it."""
    from drafter.review.edits.recording import Signature
    from drafter.review.edits.signing import author_of

    author, when = author_of(document)
    return Signature(by or author or "未署名", date or when or otherwise)


def _returned(name: str, draft: Drafted, document: Document) -> Operand:
    """A copy of a draft: its marks put right, and what was edited in it on record."""
    from drafter.review.edits.signing import edited
    from drafter.review.returned.mending import mend, with_marks
    from drafter.review.story.document import identities
    from drafter.review.story.mapping import with_shared

    base = read_version(draft).document.story
    names = identities(draft.manifest, document.embedded)
    copy = with_shared(base, document.story)
    story = with_marks(copy, mend(base, copy), names)
    manifest = edited(draft.manifest, base, story, signed(document))
    return Operand(name, replace(document, story=story), manifest)
