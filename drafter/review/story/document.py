"""A Word file that is reviewed: its story, the draft that it says it is, who had it last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from functools import cached_property

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from drafter.draft.identity import DRAFT, PROPERTY, Identity, embedded
from drafter.draft.record import FigureRecord, Manifest
from drafter.model import sentence as told
from drafter.model.errors import ReviewError, TemplateError
from drafter.model.finding import Finding, Place, Severity
from drafter.review.story.content import Paragraph
from drafter.review.story.mapping import mapped
from drafter.review.story.note_order import with_notes_in_order
from drafter.review.story.reading import Reader
from drafter.review.story.story import Story
from drafter.review.story.trees import stories
from drafter.review.story.verdict import Remark
from drafter.word.ooxml import Element, parse, parsed, w
from drafter.word.package import packed, unpack
from drafter.word.revisions import revisions, settle, tracks
from drafter.word.slip import BODY
from drafter.word.styles import style_names
from drafter.word.unread import unread

_CUSTOM, _CORE, _COMMENTS = "docProps/custom.xml", "docProps/core.xml", "word/comments.xml"
_MODIFIED_BY = "{*}lastModifiedBy"
_MODIFIED = "{*}modified"


class Document(Struct, frozen=True, dict=True):
    """A Word file as read. `trees` are the roots of the parts that hold text, the body's first;
    `embedded` are the marks that it carries: name → (key, words)."""

    file: str
    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]
    story: Story
    id: str
    embedded: Mapping[str, tuple[str, str]]

    @property
    def root(self) -> Element:
        """The body's root."""
        return self.trees[BODY]

    @cached_property
    def tracked(self) -> int:
        """How many tracked changes there are."""
        return sum(map(revisions, self.trees.values()))

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """The comments."""
        return tuple(_remarks(self.parts, self.root))

    @cached_property
    def last_editor(self) -> tuple[str, str]:
        """(name, ISO date) of the last save; "" for what the file does not record."""
        root = parsed(self.parts.get(_CORE))
        if root is None:
            return "", ""
        return (root.findtext(_MODIFIED_BY) or "").strip(), (root.findtext(_MODIFIED) or "").strip()

    def known_as(self, names: Mapping[str, str]) -> Document:
        """The document with its marks known by figure."""

        def known(paragraph: Paragraph) -> Paragraph:
            return paragraph if paragraph.names == names else replace(paragraph, names=names)

        return replace(self, story=mapped(self.story, known))


def pack_document(parts: Mapping[str, bytes]) -> bytes:
    """The .docx made of the parts, notes in order."""
    return packed(with_notes_in_order(parts))


def read_document(content: bytes, file: str, accepted: bool = True) -> Document:
    """The file as a document; its tracked changes read as accepted or as rejected.

    Raises ReviewError with one line for what is no sound .docx. Nothing outside is opened.
    """
    return document_of(opened(content, file), file, accepted)


def opened(content: bytes, file: str) -> dict[str, bytes]:
    """The package's parts. Raises ReviewError with one line for what is no sound package."""
    try:
        return unpack(content, file)
    except TemplateError as error:
        raise ReviewError(str(error)) from error


def document_of(parts: Mapping[str, bytes], file: str, accepted: bool = True) -> Document:
    """The document that a package holds. Raises ReviewError for what is damaged or embedded."""
    trees = {BODY: _body(parts, file)}
    for slip in unread(parts):
        raise ReviewError(_refusal(slip.code, file))
    trees |= {name: _tree(parts, name, file) for name in stories(parts)}
    before = not accepted and any(map(tracks, trees.values()))
    identity = _embedded(parts, not before)
    draft = identity.draft if before else _identifier(parts) or identity.draft
    story = read_story(parts, trees, accepted)
    return Document(file, parts, trees, story, draft, identity.marks)


def read_story(
    parts: Mapping[str, bytes], trees: Mapping[str, Element], accepted: bool = True
) -> Story:
    """The story of the trees, which are parts of that package."""
    return Reader(parts, trees, style_names(parts), accepted).story()


def _tree(parts: Mapping[str, bytes], name: str, file: str) -> Element:
    try:
        return parse(parts[name])
    except (KeyError, etree.XMLSyntaxError, ValueError) as error:
        raise ReviewError(_refusal("docx-damaged", file, name=name)) from error


def _body(parts: Mapping[str, bytes], file: str) -> Element:
    root = _tree(parts, BODY, file)
    if root.tag != w("document") or root.find(w("body")) is None:
        raise ReviewError(_refusal("docx-damaged", file, name=BODY))
    return root


def _refusal(code: str, file: str, **details: str) -> str:
    return told.in_place(Finding(code, Severity.ERROR, Place(file), details=details))


def identities(
    manifest: Manifest | None, embedded: Mapping[str, tuple[str, str]]
) -> dict[str, str]:
    """Mark by name with what tells its figure in every draft; from the record, or from the file."""
    if manifest is not None:
        return {mark.name: identity(mark.figure) or mark.name for mark in manifest.marks}
    return {name: key or name for name, (key, _) in embedded.items()}


def identity(figure: FigureRecord) -> str:
    """The figure's key; for one that the template calculates its label, or the cells it is from."""
    cells = ";".join(f"{s.file}!{s.sheet}" for s in figure.sources)
    return figure.key or figure.label or cells


def _identifier(parts: Mapping[str, bytes]) -> str:
    root = parsed(parts.get(_CUSTOM))
    own = (p for p in root if p.get("name") == PROPERTY) if root is not None else iter(())
    return next(("".join(map(str, p.itertext())).strip() for p in own), "")


def _embedded(parts: Mapping[str, bytes], accepted: bool) -> Identity:
    """The draft that the custom XML part names, whatever a program has called the part."""
    for name, content in parts.items():
        if name.startswith("customXml/") and DRAFT.encode() in content:
            with suppress(etree.XMLSyntaxError, ValueError):
                if (identity := embedded(content, accepted)) is not None:
                    return identity
    return Identity()


def _remarks(parts: Mapping[str, bytes], root: Element) -> Iterator[Remark]:
    comments = parsed(parts.get(_COMMENTS))
    if comments is None:
        return
    places = _commented(root)
    for comment in comments.iter(w("comment")):
        lines = ("".join(t.text or "" for t in p.iter(w("t"))) for p in comment.iter(w("p")))
        text = "\n".join(lines)
        who, when = comment.get(w("author"), ""), comment.get(w("date"), "")
        yield Remark(who, when, text, places.get(comment.get(w("id"), ""), ""))


def _commented(root: Element) -> dict[str, str]:
    """The commented words by comment id."""
    open_: dict[str, str] = {}
    for node in root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("t")):
        if node.tag == w("commentRangeStart"):
            open_[node.get(w("id"), "")] = "\x00"
        elif node.tag == w("t"):
            for number, words in open_.items():
                if words.startswith("\x00"):
                    open_[number] = words + (node.text or "")
        elif node.get(w("id"), "") in open_:
            open_[node.get(w("id"), "")] = open_[node.get(w("id"), "")].lstrip("\x00")
    return {number: words.lstrip("\x00") for number, words in open_.items()}


def settled(document: Document, accepted: bool = True) -> Document:
    """A copy of the document with all tracked changes accepted, or all rejected."""
    if not any(map(tracks, document.trees.values())):
        return document
    trees = {name: deepcopy(root) for name, root in document.trees.items()}
    for root in trees.values():
        settle(root, accepted)
    return replace(document, trees=trees, story=read_story(document.parts, trees))
