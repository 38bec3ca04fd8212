"""One name for each figure in three documents, and each mark once in their merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.review.compare.alignment import equal_pairs
from drafter.review.story.content import Paragraph
from drafter.review.story.mapping import mapped
from drafter.review.story.story import Story
from drafter.review.story.units import CLOSE, OPEN, Piece, Span, Unit, pieces
from drafter.word.marks import BLOCK_MARK, alias

Texts = Mapping[str, str]


class Clash(Struct, frozen=True):
    """A figure that both sides changed otherwise: name, and the three texts."""

    name: str
    base: str
    theirs: str
    ours: str


def renaming(base: Story, theirs: Story, ours: Story) -> dict[str, str]:
    """Our name for each mark of base and theirs; a free name for one that ours lacks."""
    old, new = _named(base), _named(ours)
    pairs = equal_pairs([identity for _, identity in old], [identity for _, identity in new])
    new_names = {old[i][0]: new[j][0] for i, j in pairs}
    met = set(new_names.values())
    free = {identity: name for name, identity in new if name not in met}
    for name, identity in old:
        if name not in new_names and identity in free:
            new_names[name] = free.pop(identity)
    taken = {*new_names.values(), *(name for name, _ in new)}
    for name, _ in [*old, *_named(theirs)]:
        if name not in new_names:
            new_names[name] = name if name not in taken else alias(name, taken)
            taken.add(new_names[name])
    return new_names


def _named(story: Story) -> list[tuple[str, str]]:
    return [(name, p.names.get(name, name)) for p in story.lines for name in p.ranges]


def renamed(story: Story, names: Mapping[str, str]) -> Story:
    """The story with its marks under other names."""

    def change(paragraph: Paragraph) -> Paragraph:
        if not paragraph.ranges:
            return paragraph
        origins = {names.get(n, n): paragraph.names.get(n, n) for n in paragraph.ranges}
        pieces = tuple(_renamed(piece, names) for piece in paragraph.pieces)
        return replace(paragraph, pieces=pieces, names={**paragraph.names, **origins})

    return mapped(story, change)


def _renamed(piece: Piece, names: Mapping[str, str]) -> Piece:
    if piece.kind in (OPEN, CLOSE):
        return piece._replace(key=names.get(piece.key, piece.key))
    if piece.marks:
        return piece._replace(marks=tuple((names.get(n, n), words) for n, words in piece.marks))
    return piece


class Settling(Struct):
    """Gives each mark of a merge its value, once. `clashes` are the figures that both changed."""

    base: Texts
    theirs: Side
    ours: Side
    clashes: list[Clash]
    placed: set[str]

    @classmethod
    def of(cls, base: Story, theirs: Story, ours: Story) -> Settling:
        """The settling for a merge of these three."""
        return cls(base.marks, Side.of(theirs), Side.of(ours), [], set())

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        """The paragraph with its marks' values merged."""
        names = paragraph.ranges
        whole = not paragraph.rebuilt and self.placed.isdisjoint(names)
        if whole and all(self._stands(paragraph, name) for name in names):
            self.placed.update(names)
            return paragraph
        units = tuple(self._units(paragraph.units))
        if units == paragraph.units:
            return paragraph
        return replace(paragraph, pieces=tuple(pieces(units)), rebuilt=True)

    def _stands(self, paragraph: Paragraph, name: str) -> bool:
        """Whether the mark already has its merged words."""
        start, end = paragraph.ranges[name]
        side = self._side(name)
        return side is None or side.texts[name] == paragraph.text[start:end]

    def _side(self, name: str) -> Side | None:
        """The side whose value the mark gets; None where it keeps its own words."""
        base, theirs, ours = (texts.get(name) for texts in self._texts)
        if base is None or theirs is None or ours is None:
            return None
        if theirs in (base, ours):
            return self.ours
        return None if name.startswith(BLOCK_MARK) and ours != base else self.theirs

    @property
    def _texts(self) -> tuple[Texts, Texts, Texts]:
        return self.base, self.theirs.texts, self.ours.texts

    def _units(self, units: Iterable[Unit]) -> Iterator[Unit]:
        for unit in units:
            if not isinstance(unit, Span):
                yield unit
            elif unit.name in self.placed:
                self._clash(unit.name)
                yield from self._units(unit.units)
            else:
                self.placed.add(unit.name)
                yield unit._replace(units=tuple(self._units(self._value(unit))))

    def _value(self, span: Span) -> Sequence[Unit]:
        """The mark's merged value: a moved figure gets the other side's value."""
        side, name = self._side(span.name), span.name
        if side is None or side.texts[name] == span.text:
            return span.units
        self._clash(name)
        other = side.span(name)
        return span.units if other is None else other.units

    def _clash(self, name: str) -> None:
        """Note a figure to which both sides gave values of their own."""
        base, theirs, ours = (texts.get(name, "") for texts in self._texts)
        if len({base, theirs, ours}) == 3 and name not in {c.name for c in self.clashes}:
            self.clashes.append(Clash(name, base, theirs, ours))


class Side(Struct, frozen=True):
    """The marks of one document: their words, and the paragraph that each stands in."""

    texts: Texts
    homes: Mapping[str, Paragraph]

    @classmethod
    def of(cls, story: Story) -> Side:
        """The marks of the story."""
        return cls(story.marks, {name: p for p in story.lines for name in p.ranges})

    def span(self, name: str) -> Span | None:
        """The mark with its content."""
        home = self.homes.get(name)
        return None if home is None else _found(home.units, name)


def _found(units: Iterable[Unit], name: str) -> Span | None:
    for unit in units:
        if isinstance(unit, Span):
            if unit.name == name:
                return unit
            if (inner := _found(unit.units, name)) is not None:
                return inner
    return None
