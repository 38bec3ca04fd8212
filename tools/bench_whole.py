"""A full county beside openpyxl's two passes over its forms; and how the time grows with its parts.

All is processor time of whole processes in user mode, the worker's included: on a machine that does
other things besides, that is what stays the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from drafter.desk.files.folders import Folders
from drafter.desk.records.records import Arrival, Records
from drafter.desk.year.workspace import open_workspace
from tools.bench_county import YEAR, County, fill_forms, write_county

ROUNDS, RUNS = 3, 7
RISE = 1.2  # what a unit of work may take more at the larger sizes
_NOISE = 0.05  # of the whole run: what the best of two series of runs differ by
_VERSIONS = 50  # a year
_PASSES = """
import sys
from pathlib import Path
from openpyxl import load_workbook
for form in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    for values in (False, True):
        load_workbook(form, data_only=values).close()
"""
_READ = ".cache/*.answers"  # forms that were opened once need not be opened again
# The commands in the order of a round: name, words, what is removed before, the most it may take.
COMMANDS = (
    ("`drafter draft`", "draft", (f"output/{YEAR}/第*稿", _READ), 0.45),
    ("`drafter draft`, nothing changed", "draft", (), 0.1),
    ("`drafter check`", "check", (_READ,), 0.3),
    ("`drafter forms`", "forms", (f"output/{YEAR}/下发", _READ), 1.2),
)
_SMALL = County(10, 25, 200)


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the processor in user mode; the largest process in bytes."""

    seconds: float
    peak: int


@dataclass(frozen=True, slots=True)
class Whole:
    """Medians of rounds in which all take turns: openpyxl, and each of COMMANDS."""

    openpyxl: Run
    commands: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """A draft's seconds by the size of one part, all else as it is: the least of runs in which the
    sizes take turns; and how much more than the least the middle one took."""

    part: str
    seconds: dict[int, float]
    unrest: dict[int, float]

    @property
    def units(self) -> list[float]:
        """What one unit more takes, from each size to the next: the start is not in it."""
        pairs = pairwise(self.seconds.items())
        return [(t - s) / (n - m) for (m, s), (n, t) in pairs]

    @property
    def risen(self) -> list[bool]:
        """From each size to the next, whether a unit takes more than a fifth more than between the
        first two, and so much that it is not noise: more than the runs of one size differ."""
        first, sizes = max(self.units[0], 0.0), [*self.seconds]
        steps = zip(self.units, pairwise(sizes), strict=True)
        noise = {n: max(_NOISE * self.seconds[n], 2 * max(self.unrest.values())) for n in sizes}
        return [(unit - first * RISE) * (n - m) > noise[n] for unit, (m, n) in steps]


def whole() -> Whole:
    """The county's commands and openpyxl, by turns."""
    with workspace(County()) as root:
        forms = str(root / "inputs" / str(YEAR))
        rounds = [
            [_run([sys.executable, "-c", _PASSES, forms]), *_commands(root)] for _ in range(ROUNDS)
        ]
    runs = [_median(turn) for turn in zip(*rounds, strict=True)]
    return Whole(runs[0], tuple(runs[1:]))


def growths() -> Iterator[Growth]:
    """A draft of more rows a form, departments, slots, and of more years on record."""
    yield _growth("Rows a form", {n: (County(10, n, 200), 0) for n in (25, 50, 100, 200)})
    yield _growth("Departments", {n: (County(n, 25, 200), 0) for n in (10, 45, 150)})
    terse = {n: (County(10, 100, n, terse=True), 0) for n in (200, 2000, 8000)}
    yield _growth("Slots", terse)
    yield _growth("Years on record", {n: (_SMALL, n) for n in (1, 5, 20)})


def _growth(part: str, sizes: dict[int, tuple[County, int]]) -> Growth:
    """Each size is a county with so many years on record."""
    with ExitStack() as stack:
        roots = {n: stack.enter_context(workspace(*size)) for n, size in sizes.items()}
        runs = [
            {n: next(_commands(root)).seconds for n, root in roots.items()} for _ in range(RUNS)
        ]
    least = {n: min(run[n] for run in runs) for n in sizes}
    return Growth(part, least, {n: median(run[n] for run in runs) - least[n] for n in sizes})


def _record(root: Path, year: int) -> None:
    """So many versions received in the year."""
    folder = root / "versions"
    folder.mkdir(exist_ok=True)
    for number in range(_VERSIONS):
        content = f"{year} {number}".encode()
        path = folder / f"{number}.xlsx"
        path.write_bytes(content)
        arrival = Arrival(path, hashlib.sha256(content).hexdigest(), "县第0局")
        Records(root, year).receive([arrival], f"{year}-11-06 09:30:00")


def _commands(root: Path) -> Iterator[Run]:
    program = str(Path(sys.executable).with_name("drafter"))
    for _, command, removed, _ in COMMANDS:
        for path in (path for pattern in removed for path in root.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        yield _run([program, "-C", str(root), command])


@contextmanager
def workspace(size: County, years: int = 0) -> Iterator[Path]:
    """A workspace of that size whose forms came back filled in, with so many years on record."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_county(size, root)
        open_workspace(root).forms()
        fill_forms(size, Folders(root))
        for year in range(YEAR, YEAR - years, -1):
            _record(root, year)
        yield root


def _run(arguments: list[str]) -> Run:
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    child = os.posix_spawn(arguments[0], arguments, compiled(), file_actions=silent)
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)}: exit status {status}")
    return Run(used.ru_utime, used.ru_maxrss * 1024)


def compiled() -> dict[str, str]:
    """The environment. Users have compiled bytecode: a setting of the machine's must not take it
    away."""
    return {n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}


def _median(runs: Sequence[Run]) -> Run:
    return Run(median(run.seconds for run in runs), max(run.peak for run in runs))


def rows(measured: Whole) -> Iterator[tuple[str, ...]]:
    """Command, seconds, times openpyxl's, the most that may be, whether it is met, memory."""
    base = measured.openpyxl
    yield "openpyxl, two passes", f"{base.seconds:.2f} s", "1.00", "", "", _megabytes(base)
    for (name, *_, most), run in zip(COMMANDS, measured.commands, strict=True):
        ratio = run.seconds / base.seconds
        met = "met" if ratio <= most else "missed"
        yield name, f"{run.seconds:.2f} s", f"{ratio:.2f}", f"≤ {most}", met, _megabytes(run)


def _megabytes(run: Run) -> str:
    return f"{run.peak / 2**20:.0f} MB"


def growth_rows(measured: Sequence[Growth]) -> Iterator[tuple[str, ...]]:
    """Part, size, seconds of a draft, what a unit takes more since the size before, the mark."""
    for growth in measured:
        since = ["", *(f"{unit * 1000:.2f} ms" for unit in growth.units)]
        marks = ["", *("**risen**" if risen else "linear" for risen in growth.risen)]
        for (size, seconds), unit, mark in zip(growth.seconds.items(), since, marks, strict=True):
            yield growth.part, f"{size:,}", f"{seconds:.2f} s", unit, mark


def has_risen(measured: Sequence[Growth]) -> bool:
    """Whether anything grows faster than its size."""
    return any(any(growth.risen) for growth in measured)
