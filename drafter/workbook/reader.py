"""Workbooks read through the worker. A worker that dies or stalls costs one file."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from threading import Event, Timer
from typing import Any

from drafter.workbook.annotate import Annotation
from drafter.workbook.kinds import FileKind
from drafter.workbook.limits import Limits
from drafter.workbook.notes import Notes

Cell = str | int | float | bool | date
_DIED = "文件使读取程序中止，未打开；请用Excel或WPS另存为新文件后报送"
_STALLED = "文件读取超时，未打开；请清除空白格式行后另存报送"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of one worksheet, and what is noted of its cells."""

    name: str
    rows: Sequence[Sequence[Cell]]
    notes: Notes = field(default_factory=Notes)

    def cell(self, row: int, column: int) -> Cell:
        """The value at (row, column), counted from 1; "" where there is none."""
        if row > len(self.rows) or column > len(self.rows[row - 1]):
            return ""
        return self.rows[row - 1][column - 1]

    def text(self, row: int, column: int) -> str:
        """The value at (row, column) as text, without spaces around it."""
        value = self.cell(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).strip()

    def covering(self, row: int, column: int) -> tuple[int, int] | None:
        """The top left cell of the merged range that covers this one; None where none does."""
        for top, left, bottom, right in self.notes.merged:
            covered = top <= row <= bottom and left <= column <= right
            if covered and (row, column) != (top, left):
                return top, left
        return None

    def hides(self, row: int, column: int) -> bool:
        """Whether the cell is out of sight: its sheet, its row or its column."""
        columns = self.notes.hidden_columns
        aside = any(first <= column <= last for first, last in columns)
        return self.notes.hidden or aside or row in self.notes.hidden_rows


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as read: its sheets in order, the cells its names point to, its bytes' hash."""

    file: str
    sha256: str
    sheets: Mapping[str, Sheet]
    names: Mapping[str, tuple[str, str]]
    properties: Mapping[str, str]
    kind: FileKind = FileKind.XLSX


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that was not opened, and the reason, in words for its sender."""

    file: str
    reason: str


class Reader:
    """Reads workbooks one after another in a worker process. Use it as a context."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, path: Path) -> Workbook | Unreadable:
        """The workbook at the path, or why it could not be read. Raises nothing for bad files."""
        answer = self._ask(path)
        if "reason" in answer:
            return Unreadable(path.name, answer["reason"])
        sheets = {sheet["name"]: _sheet(sheet) for sheet in answer["sheets"]}
        names = {name: (at[0], at[1]) for name, at in answer["names"].items()}
        kind = FileKind(answer["kind"])
        return Workbook(path.name, answer["sha256"], sheets, names, answer["properties"], kind)

    def annotate(self, path: Path, annotation: Annotation) -> bytes | Unreadable:
        """A copy of the .xlsx with the remarks in it; or why there is none."""
        answer = self._ask(path, asdict(annotation))
        if "reason" in answer:
            return Unreadable(path.name, answer["reason"])
        return base64.b64decode(answer["content"])

    def _ask(self, path: Path, annotation: dict[str, Any] | None = None) -> dict[str, Any]:
        worker = self._running()
        stalled = Event()

        def give_up() -> None:
            stalled.set()
            worker.kill()

        clock = Timer(self._limits.wall, give_up)
        clock.start()
        try:
            line = _exchange(worker, json.dumps([str(path), asdict(self._limits), annotation]))
        finally:
            clock.cancel()
        if not line.endswith(b"\n"):
            self._stop()
            return {"reason": _STALLED if stalled.is_set() else _DIED}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None:
            self._worker = _start()
        return self._worker

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.kill()
            worker.communicate()


def _start() -> subprocess.Popen[bytes]:
    package = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": package, "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-c", "from drafter.workbook.worker import main; main()"]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _exchange(worker: subprocess.Popen[bytes], request: str) -> bytes:
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        worker.stdin.write(request.encode() + b"\n")
        worker.stdin.flush()
        return worker.stdout.readline()
    except OSError:
        return b""


def _sheet(sheet: dict[str, Any]) -> Sheet:
    rows = sheet["rows"]
    for row, column, day in sheet["dates"]:
        rows[row][column] = date.fromisoformat(day)
    noted = {name: sheet[name] for name in Notes.__dataclass_fields__}
    for name in ("merged", "hidden_columns"):
        noted[name] = [tuple(numbers) for numbers in noted[name]]
    return Sheet(sheet["name"], rows, Notes(**noted))
