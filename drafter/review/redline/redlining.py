"""A redline as a Word file: the first document, its changes to the second, and their causes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from drafter.draft.identity import Identity, with_draft
from drafter.draft.record import Manifest
from drafter.review.compare.cause import Records
from drafter.review.redline.elements import elements
from drafter.review.redline.looks import Looks, pinned
from drafter.review.redline.pen import Pen
from drafter.review.redline.reasons import causes
from drafter.review.redline.redline import Redline, Touched
from drafter.review.story.content import Region
from drafter.review.story.document import Document, identities, pack_document, read_story
from drafter.review.story.mapping import with_shared
from drafter.review.story.story import Story, paragraphs
from drafter.word.adoption import adopt
from drafter.word.comments import with_comments_at
from drafter.word.elsewhere import headings
from drafter.word.ooxml import Element, parse, serialize, w
from drafter.word.pruning import pruned
from drafter.word.sections import without_headings
from drafter.word.slip import BODY

_NOTES = (w("footnotes"), w("endnotes"))


class Tracked(Struct, frozen=True):
    """Trees with tracked changes, the package around them, and the paragraphs that have changes.

    `homes` leads from each paragraph of the new story (by id) to its element.
    """

    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]
    touched: tuple[Touched, ...]
    homes: Mapping[int, Element]

    @property
    def root(self) -> Element:
        """The body's root."""
        return self.trees[BODY]

    def written(self) -> dict[str, bytes]:
        """The package's parts as the trees are now; one without a change keeps its bytes."""
        changed = {name: _written(root, self.parts[name]) for name, root in self.trees.items()}
        return {**self.parts, **changed}


def _written(root: Element, before: bytes) -> bytes:
    content = serialize(root)
    return before if content == serialize(parse(before)) else content


def reread(parts: Mapping[str, bytes], trees: Mapping[str, Element]) -> Document:
    """The trees, within their package, as a document anew."""
    return Document("", parts, trees, read_story(parts, trees), "", {})


def adopted(home: Document, guest: Document, more: Iterable[Element] = ()) -> dict[str, bytes]:
    """The home's parts with what the guest's text refers to, and `more` elements of it; the guest's
    trees are changed.
    """
    owners = dict(_owners(home, guest))
    names = {guest.trees[part]: part for part in owners}
    held: dict[tuple[str, str], list[Element]] = {
        (part, owner): [guest.trees[part]] for part, owner in owners.items()
    }
    for region in _regions(guest.story.regions):
        part = names.get(region.element.getroottree().getroot(), "")
        if part:
            held[part, owners[part]].extend(_apart(region))
    held[BODY, BODY].extend(more)
    return adopt(home.parts, guest.parts, held)


def _owners(home: Document, guest: Document) -> Iterator[tuple[str, str]]:
    """The guest's parts that hold text, each with the home's part that stands for it."""
    mine, theirs = (
        {(h.kind, h.name): h.part for h in headings(d.root, d.parts)} for d in (home, guest)
    )
    yield BODY, BODY
    notes = {root.tag: name for name, root in home.trees.items() if root.tag in _NOTES}
    yield from ((n, notes[root.tag]) for n, root in guest.trees.items() if root.tag in notes)
    yield from {theirs[key]: mine[key] for key in reversed(theirs) if key in mine}.items()


def _regions(regions: Iterable[Region]) -> Iterator[Region]:
    """The regions and those that hang on their paragraphs."""
    for region in regions:
        yield region
        for paragraph in paragraphs(region.blocks):
            yield from _regions(paragraph.inside)


def _apart(region: Region) -> Iterator[Element]:
    """The elements that reading has taken out of the tree: runs with a picture, note or remark."""
    for paragraph in paragraphs(region.blocks):
        for piece in paragraph.pieces:
            yield from (e for e in piece.elements if e.getparent() is None)


