"""A .docx or a workbook as plain text, a paragraph or a cell a line: what git compares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from drafter.desk.files.folders import read_file, there
from drafter.model.errors import WorkspaceError
from drafter.model.finding import address


def plain_text(path: Path) -> str:
    """The text, each line ended. Raises DrafterError for what is neither."""
    lines = _document(there(path)) if path.suffix.lower() == ".docx" else _workbook(there(path))
    return "".join(f"{line}\n" for line in lines)


def _document(path: Path) -> list[str]:
    from drafter.worker.calls import Apart

    with Apart(__name__, path.name) as apart:
        return apart.call(document_lines, path)


def document_lines(path: Path) -> list[str]:
    """In the worker: the text of the .docx, a paragraph or a table's row a line."""
    from drafter.review.story.document import read_document, settled
    from drafter.review.story.lines import read_lines

    document = settled(read_document(read_file(path), path.name))
    return [line.text for line in read_lines(document.story)]


def _workbook(path: Path) -> Iterator[str]:
    from drafter.workbook.reader import Reader, Unreadable

    with Reader() as reader:
        book = reader.read(path)
    if isinstance(book, Unreadable):
        raise WorkspaceError(f"{book.file}：{book.reason}")
    for sheet in book.sheets.values():
        for row, cells in enumerate(sheet.rows, start=1):
            for column, value in enumerate(cells, start=1):
                text = value.isoformat() if isinstance(value, date) else sheet.text(row, column)
                if text:
                    yield f"{sheet.name}!{address(row, column)}\t{' '.join(text.split())}"
