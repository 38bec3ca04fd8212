"""Where a slip stands, as a clerk finds it: part, paragraph, table cell, heading, text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drafter.model.finding import Finding, Place
from drafter.word.excerpt import stretch
from drafter.word.ooxml import Element, parsed, w
from drafter.word.outline import heading_styles, outline
from drafter.word.pieces import paragraph_text
from drafter.word.slip import BODY, Slip
from drafter.word.styles import STYLES
from drafter.word.tables import cells_of, rows_of

_PARTS = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "core": "文档属性",
    "app": "文档属性",
    "custom": "文档属性",
    "chart": "图表",
    "data": "SmartArt图形",
    "drawing": "SmartArt图形",
    "item": "自定义XML数据",
    "": "文件",
    "styles": "样式",
    "settings": "设置",
    "numbering": "编号",
}
_AROUND = 12
_LONGEST = 40


def part_name(part: str) -> str:
    """word/header1.xml is 页眉1."""
    stem = part.rpartition("/")[2].removesuffix(".xml")
    name = stem.rstrip("0123456789")
    if name in _PARTS:
        return _PARTS[name] + stem[len(name) :]
    return next((_PARTS[kind] for kind in ("header", "footer") if name.startswith(kind)), part)


def findings(slips: Iterable[Slip], parts: Mapping[str, bytes], file: str) -> list[Finding]:
    """The slips as findings: in the order of the text, each with its place and the text around."""
    stories: dict[str, _Story] = {}
    remarks = []
    for slip in in_order(slips):
        if slip.part not in stories:
            stories[slip.part] = _Story(slip.part, parts)
        remarks.append(stories[slip.part].finding(slip, file))
    return remarks


def in_order(slips: Iterable[Slip]) -> list[Slip]:
    """The slips in the order of the text, the body's first, those of no part last."""
    return sorted(slips, key=lambda s: (s.part == "", s.part != BODY, s.part, s.paragraph, s.start))


class _Story:
    """One part's paragraphs, read for the sake of telling where something stands in them."""

    def __init__(self, part: str, parts: Mapping[str, bytes]) -> None:
        self.name = part_name(part) if part else ""
        self._paragraphs: list[Element] = []
        self._sections: list[str] = []
        if (root := parsed(parts.get(part))) is None:
            return
        self._paragraphs = list(root.iter(w("p")))
        self._tables = {table: n for n, table in enumerate(root.iter(w("tbl")), start=1)}
        if part == BODY:
            styles = heading_styles(parts.get(STYLES, b""))
            self._sections = [paragraph.section for paragraph in outline(root, styles)]

    def finding(self, slip: Slip, file: str) -> Finding:
        place = Place(file, self.name, self._spot(slip))
        details = {**slip.details, "near": self._near(slip)}
        return Finding(slip.code, slip.severity, place, slip.indicator, details=details)

    def _spot(self, slip: Slip) -> str:
        """第12段（表2第3行第1列）; nothing for the part as a whole."""
        if not 0 < slip.paragraph <= len(self._paragraphs):
            return ""
        return f"第{slip.paragraph}段{self._cell(self._paragraphs[slip.paragraph - 1])}"

    def _cell(self, paragraph: Element) -> str:
        cell = next(paragraph.iterancestors(w("tc")), None)
        row = next(paragraph.iterancestors(w("tr")), None)
        table = next(paragraph.iterancestors(w("tbl")), None)
        if cell is None or row is None or table is None:
            return ""
        number = next(n for n, one in enumerate(rows_of(table), start=1) if one is row)
        column = next(n for n, one in enumerate(cells_of(row), start=1) if one is cell)
        return f"（表{self._tables[table]}第{number}行第{column}列）"

    def _near(self, slip: Slip) -> str:
        """二（二）8“…办理{{ 法律援助.案件数 }}件…”: the heading path, and the text around."""
        if not 0 < slip.paragraph <= len(self._paragraphs):
            return ""
        text = paragraph_text(self._paragraphs[slip.paragraph - 1])
        section = self._sections[slip.paragraph - 1] if self._sections else ""
        shown = _excerpt(text, slip.start, slip.end)
        return f"{section}“{shown}”" if shown else section


def _excerpt(text: str, start: int, end: int) -> str:
    """That much of the text, and a dozen characters on both sides."""
    end = min(max(end, start), start + _LONGEST) if end > start else start + _LONGEST
    return stretch(text, start - _AROUND, end + _AROUND).strip().replace("\n", " ")
