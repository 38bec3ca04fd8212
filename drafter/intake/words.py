"""Text that a department wrote: cleaned of what XML and print cannot hold, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from drafter.model.pattern import pattern

_LONGEST = 10_000
_MOST_SHOWN = 5
# Controls, noncharacters and lone surrogates; marks that turn the direction of writing, and signs
# of no width, which print as nothing or as boxes.
_REMOVED = pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_BREAKS = pattern("\r\n|[\r\x85\u2028\u2029]")
# Marks that make a row of digits look reversed on the screen.
_TURNING = pattern("[\u200f\u202b\u202e\u2067]")


def clean(text: str) -> str:
    """The text without what cannot be kept; every line break as \\n. Private-use characters stay:
    governments print rare names with them."""
    if text.isprintable():  # nothing that is removed is, nor a break
        return text
    return _REMOVED.sub("", _BREAKS.sub("\n", text))


def plain(text: str) -> str:
    """The text for comparison: full-width as half-width, no spaces, nothing invisible."""
    return "".join(unicodedata.normalize("NFKC", clean(text)).split())


def turned(text: str) -> bool:
    """Whether the text holds characters that can show its digits in another order on screen."""
    return bool(_TURNING.search(text))


def notes_on(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The findings on a text, as code and details."""
    if removed := len(_REMOVED.findall(text)):
        yield "value-cleaned", {"count": str(removed)}
    if odd := list(dict.fromkeys(filter(_unsure, text))):
        shown = "、".join(odd[:_MOST_SHOWN]) + ("等" if len(odd) > _MOST_SHOWN else "")
        yield "value-unprintable", {"characters": shown}
    if len(text) > _LONGEST:
        yield "value-long", {"count": str(len(text))}


def _unsure(character: str) -> bool:
    """Whether fonts for official documents may lack it: private use, pictures."""
    category = unicodedata.category(character)
    return category == "Co" or (category == "So" and ord(character) > 0x1F000)
