"""What was written by hand: the differences of a draft's text from what the program composed.

They are counted in reading order. Any of them can be withdrawn: the program's own words come back.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import starmap

from drafter.report.template.marks import BLOCK_MARK
from drafter.review.alignment import align
from drafter.review.layout import Line, lines_between
from drafter.review.script import ADD, DROP, KEEP, STAY, Step, changed, steps
from drafter.review.story import (
    Block,
    Box,
    Cell,
    Fixed,
    Paragraph,
    Region,
    Row,
    Story,
    Table,
    paired,
)
from drafter.review.units import Atom, Span, Unit, pieces


@dataclass(frozen=True, slots=True)
class Hunk:
    """One edit: the program's words, those that stand there now; the mark, if it is a figure.

    `paragraph` is where it stands: that of the edited text, or the program's where it was deleted.
    """

    number: int
    old: str
    new: str
    mark: str
    paragraph: Paragraph | None


@dataclass(slots=True)
class Blend:
    """The edited story with some edits withdrawn; `hunks` are all edits met."""

    withdrawn: Container[int] = ()
    hunks: list[Hunk] = field(default_factory=list)
    moved: dict[str, int] = field(default_factory=dict)

    def story(self, machine: Story, edited: Story) -> Story:
        """The blended story."""
        pairs = [(old, new) for old, new in paired(machine, edited) if new is not None]
        return Story(tuple(self._region(old, new) if old else new for old, new in pairs))

    def _region(self, old: Region, new: Region) -> Region:
        return replace(new, blocks=self.blocks(old.blocks, new.blocks))

    def blocks(self, old: Sequence[Block], new: Sequence[Block]) -> tuple[Block, ...]:
        """The blended blocks of one container."""
        found = lines_between(old, new)
        self.moved = {}
        return tuple(block for line in found for block in self._line(line))

    def _line(self, line: Line) -> Iterator[Block]:
        old, new = line.old, line.new
        if isinstance(old or new, Fixed):
            return
        if line.sign != KEEP:
            block = old or new
            assert block is not None
            if self._one_sided(line, block):
                yield block
        elif isinstance(old, Paragraph) and isinstance(new, Paragraph):
            yield self._paragraph(old, new)
        elif isinstance(old, Table) and isinstance(new, Table):
            yield replace(new, layout=tuple(self._rows(old, new)))
        elif isinstance(old, Box) and isinstance(new, Box):
            yield replace(new, inside=self._cell(old.inside, new.inside))

    def _one_sided(self, line: Line, block: Block) -> bool:
        """Whether a block that only one side has is in the blend."""
        home = block if isinstance(block, Paragraph) else None
        if line.move and line.move in self.moved:
            number = self.moved[line.move]
        else:
            text = block.text
            sides = (text, text) if line.move else (text, "") if line.sign == DROP else ("", text)
            number = self._hunk(*sides, "", home)
            self.moved[line.move] = number
        return (number in self.withdrawn) == (line.sign == DROP)

    def _hunk(self, old: str, new: str, mark: str, home: Paragraph | None) -> int:
        self.hunks.append(Hunk(len(self.hunks) + 1, old, new, mark, home))
        return len(self.hunks)

    def _rows(self, old: Table, new: Table) -> Iterator[Row]:
        a, b = old.rows, new.rows
        found = align(
            [r.key for r in a], [r.key for r in b], [r.text for r in a], [r.text for r in b]
        )
        pairs = [(i, j) for i, j in found.pairs if a[i].shape == b[j].shape]
        at = to = 0
        for i, j in [*pairs, (len(a), len(b))]:
            yield from (
                row for row in a[at:i] if self._hunk(row.text, "", "", None) in self.withdrawn
            )
            yield from (
                row for row in b[to:j] if self._hunk("", row.text, "", None) not in self.withdrawn
            )
            if i < len(a):
                cells = zip(a[i].cells, b[j].cells, strict=True)
                yield replace(b[j], cells=tuple(self._cell(*pair) for pair in cells))
            at, to = i + 1, j + 1

    def _cell(self, old: Cell, new: Cell) -> Cell:
        return replace(new, blocks=self.blocks(old.blocks, new.blocks))

    def _paragraph(self, old: Paragraph, new: Paragraph) -> Paragraph:
        found = steps(old.units, new.units)
        if not changed(found):
            return new
        units = tuple(self._units(found, "", new))
        return replace(new, pieces=tuple(pieces(units)), rebuilt=True)

    def _units(self, found: Sequence[Step], mark: str, home: Paragraph) -> Iterator[Unit]:
        gone: list[Unit] = []
        come: list[Unit] = []
        for step in [*found, None]:
            if step is not None and step.sign in (DROP, ADD):
                (gone if step.sign == DROP else come).append(step.unit)
                continue
            if gone or come:
                number = self._hunk(_text(gone), _text(come), mark, home)
                yield from gone if number in self.withdrawn else come
                gone, come = [], []
            if step is not None and step.sign != STAY:
                yield from self._kept(step, home)

    def _kept(self, step: Step, home: Paragraph) -> Iterator[Unit]:
        old, new = step.unit, step.other
        if isinstance(old, Atom) and isinstance(new, Atom) and old.content != new.content:
            pairs = zip(old.inside, new.inside, strict=False)
            yield new.holding([*starmap(self._region, pairs), *new.inside[len(old.inside) :]])
        elif not (isinstance(old, Span) and isinstance(new, Span)) or not changed(step.inside):
            yield new if new is not None else old
        elif new.name.startswith(BLOCK_MARK):
            yield new._replace(units=tuple(self._units(step.inside, new.name, home)))
        else:
            number = self._hunk(old.text, new.text, new.name, home)
            yield new._replace(units=old.units) if number in self.withdrawn else new


def _text(units: Sequence[Unit]) -> str:
    return "".join(unit.text for unit in units)


def edits(machine: Story, edited: Story) -> list[Hunk]:
    """Every edit, in reading order."""
    blend = Blend()
    blend.story(machine, edited)
    return blend.hunks


def without(machine: Story, edited: Story, numbers: Container[int]) -> Story:
    """The edited story with those edits withdrawn."""
    return Blend(numbers).story(machine, edited)
