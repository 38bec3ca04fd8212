"""The worker as its parent sees it: a process that answers, one line a request.

The file that it opens may have taken it over. So its answers are data of a bounded length, and
whoever asks checks their shape.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Timer, active_count
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

from msgspec.structs import asdict

from drafter.worker.bounds import Bounds
from drafter.worker.forked import Forked, forking

if TYPE_CHECKING:
    from drafter.worker.nursery import Nursery

_PROGRAM = "from drafter.worker.program import main; main()"
# It looks for modules where its parent does, so that nothing in between has to be found anew.
_PATHS = "import sys; sys.path[:] = {paths!r}\n"
_FLAGS = ("-S", "-E", "-P", "-X", "utf8")
_PATIENCE = 5  # seconds for a process that has closed its pipe to be gone
_PAUSE = 0.01
_raising = False
_nursery: Nursery | None = None


class Process(Protocol):
    """What a worker runs in: spawned anew, or forked from a command."""

    pid: int
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def poll(self) -> int | None:
        """The exit code; None while it runs."""

    def wait(self) -> int:
        """The exit code, once it has ended."""

    def kill(self) -> None:
        """End it at once."""


def raise_workers() -> None:
    """Let workers be forked from a nursery where the system can: a process that lasts, and runs
    threads, says so. It saves them the same as being forked from a command."""
    global _raising
    _raising = hasattr(os, "fork")


class LostError(Exception):
    """The worker died, or it stalled and was ended; the next request gets a new one."""

    def __init__(self, stalled: bool) -> None:
        super().__init__("stalled" if stalled else "died")
        self.stalled = stalled


class Worker:
    """A process for work on files from outside; a new one is started where one was lost. Use it as
    a context. `modules` are imported while it comes up."""

    def __init__(self, *modules: str) -> None:
        self._modules = modules
        self._process: Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Process:
        """The process; another where the last one has ended between two requests. It comes up while
        its parent does something else."""
        if self._process is not None and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            self._process = _started(self._modules)
        return self._process

    def ask(self, job: str, arguments: Sequence[Any], bounds: Bounds) -> bytes:
        """The answer to a job of the program's list: a line of JSON. Raises LostError."""
        process, stalled = self.start(), Event()

        def give_up() -> None:
            stalled.set()
            process.kill()

        clock = Timer(bounds.wall, give_up)
        clock.start()
        try:
            line = _exchanged(process, [job, arguments, asdict(bounds)], bounds.answer)
            if not line.endswith(b"\n"):
                late = stalled.is_set() or _ended_for_time(process)
                self.stop()
                raise LostError(late)
        finally:
            clock.cancel()
        return line

    def stop(self) -> None:
        """End the process. The next request gets a new one."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with suppress(OSError):  # what a lost worker did not read
                        pipe.close()


def _started(modules: Sequence[str]) -> Process:
    if forking() and active_count() == 1:
        return Forked(modules)
    package = str(Path(__file__).resolve().parents[2])
    paths = [package, *(path for path in sys.path if Path(path).is_absolute())]
    command, program = [sys.executable, *_FLAGS, "-c"], _PATHS.format(paths=paths)
    if _raising and (raised := _raised(modules, command, program)):
        return raised
    import subprocess

    return subprocess.Popen(
        [*command, program + _PROGRAM, *modules],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _raised(modules: Sequence[str], command: list[str], program: str) -> Process | None:
    """A worker of the nursery; None where it is gone: the next gets a new one."""
    global _nursery
    from drafter.worker.nursery import Nursery

    _nursery = _nursery or Nursery(command, program)
    try:
        return _nursery.worker(modules)
    except OSError:
        _nursery.close()
        _nursery = None
        return None


def _exchanged(process: Process, request: object, most: int) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(request, ensure_ascii=False).encode() + b"\n")
        process.stdin.flush()
        return process.stdout.readline(most)
    except OSError:
        return b""


def _ended_for_time(process: Process) -> bool:
    """Whether the system ended the process for its processor time."""
    end = time.monotonic() + _PATIENCE
    while (code := process.poll()) is None and time.monotonic() < end:
        time.sleep(_PAUSE)
    import signal

    return hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU
