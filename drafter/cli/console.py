"""Where people and programs read: text that is safe to show, and JSON."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click
from msgspec import Struct, field

from drafter.model import sentence
from drafter.model.finding import Finding, Severity
from drafter.model.shown import shown, shown_json

Piece = str | tuple[str, str]  # a text, or a text and its style
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
_COLOURS = ("red", "yellow", "green", "cyan")
LONGEST = 60
_MOST_SHOWN = 40
_CLEARED = "\r\x1b[K"  # back to the line's start, and nothing behind it


class Column(Struct, frozen=True):
    """A column of a table, and whether numbers stand in it."""

    name: str
    number: bool = False


class Table(Struct, frozen=True):
    """Rows under a head, in columns as wide as their longest text."""

    columns: Sequence[Column]
    rows: list[Sequence[str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The table, an empty line before and behind it."""
        cells = [[shown(text) for text in row] for row in self._all()]
        widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
        full = sum(widths) + 3 * len(widths) - 1
        head, *rows = (self._line(row, widths) for row in cells)
        yield from ("", head, f" {'─' * (full - 2)} ", *rows, "")

    def _all(self) -> Iterator[Sequence[str]]:
        yield [column.name for column in self.columns]
        yield from self.rows

    def _line(self, row: Sequence[str], widths: Sequence[int]) -> str:
        padded = (
            f"{' ' * (wide - width(text))}{text}" if column.number
            else f"{text}{' ' * (wide - width(text))}"
            for column, text, wide in zip(self.columns, row, widths, strict=True)
        )  # fmt: skip
        return f" {'   '.join(padded)}".rstrip()


class Lines:
    """Every text that is printed is one line, and safe to show."""

    def __init__(self, error: bool = False) -> None:
        self._error = error

    def print(self, *pieces: Piece, style: str = "") -> None:
        """The pieces as one line."""
        pairs = ((piece, style) if isinstance(piece, str) else piece for piece in pieces)
        click.echo("".join(_styled(shown(text), own) for text, own in pairs), err=self._error)

    def show(self, table: Table) -> None:
        """The table."""
        for line in table.lines():
            self.print(line)


def _styled(text: str, style: str) -> str:
    if not (words := style.split()):
        return text
    colour = next((word for word in words if word in _COLOURS), None)
    return click.style(
        text, colour, bold="bold" in words, dim="dim" in words, strikethrough="strike" in words
    )


def width(text: str) -> int:
    """The columns of a terminal that a text takes: two for a Chinese character."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def console(error: bool = False) -> Lines:
    """Standard output; or, with `error`, standard error."""
    return Lines(error)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A line that tells what is being done; on a terminal only, on standard error."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    try:
        yield lambda words: click.echo(f"{_CLEARED}{shown(words)}", nl=False, err=True)
    finally:
        click.echo(_CLEARED, nl=False, err=True)


def print_json(value: object) -> None:
    """The value, for programs."""
    print(shown_json(value))


def print_findings(
    findings: Sequence[Finding], more: str = "drafter check --json", error: bool = False
) -> None:
    """The findings, one a line; `more` is the command that prints all."""
    out = console(error)
    for finding in findings[:_MOST_SHOWN]:
        colour = COLOURS[finding.severity] if finding.open else "dim"
        out.print(sentence.line(finding), style=colour)
    if len(findings) > _MOST_SHOWN:
        out.print(f"……另有{len(findings) - _MOST_SHOWN}条，用 {more} 查看全部")


def print_json_findings(findings: Sequence[Finding]) -> None:
    """A list of findings."""
    print_json([sentence.record(finding) for finding in findings])


def counts(findings: Sequence[Finding]) -> str:
    """How many of each weight are open; how many were decided."""
    counted = Counter(finding.severity for finding in findings if finding.open)
    closed = sum(not finding.open for finding in findings)
    weights = [f"{weight}{counted[weight]}条" for weight in Severity]
    return "、".join([*weights, *([f"另有已决定的{closed}条"] if closed else [])])
