"""A worker forked from a parent that is only a command: it has what both need already loaded.

The parent must be one that nothing of anybody's has been loaded into yet, and that runs no thread:
so a command asks for it, and whoever imports drafter does not get it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import IO, NoReturn

_PAUSE = 0.005  # seconds between two looks whether the process has ended
_MOST_FILES = 1 << 16
_forking = False


def fork_workers() -> None:
    """Let workers be forked from this process where the system can: a command says so, before it
    has opened anything. It saves them the start of Python, and loading what both need."""
    global _forking
    _forking = hasattr(os, "fork")


def forking() -> bool:
    """Whether workers are forked from this process."""
    return _forking


class Forked:
    """The process, as `subprocess.Popen` would have it; its standard streams are pipes. The modules
    are imported before, for both."""

    def __init__(self, modules: Sequence[str]) -> None:
        for module in modules:
            import_module(module)
        requests, written = os.pipe()
        read, answers = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            serve_on(requests, answers)
        os.close(requests)
        os.close(answers)
        self.stdin: IO[bytes] | None = os.fdopen(written, "wb")
        self.stdout: IO[bytes] | None = os.fdopen(read, "rb")
        self._code: int | None = None

    def poll(self) -> int | None:
        """The exit code, or the signal that ended it below zero; None while it runs."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def wait(self) -> int:
        """The exit code, once it has ended."""
        while (code := self.poll()) is None:
            time.sleep(_PAUSE)
        return code

    def kill(self) -> None:
        """End it at once."""
        if self.poll() is None:
            import signal

            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


def serve_on(requests: int, answers: int) -> NoReturn:
    """In the child: the worker's program, on these streams, and with no other file of the
    parent's open."""
    code = 1
    try:
        for handle, stream in ((requests, 0), (answers, 1), (os.open(os.devnull, os.O_RDWR), 2)):
            os.dup2(handle, stream)
        os.closerange(3, _MOST_FILES)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace")
        from drafter.worker.program import serve

        serve(os.fdopen(0, "rb"), os.fdopen(1, "wb"))
        code = 0
    finally:
        os._exit(code)
