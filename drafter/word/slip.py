"""Something wrong in a Word file, and where: what lint lists and what stops a template."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from drafter.model.finding import Severity

BODY = "word/document.xml"
AUTHOR = "drafter"  # of the comments that tell slips


class Slip(Struct, frozen=True):
    """A code of findings.SENTENCES with its details, and the place in the package.

    `paragraph` counts the part's w:p elements from 1 in document order, 0 is the part as a whole;
    `start` and `end` are offsets in the paragraph's text (runs.paragraph_text), equal where the
    whole paragraph is meant.
    """

    code: str
    severity: Severity
    part: str = BODY
    paragraph: int = 0
    start: int = 0
    end: int = 0
    indicator: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def departure(
    what: str, actual: str, expected: str, *spot: int, part: str = BODY, lesser: bool = False
) -> Slip:
    """A departure from the standard format; a lesser one where the standard leaves room for it."""
    number, start, end = (*spot, 0, 0)[:3]
    code, severity = ("format-advised", Severity.HINT) if lesser else _DIFFERS
    details = {"what": what, "found": actual, "expected": expected}
    return Slip(code, severity, part, number, start, end, details=details)


_DIFFERS = ("format-differs", Severity.WARNING)
