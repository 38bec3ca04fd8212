"""The names of trace marks, and of the copies that a deletion holds."""

from __future__ import annotations

from collections.abc import Iterable

from drafter.model.pattern import pattern

FIGURE_MARK, BLOCK_MARK, CHART_MARK = "_fig_", "_blk_", "_cht_"
FIGURE_MARKS = (FIGURE_MARK, CHART_MARK)
TRACE_MARKS = (*FIGURE_MARKS, BLOCK_MARK)
_LONGEST = 32  # of 40 characters that Word allows, so that the ending fits
_FORMER = pattern(r"(_(?:fig|blk|cht)_\w+?)_was\d*$")


def original(name: str) -> str:
    """The name of the mark that this one was made from, or its own.

    >>> original("_fig_0042_was"), original("_fig_0042")
    ('_fig_0042', '_fig_0042')
    """
    return match[1] if (match := _FORMER.match(name)) else name


def alias(name: str, taken: Iterable[str]) -> str:
    """A free name for the deleted copy of a mark: bookmark names must be unique."""
    used = set(taken)
    stem = original(name)[:_LONGEST]
    tries = (f"{stem}_was{number}" for number in ("", *map(str, range(2, 10_000))))
    return next(name for name in tries if name not in used)


def is_mark(name: str) -> bool:
    """Whether a bookmark is a trace mark."""
    return name.startswith(TRACE_MARKS)
