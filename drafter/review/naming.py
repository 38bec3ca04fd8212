"""One name for each figure in three documents, and each mark once in their merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from drafter.report.template.marks import BLOCK_MARK
from drafter.review.alignment import equal_pairs
from drafter.review.mapping import mapped
from drafter.review.marking import alias
from drafter.review.story import Paragraph, Story
from drafter.review.units import CLOSE, OPEN, Piece, Span, Unit, pieces

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clash:
    """A figure that both sides changed otherwise: name, and the three texts."""

    name: str
    base: str
    theirs: str
    ours: str


def renaming(base: Story, theirs: Story, ours: Story) -> dict[str, str]:
    """What each mark of base and theirs is called in ours; one that ours lacks gets a free name."""
    old, new = _named(base), _named(ours)
    pairs = equal_pairs([identity for _, identity in old], [identity for _, identity in new])
    found = {old[i][0]: new[j][0] for i, j in pairs}
    free = {identity: name for name, identity in new if name not in set(found.values())}
    for name, identity in old:
        if name not in found and identity in free:
            found[name] = free.pop(identity)
    taken = {*found.values(), *(name for name, _ in new)}
    for name, _ in [*old, *_named(theirs)]:
        if name not in found:
            found[name] = name if name not in taken else alias(name, taken)
            taken.add(found[name])
    return found


def _named(story: Story) -> list[tuple[str, str]]:
    return [(name, p.names.get(name, name)) for p in story.lines for name in p.ranges]


def renamed(story: Story, names: Mapping[str, str]) -> Story:
    """The story with its marks under other names."""

    def change(paragraph: Paragraph) -> Paragraph:
        if not paragraph.ranges:
            return paragraph
        known = {names.get(n, n): paragraph.names.get(n, n) for n in paragraph.ranges}
        made = tuple(_renamed(piece, names) for piece in paragraph.pieces)
        return replace(paragraph, pieces=made, names={**paragraph.names, **known})

    return mapped(story, change)


def _renamed(piece: Piece, names: Mapping[str, str]) -> Piece:
    if piece.kind in (OPEN, CLOSE):
        return piece._replace(key=names.get(piece.key, piece.key))
    if piece.marks:
        return piece._replace(marks=tuple((names.get(n, n), words) for n, words in piece.marks))
    return piece


@dataclass(slots=True)
class Settling:
    """Gives each mark of a merge its value, once. `clashes` and `twice` are what was met."""

    base: Texts
    theirs: Mapping[str, Span]
    ours: Mapping[str, Span]
    clashes: list[Clash]
    seen: set[str]

    @classmethod
    def of(cls, base: Story, theirs: Story, ours: Story) -> Settling:
        """For the merge of these."""
        return cls(base.marks, _spans(theirs), _spans(ours), [], set())

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        """The paragraph with its marks' values as all three together say."""
        if not paragraph.ranges:
            return paragraph
        units = tuple(self._units(paragraph.units))
        if units == paragraph.units:
            return paragraph
        return replace(paragraph, pieces=tuple(pieces(units)), rebuilt=True)

    def _units(self, units: Iterable[Unit]) -> Iterator[Unit]:
        for unit in units:
            if not isinstance(unit, Span):
                yield unit
            elif unit.name in self.seen:
                yield from unit.units
            else:
                self.seen.add(unit.name)
                yield unit._replace(units=tuple(self._units(self._value(unit))))

    def _value(self, span: Span) -> Sequence[Unit]:
        """A figure that was moved brings the other side's value with it."""
        name = span.name
        base, theirs, ours = self.base.get(name), self.theirs.get(name), self.ours.get(name)
        if base is None or theirs is None or ours is None:
            return span.units
        if theirs.text == base or theirs.text == ours.text:
            return ours.units if span.text != ours.text else span.units
        if ours.text == base:
            return theirs.units if span.text != theirs.text else span.units
        if span.name.startswith(BLOCK_MARK):
            return span.units
        self.clashes.append(Clash(span.name, base, theirs.text, ours.text))
        return theirs.units


def _spans(story: Story) -> dict[str, Span]:
    found: dict[str, Span] = {}

    def walk(units: Iterable[Unit]) -> None:
        for unit in units:
            if isinstance(unit, Span):
                found.setdefault(unit.name, unit)
                walk(unit.units)

    for paragraph in story.lines:
        if paragraph.ranges:
            walk(paragraph.units)
    return found
