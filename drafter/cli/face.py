"""The group of all commands: streams that can take any text, and an exit code for every end."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from gettext import gettext
from importlib import import_module
from typing import Any, NamedTuple, NoReturn, TextIO

import click

from drafter.model.shown import shown, shown_lines

CANNOT_RUN = 2
YEAR = "drafter.year"  # in a context's meta: the year that a command is about
_REASONS = {errno.EBADF: "已关闭", errno.ENOSPC: "所在的磁盘已满", errno.EDQUOT: "所在的磁盘已满"}
_HELP = getattr(click.exceptions, "NoArgsIsHelpError", ())  # since click 8.2


class UnprintedError(OSError):
    """A stream that could not be written; no other OSError is one of these."""


class _Output(io.FileIO):
    def write(self, content: Any) -> int:
        try:
            return super().write(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise UnprintedError(*error.args) from error


class Listed(NamedTuple):
    """A command that is not loaded yet: the module that has it, and what it does, in a line."""

    module: str
    words: str


class Commands(click.Group):
    """The commands, each loaded from its module when it is asked for; the `shared` options are
    every command's but those named in `without`.

    `main` prepares the streams first, since mistakes in the arguments are told before any command
    runs; and tells in a line what cannot be printed.
    """

    def __init__(
        self,
        *args: Any,
        listed: Mapping[str, Listed],
        shared: Callable[[], click.Parameter],
        without: Collection[str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._listed, self._shared, self._without = listed, shared, without

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order."""
        return sorted(self._listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in self._listed:
            return None
        if cmd_name not in self.commands:
            for command in import_module(self._listed[cmd_name].module).COMMANDS:
                command.short_help = self._listed[command.name].words
                if command.name not in self._without:
                    command.params.append(self._shared())
                self.add_command(command)
        return self.commands[cmd_name]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The names and what each does, from the list alone."""
        with formatter.section(gettext("Commands")):
            names = self.list_commands(ctx)
            formatter.write_dl([(name, self._listed[name].words) for name in names])

    def main(self, *args: Any, **options: Any) -> NoReturn:
        """Run the command that the arguments name, and end with its exit code."""
        _prepare()
        options["standalone_mode"] = False
        code = _code(lambda: super(Commands, self).main(*args, **options))
        for stream in (sys.stdout, sys.stderr):
            _settle(stream)
        sys.exit(code)


def complain(text: str) -> None:
    """The text on standard error, if there is one."""
    with suppress(OSError):
        click.echo(shown_lines(text), err=True)


def _code(run: Callable[[], object]) -> int:
    if sys.getfilesystemencoding() != "utf-8":
        complain("当前语言环境不支持中文文件名；请设置环境变量PYTHONUTF8=1后重新运行")
        return CANNOT_RUN
    try:
        code = _ended(run)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has read enough, as in: drafter status | head -1
        return CANNOT_RUN
    except UnprintedError as error:
        why = _REASONS.get(error.errno or 0, "写不进去")
        complain(f"标准输出{why}，结果没有全部显示；请换一个地方输出，再运行一次")
        return CANNOT_RUN
    return code


def _ended(run: Callable[[], object]) -> int:
    """The exit code of the run: 2 for all that stopped it."""
    try:
        code = run()
    except SystemExit as ended:
        code = ended.code
    except click.Abort:
        complain("已取消。")
        return CANNOT_RUN
    except click.ClickException as error:
        complain(_words(error))
        return CANNOT_RUN
    return code if isinstance(code, int) else 0


def _words(error: click.ClickException) -> str:
    """What click says of it; an argument in it makes no lines of its own."""
    stream, message = io.StringIO(), error.format_message()
    error.show(stream)
    words = stream.getvalue().rstrip("\n")
    if isinstance(error, _HELP):
        return words
    return words.replace(click.unstyle(message), shown(message))


def _prepare() -> None:
    """UTF-8, whatever the code page. A closed stream gets its place taken, so that no file of ours
    comes to be what others print to; what is printed to it fails as it should."""
    if sys.stdin is None:
        sys.stdin = open(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")  # noqa: SIM115, PTH123
    for name in ("stdout", "stderr"):
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _written(os.open(os.devnull, os.O_RDONLY)))
        elif isinstance(stream, io.TextIOWrapper) and _is_file(stream):
            stream.flush()
            setattr(sys, name, _written(stream.fileno()))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _is_file(stream: io.TextIOWrapper) -> bool:
    """Whether it is a file or a pipe: a Windows console is written in another way."""
    return type(getattr(stream.buffer, "raw", stream.buffer)) is io.FileIO and not stream.isatty()


def _written(handle: int) -> TextIO:
    output = io.BufferedWriter(_Output(handle, "w", closefd=False))
    return io.TextIOWrapper(output, encoding="utf-8", errors="backslashreplace")


def _settle(stream: TextIO) -> None:
    """What is left for a stream that cannot be written goes nowhere, so that Python does not fail
    on it once more at the end."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
            stream.flush()
