"""Proofreading reports of twenty thousand characters and more, in process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from drafter.proof.proof import proofread
from drafter.proof.reading import read
from tools.bench_commands import ROOT
from tools.bench_filling import cpu

LENGTHS = (20_000, 40_000, 80_000, 160_000, 320_000)
ROUNDS = 7
_REPORT = ROOT / "tests/data/proof/published.txt"


@dataclass(frozen=True, slots=True)
class Proofed:
    """Processor seconds, the median, for a text of so many characters."""

    characters: int
    seconds: float


def proofed(characters: int) -> Proofed:
    """The published report, told again and again until it is that long."""
    report = _REPORT.read_text(encoding="utf-8")
    content = (report * (characters // len(report) + 1))[:characters].encode()
    return Proofed(
        characters, median(cpu(lambda: proofread(read(content, "报告.txt").passages), ROUNDS))
    )


def rows(measured: Iterable[Proofed]) -> Iterable[tuple[str, str, str]]:
    """Characters, seconds, microseconds a character."""
    for each in measured:
        share = each.seconds / each.characters * 1e6
        yield f"{each.characters:,}", f"{each.seconds:.3f} s", f"{share:.2f} µs"
