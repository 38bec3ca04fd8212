"""A document and its changes to another, tracked: all rejected is the first, accepted the other.

Word ties a paragraph's properties to its end. So where the last paragraphs of a container go or
come, the end that is tracked is that of the paragraph before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from lxml import etree
from msgspec import Struct, field

from drafter.review.compare.alignment import align, gaps
from drafter.review.compare.changes import ADD, DROP, KEEP, Sign
from drafter.review.compare.steps import Step, changed, steps
from drafter.review.redline.boxes import Entry, emptied, opened, without_number, wrapped
from drafter.review.redline.ends import PLAIN, End, ends_of, segments
from drafter.review.redline.looks import Looks, same_section
from drafter.review.redline.pairing import Line
from drafter.review.redline.pen import Pen
from drafter.review.redline.properties import changed_section, ending, tracked_mark, with_properties
from drafter.review.redline.shells import (
    between_ends,
    emptied_row,
    fill,
    insert_before,
    shell,
    table_head,
)
from drafter.review.story.content import Block, Box, Cell, Fixed, Paragraph, Region, Row, Table
from drafter.review.story.story import Story, paired
from drafter.review.story.units import Atom, Span, addresses
from drafter.word.bookmarks import drop_bookmarks
from drafter.word.elsewhere import TEXT_BOX
from drafter.word.ooxml import Element, w
from drafter.word.tables import cells_of


class Touched(Struct, frozen=True):
    """A change as it stands in the redline: the elements of the old and the new paragraph."""

    old: Paragraph | None
    new: Paragraph | None
    element: Element


class Redline(Struct):
    """Writes one; `touched` are the paragraphs that have changes, in order; `homes` leads from each
    paragraph of the new story to its element."""

    pen: Pen
    looks: Looks | None = None
    section: Element | None = None
    touched: list[Touched] = field(default_factory=list)
    homes: dict[int, Element] = field(default_factory=dict)

    def story(self, old: Story, new: Story) -> None:
        """Write the changes from the old story to the new one into the regions of both."""
        self.section = new.body.element.find(w("sectPr"))
        for mine, theirs in paired(old, new):
            if mine is not None and theirs is not None:
                self.region(mine, theirs)
        self.pen.arrivals.settle([region.element for region in old.regions])

    def region(self, old: Region, new: Region) -> None:
        """The old region's element with the changes to the new one, and its copies alike."""
        elements = self.blocks(old.blocks, new.blocks)
        fill(old.element, elements)
        for twin in old.twins:
            fill(twin, [deepcopy(element) for element in elements])
            drop_bookmarks(twin, bool)

    def _hanging(self, script: Iterable[Step]) -> None:
        """Redline the notes and text boxes of what is kept; rename marks in those deleted."""
        for step in script:
            if isinstance(step.unit, Span):
                inner = (Step(step.sign, unit) for unit in step.unit.units)
                self._hanging(step.inside if step.sign == KEEP else inner)
            elif isinstance(step.unit, Atom) and isinstance(step.other, Atom):
                for old, new in zip(step.unit.inside, step.other.inside, strict=False):
                    self.region(old, new)
            elif isinstance(step.unit, Atom) and step.sign == DROP:
                for region in step.unit.inside:
                    self.pen.retire(region.element)

    def blocks(self, old: Sequence[Block], new: Sequence[Block]) -> list[Element]:
        """The blocks of a container: the body, a cell, a content control."""
        lines, shells = opened(old, new)
        names = {line.move: f"move{self.pen.number()}" for line in lines if line.move}
        entries: list[Entry] = []
        for segment in segments(lines):
            entries += self._segment([x._replace(move=names.get(x.move, "")) for x in segment])
        return wrapped(entries, shells, self.pen)

    def _segment(self, lines: Sequence[Line]) -> Iterator[Entry]:
        """Adjoining paragraphs; or one block of another kind."""
        for line, end in zip(lines, ends_of(lines), strict=True):
            old, new = (frozenset((id(x),) if x else ()) for x in (line.old, line.new))
            yield Entry(old, new, list(self._line(line, end)))

    def _line(self, line: Line, end: End) -> Iterator[Element]:
        block = line.old or line.new
        if isinstance(block, Paragraph):
            yield from self._paragraph(line, end)
        elif isinstance(block, Table | Box) and line.old is line.new:
            yield block.element
        elif isinstance(block, Table):
            yield self._table(line)
        elif isinstance(block, Box):
            yield self._box(line)
        elif line.old is None and isinstance(block, Fixed):
            arrived = self.pen.arrivals.of(block.element)
            yield from () if arrived is None else (arrived,)
        elif isinstance(block, Fixed):
            yield self._fixed(block.element)

    def _fixed(self, element: Element) -> Element:
        """A fixed block; the last section with the new one's pages."""
        if element.tag != w("sectPr") or self.section is None:
            return element
        if self.looks is None or same_section(element, self.section):
            return element
        return changed_section(element, self.section, self.pen)

    def _paragraph(self, line: Line, end: End) -> Iterator[Element]:
        old, new = line.old, line.new
        assert isinstance(old, Paragraph | None)
        assert isinstance(new, Paragraph | None)
        if end == PLAIN and old and new and (same := self._unchanged(old, new)) is not None:
            self.homes[id(new)] = same
            yield same
            return
        paragraph = shell(old or new)
        self.homes[id(new)] = paragraph
        self.pen.moving = line.move
        before, after = end.form or (old, new)
        script = _steps(old, new)
        self._hanging(script)
        breaks = bool(before and after) and not same_section(ending(before), ending(after))
        if end != PLAIN or changed(script) or breaks or not self._alike(old, new):
            self.touched.append(Touched(old, new, paragraph))
        if breaks and before and after:
            yield from self._with_breaks(paragraph, before, after, self.pen.content(script))
            self.pen.moving = ""
            return
        own = old or new
        assert own is not None
        with_properties(paragraph, own, (before, after), self.pen, self._alike)
        if end.mark:
            tracked_mark(paragraph, self.pen.wrapper(end.mark))
        paragraph.extend(self.pen.content(script))
        self.pen.moving = ""
        yield between_ends(self.pen, line, paragraph) if line.move else paragraph

    def _alike(self, old: Paragraph | None, new: Paragraph | None) -> bool:
        """Whether the paragraphs look the same; where no styles are known, by the style's name."""
        if old is None or new is None:
            return True
        return old.style == new.style if self.looks is None else self.looks.alike(old, new)

    def _with_breaks(
        self, paragraph: Element, before: Paragraph, after: Paragraph, content: list[Element]
    ) -> Iterator[Element]:
        """A section break goes or comes with its paragraph's end: the old end goes, the new comes.

        The one with a break stands first, the text before it; what is left behind it is empty.
        """
        first, second = (after, before) if ending(after) is not None else (before, after)
        rest = etree.Element(w("p"), nsmap=paragraph.nsmap)
        for element, own in ((paragraph, first), (rest, second)):
            with_properties(element, own, (own, None), self.pen, self._alike)
            tracked_mark(element, self.pen.wrapper(ADD if own is after else DROP))
        paragraph.extend(content)
        yield from (paragraph, rest)

    def _unchanged(self, old: Paragraph, new: Paragraph) -> Element | None:
        """The old element, its marks named as the new ones; None where something changed."""
        if old is new and not old.rebuilt:
            return old.element
        sides = [(p.key, p.marked, addresses(p.pieces)) for p in (old, new)]
        same = sides[0] == sides[1] and self._alike(old, new)
        boxes = [region for region in old.inside if region.kind == TEXT_BOX]  # read from a copy
        if old.rebuilt or not same or old.element is None or boxes:
            return None
        if self.pen.arrivals.await_in(old, new) or not same_section(*map(ending, (old, new))):
            return None
        renamed = dict(zip(old.ranges, new.ranges, strict=True))
        for start in old.element.iter(w("bookmarkStart")):
            start.set(w("name"), renamed.get(start.get(w("name"), ""), start.get(w("name"), "")))
        for mine, theirs in zip(old.inside, new.inside, strict=True):
            self.region(mine, theirs)
        return old.element

    def _table(self, line: Line) -> Element:
        block = line.old or line.new
        assert isinstance(block, Table)
        table = etree.Element(w("tbl"), nsmap=block.element.nsmap)
        table.extend(table_head(line.old, line.new))
        if line.sign == KEEP:
            assert isinstance(line.old, Table)
            assert isinstance(line.new, Table)
            table.extend(self._rows(line.old, line.new))
        else:
            table.extend(self._row(row, line.sign) for row in block.rows)
        return table

    def _rows(self, old: Table, new: Table) -> Iterator[Element]:
        keys = ([row.key for row in table.rows] for table in (old, new))
        texts = [row.text for row in old.rows], [row.text for row in new.rows]
        aligned = align(*keys, texts=texts).pairs
        pairs = [(i, j) for i, j in aligned if old.rows[i].shape == new.rows[j].shape]
        positions = [n for n, part in enumerate(old.layout) if isinstance(part, Row)]
        place = 0
        for gone, come, pair in gaps(pairs, old.rows, new.rows):
            yield from (self._row(new.rows[n], ADD) for n in come)
            until = positions[gone.stop] if pair else len(old.layout)
            for part in old.layout[place:until]:
                yield self._row(part, DROP) if isinstance(part, Row) else part
            if pair:
                yield self._paired_row(old.rows[pair[0]], new.rows[pair[1]])
            place = until + 1

    def _paired_row(self, old: Row, new: Row) -> Element:
        if old is new:
            return old.element
        new_row = emptied_row(old.element)
        pairs = {id(m.element): (m, t) for m, t in zip(old.cells, new.cells, strict=True)}
        for cell in cells_of(old.element):
            if (pair := pairs.get(id(cell))) is None:
                new_row.append(cell)
            else:
                mine, theirs = pair
                new_row.append(self._cell(mine, self.blocks(mine.blocks, theirs.blocks)))
        return new_row

    def _row(self, row: Row, sign: Sign) -> Element:
        """A deleted or inserted row with its content."""
        new_row = emptied_row(row.element)
        form = new_row.find(w("trPr"))
        if form is None:
            form = etree.Element(w("trPr"))
            new_row.insert(1 if new_row.find(w("tblPrEx")) is not None else 0, form)
        insert_before(form, self.pen.wrapper(sign), ("trPrChange",))
        shown = {id(cell.element): cell for cell in row.cells}
        for cell in cells_of(row.element):
            if (held := shown.get(id(cell))) is not None:
                new_row.append(self._cell(held, self._all(held.blocks, sign)))
            elif sign == DROP:
                new_row.append(cell)
        return new_row

    def _cell(self, cell: Cell, content: Iterable[Element]) -> Element:
        new_cell = etree.Element(w("tc"), nsmap=cell.element.nsmap)
        new_cell.extend(deepcopy(child) for child in cell.element if child.tag == w("tcPr"))
        new_cell.extend(content)
        return new_cell

    def _all(self, blocks: Sequence[Block], sign: Sign) -> Iterator[Element]:
        """Blocks that go or come within a row that does: their ends stay as they are."""
        for block in blocks:
            old, new = (block, None) if sign == DROP else (None, block)
            if isinstance(block, Fixed):
                yield from [deepcopy(block.element)] if sign == DROP else ()
            elif isinstance(block, Paragraph):
                yield from self._paragraph(Line(sign, old, new), PLAIN)
            else:
                yield from self._line(Line(sign, old, new), PLAIN)

    def _box(self, line: Line) -> Element:
        block = line.old or line.new
        assert isinstance(block, Box)
        new_box, content = emptied(block)
        if line.sign == KEEP:
            assert isinstance(line.old, Box)
            assert isinstance(line.new, Box)
            content.extend(self.blocks(line.old.inside.blocks, line.new.inside.blocks))
        else:
            content.extend(self._all(block.inside.blocks, line.sign))
        if line.sign == ADD:
            without_number(new_box)
        return new_box


def _steps(old: Paragraph | None, new: Paragraph | None) -> tuple[Step, ...]:
    return steps(old.units if old else (), new.units if new else ())
