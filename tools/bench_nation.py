"""A generated nation: 2,850 counties of 45 workbooks each, its first counties drafted by
`drafter batch` in processes and on a Dask cluster, the whole extrapolated. Run by
`make bench-nation`; Linux only. With `--write`, the figures also go to docs/performance.md.

A county's cost is processor time, user and system, of every process of the batch together, so that
a machine which does other things besides says the same; on two quiet cores a nation takes half of
it in wall time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from drafter.desk.files.folders import Folders
from drafter.desk.year.workspace import open_workspace
from tools.bench import PAGE, machine
from tools.bench_county import County, fill_forms, write_county
from tools.bench_page import with_nation

COUNTIES, CORES, AIM = 2850, 2, 360  # seconds of wall time
STEPS, LONG = (10, 25, 50), 500
FORMS = {"14 rows, 200 slots": County(45, 14, 200), "100 rows, 600 slots": County(45, 100, 600)}
TINY = County(4, 5, 20)
_CLUSTER = """
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        input()
"""
_TICK = os.sysconf("SC_CLK_TCK")
_BETWEEN = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Batch:
    """What so many counties took: processor and wall seconds; the most that all processes together
    held in memory in the first tenth of the time and in the last, in bytes."""

    counties: int
    processor: float
    wall: float
    first: int
    last: int


def drafted(folder: Path, scheduler: str) -> Batch:
    """All counties below the folder drafted anew."""
    roots = [path for path in folder.iterdir() if path.is_dir()]
    for path in (p for root in roots for p in (root / "output", root / "records", root / ".cache")):
        shutil.rmtree(path, ignore_errors=True)
    command = [str(Path(sys.executable).with_name("drafter")), "batch", str(folder), "--json"]
    workers = [] if "://" in scheduler else ["--workers", str(CORES)]
    start, before = time.monotonic(), _others(scheduler)
    done = subprocess.Popen(
        [*command, "--scheduler", scheduler, *workers], stdout=subprocess.DEVNULL
    )
    held: list[int] = []
    watching = threading.Thread(target=_watch, args=(done, held))
    watching.start()
    _, status, used = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    watching.join()
    if done.returncode:
        raise SystemExit(f"drafter batch {folder}: exit status {done.returncode}")
    spent = used.ru_utime + used.ru_stime + _others(scheduler) - before
    tenth = max(len(held) // 10, 1)
    ends = max(held[:tenth], default=0), max(held[-tenth:], default=0)
    return Batch(len(roots), spent, time.monotonic() - start, *ends)


def _watch(process: subprocess.Popen[bytes], held: list[int]) -> None:
    """What the process and all below it hold, until it ends."""
    while process.returncode is None:
        held.append(sum(map(_memory, [process.pid, *_below(process.pid)])))
        time.sleep(_BETWEEN)


def _others(scheduler: str) -> float:
    """The processor time so far of what is below this process and stays: the cluster, while one
    is used."""
    return sum(map(_spent, _below(os.getpid()))) if "://" in scheduler else 0.0


def _below(pid: int) -> list[int]:
    words: list[str] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):  # a thread has its own
        with suppress(OSError):
            words += tasks.read_text().split()
    children = [int(word) for word in words]
    return [*children, *(one for child in children for one in _below(child))]


def _spent(pid: int) -> float:
    """User and system time of the process and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICK


def _memory(pid: int) -> int:
    """What is the process's own, in bytes."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(size) for size in re.findall(r"^Private_\w+: +(\d+) kB", text, re.M)) * 1024


@contextmanager
def nation(size: County, count: int) -> Iterator[Path]:
    """The first counties of a nation: all are asked the same, each is another region."""
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / f"{0:04}"
        write_county(size, first)
        open_workspace(first).forms()
        fill_forms(size, Folders(first))
        shutil.rmtree(first / "output")
        for number in range(1, count):
            shutil.copytree(first, Path(folder) / f"{number:04}")
        yield Path(folder)


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a Dask cluster on this machine, two workers of one thread."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with tempfile.NamedTemporaryFile("w", suffix=".py") as program:
        program.write(_CLUSTER)
        program.flush()
        running = subprocess.Popen([sys.executable, program.name], text=True, **pipes)  # type: ignore[call-overload]
        try:
            yield running.stdout.readline().strip()
        finally:
            running.communicate("\n")


def grown(size: County) -> list[tuple[str, Batch]]:
    """The first counties in steps, in processes; all of them on the cluster and one by one."""
    measured = []
    for count in STEPS:
        with nation(size, count) as folder:
            measured.append(("processes", drafted(folder, "processes")))
            if count == STEPS[-1]:
                measured.append(("in-process", drafted(folder, "in-process")))
                with cluster() as address:
                    measured.append(("Dask", drafted(folder, address)))
    return measured


def rows(measured: Sequence[tuple[str, Batch]]) -> Iterator[tuple[str, ...]]:
    """Engine, counties, processor, a county, one more, wall, the nation on two cores."""
    steps = [batch for name, batch in measured if name == "processes"]
    more = {b.counties: _more(a, b) for a, b in pairwise(steps)}
    for name, batch in measured:
        each = more.get(batch.counties) if name == "processes" else None
        mean = batch.processor / batch.counties
        yield (
            name, str(batch.counties), f"{batch.processor:.1f} s", f"{mean:.2f} s",
            f"{each:.2f} s" if each else "", f"{batch.wall:.0f} s",
            f"{mean * COUNTIES / CORES / 60:.0f} min",
        )  # fmt: skip


def _more(one: Batch, other: Batch) -> float:
    return (other.processor - one.processor) / (other.counties - one.counties)


def section() -> str:
    """The part of docs/performance.md."""
    parts = [_WORDS.format(machine=machine(), aim=AIM // 60, share=AIM * CORES / COUNTIES)]
    for form, size in FORMS.items():
        parts += [f"Forms of {form}:", _table(rows(grown(size)))]
    with nation(TINY, LONG) as folder:
        long = drafted(folder, "processes")
    first, last = (f"{size / 2**20:.0f} MB" for size in (long.first, long.last))
    parts.append(
        f"{LONG} small counties in {CORES} processes: what all processes hold of their own was at "
        f"most {first} in the first tenth of the time and {last} in the last; "
        f"{long.processor / LONG:.3f} s of processor time a county."
    )
    return "\n\n".join(parts)


def _table(lines: Iterator[tuple[str, ...]]) -> str:
    head = ("Engine", "Counties", "Processor", "A county", "One more", "Wall here", "The nation")
    rule = ("---", *["---:"] * (len(head) - 1))
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *lines))


_WORDS = """\
`make bench-nation`, on {machine}. 2,850 counties, each of 45 workbooks that came back, each with a
full draft of its own by `drafter batch`. The aim is {aim} minutes on two quiet cores, {share:.2f} s
of processor time a county. Measured are the first counties; the nation is their processor time
times their share of 2,850, on two cores. One more is what a county more takes, from a size to the
next."""


def main() -> None:
    """Measure, print, and with --write put it into the documentation."""
    words = section()
    print(words)
    if "--write" in sys.argv[1:]:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(with_nation(page, words), encoding="utf-8")


if __name__ == "__main__":
    main()
