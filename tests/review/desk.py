"""A drafting desk without a disk: drafts composed of figures, copies taken, edits withdrawn.

What its report says is written in editing.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drafter.catalogue.catalogue import Catalogue
from drafter.draft.compose import Draft, Origin, compose
from drafter.draft.dress import Parts
from drafter.draft.edit_record import EditRecord
from drafter.draft.identity import with_draft
from drafter.draft.record import REPORT, Manifest
from drafter.ledger.ledger import Ledger
from drafter.model.figure import Figure
from drafter.model.finding import Kind, Place, Source
from drafter.model.quantity import Quantity
from drafter.review.edits.joining import carried, join, withdrawn
from drafter.review.edits.recording import Signature
from drafter.review.edits.taking import Taken
from drafter.review.story.content import Block, Fixed, Row, Table
from drafter.review.story.document import pack_document, read_document
from drafter.review.story.version import COMPOSED, Version
from drafter.template.template import Template
from drafter.word.package import Part, packed
from tests.review.editing import ROWS, SENTENCES
from tests.template.filling import template

KEYS = ("援助.民事", "援助.刑事", "调解.受理", "调解.成功")


def tags(text: str) -> str:
    return text.replace("{", "{{ ").replace("}", " }}")


def the_template() -> Template:
    """The report: a stage line, paragraphs of three sentences, a table, a last line."""
    first = [tags("".join(sentences)) for sentences in SENTENCES[:4]]
    rest = [tags("".join(sentences)) for sentences in SENTENCES[4:]]
    rows = [[tags(cell) for cell in row] for row in ROWS]
    return Template(template("{{ 报告.稿次 }}稿。", *first, rows, *rest, "全文完。"), "模板.docx")


@dataclass
class Desk:
    """The desk: its figures, the stage, and the drafts made so far."""

    catalogue: Catalogue
    template: Template
    figures: dict[str, int]
    stage: str = "初稿"
    drafts: list[Draft | Taken] = field(default_factory=list)

    def draft(self) -> None:
        """The next draft, the last one's edits carried on."""
        entries = {key: _figure(key, number) for key, number in self.figures.items()}
        run = f"{sorted(self.figures.items())}{self.stage}"
        origin = Origin(run, "", {"数据": run}, self.stage)
        made = compose(self.catalogue, Ledger(entries, {}, ()), self.template, origin)
        if self.drafts and self.edits:
            self.drafts.append(
                carried(self.composed(), self.version(), packed(made.parts), made.manifest)
            )
        else:
            self.drafts.append(made)

    def take(self, copy: bytes, number: int, by: str) -> None:
        """A copy of the numbered draft that came back, as the next draft."""
        theirs = read_document(copy, "改.docx")
        joined = join(self.version(number), theirs, self.version())
        self.drafts.append(joined.taken(self.composed(), Signature(by, "2024年11月5日")))

    def withdraw(self, numbers: set[int]) -> None:
        """The next draft, without those edits."""
        self.drafts.append(withdrawn(self.composed(), self.version(), numbers))

    @property
    def manifest(self) -> Manifest:
        """The last draft's record."""
        return self.drafts[-1].manifest

    @property
    def edits(self) -> tuple[EditRecord, ...]:
        """The edits on record."""
        return self.manifest.edits

    def report(self, number: int = -1) -> bytes:
        """The Word file of the numbered draft, or of the last, before it is dressed."""
        draft = self.drafts[number]
        return packed(with_draft(_bytes(draft.parts), draft.manifest.id, draft.manifest.marks))

    def version(self, number: int = -1) -> Version:
        """The same as read."""
        return Version.of(self.report(number), self.drafts[number].manifest, REPORT)

    def composed(self) -> Version:
        """The last draft as the program composed it."""
        last = self.drafts[-1]
        if not isinstance(last, Taken) or not last.manifest.edits:
            return self.version()
        content = pack_document(last.composed.document.parts)
        return Version.of(content, last.composed.manifest, COMPOSED)

    def lines(self) -> list[str]:
        """What the last draft says, a paragraph or a row each; the stage's line left out."""
        story = self.version().document.story
        return [block.text for block in _shown(story.body.blocks)][1:]


def _bytes(parts: Parts) -> dict[str, bytes]:
    return {n: p.content if isinstance(p, Part) else p for n, p in parts.items()}


def _shown(blocks: Sequence[Block]) -> Iterator[Block | Row]:
    for block in blocks:
        if isinstance(block, Table):
            yield from block.rows
        elif not isinstance(block, Fixed):
            yield block


def _figure(key: str, number: int) -> Figure:
    sources = (Source(Place("县司法局.xlsx", "填报表", "D5"), "县司法局", str(number)),)
    name = key.partition(".")[2]
    return Figure(Quantity.exact(number), key, name, "件", Kind.INTEGER, sources)
