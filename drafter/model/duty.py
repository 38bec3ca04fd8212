"""What a report must contain, as the bureau keeps it in 检查清单."""

from __future__ import annotations

from msgspec import Struct

from drafter.model.finding import Severity


class Duty(Struct, frozen=True):
    """Something to be written about, the words that show that it was, and what asks for it.

    With `within`, only parts with such words in their heading are looked at. Words in a heading are
    what is wanted; where a report merely says them, it is a hint.
    """

    content: str
    within: tuple[str, ...]
    headings: tuple[str, ...]
    words: tuple[str, ...]
    severity: Severity
    basis: str
