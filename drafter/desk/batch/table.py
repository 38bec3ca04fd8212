"""The rows of a batch as a table: .csv for programs, .xlsx for people."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from msgspec.structs import asdict

from drafter.desk.batch.county import Row
from drafter.desk.files.folders import write_file
from drafter.draft.workbooks import tables
from drafter.model.errors import WorkspaceError
from drafter.publish.opendata import harmless

_TITLE = "批量处理结果"
_HEADS = {
    "工作目录": 44, "结果": 10, "地区": 14, "未报部门": 10, "错误": 8, "警告": 8, "提示": 8,
    "稿次": 8, "待补": 8, "原因": 60,
}  # fmt: skip


def cells(row: Row) -> list[str]:
    """The row as texts; what a failed county, or one that was only checked, has none of is left
    empty."""
    values = asdict(row)
    if not row.draft:
        values |= {"draft": "", "awaited": ""}
    return [str(value) if value or not row.failed else "" for value in values.values()]


def check_name(path: Path | None) -> None:
    """Raises WorkspaceError where the file is none that a table can be written to."""
    if path and path.suffix.lower() not in _WRITTEN:
        raise WorkspaceError(f"{path.name}：结果表应为.xlsx或.csv文件")


def write_table(path: Path, rows: Sequence[Row]) -> None:
    """The table in a file, whole or not at all. Raises WorkspaceError."""
    write_file(path, _WRITTEN[path.suffix.lower()]([cells(row) for row in rows]))


def _csv(rows: Sequence[list[str]]) -> bytes:
    """UTF-8 with BOM, as Excel wants it."""
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_HEADS)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", errors="replace")


def _xlsx(rows: Sequence[list[str]]) -> bytes:
    return tables(_TITLE, [(_TITLE, _HEADS, [[*row] for row in rows])])


_WRITTEN = {".csv": _csv, ".xlsx": _xlsx}