def brought(home: Document, guest: Document, story: Story) -> dict[str, bytes]:
    """The home's parts with what the story has of the guest's; the guest's trees are changed. A
    section's end comes without the guest's headers and footers, which are those of its day."""
    owners = dict(_owners(home, guest))
    without_headings(guest.root)
    sources = {mine: theirs for theirs, mine in owners.items()}
    parts = {guest.trees[theirs]: mine for theirs, mine in owners.items()}
    parts |= {root: part for part, root in home.trees.items()}
    own = {element for _, element in _placed(home.story.regions, parts, BODY)}
    strange = {e: part for part, e in _placed(story.regions, parts, BODY, own) if e not in own}
    held: dict[tuple[str, str], list[Element]] = {}
    for element, part in strange.items():
        if not any(around in strange for around in element.iterancestors()):
            held.setdefault((sources.get(part, part), part), []).append(element)
    return adopt(home.parts, guest.parts, held)


def _placed(
    regions: Iterable[Region],
    parts: Mapping[Element, str],
    around: str,
    own: Container[Element] | None = None,
) -> Iterator[tuple[str, Element]]:
    """What the regions are written of, each with the home's part that it belongs in; a note that
    comes with a reference that is not the home's `own` is brought with it, as a whole."""
    for region in regions:
        part = parts.get(region.element.getroottree().getroot(), around)
        yield from ((part, element) for element in elements(region.blocks))
        pieces = (piece for paragraph in paragraphs(region.blocks) for piece in paragraph.pieces)
        for piece in pieces:
            if own is None or any(element in own for element in piece.elements):
                yield from _placed(piece.inside, parts, part, own)


def tracked(
    document: Document,
    parts: Mapping[str, bytes],
    story: Story,
    new: Story,
    pen: Pen,
    looks: Looks | None = None,
) -> Tracked:
    """The document's trees with the changes from its story to the new one; they are changed.

    With `looks`, paragraphs that look otherwise are tracked as well.
    """
    writing = Redline(pen, looks)
    writing.story(story, new)
    for name, root in document.trees.items():
        _with_adopted(root, parts[name], document.root)
    return Tracked(parts, document.trees, tuple(writing.touched), writing.homes)


def _with_adopted(root: Element, adopted: bytes, body: Element) -> None:
    """Add to a tree of notes those that were adopted after it was read and are used."""
    kind = str(root.tag).removesuffix("s")
    own = {note.get(w("id")) for note in root if note.tag == kind}
    used = {reference.get(w("id")) for reference in body.iter(f"{kind}Reference")}
    if own:
        added = [n for n in parse(adopted) if n.tag == kind and n.get(w("id")) in used - own]
        root.extend(added)


def redline(
    old: Document, new: Document, author: str, date: str, records: Records
) -> tuple[bytes, int]:
    """(the .docx, how many paragraphs have changes). `date` is ISO 8601, or "" for none.

    Neither document may have tracked changes (see settled). Both trees are changed.
    """
    new = replace(new, story=with_shared(old.story, new.story))
    looks, settle_looks = pinned(Looks.of(new.parts), new.story)
    parts = adopted(old, new, looks)
    home = Looks.of(parts)
    new = replace(new, story=settle_looks(home, new.story))
    before = old.known_as(identities(records.old, old.embedded))
    after = new.known_as(identities(records.new, new.embedded))
    pen = Pen.for_roots(old.trees.values(), author, date, frozenset(after.story.marks))
    tree = tracked(old, parts, before.story, after.story, pen, home)
    spots = causes(records, tree.touched, tree.root) if records.both else []
    parts = with_comments_at(tree.written(), tree.root, spots)
    parts = pruned(parts, old.parts, tree.root)
    if records.new is not None:
        parts = named(parts, records.new, old)
    return pack_document(parts), len(tree.touched)


def named(parts: Mapping[str, bytes], manifest: Manifest, before: Document) -> dict[str, bytes]:
    """The parts with the id and the marks of the draft that accepting all makes of the file, and
    with those of what it was before."""
    return with_draft(parts, manifest.id, manifest.marks, Identity(before.id, before.embedded))
