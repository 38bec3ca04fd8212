"""Workbooks read through the worker. A worker that dies or stalls costs one file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import asdict

from drafter.model.record import decoded, plain
from drafter.workbook.annotate import Annotation
from drafter.workbook.answers import Answers
from drafter.workbook.kinds import FileKind
from drafter.workbook.limits import Limits
from drafter.workbook.raw import Notes
from drafter.worker.bounds import Bounds
from drafter.worker.process import LostError, Worker

T = TypeVar("T")
Cell = str | int | float | bool | date
_DIED = "文件使读取程序中止，未打开；请用Excel或WPS另存为新文件后报送"
_JOB = "drafter.workbook.opening:respond"
# What an answer that no worker of ours gives may lead to.
_MISSHAPEN = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
_STALLED = "文件读取超时，未打开；请清除空白格式行后另存报送"


class Sheet(Struct, frozen=True):
    """The values of one worksheet, and what is noted of its cells."""

    name: str
    rows: Sequence[Sequence[Cell]]
    notes: Notes = field(default_factory=Notes)

    def cell(self, row: int, column: int) -> Cell:
        """The value at (row, column), counted from 1; "" where there is none."""
        rows = self.rows
        if row > len(rows) or column > len(line := rows[row - 1]):
            return ""
        return line[column - 1]

    def text(self, row: int, column: int) -> str:
        """The value at (row, column) as text, without spaces around it."""
        return _text(self.cell(row, column))

    def line(self, row: int) -> list[str]:
        """The texts of a row, from its first column on."""
        return [_text(value) for value in self.rows[row - 1]]

    def covering(self, row: int, column: int) -> tuple[int, int] | None:
        """The top left cell of the merged range that covers this one; None where none does."""
        for top, left, bottom, right in self.notes.merged:
            covered = top <= row <= bottom and left <= column <= right
            if covered and (row, column) != (top, left):
                return top, left
        return None

    def hides(self, row: int, column: int) -> bool:
        """Whether the cell is out of sight: its sheet, its row or its column."""
        notes = self.notes
        if notes.hidden or row in notes.hidden_rows:
            return True
        return any(first <= column <= last for first, last in notes.hidden_columns)


def _text(value: Cell) -> str:
    if type(value) is str:
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


class Workbook(Struct, frozen=True):
    """A workbook as read: its sheets in order, the cells its names point to, its bytes' hash."""

    file: str
    sha256: str
    sheets: Mapping[str, Sheet]
    names: Mapping[str, tuple[str, str]]
    properties: Mapping[str, str]
    kind: FileKind = FileKind.XLSX


class Unreadable(Struct, frozen=True):
    """A file that was not opened, and the reason, in words for its sender."""

    file: str
    reason: str


class Reader:
    """Reads workbooks one after another in a worker process. Use it as a context, of one run or of
    many; a worker that is lost is replaced."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self.worker = Worker()
        self.answers = Answers()

    @property
    def limits(self) -> Limits:
        """How much of a file it looks at."""
        return self._limits

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.worker.stop()

    def read(self, path: Path) -> Workbook | Unreadable:
        """The workbook at the path, or why it could not be read. Raises nothing for bad files."""
        digest = self._digest(path)
        if (answer := self.answers.of(digest)) is not None:
            return workbook(path.name, decoded(dict[str, Any], answer))

        def parse(answer: dict[str, Any], line: bytes) -> Workbook:
            book = workbook(path.name, answer)
            if book.sha256 == digest:
                self.answers.add(digest, line)
            return book

        return self._answered(path, None, parse)

    def _digest(self, path: Path) -> str:
        """The file's hash; "" of one that is too large or cannot be read. What is no file, as a
        pipe, which would never end, is left to the worker."""
        try:
            if not path.is_file() or path.stat().st_size > self._limits.file:
                return ""
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""

    def annotate(self, path: Path, annotation: Annotation) -> bytes | Unreadable:
        """A copy of the .xlsx with the remarks in it; or why there is none."""
        fields = plain(annotation)
        return self._answered(path, fields, lambda answer, _: base64.b64decode(answer["content"]))

    def _answered(
        self,
        path: Path,
        annotation: dict[str, Any] | None,
        parse: Callable[[dict[str, Any], bytes], T],
    ) -> T | Unreadable:
        limits = self._limits
        bounds = Bounds(limits.cpu, limits.wall, limits.memory)
        try:
            line = self.worker.ask(_JOB, [str(path), asdict(limits), annotation], bounds)
            answer = decoded(dict[str, Any], line)
            if "reason" in answer:
                return Unreadable(path.name, answer["reason"])
            return parse(answer, line)
        except LostError as lost:
            return Unreadable(path.name, _STALLED if lost.stalled else _DIED)
        except _MISSHAPEN:
            self.worker.stop()
            return Unreadable(path.name, _DIED)


def workbook(file: str, answer: dict[str, Any]) -> Workbook:
    """The workbook of which `opening.respond` told the cells."""
    sheets = {sheet["name"]: _sheet(sheet) for sheet in answer["sheets"]}
    names = {name: (at[0], at[1]) for name, at in answer["names"].items()}
    kind = FileKind(answer["kind"])
    return Workbook(file, answer["sha256"], sheets, names, answer["properties"], kind)


def _sheet(sheet: dict[str, Any]) -> Sheet:
    rows = sheet["rows"]
    for row, column, day in sheet["dates"]:
        rows[row][column] = date.fromisoformat(day)
    noted = {name: sheet[name] for name in Notes.__struct_fields__}
    for name in ("merged", "hidden_columns"):
        noted[name] = [tuple(numbers) for numbers in noted[name]]
    return Sheet(sheet["name"], rows, Notes(**noted))
