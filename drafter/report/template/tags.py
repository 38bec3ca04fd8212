"""Tags in a paragraph's text, as people type them on a Chinese keyboard.

    {{ expression }}   {%p statement %}   {# remark #}       p, tr, tc: paragraph, row, cell

Full-width braces, brackets, commas, colons, bars and “quotes” are understood inside a tag; what
stands between quotes is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.report.ooxml import OURS

LEVELS = ("p", "tr", "tc")
_OPENINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_QUOTES = {"'": "'", '"': '"', "“": "”", "‘": "’", "”": "”", "’": "’", "＂": "＂", "＇": "＇"}
_BRACES = str.maketrans("｛｝％＃", "{}%#")
_CODE = str.maketrans("（），：｜＝＋－＊／＜＞［］．！％｛｝", "(),:|=+-*/<>[].!%{}")
_CODE |= dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\t\n"), ord(" "))
_LEVEL = re.compile(r"(p|tr|tc)(?=\s|$)")


class TagError(ValueError):
    """A tag that cannot be read. The message says what is wrong and quotes it."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: where it stands in the paragraph's text, and its code in plain characters."""

    start: int
    end: int
    mark: str
    level: str
    code: str
    text: str

    @property
    def word(self) -> str:
        """A statement's first word: if, for, endif …; "" for an expression."""
        return self.code.split(maxsplit=1)[0] if self.mark == "{%" and self.code else ""


def find_tags(text: str) -> Iterator[Tag]:
    """The tags of a paragraph, left to right. Raises TagError."""
    braces = text.translate(_BRACES)
    at = 0
    while (start := _opening(braces, at)) >= 0:
        mark = braces[start : start + 2]
        end, code = _closing(text, braces, start, _OPENINGS[mark])
        yield _tag(start, end, mark, code, text[start:end])
        at = end


def _opening(braces: str, at: int) -> int:
    found = [braces.find(mark, at) for mark in _OPENINGS]
    return min((place for place in found if place >= 0), default=-1)


def _closing(text: str, braces: str, start: int, closing: str) -> tuple[int, str]:
    """(where the tag ends, its code made plain). Strings are skipped, and kept."""
    at, code = start + 2, list[str]()
    while at < len(text):
        if braces.startswith(closing, at):
            return at + 2, "".join(code).translate(OURS).strip()
        if closing != "#}" and text[at] in _QUOTES and (string := _string(text, at)):
            code.append(_quoted(string[1:-1]))
            at += len(string)
        else:
            code.append(text[at].translate(_CODE))
            at += 1
    raise TagError(f"标签没有结束，缺少“{closing}”：{text[start : start + 30]}")


def _string(text: str, at: int) -> str:
    end = text.find(_QUOTES[text[at]], at + 1)
    return text[at : end + 1] if end > 0 else ""


def _quoted(inside: str) -> str:
    escaped = inside.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _tag(start: int, end: int, mark: str, code: str, text: str) -> Tag:
    level = ""
    if mark == "{%" or (mark == "{{" and re.match(r"p\s", code)):
        code = code.strip("-+").strip() if mark == "{%" else code
        if found := _LEVEL.match(code):
            level, code = found[1], code[found.end() :].strip()
    if not code and mark != "{#":
        raise TagError(f"标签是空的：{text}")
    return Tag(start, end, mark, level, code, text)
