"""docxtpl beside drafter: the same template, the same data, and what each makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate

from drafter.model.figure import Entry, Table, text
from drafter.word.ooxml import Element, parse, w
from drafter.word.package import unpack
from tests.template.filling import SETTINGS, fill, packed

Structure = list[Any]
_STORIES = ("document", "header1", "header2", "footer1", "footer2", "footnotes", "comments")


def plain(entries: Mapping[str, Entry]) -> dict[str, Any]:
    """The same data as docxtpl takes it: themes of names, texts, and lists of rows."""
    themes: dict[str, Any] = {"报告": dict(SETTINGS)}
    for key, entry in entries.items():
        theme, _, name = key.partition(".")
        rows = isinstance(entry, Table)
        themes.setdefault(theme, {})[name] = _rows(entry) if rows else text(entry)  # type: ignore[arg-type]
    return themes


def _rows(table: Table) -> list[dict[str, str]]:
    return [{name: text(figure) for name, figure in row.items()} for row in table.rows]


def by_docxtpl(template: bytes, entries: Mapping[str, Entry]) -> bytes:
    document, stream = DocxTemplate(BytesIO(template)), BytesIO()
    document.render(plain(entries), autoescape=True)
    document.save(stream)
    return stream.getvalue()


def both(template: bytes, entries: Mapping[str, Entry]) -> tuple[Structure, Structure]:
    """What drafter makes of it, and what docxtpl does, both as structures."""
    ours = structure(packed(fill(template, entries)))
    return ours, structure(by_docxtpl(template, entries))


def structure(document: bytes) -> Structure:
    """The document's text as people see it: paragraphs with their styles, tables of rows of cells."""
    parts = unpack(document, "甲.docx")
    found = [
        (name, _blocks(parse(parts[f"word/{name}.xml"])))
        for name in _STORIES
        if f"word/{name}.xml" in parts
    ]
    return [(name, blocks) for name, blocks in found if _any_text(blocks)]


def _any_text(blocks: Structure) -> bool:
    return any(str(block) for block in blocks)


def _blocks(around: Element) -> Structure:
    """Paragraphs as style|text; tables as lists of rows."""
    made: Structure = []
    for child in around:
        if child.tag == w("p"):
            made.append(_paragraph(child))
        elif child.tag == w("tbl"):
            made.append([_row(row) for row in child.iter(w("tr")) if _own(row, child, "tbl")])
        elif child.tag in (w("body"), w("footnote"), w("comment"), w("sdt"), w("sdtContent")):
            made += _blocks(child)
    return made


def _own(inner: Element, outer: Element, kind: str) -> bool:
    return next(inner.iterancestors(w(kind)), None) is outer


def _row(row: Element) -> Structure:
    return [_cell(cell) for cell in row.iter(w("tc")) if _own(cell, row, "tr")]


def _cell(cell: Element) -> Structure:
    merges = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    spans = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    marks = [f"vMerge {merges.get(w('val'), 'continue')}"] if merges is not None else []
    marks += (
        [f"span {spans.get(w('val'))}"] if spans is not None and spans.get(w("val")) != "1" else []
    )
    return [*marks, *_blocks(cell)]


def _paragraph(paragraph: Element) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    named = "" if style is None else f"{style.get(w('val'))}|"
    words = {w("tab"): "\t", w("br"): "\n"}
    return named + "".join(
        node.text or "" if node.tag == w("t") else words[str(node.tag)]
        for node in paragraph.iter(w("t"), w("tab"), w("br"))
        if node.getparent() is not None and node.getparent().tag == w("r")  # type: ignore[union-attr]
    )
