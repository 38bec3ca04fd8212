"""What was written by hand: the differences of a draft's text from what the program composed.

They are counted in reading order. Any of them can be withdrawn: the program's own words come back.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.review.compare.alignment import gaps
from drafter.review.compare.changes import ADD, DROP, KEEP, STAY, Sign
from drafter.review.compare.steps import Step, changed, steps
from drafter.review.edits.course import Range, offsets
from drafter.review.edits.hunks import Hunk, Spot, grouped
from drafter.review.edits.matching import moves, rows
from drafter.review.merge.sameness import same, same_row
from drafter.review.redline.pairing import Line, lines_between
from drafter.review.story.content import Block, Box, Fixed, Holder, Paragraph, Row, Table
from drafter.review.story.story import Story, lines, paired
from drafter.review.story.tokens import beside
from drafter.review.story.units import Atom, Span, Unit, pieces, text_of
from drafter.word.marks import BLOCK_MARK

Part = TypeVar("Part", Block, Row)


class Blend(Struct):
    """The edited story with some changes withdrawn; `hunks` are all changes met.

    `cuts` are places at which a change is to be taken for two.
    """

    machine: Story
    edited: Story
    withdrawn: Container[Spot] = ()
    cuts: Sequence[tuple[int, int]] = ()
    hunks: list[Hunk] = field(default_factory=list)
    there: int = 0
    here: int = 0
    _old: dict[int, int] = field(default_factory=dict)
    _new: dict[int, int] = field(default_factory=dict)
    _moves: dict[str, tuple[Block, Block]] = field(default_factory=dict)

    def story(self) -> Story:
        """The blended story."""
        self._old, self._new = offsets(self.machine), offsets(self.edited)
        pairs = [(old, new) for old, new in paired(self.machine, self.edited) if new is not None]
        return Story(tuple(self._held(old, new) if old else new for old, new in pairs))

    def _held(self, old: Holder, new: Holder) -> Holder:
        return replace(new, blocks=self.blocks(old.blocks, new.blocks))

    def blocks(self, old: Sequence[Block], new: Sequence[Block]) -> tuple[Block, ...]:
        """The blended blocks of one container."""
        aligned = lines_between(old, new, changed=True)
        self.there = next((self._old[id(line)] for line in lines(old)), self.there)
        self.here = next((self._new[id(line)] for line in lines(new)), self.here)
        outer, self._moves = self._moves, moves(aligned)
        blended = tuple(block for line in aligned for block in self._line(line))
        self._moves = outer
        return blended

    def _line(self, line: Line) -> Iterator[Block]:
        old, new = line.old, line.new
        if isinstance(old or new, Fixed):
            return
        if line.sign != KEEP:
            yield from self._one_sided(line)
        elif old is not None and new is not None:
            yield self._both(old, new)

    def _both(self, old: Block, new: Block) -> Block:
        """The block that both sides have."""
        ends = _range(old, self._old, self.there).end, _range(new, self._new, self.here).end
        blended = old
        if same(old, new):
            pass
        elif isinstance(old, Paragraph) and isinstance(new, Paragraph):
            blended = self._paragraph(old, new)
        elif isinstance(old, Table) and isinstance(new, Table):
            blended = replace(new, layout=tuple(self._rows(old, new)))
        elif isinstance(old, Box) and isinstance(new, Box):
            blended = replace(new, inside=self._held(old.inside, new.inside))
        self.there, self.here = ends
        return blended

    def _one_sided(self, line: Line) -> Iterator[Block]:
        """The block that only one side has; nothing if the blend leaves it out."""
        block = line.old or line.new
        assert block is not None
        if line.move:
            old, new = self._moves[line.move]
            if self._stands(old, new, line.sign):
                yield self._elsewhere(old, new, self._both)
        elif self._stays(line.old, line.new):
            yield block

    def _stands(self, old: Block | Row, new: Block | Row, sign: Sign) -> bool:
        """Whether what was moved stands at this one of its two places: the old one, or the new."""
        was, now = _range(old, self._old), _range(new, self._new)
        hunk = Hunk(old.text, old.text, "", _first(new), was, now, True, True)
        if hunk.spot not in {earlier.spot for earlier in self.hunks}:
            self.hunks.append(hunk)
        if sign == DROP:
            self.there = was.end
        else:
            self.here = now.end
        return (hunk.spot in self.withdrawn) == (sign == DROP)

    def _elsewhere(self, old: Part, new: Part, both: Callable[[Part, Part], Part]) -> Part:
        """What was moved, blended; the places go on from where they were."""
        places = self.there, self.here
        self.there, self.here = _range(old, self._old).start, _range(new, self._new).start
        blended = both(old, new)
        self.there, self.here = places
        return blended

    def _stays(self, old: Block | Row | None, new: Block | Row | None) -> bool:
        """Whether a paragraph, table or row that came or went stands in the blend."""
        was = _range(old, self._old, self.there)
        now = _range(new, self._new, self.here)
        words = (old.text if old else "", new.text if new else "")
        hunk = Hunk(*words, "", _first(new or old), was, now, True)
        self.hunks.append(hunk)
        self.there, self.here = was.end, now.end
        return (hunk.spot in self.withdrawn) == (new is None)

    def _rows(self, old: Table, new: Table) -> Iterator[Row]:
        a, b = old.rows, new.rows
        alignment = rows(old, new)
        targets, origins = dict(alignment.moves), {j: i for i, j in alignment.moves}
        for gone, come, pair in gaps(alignment.pairs, a, b):
            for n in gone:
                yield from self._one_sided_row(a[n], b[targets[n]] if n in targets else None, DROP)
            for n in come:
                yield from self._one_sided_row(a[origins[n]] if n in origins else None, b[n], ADD)
            if pair:
                yield self._row(a[pair[0]], b[pair[1]])

    def _one_sided_row(self, old: Row | None, new: Row | None, sign: Sign) -> Iterator[Row]:
        """The row that only one side has here; nothing if the blend leaves it out."""
        if old is not None and new is not None:
            if self._stands(old, new, sign):
                yield self._elsewhere(old, new, self._row)
        elif self._stays(old, new):
            yield from (row for row in (old, new) if row is not None)

    def _row(self, old: Row, new: Row) -> Row:
        ends = _range(old, self._old, self.there).end, _range(new, self._new, self.here).end
        blended = old
        if not same_row(old, new):
            cells = zip(old.cells, new.cells, strict=True)
            blended = replace(new, cells=tuple(self._held(*pair) for pair in cells))
        self.there, self.here = ends
        return blended

    def _paragraph(self, old: Paragraph, new: Paragraph) -> Paragraph:
        self.there, self.here = self._old[id(old)], self._new[id(new)]
        script = steps(old.units, new.units)
        if not changed(script):
            return new
        units = tuple(self._units(script, "", new))
        return replace(new, pieces=tuple(pieces(units)), rebuilt=True)

    def _units(self, script: Sequence[Step], mark: str, home: Paragraph) -> Iterator[Unit]:
        gone: list[Unit] = []
        come: list[Unit] = []
        for step in [*script, None]:
            if step is not None and step.sign == STAY:
                continue
            if step is not None and step.sign in (DROP, ADD):
                (gone if step.sign == DROP else come).append(step.unit)
                continue
            for old, new in self._parts(gone, come) if gone or come else ():
                hunk = self._hunk(text_of(old), text_of(new), mark, home)
                yield from old if hunk.spot in self.withdrawn else new
            gone, come = [], []
            if step is not None:
                yield from self._kept(step, home)

    def _parts(
        self, gone: Sequence[Unit], come: Sequence[Unit]
    ) -> Iterator[tuple[Sequence[Unit], Sequence[Unit]]]:
        """The change, divided at the cuts."""
        there, here = self.there, self.here
        ends = there + len(text_of(gone)), here + len(text_of(come))
        inside = [
            (was - there, now - here)
            for was, now in self.cuts
            if there <= was <= ends[0] and here <= now <= ends[1]
        ]
        at = to = 0
        for was, now in [*sorted(inside), (len(text_of(gone)), len(text_of(come)))]:
            old, new = _between(gone, at, was), _between(come, to, now)
            if old or new:
                yield old, new
            at, to = was, now

    def _hunk(self, old: str, new: str, mark: str, home: Paragraph) -> Hunk:
        was = Range(self.there, self.there + len(old))
        now = Range(self.here, self.here + len(new))
        self.there, self.here = was.end, now.end
        start = now.start - self._new[id(home)]
        near = beside(home.text, start, start + len(new)) if 1 in (len(old), len(new)) else ("", "")
        self.hunks.append(Hunk(old, new, mark, home, was, now, around=near))
        return self.hunks[-1]

    def _kept(self, step: Step, home: Paragraph) -> Iterator[Unit]:
        old, new = step.unit, step.other
        if isinstance(old, Atom) and isinstance(new, Atom) and old.content != new.content:
            ends = self.there + len(old.text), self.here + len(new.text)
            held = [self._held(*pair) for pair in zip(old.inside, new.inside, strict=False)]
            yield new.holding([*held, *new.inside[len(held) :]])
            self.there, self.here = ends
        elif not (isinstance(old, Span) and isinstance(new, Span)) or not changed(step.inside):
            self.there += len(old.text)
            self.here += len((new or old).text)
            yield new if new is not None else old
        elif new.name.startswith(BLOCK_MARK):
            yield new._replace(units=tuple(self._units(step.inside, new.name, home)))
        else:
            hunk = self._hunk(old.text, new.text, new.name, home)
            yield new._replace(units=old.units) if hunk.spot in self.withdrawn else new


def _first(block: Block | Row | None) -> Paragraph | None:
    """The paragraph in which it begins."""
    return next(lines(_blocks(block)), None)


def _blocks(block: Block | Row | None) -> Iterator[Block]:
    cells = block.cells if isinstance(block, Row) else ()
    yield from (inner for cell in cells for inner in cell.blocks)
    if block is not None and not isinstance(block, Row):
        yield block


def _range(block: Block | Row | None, offsets: dict[int, int], otherwise: int = 0) -> Range:
    """The range of the block's paragraphs, including the end of the last."""
    paragraphs = list(lines(_blocks(block)))
    if not paragraphs:
        return Range(otherwise, otherwise)
    return Range(
        offsets[id(paragraphs[0])], offsets[id(paragraphs[-1])] + len(paragraphs[-1].text) + 1
    )


def _between(units: Sequence[Unit], start: int, end: int) -> list[Unit]:
    """The units that begin in the stretch; zero-width ones belong to the unit before them."""
    at, stretch = 0, []
    for unit in units:
        inside = start <= at < end if unit.text else start < at <= end or at == start == 0
        if inside:
            stretch.append(unit)
        at += len(unit.text)
    return stretch


def hunks(machine: Story, edited: Story) -> list[Hunk]:
    """Every change, in reading order."""
    blend = Blend(machine, edited)
    blend.story()
    return blend.hunks


def edits(machine: Story, edited: Story) -> list[tuple[Hunk, ...]]:
    """The edits: adjoining changes joined, each figure's value an edit of its own."""
    return grouped(hunks(machine, edited))


def without(
    machine: Story, edited: Story, withdrawn: Container[Spot], cuts: Sequence[tuple[int, int]]
) -> Story:
    """The edited story with those changes withdrawn."""
    return Blend(machine, edited, withdrawn, cuts).story()
