"""What another document's paragraphs refer to, brought into this one's package.

Pictures, charts and links by relation; styles by name, since Word's ids differ by language; lists,
notes and comments under numbers that are free here. What a note, a header or a chart refers to in
turn is brought with it, under the part that it then stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import count

from lxml import etree
from msgspec import Struct, field

from drafter.model.pattern import pattern
from drafter.word.adopted_lists import AdoptedLists
from drafter.word.adopted_styles import bring_styles
from drafter.word.adopted_threads import bring_threads, remark
from drafter.word.ooxml import (
    CONTENT_TYPES,
    PLACED,
    RELATIONSHIPS,
    WORD_2010,
    Element,
    parse,
    serialize,
    w,
)
from drafter.word.relations import (
    RELATION,
    TYPES,
    Relation,
    no_relations,
    relations_of,
    resolved,
    target_from,
)
from drafter.word.sources import Package

_REFERENCE = f"{{{RELATIONSHIPS}}}"
_HOLD_TEXT = ("header", "footer")
_NOTES = ("footnote", "endnote", "comment")
_PREFIX = "rIdReview"
_DRAWING = f"{PLACED}docPr"
_DRAWN = pattern(rb'docPr [^<>]*?\bid="([0-9]{1,10})"')
_IDS = (f"{WORD_2010}paraId", f"{WORD_2010}textId")


class Adoption(Struct):
    """A guest's content being brought into a home; `opened` are the home's changed parts."""

    guest: Package
    parts: dict[str, bytes]
    opened: dict[str, Element] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    lists: AdoptedLists | None = None
    waiting: list[tuple[str, Sequence[Element], str, str]] = field(default_factory=list)
    drawings: set[int] = field(default_factory=set)

    @property
    def home(self) -> Package:
        """The home in its current state."""
        written = {name: serialize(root) for name, root in self.opened.items()}
        return Package({**self.parts, **written})

    def root(self, name: str) -> Element:
        """The root of a part of the home that is going to be changed."""
        if name not in self.opened:
            self.opened[name] = parse(self.parts[name])
        return self.opened[name]

    def run(self, trees: Mapping[tuple[str, str], Sequence[Element]]) -> dict[str, bytes]:
        """The home's parts with all that trees refer to, by their part and the home's for them."""
        self.waiting = [("", held, *names) for names, held in trees.items()][::-1]
        self.drawings = {int(n) for part in self.parts.values() for n in _DRAWN.findall(part)}
        while self.waiting:
            name, roots, source, owner = self.waiting.pop()
            if name:
                self._fill(name, owner)
            else:
                self._bring(roots, source, owner)
        comments = {old: new for (kind, old), new in self.numbers.items() if kind == "comment"}
        bring_threads(self, comments)
        return {name: self._written(name) for name in self.parts}

    def _written(self, name: str) -> bytes:
        """The part's bytes; the original ones where nothing changed."""
        before = self.parts[name]
        content = serialize(self.opened[name]) if name in self.opened else before
        return before if content != before and content == serialize(parse(before)) else content

    def _bring(self, trees: Sequence[Element], source: str, owner: str) -> None:
        """Bring all that the trees of the guest's part refer to, for use in the owner."""
        for tree in trees:
            forget_ids(tree)
            self._number_drawings(tree)
        self.bring_relations(trees, source, owner)
        bring_styles(self, trees)
        assert self.lists is not None
        self.lists.bring(trees)
        for kind in _NOTES:
            self._bring_notes(trees, kind)

    def _number_drawings(self, tree: Element) -> None:
        """Give the tree's drawings numbers that none has here (ECMA-376 part 1, 20.4.2.5)."""
        free = (number for number in count(1) if number not in self.drawings)
        for drawing in tree.iter(_DRAWING):
            drawing.set("id", str(number := next(free)))
            self.drawings.add(number)

    def bring_relations(self, trees: Sequence[Element], source: str, owner: str) -> None:
        used = [
            (element, name)
            for tree in trees
            for element in tree.iter("*")
            for name in element.attrib
            if str(name).startswith(_REFERENCE)
        ]
        theirs = self.guest.relations(source) if used else {}
        ours: dict[str, str] = {}
        for element, name in used:
            old = str(element.get(name, ""))
            if old in theirs:
                if old not in ours:
                    ours[old] = self._relation(theirs[old], owner)
                element.set(name, ours[old])

    def _relation(self, theirs: Relation, owner: str) -> str:
        """The id of the owner's relation to the same target, added if missing."""
        if theirs.external:
            return self._related(owner, theirs.type, theirs.target, True)
        if theirs.target not in self.guest.parts:
            return self._related(owner, theirs.type, theirs.target, False)
        part = self._same(theirs, owner) or self._copied(theirs.target)
        return self._related(owner, theirs.type, target_from(owner, part), False)

    def _same(self, theirs: Relation, owner: str) -> str:
        """The home's part that the owner relates to and whose bytes are the same; "" if none is."""
        if relations_of(theirs.target) in self.guest.parts:
            return ""
        content = self.guest.parts[theirs.target]
        alike = (r for r in self._relations(owner) if r.get("Type") == theirs.type)
        likely = (resolved(owner, relation.get("Target", "")) for relation in alike)
        return next((part for part in likely if self.parts.get(part) == content), "")

    def _relations(self, owner: str) -> Element:
        name = relations_of(owner)
        if name not in self.parts:
            self.parts[name] = serialize(no_relations())
        return self.root(name)

    def _related(self, owner: str, kind: str, leads: str, external: bool) -> str:
        relations = self._relations(owner)
        for relation in relations:
            if (relation.get("Type"), relation.get("Target")) == (kind, leads):
                return relation.get("Id", "")
        ids = {relation.get("Id") for relation in relations}
        number = next(name for n in range(1, 100_000) if (name := f"{_PREFIX}{n}") not in ids)
        added = etree.SubElement(relations, RELATION, Id=number, Type=kind, Target=leads)
        if external:
            added.set("TargetMode", "External")
        return number

    def _copied(self, name: str) -> str:
        """The guest's part under a free name, with its type; what it relates to follows."""
        if name not in self.copies:
            copy = self.copies[name] = self._free(name)
            self.parts[copy] = self.guest.parts[name]
            self._type(name, copy)
            self.waiting.append((name, (), name, copy))
        return self.copies[name]

    def _fill(self, name: str, copy: str) -> None:
        """Bring the parts that the copied part relates to."""
        if any(r.kind in _HOLD_TEXT for r in self._leading_to(name)):
            self._bring([self.root(copy)], name, copy)
            return
        for relation in self.guest.relations(name).values():
            self._rename(copy, self._relation(relation, copy), relation.id)

    def _rename(self, owner: str, number: str, wanted: str) -> None:
        """Give a relation its old id, by which the copied part refers to it."""
        for relation in self._relations(owner):
            if relation.get("Id") == number:
                relation.set("Id", wanted)

    def _leading_to(self, name: str) -> Iterator[Relation]:
        relations = self.guest.relations(self.guest.document).values()
        return (relation for relation in relations if relation.target == name)

    def _free(self, name: str) -> str:
        """The part's name in the guest, with a number if it is taken."""
        stem, dot, ending = name.rpartition(".")
        tries = (name, *(f"{stem}_r{n}{dot}{ending}" for n in range(1, 10_000)))
        taken = {part.casefold() for part in self.parts}
        return next(free for free in tries if free.casefold() not in taken)

    def _type(self, name: str, copy: str) -> None:
        """Give the copied part its content type of the guest."""
        theirs = parse(self.guest.parts[TYPES])
        ending = name.rpartition(".")[2].lower()
        own = [o for o in theirs.iter("{*}Override") if o.get("PartName") == f"/{name}"]
        common = [d for d in theirs.iter("{*}Default") if d.get("Extension", "").lower() == ending]
        for kind in (*own, *common)[:1]:
            etree.SubElement(
                self.root(TYPES),
                f"{{{CONTENT_TYPES}}}Override",
                PartName=f"/{copy}",
                ContentType=kind.get("ContentType", ""),
            )

    def part(self, kind: str) -> tuple[str, str]:
        """(the guest's part of that kind, the home's); both "" where the guest has none.

        Where the home has none it gets one with what the guest's says of itself, and no content.
        """
        theirs = self.guest.by_kind(self.guest.document, kind)
        home = self.home
        mine = home.by_kind(home.document, kind)
        if theirs and not mine:
            root = parse(self.guest.parts[theirs])
            for child in [c for c in root if c.get(w("type")) is None]:
                root.remove(child)
            mine = self._free(theirs)
            self.parts[mine] = serialize(root)
            self._type(theirs, mine)
            leads = target_from(home.document, mine)
            types = {r.target: r.type for r in self.guest.relations(self.guest.document).values()}
            self._related(home.document, types[theirs], leads, False)
        return theirs, mine

    def _bring_notes(self, trees: Sequence[Element], kind: str) -> None:
        """Notes and comments that the trees refer to, under numbers that are free here."""
        names = (f"{kind}Reference", f"{kind}RangeStart", f"{kind}RangeEnd")
        references = [e for tree in trees for e in tree.iter(*map(w, names))]
        theirs, mine = self.part(f"{kind}s") if references else ("", "")
        if not theirs:
            return
        there = {n.get(w("id"), ""): n for n in parse(self.guest.parts[theirs]).iter(w(kind))}
        for reference in references:
            old = reference.get(w("id"), "")
            if (kind, old) not in self.numbers and old in there:
                self.numbers[kind, old] = self._note(there[old], kind, theirs, mine)
            reference.set(w("id"), self.numbers.get((kind, old), old))

    def _note(self, note: Element, kind: str, theirs: str, mine: str) -> str:
        root = self.root(mine)
        if kind == "comment" and (same := _same_comment(note, root)):
            return same
        taken = (int(n.get(w("id"), "0")) for n in root.iter(w(kind)))
        copy = deepcopy(note)
        copy.set(w("id"), str(max(taken, default=0) + 1))
        root.append(copy)
        self.waiting.append(("", [copy], theirs, mine))
        return copy.get(w("id"), "")


def forget_ids(tree: Element) -> None:
    """Remove paragraph ids, which Word assigns anew: the guest's may be taken here."""
    for paragraph in tree.iter(w("p"), w("tr")):
        for name in _IDS:
            paragraph.attrib.pop(name, None)


def _same_comment(comment: Element, there: Element) -> str:
    """The id of a comment with the same author, time and text; "" for none."""
    for other in there.iter(w("comment")):
        if remark(other) == remark(comment):
            return other.get(w("id"), "")
    return ""


def adopt(
    parts: Mapping[str, bytes],
    other: Mapping[str, bytes],
    trees: Mapping[tuple[str, str], Sequence[Element]],
) -> dict[str, bytes]:
    """The parts with all that the other's trees refer to; the trees refer to them afterwards.

    The trees are told by (the part that they are of, the part here in which they are to stand).
    """
    adoption = Adoption(Package(other), dict(parts))
    adoption.lists = AdoptedLists(adoption)
    return adoption.run(trees)
