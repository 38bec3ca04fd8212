"""Whole commands on the sample, each run a process of its own, in a copy of the workspace."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
RUNS = 9


@dataclass(frozen=True, slots=True)
class Command:
    """A command on the sample: its arguments, whether drafts are removed first, its exit codes."""

    name: str
    arguments: tuple[str, ...]
    fresh: bool = False
    codes: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processor; the memory of the largest process in bytes."""

    wall: float
    cpu: float
    peak: int


COMMANDS = (
    Command("`drafter draft`", ("draft",), fresh=True),
    Command("`drafter draft`, nothing changed", ("draft",)),
    Command("`drafter check`", ("check",), codes=(0, 1)),
    Command("`drafter --help`", ("--help",)),
)


def cost(command: Command) -> Cost:
    """Medians over the runs in a copy of the sample, after one that warms the caches."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("templates", "inputs"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        costs = [_run(command, Path(folder)) for _ in range(RUNS + 1)][1:]
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        max(cost.peak for cost in costs),
    )


def _run(command: Command, workspace: Path) -> Cost:
    if command.fresh:
        shutil.rmtree(workspace / "output", ignore_errors=True)
    program = str(Path(sys.executable).with_name("drafter"))
    arguments = [program, "-C", str(workspace), *command.arguments]
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    start = perf_counter()
    child = os.posix_spawn(program, arguments, os.environ, file_actions=silent)
    _, status, used = os.wait4(child, 0)
    wall = perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in command.codes:
        raise SystemExit(f"{command.name}: exit status {os.waitstatus_to_exitcode(status)}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
