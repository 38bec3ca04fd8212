"""A Word file that is reviewed: its story, the draft that it says it is, who had it last."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree

from drafter import findings as told
from drafter.errors import ReviewError, TemplateError
from drafter.model import Finding, Place, Severity
from drafter.report.identity import DRAFT, PROPERTY
from drafter.report.manifest import FigureRecord, Manifest
from drafter.report.ooxml import Element, parse, w
from drafter.report.package import Part, pack, unpack
from drafter.report.relations import DOCUMENT_RELATIONS
from drafter.report.slip import BODY
from drafter.review.mapping import mapped
from drafter.review.reading import Reader
from drafter.review.revisions import revisions
from drafter.review.story import Story

_CUSTOM, _CORE, _COMMENTS = "docProps/custom.xml", "docProps/core.xml", "word/comments.xml"
# A file that was .odt in between does not say which style is the default one.
_DEFAULT = ("normal", "default paragraph style")
_MODIFIED_BY = "{*}lastModifiedBy"
_MODIFIED = "{*}modified"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in the file: who, when, what, and the words that it stands at."""

    author: str
    date: str
    text: str
    at: str


@dataclass(frozen=True)
class Document:
    """A Word file as read. `embedded` are the marks that it carries: name → (key, words)."""

    file: str
    parts: Mapping[str, bytes]
    root: Element
    story: Story
    id: str
    embedded: Mapping[str, tuple[str, str]]

    @cached_property
    def tracked(self) -> int:
        """How many tracked changes there are."""
        return revisions(self.root)

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """The comments."""
        return tuple(_remarks(self.parts, self.root))

    @cached_property
    def last_editor(self) -> tuple[str, str]:
        """(name, ISO date) of whoever saved it last; "" where the file does not tell."""
        root = _root(self.parts, _CORE)
        if root is None:
            return "", ""
        return (root.findtext(_MODIFIED_BY) or "").strip(), (root.findtext(_MODIFIED) or "").strip()

    def known_as(self, names: Mapping[str, str]) -> Document:
        """The document with its marks known by figure."""
        return replace(self, story=mapped(self.story, lambda p: replace(p, names=names)))

    def packed(self, parts: Mapping[str, bytes]) -> bytes:
        """The .docx made of the parts."""
        return pack(Part.of(name, content) for name, content in parts.items())


def read_document(content: bytes, file: str, accepted: bool = True) -> Document:
    """The file as a document; its tracked changes read as accepted or as rejected.

    Raises ReviewError with one line for what is no sound .docx. Nothing outside is opened.
    """
    try:
        parts = unpack(content, file)
    except TemplateError as error:
        raise ReviewError(str(error)) from error
    root = _body(parts, file)
    story = Reader(accepted, links(parts), style_names(parts)).story(root)
    custom = _embedded(parts)
    return Document(file, parts, root, story, _identifier(parts) or custom[0], custom[1])


def _body(parts: Mapping[str, bytes], file: str) -> Element:
    try:
        root = parse(parts[BODY])
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReviewError(_refusal("docx-damaged", file, name=BODY)) from error
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


def _root(parts: Mapping[str, bytes], name: str) -> Element | None:
    """The root of a part that may be damaged: what it says is then unknown."""
    try:
        return parse(parts[name]) if name in parts else None
    except (etree.XMLSyntaxError, ValueError):
        return None


def _identifier(parts: Mapping[str, bytes]) -> str:
    root = _root(parts, _CUSTOM)
    own = (p for p in root if p.get("name") == PROPERTY) if root is not None else iter(())
    return next(("".join(map(str, p.itertext())).strip() for p in own), "")


def _embedded(parts: Mapping[str, bytes]) -> tuple[str, dict[str, tuple[str, str]]]:
    """(draft id, marks) of the custom XML part, whatever a program has named it."""
    for name, content in parts.items():
        if name.startswith("customXml/") and DRAFT.encode() in content:
            root = _root(parts, name)
            if root is not None and root.tag == f"{{{DRAFT}}}draft":
                marks = root.iter(f"{{{DRAFT}}}mark")
                found = {m.get("name", ""): (m.get("key", ""), m.get("words", "")) for m in marks}
                return root.get("id", ""), found
    return "", {}


def links(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Relation id → what it leads to: a digest of the part, or the address; note → its text."""
    root = _root(parts, DOCUMENT_RELATIONS)
    found = {}
    for kind in ("footnote", "endnote"):
        notes = _root(parts, f"word/{kind}s.xml")
        for note in notes.iter(w(kind)) if notes is not None else ():
            said = "".join(text.text or "" for text in note.iter(w("t")))
            found[f"{kind}Reference:{note.get(w('id'), '')}"] = said
    for relation in root if root is not None else ():
        target = relation.get("Target", "")
        part = posixpath.normpath(posixpath.join("word", target)).lstrip("/")
        content = parts.get(part)
        told = target if content is None else str(len(content)) + content[-64:].hex()
        found[relation.get("Id", "")] = told
    return found


def style_names(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Paragraph style by id with its name, "" for the default: Word's ids differ by language."""
    root = _root(parts, "word/styles.xml")
    found = {}
    for style in root.iter(w("style")) if root is not None else ():
        name = style.find(w("name"))
        known = style.get(w("styleId"), "") if name is None else name.get(w("val"), "")
        is_default = style.get(w("default")) in ("1", "true", "on")
        if style.get(w("type")) == "paragraph":
            plain = is_default or known.lower() in _DEFAULT
            found[style.get(w("styleId"), "")] = "" if plain else known.lower()
    return found


def _remarks(parts: Mapping[str, bytes], root: Element) -> Iterator[Remark]:
    comments = _root(parts, _COMMENTS)
    if comments is None:
        return
    places = _commented(root)
    for comment in comments.iter(w("comment")):
        lines = ("".join(t.text or "" for t in p.iter(w("t"))) for p in comment.iter(w("p")))
        said = "\n".join(lines)
        who, when = comment.get(w("author"), ""), comment.get(w("date"), "")
        yield Remark(who, when, said, places.get(comment.get(w("id"), ""), ""))


def _commented(root: Element) -> dict[str, str]:
    """The words at which each comment stands."""
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
