"""What differs between two texts, short enough for a line."""

from __future__ import annotations

from drafter.model.pattern import pattern

LONGEST = 40
_BEFORE = 6
_NUMBER_CUT = pattern(r"[\d.,]+$")


def differing(old: str, new: str, longest: int = LONGEST) -> tuple[str, str]:
    """Both texts in a line each; of long ones the stretch that the other lacks, with a little
    around it.

    >>> differing("613件", "620件")
    ('613件', '620件')
    >>> differing("健全机制，办理613件；" + 20 * "其余", "健全机制，办理620件；" + 20 * "其余")
    ('…全机制，办理613件；其余其余…', '…全机制，办理620件；其余其余…')
    """
    before, after = " ".join(old.split()), " ".join(new.split())
    if max(len(before), len(after)) <= longest:
        return before, after
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    start, end = max(0, start - _BEFORE), max(0, end - _BEFORE)
    return _cut(before, start, end, longest), _cut(after, start, end, longest)


def _common(one: str, other: str) -> int:
    """The length of the common beginning, no number cut in two."""
    pairs = enumerate(zip(one, other, strict=False))
    same = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    return len(_NUMBER_CUT.sub("", one[:same]))


def short(text: str, longest: int = LONGEST) -> str:
    """The text in a line, its end left out where it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[:longest]}…"


def stretch(text: str, start: int, end: int) -> str:
    """The text between the two places, with … where more stands before or behind it.

    >>> stretch("办理613件", -1, 3)
    '办理6…'
    """
    first = max(0, start)
    return f"{'…' if first else ''}{text[first:end]}{'…' if end < len(text) else ''}"


def _cut(text: str, start: int, end: int, longest: int) -> str:
    middle = text[start : len(text) - end]
    after = "…" if end or len(middle) > longest else ""
    return ("…" if start else "") + middle[:longest] + (after if middle else "")
