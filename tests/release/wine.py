"""Windows, as far as Wine is one: programs of a folder that was unpacked there."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import absent

PROGRAM = Path("/usr/lib/wine/wine64")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/open/\S+")
_ABSENT = "未安装wine64 / wine64 is not installed"


class Wine:
    """A Windows of its own, in a folder."""

    def __init__(self, folder: Path) -> None:
        if not PROGRAM.is_file():
            absent(_ABSENT)
        quiet = {
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "DISPLAY": "",
            "LC_ALL": "C.UTF-8",
        }
        self.settings = {**os.environ, **quiet, "WINEPREFIX": str(folder)}
        self._opened: list[subprocess.Popen[str]] = []
        # Its services come up here: started by a command, they would keep that one's pipes open.
        self._call(str(PROGRAM), "wineboot", "--init")

    def started(self, folder: Path, *command: str) -> subprocess.Popen[str]:
        """The command, as cmd.exe runs it in the folder; both its outputs are one pipe."""
        process = subprocess.Popen(
            [str(PROGRAM), "cmd", "/c", *command], cwd=folder, env=self.settings, encoding="utf-8",
            errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._opened.append(process)
        return process

    def run(self, folder: Path, *command: str) -> tuple[int, str]:
        """The exit code and what was printed; there is nobody to press a key."""
        process = self.started(folder, *command)
        printed, _ = process.communicate(timeout=120)
        return process.returncode, printed

    def close(self) -> None:
        """End whatever runs there."""
        self._call(str(PROGRAM.with_name("wineserver")), "--kill")
        for process in self._opened:
            process.wait(60)
            if process.stdout:
                process.stdout.close()

    def _call(self, *command: str) -> None:
        nowhere = subprocess.DEVNULL
        subprocess.run(
            command, env=self.settings, stdin=nowhere, stdout=nowhere, stderr=nowhere, timeout=120
        )


class Desk:
    """A desk that was opened there: what a visitor needs of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if address := _ADDRESS.search(line):
                break
        else:
            raise AssertionError(lines)
        self.root, _, ticket = address[0].partition("/open/")
        self.ticket = f"/open/{ticket}"


@contextmanager
def wine(folders: pytest.TempPathFactory) -> Iterator[Wine]:
    """One for as long as the context lasts."""
    windows = Wine(folders.mktemp("wine"))
    try:
        yield windows
    finally:
        windows.close()
