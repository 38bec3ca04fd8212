"""The process in which untrusted workbooks are opened: one request a line, one answer a line.

Runs as `python -m drafter.workbook.worker`. Memory and processor time are limited where the system
has setrlimit (Linux, macOS); elsewhere the parent's clock is the only bound.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from drafter.workbook.gate import Passed, admit
from drafter.workbook.limits import Limits
from drafter.workbook.scan import RefusedError

Answer = dict[str, Any]


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    for request in sys.stdin.buffer:
        path, limits = json.loads(request)
        answer = respond(path, Limits(**limits))
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode() + b"\n")
        sys.stdout.buffer.flush()


def respond(path: str, limits: Limits) -> Answer:
    """The workbook's cells as JSON can carry them, or the reason why it was not opened."""
    _limit(limits)
    try:
        return _read(path, limits)
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
    passed = admit(content, limits)
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "sheets": _sheets(content, passed),
        "names": passed.names,
        "properties": passed.properties,
    }


def _sheets(content: bytes, passed: Passed) -> list[Answer]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        return [_sheet(book, name, passed) for name in book.sheet_names]
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise RefusedError("工作簿内容有误，读不出来；请用Excel或WPS打开并另存后报送") from error


def _sheet(book: Any, name: str, passed: Passed) -> Answer:
    import python_calamine

    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except python_calamine.WorksheetNotFound:
        rows = []
    return {
        "name": name,
        "rows": [_row(row) for row in rows],
        "errors": passed.errors.get(name, {}),
        "uncached": passed.uncached.get(name, {}),
    }


def _row(row: list[Any]) -> list[Any]:
    cells = [_cell(value) for value in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str | int | float):
        return value
    return {"date": value.isoformat() if isinstance(value, date) else str(value)}


if __name__ == "__main__":
    main()
