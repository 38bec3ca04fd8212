"""Text made safe to show. Names, values and arguments come from others: what a terminal or a page
would obey, and what a reader could not see, is spelled out, wherever it is shown."""

from __future__ import annotations

import json
import re
import unicodedata

from drafter.model.pattern import pattern

_SPACES = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
# Controls, invisible characters that direct others, halves of pairs (Unicode's general categories).
_UNSEEN = frozenset(("Cc", "Cf", "Cs"))
_MOST_KEPT = 20_000
_ESCAPED = pattern(r"[^\n\x20-\x7e]")


def shown(text: str) -> str:
    """The text in one line: 甲〔U+202E〕乙."""
    return text if text.isprintable() else text.translate(_TABLE)


def shown_lines(text: str) -> str:
    """The text, its own lines and tabs kept: `drafter text` sets a tab before a value."""
    lines = (line.split("\t") for line in text.split("\n"))
    return "\n".join("\t".join(map(shown, line)) for line in lines)


def shown_json(value: object) -> str:
    """The value as JSON, every character in it as it was: those that cannot be shown as escapes."""
    return _ESCAPED.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2))


class _Table(dict[int, str]):
    """What each character is shown as, by its number; found once for the usual ones."""

    def __missing__(self, number: int) -> str:
        words = _shown(chr(number))
        if len(self) < _MOST_KEPT:
            self[number] = words
        return words


_TABLE = _Table()


def _shown(character: str) -> str:
    if character in _SPACES:
        return " "
    unseen = unicodedata.category(character) in _UNSEEN
    return f"〔U+{ord(character):04X}〕" if unseen else character


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if _shown(character) == character:
        return character
    return json.dumps(character)[1:-1]
