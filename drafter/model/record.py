"""What drafter keeps on disk: frozen records. One of another shape is told in words, not raised."""

from __future__ import annotations

from typing import Any, TypeVar

from drafter.model.dataclass import dataclass
from drafter.model.shape import ShapeError, decoded, shaped

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A record that is a file of its own, under a number; 0 until it has one."""

    serial: int = 0


def read_record(kind: type[R], content: bytes) -> R | str:
    """The record in a JSON file; or what is wrong with the file, as the end of a sentence."""
    if not content.strip():
        return "是空文件"
    try:
        record: Any = shaped(kind, decoded(content))
    except ShapeError as error:
        return str(error)
    return record  # type: ignore[no-any-return]
