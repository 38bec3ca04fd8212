"""Where a template prints the number of an indicator, and the words around each such place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.numbers.amounts import Amount, amounts
from drafter.proof.text.passage import plain
from drafter.template.blocks import Typed
from drafter.template.compiling import read_parts
from drafter.word.pieces import paragraph_text

NUMBER, BREAK = "\ufdd3", "\n"  # what stands for any number; where the words around one end
_SLOT = "\ufdd4"
# A tag that prints the indicator's own number, in whatever scale: {{ 法律援助.案件总数|万 }}.
_PLAIN = pattern(
    r"([^\W\d]\w*\.[^\W\d]\w*)(?:\s*\|\s*(?:万|亿|汉字|小数|概数)\s*(?:\([^()]*\))?)*\s*"
)
_NAMES = frozenset(("if", "endif"))


class Slot(Struct, frozen=True, forbid_unknown_fields=True):
    """A place for an indicator's number: what its paragraph says before it and behind it."""

    key: str
    before: str
    after: str


def slots(
    parts: Mapping[str, bytes], keys: Mapping[str, str], words: Mapping[str, str]
) -> tuple[Slot, ...]:
    """The places for numbers of `keys` (the key that a tag names → the key to know it by); `words`
    is what other tags print: 报告.级别 → 区."""
    return tuple(
        slot
        for read in read_parts(parts)
        for one in read.written
        for slot in _slots(*_flat(paragraph_text(one.paragraph), one.tags, keys, words))
    )


def numbered(text: str) -> tuple[str, list[tuple[Amount, int]]]:
    """The plain text with one sign for each number, its unit left behind it; (number, place).

    >>> numbered("办理613件，其中民事350件")[0] == f"办理{NUMBER}件，其中民事{NUMBER}件"
    True
    """
    pieces, places, at, length = list[str](), list[tuple[Amount, int]](), 0, 0
    for amount in amounts(text):
        pieces += [text[at : amount.start], NUMBER]
        length += amount.start - at + 1
        places.append((amount, length - 1))
        at = amount.end - len(_unit(text[amount.start : amount.end], amount))
    return "".join([*pieces, text[at:]]), places


def _unit(written: str, amount: Amount) -> str:
    """What of the number's unit stands behind the sign: 万元 for 5万元, nothing for 97%."""
    if amount.percent:
        return ""
    if amount.unit == "元" and written.endswith(("万元", "亿元")):
        return written[-2:]
    return amount.unit if written.endswith(amount.unit) else ""


def _slots(text: str, keys: Sequence[str]) -> Iterator[Slot]:
    text = numbered(plain(text))[0]
    places = [match.start() for match in re.finditer(_SLOT, text)]
    whole = text.replace(_SLOT, NUMBER)
    for key, at in zip(keys, places, strict=True):
        yield Slot(key, whole[:at], whole[at + 1 :])


def _flat(
    text: str, tags: Sequence[Typed], keys: Mapping[str, str], words: Mapping[str, str]
) -> tuple[str, list[str]]:
    """The paragraph as it may be printed, a sign at each slot, and the slots' keys. Where one of
    two may stand, the words end."""
    pieces, slot_keys, at, either = list[str](), list[str](), 0, list[bool]()
    for typed in tags:
        pieces.append(text[at : typed.start])
        at, tag = typed.end, typed.tag
        match = _PLAIN.fullmatch(tag.code) if tag.mark == "{{" else None
        if match and match[1] in keys:
            slot_keys.append(keys[match[1]])
            pieces.append(_SLOT)
        elif tag.mark == "{%":
            pieces.append(_joint(tag.word, either))
        elif tag.mark == "{{":
            pieces.append(words.get(tag.code, BREAK))
    return "".join([*pieces, text[at:]]), slot_keys


def _joint(word: str, either: list[bool]) -> str:
    """What stands for a statement: nothing for a block that may be left out, else a break."""
    if word == "if":
        either.append(False)
        return ""
    if word in ("else", "elif") and either:
        either[-1] = True
    if word == "endif" and either and not either.pop():
        return ""
    return BREAK
