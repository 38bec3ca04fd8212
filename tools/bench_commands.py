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
    """A command on the sample: its arguments, whether drafts are removed first, its exit codes, and
    whether there are two drafts."""

    name: str
    arguments: tuple[str, ...]
    fresh: bool = False
    codes: tuple[int, ...] = (0,)
    drafted: bool = False


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
STARTS = (
    Command("`drafter status`", ("status",), drafted=True),
    Command("`drafter trace`", ("trace", "法律援助.案件总数"), drafted=True),
    Command("`drafter verify`", ("verify", "{draft}"), drafted=True),
    Command("`drafter diff`", ("diff", "1", "2"), drafted=True),
    Command("`drafter redline`", ("redline", "1", "2", "-o", "{root}/对比.docx"), drafted=True),
)
_DRAFTS = (Command("", ("draft",)), Command("", ("draft", "--stage", "征求意见稿")))
_IMPORTS = "import click, lxml.etree, rapidfuzz"


def cost(command: Command) -> Cost:
    """Medians over the runs in a copy of the sample, after one that warms the caches."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("templates", "inputs"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        for draft in _DRAFTS if command.drafted else ():
            _run(draft, Path(folder))
        costs = [_run(command, Path(folder)) for _ in range(RUNS + 1)][1:]
    return _median(costs)


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        max(cost.peak for cost in costs),
    )


def _run(command: Command, workspace: Path) -> Cost:
    if command.fresh:
        shutil.rmtree(workspace / "output", ignore_errors=True)
    draft = workspace / "output/2023/第1稿/报告.docx"
    named = [word.format(root=workspace, draft=draft) for word in command.arguments]
    program = str(Path(sys.executable).with_name("drafter"))
    taken, code = _process([program, "-C", str(workspace), *named])
    if code not in command.codes:
        raise SystemExit(f"{command.name}: exit status {code}")
    return taken


def base() -> Cost:
    """Medians of a process that imports what every review needs, and does nothing."""
    costs = [_process([sys.executable, "-c", _IMPORTS])[0] for _ in range(RUNS + 1)][1:]
    return _median(costs)


def _process(arguments: list[str]) -> tuple[Cost, int]:
    """What the process and those that it waited for took, and its exit code."""
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    start = perf_counter()
    child = os.posix_spawn(arguments[0], arguments, os.environ, file_actions=silent)
    _, status, used = os.wait4(child, 0)
    wall = perf_counter() - start
    taken = Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
    return taken, os.waitstatus_to_exitcode(status)
