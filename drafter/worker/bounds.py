"""What one piece of work in the worker may take."""

from __future__ import annotations

from drafter.model.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds of processor time and by the clock; bytes of memory, and of the answer."""

    cpu: int = 20
    wall: int = 40
    memory: int = 1 << 30
    answer: int = 128 << 20
