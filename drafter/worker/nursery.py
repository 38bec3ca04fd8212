"""Workers of a process that runs threads, and so cannot be forked itself: they are forked from a
nursery, a process that has loaded what they need and is never given a file of anybody's.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import IO, NoReturn

_START = "from drafter.worker.nursery import main; main()"
# What jobs on Word files load when they run: here once for all.
_LOADED = (
    "drafter.review.compare.explaining",
    "drafter.review.edits.joining",
    "drafter.review.returned.verification",
)
_MOST_BYTES = 1 << 16


class Nursery:
    """The process, from its start to its parent's end."""

    def __init__(self, command: Sequence[str], program: str) -> None:
        """The command starts Python, the program has it look for modules where its parent does."""
        self._line, theirs = socket.socketpair()
        with theirs:
            handle, start = theirs.fileno(), f"{program}{_START}"
            self._process = subprocess.Popen(
                [*command, start, str(handle)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[handle],
            )
        self._turn = Lock()
        atexit.register(self.close)

    def worker(self, modules: Sequence[str]) -> Raised:
        """A new worker, the modules imported. Raises OSError where the nursery is gone."""
        (requests, written), (read, answers), (reports, telling) = os.pipe(), os.pipe(), os.pipe()
        with self._turn:
            try:
                message = json.dumps([_here(), *modules]).encode()
                socket.send_fds(self._line, [message], [requests, answers, telling])
            finally:
                for handle in (requests, answers, telling):
                    os.close(handle)
            return Raised(written, read, reports)

    def close(self) -> None:
        """End it, once its workers have ended."""
        self._line.close()
        self._process.wait()


def _here() -> str:
    """Where the parent is by now: it may name files from there."""
    try:
        return str(Path.cwd())
    except FileNotFoundError:
        return os.sep


class Raised:
    """A worker's process, as `subprocess.Popen` would have it; its standard streams are pipes."""

    def __init__(self, requests: int, answers: int, reports: int) -> None:
        self.stdin: IO[bytes] | None = os.fdopen(requests, "wb")
        self.stdout: IO[bytes] | None = os.fdopen(answers, "rb")
        self._told = os.fdopen(reports, "rb", buffering=0)
        self._code: int | None = None
        pid = self._told.readline()
        if not pid:
            for stream in (self.stdin, self.stdout, self._told):
                stream.close()
            raise OSError("the nursery is gone")
        self.pid = int(pid)

    def poll(self) -> int | None:
        """The exit code, or the signal that ended it below zero; None while it runs."""
        if self._code is None and select.select([self._told], [], [], 0)[0]:
            self.wait()
        return self._code

    def wait(self) -> int:
        """The exit code, once it has ended."""
        if self._code is None:
            self._code = int(self._told.readline() or -signal.SIGKILL)
            self._told.close()
        return self._code

    def kill(self) -> None:
        """End it at once."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


def main() -> None:
    """The nursery's program: for each request a worker, until the parent closes the line."""
    line = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with its parent
    while True:
        message, handles, *_ = socket.recv_fds(line, _MOST_BYTES, 3)
        if not message:
            return
        folder, *modules = json.loads(message)
        for module in (*modules, *_LOADED):
            import_module(module)
        with suppress(ChildProcessError):  # those that told of workers which have ended
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if os.fork() == 0:
            line.close()
            with suppress(OSError):  # a folder that is gone holds no file to be opened
                os.chdir(folder)
            _raise(*handles)
        for handle in handles:
            os.close(handle)


def _raise(requests: int, answers: int, telling: int) -> NoReturn:
    """Fork the worker, and tell its number and, once it has ended, how."""
    from drafter.worker.forked import serve_on

    pid = os.fork()
    if pid == 0:
        serve_on(requests, answers)
    os.close(requests)
    os.close(answers)
    with suppress(BrokenPipeError):
        os.write(telling, b"%d\n" % pid)
        _, status = os.waitpid(pid, 0)
        os.write(telling, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)
