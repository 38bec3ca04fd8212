"""diff, verify, redline and merge of drafts of fifteen pages and more, in process."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from drafter.review.compare.cause import Records
from drafter.review.compare.changes import Comparison
from drafter.review.compare.comparison import compare
from drafter.review.compare.explaining import explain
from drafter.review.compare.page import page
from drafter.review.merge.merging import merge
from drafter.review.redline.pen import Pen
from drafter.review.redline.redlining import adopted, redline, tracked
from drafter.review.returned.mending import mend, with_marks
from drafter.review.returned.verification import verify
from drafter.review.story.document import Document, pack_document, read_document
from drafter.template.template import Template
from drafter.word.ooxml import parse, serialize
from drafter.word.package import Part, pack, unpack
from tools.bench_document import sample
from tools.bench_filling import cpu

SLOTS, PAGES = 200, 15
LENGTHS = (15, 50, 100, 200)
ROUNDS = 3
_BODY = "word/document.xml"
_NOBODY = Records(None, None)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Processor seconds, medians, for a draft of that many pages; reading the files is included."""

    pages: int
    seconds: Mapping[str, float]


def review(pages: int) -> Reviewed:
    """Two drafts that differ in one figure of twenty, and a copy edited in as many places."""
    base = _document(pages)
    ours, theirs = _edited(base, 7), _edited(base, 11)
    works: dict[str, Callable[[], object]] = {
        "diff": lambda: _diff(base, ours),
        "verify": lambda: verify(_read(base), _read(theirs), None),
        "redline": lambda: redline(_read(base), _read(ours), "a", "", _NOBODY),
        "merge": lambda: _merged(_read(base), _read(theirs), _read(ours)),
    }
    seconds = {name: median(cpu(work, ROUNDS)) for name, work in works.items()}
    return Reviewed(pages, seconds)


def _diff(old: bytes, new: bytes) -> str:
    """The HTML page."""
    found = explain(compare(_read(old).story, _read(new).story), _NOBODY)
    return page(Comparison("", "a", "b", (), found))


def _merged(base: Document, theirs: Document, ours: Document) -> bytes:
    """The merge of three files without records: theirs, with tracked changes to it."""
    mended = with_marks(theirs.story, mend(base.story, theirs.story), {})
    parts = adopted(theirs, ours)
    merged = merge(base.story, mended, ours.story)
    pen = Pen.for_roots(theirs.trees.values(), "a", "", frozenset(merged.story.marks))
    return pack_document(tracked(theirs, parts, merged.theirs, merged.story, pen).written())


def _read(content: bytes) -> Document:
    return read_document(content, "bench.docx")


def _document(pages: int) -> bytes:
    """A draft of about that many pages, a mark at every figure."""
    made = sample(SLOTS * pages // PAGES // 2 * 2)
    filled = Template(made.template, "bench.docx").fill(made.entries, {})
    return pack(
        part if isinstance(part, Part) else Part.of(name, part)
        for name, part in filled.parts.items()
    )


def _edited(content: bytes, step: int) -> bytes:
    """The draft with every so-manieth number another one."""
    parts = unpack(content, "bench.docx")
    root = parse(parts[_BODY])
    texts = [t for t in root.iter("{*}t") if re.fullmatch(r"\d+", t.text or "")]
    for text in texts[:: 3 * step]:
        text.text = f"{text.text}1"
    changed = {**parts, _BODY: serialize(root)}
    return pack(Part.of(name, part) for name, part in changed.items())
