"""Where in a template something stands, as a clerk finds it: part, paragraph, table cell, text."""

from __future__ import annotations

from drafter.report.ooxml import Element, w
from drafter.report.template.runs import paragraph_text

_PARTS = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}
_LONGEST = 24


def part_name(part: str) -> str:
    """word/header1.xml is 页眉1."""
    stem = part.rpartition("/")[2].removesuffix(".xml")
    name = stem.rstrip("0123456789")
    return _PARTS.get(name, stem) + stem[len(name) :]


def paragraph_place(part: str, number: int, paragraph: Element) -> str:
    """正文第12段（表2第3行第1列）“今年以来…”."""
    text = paragraph_text(paragraph).strip()
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{part_name(part)}第{number}段{_cell_place(paragraph)}“{shown}”"


def _cell_place(paragraph: Element) -> str:
    cell = next(paragraph.iterancestors(w("tc")), None)
    row = next(paragraph.iterancestors(w("tr")), None)
    if cell is None or row is None:
        return ""
    table = next(row.iterancestors(w("tbl")))
    tables = list(paragraph.getroottree().getroot().iter(w("tbl")))
    at = (tables.index(table), _index(row, "tr"), _index(cell, "tc"))
    return f"（表{at[0] + 1}第{at[1] + 1}行第{at[2] + 1}列）"


def _index(element: Element, name: str) -> int:
    return sum(1 for _ in element.itersiblings(w(name), preceding=True))
