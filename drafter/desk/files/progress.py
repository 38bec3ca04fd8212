"""How far a run is, in words, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
Progress = Callable[[str], None]


def silent(_: str) -> None:
    """The progress of a run that nobody watches."""


def counted(things: Sequence[T], progress: Progress, what: str) -> Iterator[T]:
    """The things one by one; before each, how far it is: 读取填报表（第3份，共45份）."""
    for number, thing in enumerate(things, start=1):
        progress(f"{what}（第{number}份，共{len(things)}份）")
        yield thing
