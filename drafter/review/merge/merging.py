"""Draft, edited copy and regenerated draft made one document: edits and new figures both stay.

Where both sides changed the same thing, the edit stands in the text and the rest is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.review.compare.alignment import equal_pairs, gaps
from drafter.review.compare.steps import joined
from drafter.review.compare.weave import weave
from drafter.review.merge.naming import Settling, renamed, renaming
from drafter.review.merge.remarks import with_remarks
from drafter.review.merge.run_formats import Forms, formed, forms
from drafter.review.merge.sameness import alike, plain, same, same_row
from drafter.review.story.charts import without_numbers
from drafter.review.story.content import Block, Box, Fixed, Holder, Paragraph, Row, Table
from drafter.review.story.mapping import mapped
from drafter.review.story.story import Story, paired
from drafter.review.story.units import Atom, Span, Unit, pieces, text_of
from drafter.review.story.verdict import Conflict
from drafter.word.marks import BLOCK_MARK


class Merged(Struct, frozen=True):
    """The merged story; what both sides changed, and in which paragraph that is told.

    `theirs` is their story under the merge's names, `names` leads from the base's names to them;
    `gone` are the marks of ours that an edit took out.
    """

    story: Story
    theirs: Story
    conflicts: tuple[tuple[Paragraph | None, Conflict], ...]
    gone: tuple[str, ...]
    names: Mapping[str, str]


class Merging(Struct):
    """Merges one document, and notes what both sides changed."""

    conflicts: list[tuple[Paragraph | None, Conflict]] = field(default_factory=list)
    pending: list[Conflict] = field(default_factory=list)
    forms: Forms = field(default_factory=dict)

    def story(self, base: Story, theirs: Story, ours: Story) -> Story:
        """Theirs with the changes of ours; headers that one side lacks are as theirs has them."""
        regions = []
        for old, edited, new in paired(base, theirs, ours):
            if edited is not None:
                regions.append(self.held(old, edited, new) if old and new else edited)
        return Story(tuple(regions))

    def held(self, base: Holder, theirs: Holder, ours: Holder) -> Holder:
        """A header, a note, a text box, a cell: theirs with the changes of ours."""
        return replace(theirs, blocks=self.blocks(base.blocks, theirs.blocks, ours.blocks))

    def blocks(
        self, base: Sequence[Block], theirs: Sequence[Block], ours: Sequence[Block]
    ) -> tuple[Block, ...]:
        """The blocks of one container; fixed ones stay where theirs has them."""
        merged = list(weave(_moving(base), _moving(theirs), _moving(ours), self.block))
        if not merged or not isinstance(merged[-1], Paragraph):
            merged += _closing(theirs)
        return tuple(merged)

    def block(self, base: Block | None, theirs: Block | None, ours: Block | None) -> list[Block]:
        """The block merged; [] if it is deleted."""
        sides = [b for b in (base, theirs, ours) if b is not None]
        kinds = {type(block) for block in sides}
        if theirs is None or ours is None:
            return self._one_sided(base, theirs, ours)
        if kinds == {Paragraph}:
            return [self._paragraph(base, theirs, ours)]  # type: ignore[arg-type]
        if base is not None and kinds == {Table}:
            return self._table(base, theirs, ours)  # type: ignore[arg-type]
        if base is not None and kinds == {Box}:
            return [self._box(base, theirs, ours)]  # type: ignore[arg-type]
        return [self._chosen(base, theirs, ours)]

    def _one_sided(
        self, base: Block | None, theirs: Block | None, ours: Block | None
    ) -> list[Block]:
        """A block that one side lacks; a deleted one stays only if theirs changed it."""
        stays = theirs if theirs is not None else ours
        if base is None:
            return [] if stays is None else [stays]
        if stays is None or same(base, stays):
            return []
        conflict = Conflict(base.text, theirs.text if theirs else "", ours.text if ours else "")
        if theirs is None:
            self.pending.append(conflict)
            return []
        self._note(theirs, conflict)
        return [theirs]

    def _chosen(self, base: Block | None, theirs: Block, ours: Block) -> Block:
        if same(theirs, ours) or (base is not None and same(base, theirs)):
            return ours
        if base is None or not same(base, ours):
            self._note(theirs, Conflict(base.text if base else "", theirs.text, ours.text))
        return theirs

    def _note(self, block: Block | None, conflict: Conflict) -> None:
        home = block if isinstance(block, Paragraph) else None
        self.conflicts.append((home, conflict))

    def _table(self, base: Table, theirs: Table, ours: Table) -> list[Block]:
        if same(base, theirs) or same(theirs, ours):
            return [ours]
        if same(base, ours):
            return [theirs]
        rows = tuple(weave(base.rows, theirs.rows, ours.rows, self._row))
        return [replace(theirs, layout=rows)] if rows else []

    def _row(self, base: Row | None, theirs: Row | None, ours: Row | None) -> list[Row]:
        if theirs is None or ours is None:
            return self._one_sided_row(base, theirs, ours)
        if same_row(theirs, ours) or (base is not None and same_row(base, theirs)):
            return [ours]
        if base is not None and same_row(base, ours):
            return [theirs]
        shapes = {row.shape for row in (base, theirs, ours) if row is not None}
        if base is None or len(shapes) > 1:
            conflict = Conflict(base.text if base else "", theirs.text, ours.text)
            self._note(None, conflict)
            return [theirs]
        cells = zip(base.cells, theirs.cells, ours.cells, strict=True)
        return [replace(theirs, cells=tuple(self.held(*three) for three in cells))]

    def _one_sided_row(self, base: Row | None, theirs: Row | None, ours: Row | None) -> list[Row]:
        stays = theirs if theirs is not None else ours
        if stays is None:
            return []
        if base is None:
            return [stays]
        if same_row(base, stays):
            return []
        conflict = Conflict(base.text, theirs.text if theirs else "", ours.text if ours else "")
        self._note(None, conflict)
        return [theirs] if theirs is not None else []

    def _box(self, base: Box, theirs: Box, ours: Box) -> Box:
        return replace(theirs, inside=self.held(base.inside, theirs.inside, ours.inside))

    def _paragraph(self, base: Paragraph | None, theirs: Paragraph, ours: Paragraph) -> Paragraph:
        if same(theirs, ours) or (base is not None and same(base, theirs)):
            return self._settled(ours)
        conflicts: list[Conflict] = []
        old, edited, new = (plain(p.units) if p else [] for p in (base, theirs, ours))
        self.forms = forms([*_common(old, edited, new), *_common(old, old, new)])
        units = self._units(old, edited, new, conflicts)
        styled = ours if base is not None and theirs.style == base.style else theirs
        merged = Paragraph(
            tuple(pieces(units)), styled.properties, styled.style, theirs.element, ours.names, True
        )
        self.conflicts += [(merged, conflict) for conflict in conflicts]
        return self._settled(merged)

    def _settled(self, paragraph: Paragraph) -> Paragraph:
        """The paragraph, with the pending conflicts of blocks deleted before it."""
        self.conflicts += [(paragraph, conflict) for conflict in self.pending]
        self.pending = []
        return paragraph

    def _units(
        self,
        base: Sequence[Unit],
        theirs: Sequence[Unit],
        ours: Sequence[Unit],
        conflicts: list[Conflict],
    ) -> Iterator[Unit]:
        mine, other = dict(_pairs(base, theirs)), dict(_pairs(base, ours))
        both = sorted(mine.keys() & other.keys())
        left = gaps([(n, mine[n]) for n in both], base, theirs)
        right = gaps([(n, other[n]) for n in both], base, ours)
        for (old, edited, pair), (_, new, twin) in zip(left, right, strict=True):
            three = (base[_slice(old)], theirs[_slice(edited)], ours[_slice(new)])
            yield from self._chunk(*three, conflicts)
            if pair and twin:
                yield from self._unit(base[pair[0]], theirs[pair[1]], ours[twin[1]], conflicts)

    def _chunk(
        self,
        base: Sequence[Unit],
        theirs: Sequence[Unit],
        ours: Sequence[Unit],
        conflicts: list[Conflict],
    ) -> Iterator[Unit]:
        """A rewritten stretch: the changed side's; theirs, with a conflict, if both changed it."""
        if alike(base, theirs) or alike(theirs, ours):
            yield from ours
            return
        if not alike(base, ours):
            conflicts.append(Conflict(text_of(base), text_of(theirs), text_of(ours)))
        yield from formed(theirs, self.forms)

    def _unit(
        self, base: Unit, theirs: Unit, ours: Unit, conflicts: list[Conflict]
    ) -> Iterator[Unit]:
        """A unit that all three have, the content of marks merged in turn."""
        if isinstance(base, Atom) and isinstance(theirs, Atom) and isinstance(ours, Atom):
            yield self._holding(base, theirs, ours)
            return
        if not (isinstance(base, Span) and isinstance(theirs, Span) and isinstance(ours, Span)):
            yield ours
            return
        old, edited, new = (plain(span.units) for span in (base, theirs, ours))
        if ours.name.startswith(BLOCK_MARK):
            units: Iterable[Unit] = self._units(old, edited, new, conflicts)
        elif alike(old, edited) or alike(edited, new):
            units = new
        else:
            units = formed(edited, self.forms)
            if not alike(old, new):
                conflicts.append(Conflict(base.text, theirs.text, ours.text, ours.name))
        yield ours._replace(units=tuple(units))

    def _holding(self, base: Atom, theirs: Atom, ours: Atom) -> Atom:
        """Our unit, its notes and text boxes merged."""
        held = (base.inside, theirs.inside, ours.inside)
        if not ours.inside or len({len(regions) for regions in held}) > 1:
            return ours
        return ours.holding(self.held(*three) for three in zip(*held, strict=True))


