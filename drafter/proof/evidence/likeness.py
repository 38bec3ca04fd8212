"""How one printing of a number may have become another by a slip of the hand."""

from __future__ import annotations

from functools import lru_cache

from drafter.proof.numbers.misprint import APART, EXCHANGED, LENGTH, ONE

_LONGEST = 10


@lru_cache(maxsize=1 << 11)
def likeness(written: str, meant: str) -> int:
    """The weight of the slip that makes one number of the other; 0 where none does.

    >>> likeness("3682", "3862"), likeness("97", "98"), likeness("120", "12"), likeness("3", "53.1")
    (1, 2, 4, 0)
    """
    if len(written) > _LONGEST or written == meant or not meant.strip("0."):
        return 0
    if len(written) == len(meant):
        return _replaced(written, meant)
    longer, shorter = sorted((written, meant), key=len, reverse=True)
    if len(longer) == len(shorter) + 1 and _is_doubled(longer, shorter):
        return LENGTH
    return _moved(written, meant)


def _replaced(written: str, meant: str) -> int:
    differing = [n for n, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    if any("." in (written[n], meant[n]) for n in differing):
        return _moved(written, meant)
    if len(differing) == 1:
        return ONE
    if len(differing) != 2:
        return 0
    first, second = differing
    if (written[first], written[second]) != (meant[second], meant[first]):
        return 0
    between = written[first + 1 : second]
    return EXCHANGED if between in ("", ".") else APART


def _is_doubled(longer: str, shorter: str) -> bool:
    """Whether one digit more makes the longer of the shorter."""
    at = next((n for n, sign in enumerate(shorter) if sign != longer[n]), len(shorter))
    return longer[at + 1 :] == shorter[at:]


def _moved(written: str, meant: str) -> int:
    """The point a place to the left or to the right."""
    if "." not in written and "." not in meant:
        return 0
    bare = [one.replace(".", "").strip("0") for one in (written, meant)]
    return APART if bare[0] == bare[1] else 0
