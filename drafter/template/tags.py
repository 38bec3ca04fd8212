"""Tags in a paragraph's text, as people type them on a Chinese keyboard.

    {{ expression }}   {%p statement %}   {# remark #}       p, tr, tc: paragraph, row, cell

Full-width braces, brackets, commas, colons, bars, letters and “quotes” are understood inside a tag;
what stands between quotes is kept as it is. A hyphen inside the braces, {%- … -%}, joins the tag to
the text before or after it, across the end of a paragraph too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from drafter.model.pattern import pattern
from drafter.word.ooxml import OURS

LONGEST, MOST = 1_000, 1_000
_CLOSINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENING = pattern(r"\{[{%#]|\}\}")
_QUOTES = {"'": "'", '"': '"', "“": "”", "‘": "’", "”": "”", "’": "’", "＂": "＂", "＇": "＇"}
_BRACES = str.maketrans("｛｝％＃﹛﹜", "{}%#{}")
# The full-width forms of ASCII stand 0xFEE0 above it; the rest is what a Chinese keyboard gives.
_CODE: dict[int, str | int] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = {
    "。": ".", "、": ",", "×": "*", "÷": "/", "—": "-", "–": "-", "\u2212": "-",
    "≥": ">=", "≤": "<=", "≠": "!=", "【": "[", "】": "]",
}  # fmt: skip
_CODE |= {ord(typed): plain for typed, plain in _PLAIN.items()}
_CODE |= dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009\u202f\t\n"), " ")
_CODE |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"), "")
_LEVEL = pattern(r"(p|tr|tc)(?=\s|$)")
# The engine's own filters begin with a low line; a template cannot name them.
_PRIVATE = pattern(r"\|\s*(_\w*)")
_STRING = pattern(r'"(?:[^"\\]|\\.)*"')
SPACES = " \t\u3000\xa0"


class TagError(ValueError):
    """A tag that cannot be read: why, and where in the text. `kind` is the finding's code."""

    def __init__(self, kind: str, start: int, end: int, **details: str) -> None:
        super().__init__(kind)
        self.kind, self.start, self.end, self.details = kind, start, end, details


class Tag(Struct, frozen=True):
    """One tag: where it stands in the paragraph's text, and its code in plain characters.

    `joins` tells whether a hyphen joins it to the text (before, after).
    """

    start: int
    end: int
    mark: str
    level: str
    code: str
    text: str
    joins: tuple[bool, bool] = (False, False)

    @property
    def word(self) -> str:
        """A statement's first word: if, for, endif …; "" for an expression."""
        return self.code.split(maxsplit=1)[0] if self.mark == "{%" and self.code else ""


def find_tags(text: str) -> list[Tag]:
    """The tags of a paragraph, left to right. Raises TagError."""
    tags = widened(_tags(text, text.translate(_BRACES)), text)
    if len(tags) > MOST:
        raise TagError("template-many-tags", 0, 0, most=str(MOST))
    return tags


def _tags(text: str, braces: str) -> Iterator[Tag]:
    at = 0
    while match := _OPENING.search(braces, at):
        start, mark = match.start(), match[0]
        if mark == "}}":
            raise TagError("template-brace-missing", max(start - 20, at), match.end())
        end, code = _closing(text, braces, start, _CLOSINGS[mark])
        yield _tag(start, end, mark, code, text)
        at = end


def _closing(text: str, braces: str, start: int, closing: str) -> tuple[int, str]:
    """(where the tag ends, its code made plain). Strings are skipped, and kept."""
    at, code, last = start + 2, list[str](), min(len(text), start + LONGEST)
    while at < last:
        if braces.startswith(closing, at):
            return at + 2, "".join(code).strip()
        if closing != "#}" and text[at] in _QUOTES and (string := _string(text, at)):
            code.append(_quoted(string[1:-1]))
            at += len(string)
        else:
            code.append(text[at].translate(OURS).translate(_CODE))
            at += 1
    kind = "template-tag-long" if last < len(text) else "template-tag-open"
    raise TagError(kind, start, min(last, start + 30), closing=closing, most=str(LONGEST))


def _string(text: str, at: int) -> str:
    end = text.find(_QUOTES[text[at]], at + 1, at + LONGEST)
    return text[at : end + 1] if end > 0 else ""


def _quoted(inside: str) -> str:
    escaped = inside.translate(OURS).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.replace("\n", "\\n")


def _tag(start: int, end: int, mark: str, code: str, text: str) -> Tag:
    level, whole, joins = "", text[start:end], (False, False)
    if mark == "{%":
        joins = (code.startswith("-"), code.endswith("-"))
        code = code.strip("-+").strip()
    if (mark == "{%" or (mark == "{{" and re.match(r"p\s", code))) and (
        level_match := _LEVEL.match(code)
    ):
        level, code = level_match[1], code[level_match.end() :].strip()
    if not code and mark != "{#":
        raise TagError("template-tag-empty", start, end)
    if mark != "{#" and (private := _PRIVATE.search(_STRING.sub('""', code))):
        reason = f"没有“{private[1]}”这个过滤器"
        raise TagError("template-syntax", start, end, reason=reason)
    return Tag(start, end, mark, level, code, whole, joins)


def widened(tags: Iterable[Tag], text: str) -> list[Tag]:
    """The tags with the spaces that their hyphens take away."""
    result, at = list[Tag](), 0
    for tag in tags:
        start, end = tag.start, tag.end
        while tag.joins[0] and start > at and text[start - 1] in SPACES:
            start -= 1
        while tag.joins[1] and end < len(text) and text[end] in SPACES:
            end += 1
        result.append(replace(tag, start=start, end=end) if any(tag.joins) else tag)
        at = end
    return result
