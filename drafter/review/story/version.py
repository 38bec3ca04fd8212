"""A draft as the review reads it: its report, and the name of the program's own text beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from drafter.draft.record import Manifest
from drafter.review.story.document import Document, document_of, identities, opened
from drafter.review.story.note_order import with_notes_in_order
from drafter.word.adopted_threads import Remark, states
from drafter.word.comments import (
    PART,
    RANGE,
    stands_between,
    with_places_inside,
    without_comments,
    without_remarks,
)
from drafter.word.ooxml import parse, parsed, serialize, w
from drafter.word.sections import dropped_ends, restore_end
from drafter.word.slip import AUTHOR, BODY

COMPOSED, COMPOSED_RECORD = "机器稿.docx", "机器稿.json"


class Version(Struct, frozen=True):
    """A draft as read: its document, with the marks known by figure, and its record."""

    document: Document
    manifest: Manifest

    @classmethod
    def of(cls, content: bytes, manifest: Manifest, file: str) -> Version:
        """The draft in those two files."""
        document = document_of(_unremarked(opened(content, file)), file)
        return cls(document.known_as(identities(manifest, document.embedded)), manifest)


def unremarked(document: Document) -> Document:
    """The document without the program's own comments, which each draft gets anew."""
    parts = _unremarked(document.parts)
    return document if parts is document.parts else document_of(parts, document.file)


def _unremarked(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The parts without the program's own comments; as they are where there is none, or where one
    is damaged: reading tells of it."""
    comments = parsed(parts.get(PART))
    written = () if comments is None else comments.iter(w("comment"))
    if not any(comment.get(w("author")) == AUTHOR for comment in written):
        return parts
    with suppress(etree.XMLSyntaxError, ValueError):
        return with_notes_in_order(without_comments(parts, AUTHOR))
    return parts


def current_remarks(base: Version, theirs: Document, ours: Version) -> tuple[Document, Version]:
    """Theirs and ours with the comments that are to be in their merge. Of those that came with the
    base the copy tells what became of them, unless somebody has deleted them since."""
    if any(map(stands_between, theirs.root.iter(*RANGE))):
        theirs = _reread(theirs, with_places_inside(theirs.parts))
    before, copy, now = (
        set(states(parts)) for parts in (base.document.parts, theirs.parts, ours.document.parts)
    )
    left = _without(theirs, (before - now) & copy)
    document = _without(ours.document, (before | copy) & now)
    names = identities(ours.manifest, document.embedded)
    return left, replace(ours, document=document.known_as(names))


def with_section_ends(base: Document, copy: Document, accepted: bool = True) -> Document:
    """The copy with the empty paragraphs that end the base's sections, which LibreOffice drops."""
    if not dropped_ends(base.root, copy.root):
        return copy
    root = parse(copy.parts[BODY])
    for empty, ending in dropped_ends(base.root, root):
        restore_end(empty, ending)
    return _reread(copy, {**copy.parts, BODY: serialize(root)}, accepted)


def _without(document: Document, remarks: Collection[Remark]) -> Document:
    """The document without those comments."""
    return _reread(document, without_remarks(document.parts, remarks)) if remarks else document


def _reread(document: Document, parts: Mapping[str, bytes], accepted: bool = True) -> Document:
    return document_of(with_notes_in_order(parts), document.file, accepted)
