"""What people type into a box, as it goes on record."""

from __future__ import annotations

from drafter.model.errors import WorkspaceError

LONGEST_NAME, LONGEST_LINE, LONGEST_PASSAGE = 40, 500, 2000
UNSIGNED = "未署名"


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """The words on one line. Raises WorkspaceError where they are too long."""
    return _short(" ".join(text.split()), longest)


def passage(text: str, what: str, longest: int = LONGEST_PASSAGE) -> str:
    """The words, line by line, none of them empty; `what` says what they are. Raises WorkspaceError
    where there are none, or too many."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    words = "\n".join(filter(None, lines))
    if not words:
        raise WorkspaceError(f"请写明{what}")
    return _short(words, longest)


def person(name: str) -> str:
    """The name of who does something; nobody at the desk has to give one."""
    return one_line(name, LONGEST_NAME) or UNSIGNED


def _short(words: str, longest: int) -> str:
    if len(words) > longest:
        raise WorkspaceError(f"“{words[:10]}…”太长，最多{longest}字")
    return words
