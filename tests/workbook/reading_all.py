"""All files of a folder through one Reader, a good one after every fifth. Run as a program.

Prints JSON: by file, the seconds of processor time and what the reader said; by how much its
memory grew; what the largest worker held.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from time import process_time
from typing import Any

from drafter.workbook.limits import Limits
from drafter.workbook.reader import Reader, Unreadable, Workbook

_PATIENCE = 120  # seconds by the clock, on a machine that others share


def main(folder: Path, good: list[Path]) -> dict[str, Any]:
    """The answers, and the growth of this process's peak in kilobytes."""
    answers: dict[str, Any] = {}
    with Reader(Limits(wall=_PATIENCE)) as reader:
        expected = {path: cells(reader.read(path)) for path in good}
        before = peak()
        for number, path in enumerate(sorted(folder.iterdir())):
            book, seconds = timed(reader, path)
            answers[path.name] = {"seconds": seconds, "cells": cells(book)}
            if isinstance(book, Unreadable):
                answers[path.name]["reason"] = book.reason
            if number % 5 == 0:
                after = good[number // 5 % len(good)]
                assert cells(reader.read(after)) == expected[after], path.name
    grown, most = peak() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"answers": answers, "grown": grown, "worker": most, "good": list(expected.values())}


def timed(reader: Reader, path: Path) -> tuple[Workbook | Unreadable, float]:
    """What was read, and the processor's seconds in both processes."""
    worker, start = reader.worker.start().pid, process_time()
    before = spent(worker)
    book = reader.read(path)
    if worker != reader.worker.start().pid:  # another one: the file has cost the first
        before, worker = 0.0, reader.worker.start().pid
    return book, spent(worker) - before + process_time() - start


def spent(process: int) -> float:
    """The seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak() -> int:
    """The most memory that this process ever held, in kilobytes; 0 where Linux does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.is_file() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def cells(book: Workbook | Unreadable) -> str:
    """What was read, short enough to be compared; "" for nothing."""
    if isinstance(book, Unreadable):
        return ""
    text = repr({name: (sheet.rows, sheet.notes) for name, sheet in book.sheets.items()})
    return text if len(text) < 20_000 else f"{len(text)} characters"


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])))
