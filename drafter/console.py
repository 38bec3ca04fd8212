"""Where people and programs read: text that is safe to show, and JSON."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.text import Text

from drafter.run import Progress
from drafter.shown import shown, shown_json


class Lines(Console):
    """Every text that is printed is one line, and safe to show; no markup is looked for in it."""

    def __init__(self, error: bool = False) -> None:
        super().__init__(stderr=error, highlight=False, soft_wrap=True, markup=False, emoji=False)

    def render_str(self, text: str, **options: Any) -> Text:
        """What rich makes of all plain text, that of tables and rules included."""
        return super().render_str(shown(text), **options)

    def on_broken_pipe(self) -> None:
        """The run ends as with any stream that cannot be written."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def console(error: bool = False) -> Console:
    """Standard output; or, with `error`, standard error."""
    return Lines(error)


@contextmanager
def progress() -> Iterator[Progress]:
    """A line that tells what is being done; on a terminal only, on standard error."""
    out = console(error=True)
    if not out.is_terminal:
        yield lambda _: None
        return
    with out.status("") as status:
        yield lambda words: status.update(Text(shown(words)))


def print_json(value: object) -> None:
    """The value, for programs."""
    print(shown_json(value))
