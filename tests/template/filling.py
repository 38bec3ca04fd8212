"""Templates and figures from text, and what a filled template says: shared by tests of the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.table import Table as WordTable
from lxml import etree

from drafter.model import quantity
from drafter.model.errors import TemplateError
from drafter.model.figure import Entry, Figure, Table, Value
from drafter.model.finding import Blank, Kind, Place, Source
from drafter.standard.new_document import new_document
from drafter.template.template import Filled, Template
from drafter.word.ooxml import Element, parse, w
from drafter.word.package import Part, pack, unpack
from tests.building import table
from tests.word.validity import flaws

SETTINGS = {"地区": "平安县", "年度": "2024", "标题": "平安县2024年度报告", "稿次": ""}


def figure(key: str, raw: str, kind: str = "整数", unit: str = "") -> Figure:
    """One figure, said by 县司法局 in 填报表!D5."""
    source = Source(Place("县司法局.xlsx", "填报表", "D5"), "县司法局", raw)
    value = _value(raw, Kind(kind))
    awaited = (f"县司法局：{key.partition('.')[2]}",) if value is Blank.MISSING else ()
    label = key.partition(".")[2] or key
    return Figure(value, key, label, unit, Kind(kind), (source,), awaited=awaited)


def _value(raw: str, kind: Kind) -> Value:
    if raw in ("待补", "不适用"):
        return Blank(raw)
    if kind is Kind.DATE:
        return date.fromisoformat(raw)
    if not kind.counts:
        return raw.replace("\\n", "\n")
    amount = quantity.read(raw)
    assert amount is not None, raw
    return amount


def figures(text: str) -> dict[str, Entry]:
    """Figures by key, from lines `key | value | kind | unit`."""
    rows = table(text) if text.strip() else []
    return {row[0]: figure(*row) for row in rows}


def detail(key: str, text: str, units: Mapping[str, str] | None = None) -> Table:
    """A 明细表 from a drawing, its first line the columns; a number column is named in `units`."""
    head, *rows = table(text)
    kinds = {name: "整数" if name in (units or {}) else "文本" for name in head}
    made = tuple(
        {
            name: figure(name, raw, kinds[name], (units or {}).get(name, ""))
            for name, raw in zip(head, row, strict=True)
        }
        for row in rows
    )
    return Table(key, key.partition(".")[2], made)


def template(*blocks: str | list[list[str]]) -> bytes:
    """A .docx in standard format: a text is a paragraph, a list of rows a table."""
    document = docx.Document(BytesIO(new_document("")))
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _add_table(document, block)
    return saved(document)


def _add_table(document: Document, rows: list[list[str]]) -> None:
    made = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *more = text.split("\n")
            cell.paragraphs[0].text = first
            for line in more:
                cell.add_paragraph(line)


def saved(document: Document) -> bytes:
    """The bytes of a python-docx document."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def edited(edit: Callable[[Document], Any]) -> bytes:
    """A .docx in standard format with whatever `edit` puts in it."""
    document = docx.Document(BytesIO(new_document("")))
    edit(document)
    return saved(document)


def fill(content: bytes, entries: Mapping[str, Entry] | str = "", **settings: str) -> Filled:
    """The template filled with figures (drawn as text, or as entries) and settings.

    What comes out is a document that Word opens without repair, whatever the test is about; only
    a flaw that the template itself has, line for line, is not the engine's.
    """
    known = figures(entries) if isinstance(entries, str) else entries
    filled = Template(content, "模板.docx").fill(known, {**SETTINGS, **settings})
    if found := flaws(packed(filled)):
        found = sorted(set(found) - set(flaws(content)))
    assert not found, found
    return filled


def document_of(filled: Filled) -> Document:
    """The filled document as python-docx opens it."""
    return docx.Document(BytesIO(packed(filled)))


def packed(filled: Filled) -> bytes:
    """The filled document's bytes."""
    parts = filled.parts.items()
    return pack(part if isinstance(part, Part) else Part.of(name, part) for name, part in parts)


def root_of(filled: Filled, name: str = "word/document.xml") -> Element:
    """One part's root element."""
    part = filled.parts[name]
    return parse(part.content if isinstance(part, Part) else part)


def said(content: bytes, entries: Mapping[str, Entry] | str = "", **settings: str) -> list[str]:
    """The paragraphs of the filled body, those in tables left out."""
    return [p.text for p in document_of(fill(content, entries, **settings)).paragraphs]


def say(text: str, entries: Mapping[str, Entry] | str = "", **settings: str) -> str:
    """What a template of that one paragraph says."""
    return "\n".join(said(template(text), entries, **settings))


def cells(made: WordTable) -> list[list[str]]:
    """A table's texts."""
    return [[cell.text for cell in row.cells] for row in made.rows]


def marked(filled: Filled) -> dict[str, str]:
    """The words between each trace mark's start and end in the body, by the mark's name."""
    return dict(_marked(root_of(filled)))


def _marked(root: Element) -> Iterator[tuple[str, str]]:
    for start in root.iter(w("bookmarkStart")):
        run = start.getnext()
        assert run is not None
        end = run.getnext()
        assert end is not None
        assert (end.tag, end.get(w("id"))) == (w("bookmarkEnd"), start.get(w("id")))
        yield start.get(w("name"), ""), "".join(str(text) for text in etree.XPath("string()")(run))


def refused(content: bytes | str, entries: Mapping[str, Entry] | str = "") -> str:
    """The sentence of the TemplateError that compiling or filling the template ends in."""
    with pytest.raises(TemplateError) as caught:
        fill(template(content) if isinstance(content, str) else content, entries)
    return str(caught.value)


def with_word_part(document: bytes, kind: str, part: str) -> bytes:
    """The .docx with one more part of Word's that the body refers to: footnotes, numbering …"""
    parts = unpack(document, "模板.docx")
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    override = f'<Override PartName="/word/{kind}.xml" ContentType="{word}.{kind}+xml"/></Types>'
    relation = f'<Relationship Id="rId{kind}" Type="{office}/{kind}" Target="{kind}.xml"/>'
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    parts[types] = parts[types].replace(b"</Types>", override.encode())
    end = b"</Relationships>"
    parts[relations] = parts[relations].replace(end, relation.encode() + end)
    parts[f"word/{kind}.xml"] = part.encode()
    return pack(Part.of(name, content) for name, content in parts.items())
