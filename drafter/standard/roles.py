"""What a paragraph of an official document is, and how GB/T 9704-2012 prints it.

7.2.1 (title), 7.3.2 (主送机关), 7.3.3 (body and heading levels), 7.3.4 (附件说明),
7.3.5 (落款), 7.3.7 (附件), 7.4 (版记).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from drafter.model.pattern import pattern
from drafter.standard import standard
from drafter.standard.fonts import Wanted
from drafter.word.outline import ANNEX as ANNEX_TITLE
from drafter.word.outline import NUMBERED, NUMERAL
from drafter.word.styles import Look


class Role(NamedTuple):
    """What a paragraph is, how the standard prints it, and which of standard.STYLES does so."""

    what: str
    wanted: Wanted
    align: str = ""
    indented: bool = True
    level: int | None = None
    style: str = "Normal"


PLAIN, PAGE_NUMBER = Wanted("仿宋", standard.BODY), Wanted("宋体", standard.PAGE_NUMBER)
_HEI, _KAI = Wanted("黑体", standard.BODY), Wanted("楷体", standard.BODY)
TITLE = Role("标题", Wanted("小标宋", standard.TITLE), "center", False, style="Title")
LEVELS = (
    Role("一级标题", _HEI, level=0, style="Heading1"),
    Role("二级标题", _KAI, level=1, style="Heading2"),
    Role("三级标题", PLAIN, style="Heading3"),
)
TEXT = Role("正文", PLAIN)
MARK = Role("稿次", _KAI, "center", False, style="DraftMark")
RECIPIENT = Role("主送机关", PLAIN, indented=False, style="Recipient")
SIGNATURE = Role("落款", PLAIN, "right", False, style="Signature")
ANNEX = Role("附件", _HEI, indented=False, style="Annex")
ANNEX_NOTE = Role("附件说明", PLAIN, indented=False, style="AnnexNote")
IMPRINT = Role("版记", Wanted("仿宋", standard.PAGE_NUMBER), indented=False, style="Imprint")
_STYLES = {
    "title": TITLE, "标题": TITLE, "稿次": MARK, "主送": RECIPIENT, "落款": SIGNATURE,
    "附件": ANNEX, "附件说明": ANNEX_NOTE, "版记": IMPRINT,
}  # fmt: skip
_FREE = ("空行", "表格文字", "toc", "caption", "footnote", "endnote", "图")
_DOCUMENT_NUMBER = pattern(r"\S{1,15}[〔\[［(（]\d{4}[〕\]］)）]\d+号")
_LONGEST_HEAD = 10
_DRAFT = pattern(r"[（(].{0,20}稿.{0,20}[）)]")
_CAPTION = pattern(r"[图表]\s*\d|附件|[{｛]{2}\s*图\s*[(（]")
_ANNEX_NOTE = pattern(r"附\s*件[:：]")
_IMPRINT = pattern(r"抄\s*送[:：]|.*日\s*印发$")
DATE = pattern(
    r"\d{4}年\d{1,2}月\d{1,2}日"
    rf"|[〇○零一二三四五六七八九]{{4}}年{NUMERAL}{{1,2}}月{NUMERAL}{{1,3}}日"
)


def letterhead(texts: Iterable[str]) -> int:
    """How many paragraphs at the front are the 版头, which ends with the 发文字号 (7.2.5).

    Its elements have formats of their own, which no paragraph's words tell; they are left alone.
    """
    first = list(islice(texts, _LONGEST_HEAD))
    numbers = (n for n, text in enumerate(first, start=1) if _DOCUMENT_NUMBER.search(text))
    return next(numbers, 0)


def is_free(name: str) -> bool:
    """Whether the standard leaves paragraphs of the style alone: tables, contents, notes."""
    return name.startswith(_FREE)


def level_of(text: str) -> Role | None:
    """The heading level that the text's number tells."""
    return next((role for role, p in zip(LEVELS, NUMBERED, strict=True) if p.match(text)), None)


def by_style(name: str) -> Role | None:
    """What a paragraph is by the name of its style; None where the style does not say."""
    if re.fullmatch("heading [1-3]", name):
        return LEVELS[int(name[8:]) - 1]
    return _STYLES.get(name)


def role_of(name: str, look: Look, text: str, before: Role | None) -> Role | None:
    """The paragraph's role by its style, else by its number and place.

    None where the standard has nothing to say of it.
    """
    if is_free(name):
        return None
    styled = by_style(name)
    if styled is None and look.level is not None and look.level < len(LEVELS):
        return LEVELS[look.level]
    return styled or _by_place(look, text.strip(), before)


def ending_of(text: str) -> Role | None:
    """附件, 附件说明, 版记 or the date of the 落款, by their own words."""
    patterns = ((ANNEX_TITLE, ANNEX), (DATE, SIGNATURE))
    whole = next((role for pattern, role in patterns if pattern.fullmatch(text)), None)
    if whole is not None:
        return whole
    return ANNEX_NOTE if _ANNEX_NOTE.match(text) else IMPRINT if _IMPRINT.match(text) else None


def is_caption(text: str) -> bool:
    """图1, 表1."""
    return bool(_CAPTION.match(text))


def is_mark(text: str) -> bool:
    """（送审稿）"""
    return bool(_DRAFT.fullmatch(text))


def _by_place(look: Look, text: str, before: Role | None) -> Role | None:
    """As 7.2 and 7.3 lay a document out: title, 主送机关 flush left, body, 落款 on the right."""
    if look.align == "center" and before in (None, TITLE, MARK):
        if before is None or (before is TITLE and (look.size or 0) > standard.BODY):
            return TITLE
        return MARK if is_mark(text) else None
    if look.align == "center" and is_caption(text):
        return None
    if look.align in ("right", "end"):
        return SIGNATURE
    if before in (TITLE, MARK) and text.endswith("：") and not any(look.indent):
        return RECIPIENT
    ending = ending_of(text) if before is not None else None
    return ending or level_of(text) or TEXT
