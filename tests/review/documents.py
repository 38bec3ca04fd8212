"""Small Word files from text, and what is in them: what the properties of the review are told of.

A paragraph is a line. `{_fig_0001:613}` is a figure in its mark, `#` before a line makes a heading,
`| a | b` a row of a table; `‖` is a line break, `⇥` a tab, `◆` a picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from drafter.review.story.content import Paragraph, Table
from drafter.review.story.document import Document, read_document
from drafter.review.story.story import Story
from drafter.standard.new_document import new_document
from drafter.word.ooxml import Element, escape, parse, serialize, w
from drafter.word.package import Part, pack, unpack
from drafter.word.revisions import settle

BODY = "word/document.xml"
_PIECE = re.compile(r"\{(\w+):([^{}]*)\}|([‖⇥◆])|([^{}‖⇥◆]+)")
_SPECIAL = {
    "‖": "<w:r><w:br/></w:r>",
    "⇥": "<w:r><w:tab/></w:r>",
    "◆": '<w:r><w:sym w:font="Wingdings" w:char="F0A7"/></w:r>',
}


def document(drawn: str | Sequence[str]) -> bytes:
    """The .docx in standard format with these lines; a drawing's own indentation is left out."""
    lines = drawn.strip().split("\n") if isinstance(drawn, str) else drawn
    return new_document(body(lines))


def body(lines: Iterable[str]) -> str:
    """The lines as paragraphs and tables."""
    ids = iter(range(10_000))
    blocks = []
    for is_table, group in groupby(lines, key=lambda line: line.lstrip().startswith("|")):
        found = [line.strip() for line in group]
        blocks += [_table(found, ids)] if is_table else [_paragraph(line, ids) for line in found]
    return "".join(blocks)


def _table(rows: Sequence[str], ids: Iterator[int]) -> str:
    made = ""
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        made += "<w:tr>" + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{_paragraph(cell, ids)}</w:tc>'
            for cell in cells
        )
        made += "</w:tr>"
    grid = '<w:gridCol w:w="2000"/>' * max(row.count("|") for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{made}</w:tbl>"
    )


def _paragraph(line: str, ids: Iterator[int]) -> str:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if line.startswith("#") else ""
    runs = ""
    for mark, words, special, text in _PIECE.findall(line.lstrip("#")):
        if mark:
            number = next(ids)
            runs += f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/>{_run(words)}'
            runs += f'<w:bookmarkEnd w:id="{number}"/>'
        else:
            runs += _SPECIAL[special] if special else _run(text)
    return f"<w:p>{style}{runs}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


@lru_cache(maxsize=8)
def _parts(content: bytes) -> Mapping[str, bytes]:
    return unpack(content, "x.docx")


def root_of(content: bytes) -> Element:
    """The body's tree."""
    return parse(_parts(content)[BODY])


def with_root(content: bytes, root: Element) -> bytes:
    """The file with another body."""
    parts = {**_parts(content), BODY: serialize(root)}
    return pack(Part.of(name, part) for name, part in parts.items())


def read(content: bytes, names: Mapping[str, str] | None = None) -> Document:
    """The file as a document."""
    return read_document(content, "x.docx").known_as(names or {})


def accepted(content: bytes) -> bytes:
    """The file with all tracked changes accepted."""
    return _settled(content, True)


def rejected(content: bytes) -> bytes:
    """The file with all tracked changes rejected."""
    return _settled(content, False)


def _settled(content: bytes, accept: bool) -> bytes:
    found = read(content)
    for root in found.trees.values():
        settle(root, accept)
    settled = {name: serialize(root) for name, root in found.trees.items()}
    return pack(Part.of(name, part) for name, part in {**found.parts, **settled}.items())


def shown(content: bytes) -> list[object]:
    """Text and structure: paragraphs as (style, text), tables as rows of cells."""
    return shape(read(content).story)


def shape(story: Story) -> list[object]:
    """The same of a story."""
    return [list(_shape(story.body.blocks)), *((r.kind, r.key) for r in story.regions[1:])]


def _shape(blocks: Iterable[object]) -> Iterator[object]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.style.lower().replace(" ", ""), block.key
        elif isinstance(block, Table):
            yield [[list(_shape(cell.blocks)) for cell in row.cells] for row in block.rows]


def marks(content: bytes) -> dict[str, str]:
    """Trace marks with their words; empty ones left out."""
    found = read(content).story.marks
    return {name: words for name, words in found.items() if words}


def looks(content: bytes) -> tuple[list[object], dict[str, str]]:
    """What is shown, and the marks, read once."""
    story = read(content).story
    return shape(story), {name: words for name, words in story.marks.items() if words}


def names_in(content: bytes) -> list[str]:
    """The names of all bookmarks."""
    return [e.get(w("name"), "") for e in root_of(content).iter(w("bookmarkStart"))]
