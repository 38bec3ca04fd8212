"""The process in which untrusted workbooks are opened: one request a line, one answer a line.

Runs as `python -m drafter.workbook.worker`. Memory and processor time are limited where the system
has setrlimit (Linux, macOS); elsewhere the parent's clock is the only bound.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from drafter.workbook.gate import admit
from drafter.workbook.kinds import FileKind, kind_of
from drafter.workbook.limits import Limits
from drafter.workbook.notes import Notes, Passed
from drafter.workbook.refusal import TOO_LONG, RefusedError

Answer = dict[str, Any]
Rows = list[list[Any]]


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not speak on the wire
    for request in sys.stdin.buffer:
        path, limits, annotation = json.loads(request)
        answer = respond(path, Limits(**limits), annotation)
        answers.write(json.dumps(answer, ensure_ascii=True).encode() + b"\n")
        answers.flush()


def respond(path: str, limits: Limits, annotation: Answer | None = None) -> Answer:
    """The workbook's cells as JSON can carry them, or the annotated copy in base64; or the reason
    why it was not opened."""
    _limit(limits)
    try:
        return _annotate(path, limits, annotation) if annotation else _read(path, limits)
    except RefusedError as refusal:
        return {"reason": str(refusal)}
    except MemoryError:
        return {"reason": "文件过大，内存不足，未打开；请清除空白格式行后另存报送"}
    except OSError as error:
        return {"reason": f"文件读不出来（{error.strerror}）；请关闭正在打开它的程序后重试"}


def _limit(limits: Limits) -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.cpu
    for kind, most in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CPU, seconds)):
        _, ceiling = resource.getrlimit(kind)
        allowed = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(kind, (allowed, ceiling))


def _read(path: str, limits: Limits) -> Answer:
    with Path(path).open("rb") as stream:
        content = stream.read(limits.file + 1)
    if len(content) > limits.file:
        raise RefusedError(f"文件超过{limits.file >> 20}MB，未打开；请删去图片等无关内容后报送")
    kind = kind_of(content)
    sheets, passed = _READERS[kind](content, limits)
    _within(sheets, limits)
    empty = Notes()
    return {
        "kind": str(kind),
        "sha256": hashlib.sha256(content).hexdigest(),
        "sheets": [
            {"name": name, "rows": rows, **asdict(passed.notes.get(name, empty))}
            for name, rows in sheets.items()
        ],
        "names": passed.names,
        "properties": passed.properties,
    }


def _annotate(path: str, limits: Limits, annotation: Answer) -> Answer:
    from drafter.workbook.annotate import Annotation, annotated

    content = Path(path).read_bytes()
    if kind_of(content) not in (FileKind.XLSX, FileKind.XLSM):
        raise RefusedError("只有.xlsx可以加批注")
    admit(content, limits)
    try:
        made = annotated(content, Annotation.of(annotation))
    except MemoryError:
        raise
    except Exception as error:  # what openpyxl raises for odd workbooks is not bounded
        raise RefusedError(f"加不了批注（{type(error).__name__}）") from error
    return {"content": base64.b64encode(made).decode("ascii")}


def _within(sheets: Mapping[str, Rows], limits: Limits) -> None:
    """Refuse more text than any form holds: the parent would have to keep it."""
    room = limits.text
    for rows in sheets.values():
        for row in rows:
            room -= len(row) + sum(len(cell) for cell in row if isinstance(cell, str))
        if room < 0:
            raise RefusedError(TOO_LONG)


def _openxml(content: bytes, limits: Limits) -> tuple[dict[str, Rows], Passed]:
    import python_calamine

    passed = admit(content, limits)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        names = [name for name in book.sheet_names if name in passed.notes]
        return {name: _rows(book.get_sheet_by_name(name)) for name in names}, passed
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise RefusedError("工作簿内容有误，读不出来；请用Excel或WPS打开并另存后报送") from error


def _rows(sheet: Any) -> Rows:
    return [_trimmed(row) for row in sheet.to_python(skip_empty_area=False)]


def _opendocument(content: bytes, limits: Limits) -> tuple[dict[str, Rows], Passed]:
    from drafter.workbook.opendocument import read_opendocument

    tables, passed = read_opendocument(content, limits)
    return {table.name: _dense(table.cells) for table in tables}, passed


def _dense(cells: Mapping[tuple[int, int], Any]) -> Rows:
    rows: Rows = [[] for _ in range(max((row for row, _ in cells), default=0))]
    for row, column in sorted(cells):
        line = rows[row - 1]
        line += [""] * (column - len(line) - 1)
        line.append(_plain(cells[row, column]))
    return rows


def _binary(content: bytes, limits: Limits) -> tuple[dict[str, Rows], Passed]:
    from drafter.workbook.binary import read_binary

    sheets, passed = read_binary(content, limits)
    return {name: [_trimmed(row) for row in rows] for name, rows in sheets.items()}, passed


def _trimmed(row: list[Any]) -> list[Any]:
    cells = [_plain(value) for value in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _plain(value: Any) -> Any:
    """The value as JSON can carry it; a date by its ISO form."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):
        value = value.date()
    return {"date": value.isoformat() if isinstance(value, date) else str(value)}


_READERS = {
    FileKind.XLSX: _openxml,
    FileKind.XLSM: _openxml,
    FileKind.ODS: _opendocument,
    FileKind.XLS: _binary,
}


if __name__ == "__main__":
    main()
