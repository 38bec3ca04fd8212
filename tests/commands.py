"""Commands as a clerk types them, in the process of the tests: what is printed, and the exit code."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess

from click.testing import CliRunner

from drafter.cli.main import main


def drafter(*arguments: object, folder: Path = Path()) -> CompletedProcess[str]:
    """The command run in the folder; whatever is raised but an exit code fails the test."""
    result = CliRunner().invoke(main, ["-C", str(folder), *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr)
