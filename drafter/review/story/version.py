"""A draft as the review reads it: its report, and the name of the program's own text beside it."""

from __future__ import annotations

from drafter.draft.record import Manifest
from drafter.model.dataclass import dataclass
from drafter.review.story.document import Document, identities, pack_document, read_document
from drafter.word.comments import without_comments
from drafter.word.slip import AUTHOR

COMPOSED, COMPOSED_RECORD = "机器稿.docx", "机器稿.json"


@dataclass(frozen=True)
class Version:
    """A draft as read: its document, with the marks known by figure, and its record."""

    document: Document
    manifest: Manifest

    @classmethod
    def of(cls, content: bytes, manifest: Manifest, file: str) -> Version:
        """The draft in those two files."""
        document = unremarked(read_document(content, file))
        return cls(document.known_as(identities(manifest, document.embedded)), manifest)


def unremarked(document: Document) -> Document:
    """The document without the program's own comments, which each draft gets anew."""
    if not any(remark.author == AUTHOR for remark in document.remarks):
        return document
    return read_document(pack_document(without_comments(document.parts, AUTHOR)), document.file)
