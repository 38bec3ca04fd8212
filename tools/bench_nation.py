"""A generated nation: 2,850 counties of 45 workbooks each, its first counties drafted by
`drafter batch` in processes and on a Dask cluster, the whole extrapolated. Run by
`make bench-nation`; Linux only. With `--write`, the figures also go to docs/performance.md.

Each county has its own name, departments and figures; the template is one, as a nation hands it
down. A county's cost is processor time, user and system, of every process of the batch together: on
two quiet cores a nation takes half of it in wall time.
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
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import pairwise, repeat
from pathlib import Path

from drafter.desk.files.folders import Folders
from drafter.desk.year.workspace import open_workspace
from tools.bench import PAGE, machine
from tools.bench_county import County, fill_forms, write_county
from tools.bench_page import with_nation
from tools.bench_whole import compiled

COUNTIES, CORES, AIM = 2850, 2, 360  # seconds of wall time
LONG = 500
# The size of a county, and how many of them are drafted.
FORMS = {
    "14 rows, 200 slots": (County(45, 14, 200), (10, 25, 50)),
    "100 rows, 600 slots": (County(45, 100, 600), (4, 8)),
}
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


def drafted(roots: Sequence[Path], scheduler: str) -> Batch:
    """The counties drafted anew."""
    for path in (p for root in roots for p in (root / "output", root / "records", root / ".cache")):
        shutil.rmtree(path, ignore_errors=True)
    command = [str(Path(sys.executable).with_name("drafter")), "batch", *map(str, roots), "--json"]
    workers = [] if "://" in scheduler else ["--workers", str(CORES)]
    start, before = time.monotonic(), _others(scheduler)
    done = subprocess.Popen(
        [*command, "--scheduler", scheduler, *workers], stdout=subprocess.DEVNULL, env=compiled()
    )
    held: list[int] = []
    watching = threading.Thread(target=_watch, args=(done, held))
    watching.start()
    _, status, used = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    watching.join()
    if done.returncode:
        raise SystemExit(f"drafter batch: exit status {done.returncode}")
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
def nation(size: County, count: int) -> Iterator[list[Path]]:
    """The first counties of a nation."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(CORES) as pool:
        sizes = (replace(size, number=number) for number in range(count))
        yield [*pool.map(_county, sizes, repeat(folder), chunksize=max(count // 20, 1))]


def _county(size: County, folder: str) -> Path:
    """A county whose forms came back filled in."""
    root = Path(folder) / f"{size.number:04}"
    write_county(size, root)
    open_workspace(root).forms()
    fill_forms(size, Folders(root))
    return root


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a Dask cluster on this machine, two workers of one thread."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": compiled()}
    with tempfile.NamedTemporaryFile("w", suffix=".py") as program:
        program.write(_CLUSTER)
        program.flush()
        running = subprocess.Popen([sys.executable, program.name], text=True, **pipes)  # type: ignore[call-overload]
        try:
            yield running.stdout.readline().strip()
        finally:
            running.communicate("\n")


def grown(size: County, steps: Sequence[int]) -> list[tuple[str, Batch]]:
    """The first counties in steps, in processes; all of them on the cluster and one by one."""
    with nation(size, steps[-1]) as roots:
        measured = [("processes", drafted(roots[:count], "processes")) for count in steps]
        measured.append(("in-process", drafted(roots, "in-process")))
        with cluster() as address:
            measured.append(("Dask", drafted(roots, address)))
    return measured


def rows(measured: Sequence[tuple[str, Batch]]) -> Iterator[tuple[str, ...]]:
    """Engine, counties, processor, one more, wall, how many times faster than one by one, and the
    nation on two cores: what a county more takes, and what it takes to begin."""
    steps = [batch for name, batch in measured if name == "processes"]
    alone = next(batch.wall for name, batch in measured if name == "in-process")
    more = (steps[-1].processor - steps[0].processor) / (steps[-1].counties - steps[0].counties)
    since = {b.counties: _more(a, b) for a, b in pairwise(steps)}
    for name, batch in measured:
        own = name == "processes"
        each = since.get(batch.counties) if own else None
        total = batch.processor + (COUNTIES - batch.counties) * more
        whole = batch is steps[-1] or not own
        yield (
            name, str(batch.counties), f"{batch.processor:.1f} s",
            f"{batch.processor / batch.counties:.2f} s", f"{each:.2f} s" if each else "",
            f"{batch.wall:.1f} s", f"{alone / batch.wall:.2f}" if whole else "",
            f"{total / CORES / 60:.1f} min" if batch is steps[-1] else "",
        )  # fmt: skip


def _more(one: Batch, other: Batch) -> float:
    return (other.processor - one.processor) / (other.counties - one.counties)


def section() -> str:
    """The part of docs/performance.md."""
    parts = [_WORDS.format(machine=machine(), aim=AIM // 60, share=AIM * CORES / COUNTIES)]
    for form, (size, steps) in FORMS.items():
        parts += [f"Forms of {form}:", _table(rows(grown(size, steps)))]
    with nation(TINY, LONG) as roots:
        long = drafted(roots, "processes")
    first, last = (f"{size / 2**20:.0f} MB" for size in (long.first, long.last))
    parts.append(
        f"{LONG} small counties in {CORES} processes: what all processes hold of their own was at "
        f"most {first} in the first tenth of the time and {last} in the last; "
        f"{long.processor / LONG:.3f} s of processor time a county."
    )
    return "\n\n".join(parts)


def _table(lines: Iterator[tuple[str, ...]]) -> str:
    head = (
        "Engine", "Counties", "Processor", "A county", "One more", "Wall here",
        "In-process ÷ this", "The nation",
    )  # fmt: skip
    rule = ("---", *["---:"] * (len(head) - 1))
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *lines))


_WORDS = """\
`make bench-nation`, on {machine}. 2,850 counties, each of 45 workbooks that came back, each with a
full draft of its own by `drafter batch`. The aim is {aim} minutes on two quiet cores, {share:.2f} s
of processor time a county. Each county has its own name, departments and figures; the template is
one. Measured are the first counties. One more is what a county more takes, from a size to the next;
the nation is what the first counties took and as much for each of the others, on two cores.

What takes it with forms of 14 rows, by profile: a quarter is reading the 45 forms in the worker, a
quarter proofreading the text; keeping the forms on record (135 files, on the disk before they are
in their places), the draft's own five files, and taking the answers out of what was read are a
tenth each; catalogue, checks and the draft's record are the rest. Below that lie 0.03 s for
inflating and parsing the forms with nothing done about what stands in them, and as much for the 135
files."""


def main() -> None:
    """Measure, print, and with --write put it into the documentation."""
    words = section()
    print(words)
    if "--write" in sys.argv[1:]:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(with_nation(page, words), encoding="utf-8")


if __name__ == "__main__":
    main()
