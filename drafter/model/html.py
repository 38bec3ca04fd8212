"""HTML from templates that are files beside the code that fills them.

What is put in is escaped, and what a reader could not see is spelled out as `shown` does it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup, escape

from drafter.model.shown import shown_lines


def words(text: str) -> Markup:
    """The text as HTML."""
    return escape(shown_lines(text))


@cache
def page_template(file: Path) -> Template:
    """The template in that file of the program's own; what it includes lies beside it."""
    environment = Environment(
        loader=FileSystemLoader(file.parent),
        autoescape=True,
        finalize=_visible,
        keep_trailing_newline=True,
    )
    return environment.get_template(file.name)


def source(file: Path) -> Markup:
    """A style sheet or a script of the program's own, as it stands."""
    # A file of the program.
    return Markup(file.read_text(encoding="utf-8"))  # nosec B704


def _visible(value: object) -> object:
    return words(value) if isinstance(value, str) and not isinstance(value, Markup) else value
