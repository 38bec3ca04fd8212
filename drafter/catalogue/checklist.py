"""The 检查清单 sheet: what the report must contain. A catalogue may do without it."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.catalogue.rows import Mistakes, rows
from drafter.model.duty import Duty
from drafter.model.finding import Severity
from drafter.workbook.reader import Workbook

SHEET = "检查清单"
COLUMNS = ("应写内容", "所在部分", "标题含", "正文含", "级别", "依据")


def read_checklist(book: Workbook, mistakes: Mistakes) -> Iterator[Duty]:
    """The rows of the sheet, none where there is no such sheet."""
    if SHEET not in book.sheets:
        return
    for row in rows(book, SHEET, COLUMNS, mistakes):
        content = row.required("应写内容")
        within, headings, words = (tuple(row.list_in(name)) for name in COLUMNS[1:4])
        severity = row.choice("级别", [str(one) for one in Severity], str(Severity.WARNING))
        if not (headings or words):
            row.mistake("catalogue-empty", "标题含", column="标题含或正文含")
        basis = row.required("依据")
        yield Duty(content, within, headings, words, Severity(severity), basis)
