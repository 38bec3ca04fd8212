"""溯源.xlsx and 核查.xlsx: trace and findings as tables, all cells text, bytes fixed.

A cell that names a form's cell or a place in the report leads there; 处理意见 is filled in by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO

from xlsxwriter.workbook import Workbook

from drafter.catalogue.forms.form import CREATED
from drafter.disk.zips import alike
from drafter.draft.links import Targets
from drafter.draft.record import (
    FigureRecord,
    FindingRecord,
    Manifest,
    MarkRecord,
    SourceRecord,
    all_behind,
)
from drafter.draft.sheets import ENTRY, Cell, Linked, TextSheet
from drafter.model.decision import may_stand
from drafter.model.finding import Severity
from drafter.model.shown import shown

_NOWHERE = SourceRecord(department="", file="", sheet="", cell="", said="")
_TRACE_HEADS = {
    "章节": 12, "段落": 7, "正文表述": 16, "指标": 28, "指标编号": 26, "部门": 18, "文件": 22,
    "工作表": 12, "单元格": 9, "填报内容": 24, "计算过程": 28, "部门说明": 28, "审定意见": 28,
    "手改": 30,
}  # fmt: skip
_LEDGER_HEADS = {
    "指标编号": 26, "指标": 30, "单位": 8, "状态": 8, "数值": 16, "计算过程": 30, "部门": 18,
    "出处": 40, "部门说明": 28, "审定意见": 28, "所在章节": 24,
}  # fmt: skip
_FINDING_HEADS = {
    "序号": 6, "级别": 7, "部门": 18, "文件": 22, "工作表": 12, "单元格": 18, "指标编号": 26,
    "核查意见": 60, "处理情况": 24, "处理意见": 24, "经办人": 9,
}  # fmt: skip
_COUNT_HEADS = {"部门": 24, "错误": 8, "警告": 8, "提示": 8}


def trace_workbook(manifest: Manifest, targets: Targets) -> bytes:
    """Every figure in the text with its cells, every indicator with the sections that use it."""
    placed = [row for mark in manifest.marks for row in _mark_rows(mark, targets)]
    uses: dict[str, list[MarkRecord]] = {}
    for mark in manifest.marks:
        uses.setdefault(mark.figure.key, []).append(mark)
    ledger = [_ledger_row(entry, uses.get(entry.key, []), targets) for entry in manifest.entries]
    sheets = [("正文数据", _TRACE_HEADS, placed), ("指标台账", _LEDGER_HEADS, ledger)]
    return tables(f"{manifest.title}·溯源", sheets)


def findings_workbook(manifest: Manifest, targets: Targets) -> bytes:
    """The findings, gravest first, and their number by department."""
    findings = manifest.findings
    rows = [_finding_row(n, finding, targets) for n, finding in enumerate(findings, start=1)]
    names = sorted({finding.department or finding.file for finding in findings})
    open_ones = Counter((f.department or f.file, f.severity) for f in findings if f.open)
    counts: list[list[Cell]] = [
        [name, *(str(open_ones[name, weight]) for weight in Severity)] for name in names
    ]
    sheets = [("核查意见", _FINDING_HEADS, rows), ("部门汇总", _COUNT_HEADS, counts)]
    return tables(f"{manifest.title}·核查", sheets)


def _mark_rows(mark: MarkRecord, targets: Targets) -> Iterable[list[Cell]]:
    figure = mark.figure
    spot = Linked(str(mark.paragraph or ""), targets.mark(mark.name))
    where: list[Cell] = [mark.section, spot, mark.words, figure.label, figure.key]
    original = "；填报内容为部门原报" if figure.sources else ""
    edit = f"{figure.edit.sentence()}{original}" if figure.edit else ""
    for source in list(all_behind(figure.sources)) or (_NOWHERE,):
        spot = Linked(source.cell, targets.to(source.place))
        cells: list[Cell] = [source.department, source.file, source.sheet, spot, source.answer]
        yield [*where, *cells, figure.workings, source.explanation, figure.decision, edit]


def _ledger_row(entry: FigureRecord, uses: Sequence[MarkRecord], targets: Targets) -> list[Cell]:
    """The indicator; where it comes from one cell its place leads there, its sections to its first
    use."""
    sources = entry.sources
    target = targets.to(sources[0].place) if len(sources) == 1 else ""
    places = Linked("；".join(str(s.place) for s in sources), target)
    departments = "、".join(dict.fromkeys(s.department for s in sources))
    unnamed = "正文" if uses else "（正文未用）"
    sections = "、".join(dict.fromkeys(m.section for m in uses if m.section)) or unnamed
    first = next((mark.name for mark in sorted(uses, key=lambda mark: not mark.section)), "")
    explained = "；".join(dict.fromkeys(s.explanation for s in sources if s.explanation))
    named = [entry.key, entry.label, entry.unit, entry.state, entry.phrase, entry.workings]
    origin: list[Cell] = [departments, places, explained, entry.decision]
    return [*named, *origin, Linked(sections, targets.mark(first))]


def _finding_row(number: int, finding: FindingRecord, targets: Targets) -> list[Cell]:
    target = targets.to(finding.place)
    file = Linked(finding.file, "" if finding.cell else target)
    spot = Linked(finding.cell, target)
    where: list[Cell] = [finding.department, file, finding.sheet, spot, finding.indicator]
    message = finding.message.removesuffix(f"（{shown(finding.state)}）")
    blank: Cell = ENTRY if finding.open and may_stand(finding.code, finding.severity) else ""
    return [str(number), finding.heading, *where, message, finding.state, blank, blank]


def tables(title: str, sheets: Sequence[tuple[str, dict[str, int], Sequence[list[Cell]]]]) -> bytes:
    """A workbook of such sheets: a name, heads with their widths, rows."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title, "created": CREATED})
    line = {"border": 1, "border_color": "#B8C4D0", "valign": "top", "text_wrap": True}
    head = book.add_format({**line, "bold": True, "bg_color": "#DCE6F1", "align": "center"})
    plain = book.add_format(line)
    link = book.add_format({**line, "font_color": "#0563C1", "underline": 1})
    entry = book.add_format({**line, "bg_color": "#FFF8DC"})
    for name, heads, rows in sheets:
        sheet = book.add_worksheet(name, worksheet_class=TextSheet)
        sheet.fill(rows, heads, (head, plain, link, entry))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return alike(stream.getvalue())
