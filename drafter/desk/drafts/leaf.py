"""A draft as it is read on a screen: its blocks, and beside them what is open about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from drafter.desk.year.results import Drafted
from drafter.draft.record import REPORT, FindingRecord, Manifest, MarkRecord, ParagraphRecord
from drafter.model.finding import position
from drafter.publish.blocks import Block, Body, Heading, Paragraph, Table, marks_in


class Remark(Struct, frozen=True):
    """A finding in its turn, from 1; the paragraph that it is about, and the mark in it, "" where
    it is about the paragraph. Paragraph 0 is none of the body's."""

    number: int
    finding: FindingRecord
    paragraph: int
    mark: str = ""


class Row(Struct, frozen=True):
    """A block, and the remarks that stand beside it."""

    block: Block
    remarks: tuple[Remark, ...]


class Leaf(Struct, frozen=True, dict=True):
    """The whole draft; `outside` are the findings on what the text does not say."""

    draft: Drafted
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...]
    outside: tuple[FindingRecord, ...]
    body: Body

    @cached_property
    def marks(self) -> dict[str, MarkRecord]:
        """The figures by their marks."""
        return {mark.name: mark for mark in self.draft.manifest.marks}

    @cached_property
    def elsewhere(self) -> list[MarkRecord]:
        """The figures that stand outside the body and its notes: in headers, in pictures."""
        shown = set(marks_in(self.body.blocks))
        shown |= {piece.mark for note in self.body.notes for piece in note}
        return [mark for mark in self.draft.manifest.marks if mark.name not in shown]

    @cached_property
    def remarked(self) -> dict[str, Remark]:
        """The first remark on each mark that has one."""
        return {r.mark: r for r in reversed(self.remarks) if r.mark}

    def holding(self, words: str) -> list[ParagraphRecord]:
        """The paragraphs that say so."""
        return [p for p in self.draft.manifest.paragraphs if words and words in p.text]


def leaf(draft: Drafted, body: Body) -> Leaf:
    """The draft as it is read: its open findings in the order of the text."""
    manifest = draft.manifest
    open_findings = [finding for finding in manifest.findings if finding.open]
    placed = [(*_place(manifest, finding), finding) for finding in open_findings]
    placed.sort(key=lambda one: one[0])
    inside = ((n, mark, finding) for n, mark, finding in placed if n)
    remarks = tuple(Remark(at, f, n, mark) for at, (n, mark, f) in enumerate(inside, start=1))
    outside = tuple(finding for n, _, finding in placed if not n)
    return Leaf(draft, tuple(_rows(body.blocks, remarks)), remarks, outside, body)


def _place(manifest: Manifest, finding: FindingRecord) -> tuple[int, str]:
    """(paragraph, mark) of what the finding is about; (0, "") where the body does not say it."""
    if finding.file == REPORT:
        return position(finding.cell)[0], ""
    marks = (mark for mark in manifest.marks if mark.paragraph and concerns(finding, mark))
    first = min(marks, key=lambda mark: mark.paragraph, default=None)
    return (first.paragraph, first.name) if first else (0, "")


def concerns(finding: FindingRecord, mark: MarkRecord) -> bool:
    """Whether the finding is about the figure, or a cell that it comes from."""
    figure = mark.figure
    own = finding.indicator != "" and finding.indicator == figure.key
    cells = finding.cell != "" and any(s.place == finding.place for s in figure.sources)
    return own or cells


def _rows(blocks: Sequence[Block], remarks: Sequence[Remark]) -> Iterator[Row]:
    """Each remark stands beside the last block of its paragraph."""
    homes: dict[int, int] = {}
    number = 0
    for at, block in enumerate(blocks):
        held = list(_numbers(block))
        number = held[-1] if held else number
        homes.update(dict.fromkeys(held or [number], at))
    beside: dict[int, list[Remark]] = {}
    for remark in remarks:
        beside.setdefault(homes.get(remark.paragraph, 0), []).append(remark)
    for at, block in enumerate(blocks):
        yield Row(block, tuple(beside.get(at, ())))


def _numbers(block: Block) -> Iterator[int]:
    """The numbers of the paragraphs in it; what runs on behind a heading has none of its own."""
    if isinstance(block, Heading | Paragraph):
        yield from filter(None, (block.number,))
    elif isinstance(block, Table):
        for row in block.rows:
            for inside in (inside for cell in row for inside in cell.blocks):
                yield from _numbers(inside)
