"""核查.xlsx with its column 处理意见 filled in, read back: an opinion a row, on the finding there,
as long as that is still the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drafter.desk.files.folders import there
from drafter.desk.findings.deciding import Accepted, Opinion, decide
from drafter.desk.year.workspace import Workspace
from drafter.intake.listing import headers
from drafter.model.decision import mark
from drafter.model.errors import WorkspaceError
from drafter.workbook.reader import Sheet, Unreadable

_SEEN = ("文件", "工作表", "单元格", "指标编号", "核查意见")
_REASON, _BY = "处理意见", "经办人"
_WITHIN = 10  # rows, in which the head stands
_NOT_IT = "不是填好的核查.xlsx：没有“核查意见”“处理意见”等栏；请用最后一稿的核查.xlsx填写"
_EMPTY = "“处理意见”一栏没有填写，没有决定什么"


def decide_filled(workspace: Workspace, path: Path, by: str = "") -> Accepted:
    """Record the opinions in the workbook; `by` is the clerk where its row names none. Raises
    WorkspaceError where it is no such workbook, or nothing is filled in."""
    with workspace.reading() as running:
        book = running.read(there(path))
    if isinstance(book, Unreadable):
        raise WorkspaceError(f"{book.file}：{book.reason}")
    headed = [(sheet, row) for sheet in book.sheets.values() if (row := _head(sheet))]
    if not headed:
        raise WorkspaceError(f"{book.file}{_NOT_IT}")
    opinions = [o for sheet, row in headed for o in _opinions(sheet, row, by)]
    if not opinions:
        raise WorkspaceError(f"{book.file}：{_EMPTY}")
    return decide(workspace, opinions)


def _head(sheet: Sheet) -> int:
    """The row of the head; 0 where there is none."""
    for row in range(1, min(len(sheet.rows), _WITHIN) + 1):
        if {*_SEEN, _REASON} <= headers(sheet, row).keys():
            return row
    return 0


def _opinions(sheet: Sheet, head: int, by: str) -> Iterator[Opinion]:
    columns = headers(sheet, head)
    for row in range(head + 1, len(sheet.rows) + 1):
        if reason := sheet.text(row, columns[_REASON]):
            seen = [sheet.text(row, columns[name]) for name in _SEEN]
            named = " ".join(text for text in seen[:4] if text)
            clerk = sheet.text(row, columns[_BY]) if _BY in columns else ""
            yield Opinion(mark(*seen), f"第{row}行 {named}", reason, clerk or by)
