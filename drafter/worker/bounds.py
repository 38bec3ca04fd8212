"""What one piece of work in the worker may take."""

from __future__ import annotations

from msgspec import Struct


class Bounds(Struct, frozen=True):
    """Seconds of processor time and by the clock; bytes of memory, and of the answer."""

    cpu: int = 20
    wall: int = 40
    memory: int = 1 << 30
    answer: int = 128 << 20
