"""Whole commands on the sample, each run a process of its own, in a copy of the workspace."""

from __future__ import annotations

import compileall
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from openpyxl import load_workbook

ROOT = Path(__file__).parents[1]
RUNS = 7


@dataclass(frozen=True, slots=True)
class Command:
    """A command on the sample: its arguments, whether drafts are removed first, its exit codes,
    whether there are two drafts, and whether a form comes in with other figures each time."""

    name: str
    arguments: tuple[str, ...]
    fresh: bool = False
    codes: tuple[int, ...] = (0,)
    drafted: bool = False
    other: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processor; the memory of the largest process in bytes."""

    wall: float
    cpu: float
    peak: int


COMMANDS = (
    Command("`drafter draft`", ("draft",), fresh=True),
    Command("`drafter draft`, other figures", ("draft",), fresh=True, other=True),
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
_BASE = (sys.executable, "-c", "import click, lxml.etree, rapidfuzz")
_ALL = (*COMMANDS, *STARTS)
_FORM, _OTHER = "inputs/2023/区司法局.xlsx", "别的数.xlsx"


def costs() -> tuple[dict[str, Cost], Cost]:
    """Medians of each command in a copy of the sample of its own, and of a process that imports
    what every review needs, and does nothing: all in turns, after one that warms the caches."""
    compileall.compile_dir(ROOT / "drafter", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        commands = [(command, _prepared(command, Path(folder))) for command in _ALL]
        rounds = [
            (process(_BASE)[0], *(_run(command, root) for command, root in commands))
            for _ in range(RUNS + 1)
        ]
    started, *others = (_median(taken) for taken in zip(*rounds[1:], strict=True))
    return {command.name: cost for command, cost in zip(_ALL, others, strict=True)}, started


def _prepared(command: Command, folder: Path) -> Path:
    """A workspace for the command."""
    root = folder / str(_ALL.index(command))
    for name in ("templates", "inputs"):
        shutil.copytree(ROOT / name, root / name)
    for draft in _DRAFTS if command.drafted else ():
        _run(draft, root)
    if command.other:
        book = load_workbook(root / _FORM)
        cells = (row[3] for row in book["填报表"].iter_rows())
        cell = next(cell for cell in cells if isinstance(cell.value, int))
        cell.value = int(str(cell.value)) + 1
        book.save(root / _OTHER)
    return root


def _exchange(root: Path) -> None:
    """The form with the other figures for the one that lies there."""
    aside = (root / _OTHER).rename(root / "来的.xlsx")
    (root / _FORM).rename(root / _OTHER)
    aside.rename(root / _FORM)


def start(runs: int = RUNS) -> float:
    """Processor seconds of a process that imports what every review needs, and does nothing."""
    return median(process(_BASE)[0].cpu for _ in range(runs))


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        max(cost.peak for cost in costs),
    )


def _run(command: Command, workspace: Path) -> Cost:
    if command.fresh:
        shutil.rmtree(workspace / "output", ignore_errors=True)
    if command.other:
        _exchange(workspace)
    draft = workspace / "output/2023/第1稿/报告.docx"
    named = [word.format(root=workspace, draft=draft) for word in command.arguments]
    program = str(Path(sys.executable).with_name("drafter"))
    taken, code = process([program, "-C", str(workspace), *named])
    if code not in command.codes:
        raise SystemExit(f"{command.name}: exit status {code}")
    return taken


def process(arguments: Sequence[str]) -> tuple[Cost, int]:
    """What the process and those that it waited for took, and its exit code."""
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    start = perf_counter()
    child = os.posix_spawn(arguments[0], list(arguments), os.environ, file_actions=silent)
    _, status, used = os.wait4(child, 0)
    wall = perf_counter() - start
    taken = Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
    return taken, os.waitstatus_to_exitcode(status)
