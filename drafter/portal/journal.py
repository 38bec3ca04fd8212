"""What the window of the program says of faults: texts from outside steer no terminal."""

from __future__ import annotations

import logging

from drafter.model.shown import shown_lines


class _Safe(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return shown_lines(super().format(record))


def keep_journal() -> None:
    """Send errors, and nothing less, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Safe("%(asctime)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.ERROR)
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