def merge(base: Story, theirs: Story, ours: Story) -> Merged:
    """The merge of the three stories, whose marks are known by figure (see document.identities)."""
    names = renaming(base, theirs, ours)
    base, theirs = renamed(base, names), renamed(theirs, names)
    (base, theirs, ours), numbered = without_numbers(base, theirs, ours)
    merging = Merging()
    woven = merging.story(base, theirs, ours)
    merging.conflicts += [(None, conflict) for conflict in merging.pending]
    settling = Settling.of(base, theirs, ours)
    story = with_remarks(numbered(mapped(woven, settling.paragraph)), theirs)
    homes = dict(zip(map(id, woven.lines), story.lines, strict=True))
    conflicts = [(homes.get(id(p)) if p else None, c) for p, c in merging.conflicts]
    marks = {conflict.mark for _, conflict in conflicts}
    clashes = [c for c in settling.clashes if c.name not in marks]
    conflicts += [(None, Conflict(c.base, c.theirs, c.ours, c.name)) for c in clashes]
    gone = tuple(name for name in ours.marks if name not in story.marks)
    return Merged(story, numbered(theirs), tuple(conflicts), gone, names)


def _pairs(a: Sequence[Unit], b: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    return joined(equal_pairs([u.key for u in a], [u.key for u in b]), a, b)


def _common(
    base: Sequence[Unit], theirs: Sequence[Unit], ours: Sequence[Unit]
) -> Iterator[tuple[Unit, Unit]]:
    """(theirs, ours) of each base unit that both kept."""
    other = dict(_pairs(base, ours))
    return ((theirs[i], ours[other[n]]) for n, i in _pairs(base, theirs) if n in other)


def _slice(stretch: range) -> slice:
    return slice(stretch.start, stretch.stop)


def _moving(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without fixed ones, which are not compared."""
    return [block for block in blocks if not isinstance(block, Fixed)]


def _closing(theirs: Sequence[Block]) -> list[Block]:
    """Their last paragraph emptied: every container must end with a paragraph."""
    last = next((b for b in reversed(theirs) if isinstance(b, Paragraph)), None)
    return [] if last is None else [replace(last, pieces=(), rebuilt=True)]
