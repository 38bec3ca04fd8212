"""溯源.xlsx and 核查.xlsx: trace and findings as tables, all cells text, bytes fixed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from xlsxwriter.workbook import Workbook

from drafter.catalogue.forms.form import CREATED
from drafter.catalogue.forms.paper import height
from drafter.model import Severity
from drafter.report.manifest import (
    FigureRecord,
    FindingRecord,
    Manifest,
    MarkRecord,
    SourceRecord,
)

_NOWHERE = SourceRecord(department="", file="", sheet="", cell="", said="")
_TRACE_HEADS = {
    "章节": 12, "段落": 7, "正文表述": 16, "指标": 28, "指标编号": 26, "部门": 18, "文件": 22,
    "工作表": 12, "单元格": 9, "填报内容": 24, "计算过程": 28, "部门说明": 28, "审定意见": 28,
}  # fmt: skip
_LEDGER_HEADS = {
    "指标编号": 26, "指标": 30, "单位": 8, "状态": 8, "数值": 16, "计算过程": 30, "部门": 18,
    "出处": 40, "部门说明": 28, "审定意见": 28, "所在章节": 24,
}  # fmt: skip
_FINDING_HEADS = {
    "序号": 6, "级别": 7, "部门": 18, "文件": 22, "工作表": 12, "单元格": 9, "指标编号": 26,
    "核查意见": 60, "处理情况": 20,
}  # fmt: skip
_COUNT_HEADS = {"部门": 24, "错误": 8, "警告": 8, "提示": 8}


def trace_workbook(manifest: Manifest) -> bytes:
    """Every figure in the text with its cells, every indicator with the sections that use it."""
    placed = [row for mark in manifest.marks for row in _mark_rows(mark)]
    sections: dict[str, list[str]] = {}
    for mark in manifest.marks:
        sections.setdefault(mark.figure.key, []).append(mark.section)
    ledger = [_ledger_row(entry, sections.get(entry.key, [])) for entry in manifest.entries]
    sheets = [("正文数据", _TRACE_HEADS, placed), ("指标台账", _LEDGER_HEADS, ledger)]
    return _workbook(f"{manifest.title}·溯源", sheets)


def findings_workbook(found: Sequence[FindingRecord], title: str) -> bytes:
    """The findings, gravest first, and their number by department."""
    rows = [_finding_row(n, finding) for n, finding in enumerate(found, start=1)]
    names = sorted({finding.department or finding.file for finding in found})
    counts = [_count_row(name, found) for name in names]
    sheets = [("核查意见", _FINDING_HEADS, rows), ("部门汇总", _COUNT_HEADS, counts)]
    return _workbook(f"{title}·核查", sheets)


def _mark_rows(mark: MarkRecord) -> Iterable[list[str]]:
    figure = mark.figure
    where = [mark.section, str(mark.paragraph or ""), mark.words, figure.label, figure.key]
    if figure.edit is not None:
        said = "；".join(f"{s.department}填报{s.answer}（{s.place}）" for s in figure.sources)
        blanks = [""] * 5
        told_of = f"{figure.edit.sentence()}；{said}"
        yield [*where, f"手改：{figure.edit.by}", *blanks, told_of, figure.decision]
        return
    for source in figure.sources or (_NOWHERE,):
        cells = [source.department, source.file, source.sheet, source.cell, source.answer]
        yield [*where, *cells, figure.workings, source.explanation, figure.decision]


def _ledger_row(entry: FigureRecord, sections: Sequence[str]) -> list[str]:
    places = "；".join(f"{s.place}" for s in entry.sources)
    departments = "、".join(dict.fromkeys(s.department for s in entry.sources))
    used = "、".join(dict.fromkeys(filter(None, sections))) or "（正文未用）"
    named = [entry.key, entry.label, entry.unit, entry.state, entry.told]
    explained = "；".join(dict.fromkeys(s.explanation for s in entry.sources if s.explanation))
    said = [departments, places, explained, entry.decision]
    return [*named, entry.workings, *said, used]


def _finding_row(number: int, finding: FindingRecord) -> list[str]:
    where = [finding.department, finding.file, finding.sheet, finding.cell, finding.indicator]
    said = finding.message.removesuffix(f"（{finding.state}）")
    return [str(number), finding.heading, *where, said, finding.state]


def _count_row(name: str, found: Sequence[FindingRecord]) -> list[str]:
    mine = [f for f in found if f.open and name == (f.department or f.file)]
    return [name, *(str(sum(f.severity == weight for f in mine)) for weight in Severity)]


def _workbook(
    title: str, sheets: Sequence[tuple[str, dict[str, int], Sequence[Sequence[str]]]]
) -> bytes:
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title, "created": CREATED})
    line = {"border": 1, "border_color": "#B8C4D0", "valign": "top", "text_wrap": True}
    head = book.add_format({**line, "bold": True, "bg_color": "#DCE6F1", "align": "center"})
    cell = book.add_format(line)
    for name, heads, rows in sheets:
        sheet = book.add_worksheet(name)
        for column, (text, width) in enumerate(heads.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, text, head)
        for number, row in enumerate(rows, start=1):
            widths = zip(row, heads.values(), strict=True)
            sheet.set_row(number, min(400, max(height(text[:900], w) for text, w in widths)))
            for column, text in enumerate(row):
                sheet.write_string(number, column, text[:32_000], cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return stream.getvalue()
