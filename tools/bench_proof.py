"""Proofreading reports of twenty thousand characters and more, and a long table, in process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from drafter.proof.proof import proofread
from drafter.proof.text.reading import read
from tools.bench_commands import ROOT, start
from tools.bench_filling import cpu

LENGTHS = (20_000, 80_000, 320_000)
ROWS = 1_000
# Starts of a process (60 ms where nothing else runs): a text of 20,000 characters, and the table.
MOST, MOST_ROWS = 1.7, 8.3
ROUNDS = 5
_REPORT = ROOT / "tests/data/proof/published.txt"


@dataclass(frozen=True, slots=True)
class Proofed:
    """Processor seconds, the median, for so many characters, or so many rows of a table."""

    size: int
    seconds: float
    start: float

    @property
    def ratio(self) -> float:
        """How many starts of a process, measured beside it, it takes."""
        return self.seconds / self.start


def proofed(characters: int) -> Proofed:
    """The published report, told again and again until it is that long."""
    report = _REPORT.read_text(encoding="utf-8")
    content = (report * (characters // len(report) + 1))[:characters]
    return _proofed(characters, content.encode(), "报告.txt")


def tabled(rows: int = ROWS) -> Proofed:
    """A table whose rows each add up, and the row of its totals."""
    lines = [(f"第{n}街道", 2 * n + 7, n + 3, n + 4) for n in range(rows - 1)]
    totals = ("合计", *(sum(int(line[column]) for line in lines) for column in (1, 2, 3)))
    head = ("单位", "案件总数（件）", "民事（件）", "刑事（件）")
    cells = ("".join(f"<td>{cell}</td>" for cell in line) for line in (head, *lines, totals))
    table = "".join(f"<tr>{line}</tr>" for line in cells)
    page = f"<html><meta charset='utf-8'><body><p>附表</p><table>{table}</table></body></html>"
    return _proofed(rows, page.encode(), "附表.html")


def _proofed(size: int, content: bytes, file: str) -> Proofed:
    taken = median(cpu(lambda: proofread(read(content, file).passages), ROUNDS))
    return Proofed(size, taken, start(3))


def rows(measured: Iterable[Proofed], table: Proofed) -> Iterable[tuple[str, ...]]:
    """What was read, seconds, microseconds a character or a row, how many starts that is."""
    for each in measured:
        yield f"{each.size:,} characters", *_told(each)
    yield f"a table of {table.size:,} rows", *_told(table)


def _told(proofed: Proofed) -> tuple[str, str, str]:
    share = f"{proofed.seconds / proofed.size * 1e6:.2f} µs"
    return f"{proofed.seconds:.3f} s", share, f"{proofed.ratio:.1f}"
