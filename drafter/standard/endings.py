"""What stands at a document's end: 附件说明, 落款, 成文日期, 附件, 版记.

GB/T 9704-2012: 7.3.4 (附件说明 before the 落款), 7.3.5 (成文日期: four characters in,
Arabic, no leading zeros), 7.3.7 (附件 on a new page, flush left), 7.4 (版记 one character in).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from drafter.model.pattern import pattern
from drafter.standard.roles import ANNEX, ANNEX_NOTE, DATE, IMPRINT, SIGNATURE, Role
from drafter.word.ooxml import Element, w
from drafter.word.slip import Slip, departure
from drafter.word.styles import Look

_ZERO = pattern(r"年0\d月|月0\d日")
_CHARACTER, _LEAST, _MOST = 320, 350, 450  # twips of 16 pt; hundredths of a character


def ending_slips(
    number: int, paragraph: Element, text: str, look: Look, role: Role, past: Collection[Role]
) -> Iterator[Slip]:
    """The departures of a paragraph of that role; `past` are the roles before it."""
    words = text.strip()
    if role is SIGNATURE and DATE.fullmatch(words):
        yield from _date(number, words, look)
    elif role is ANNEX and not starts_page(paragraph, look):
        yield departure(role.what, "接排在前文之后", "另起一页", number)
    elif role is ANNEX_NOTE and SIGNATURE in past and ANNEX not in past:
        yield departure(role.what, "在落款之后", "在正文之后、落款之前", number)
    elif role is IMPRINT and (look.indent[0] or 0) > 0:
        yield departure(role.what, "首行缩进", "左右各空1字", number, lesser=True)


def _date(number: int, text: str, look: Look) -> Iterator[Slip]:
    if not text[:1].isascii():
        yield departure("成文日期", f"“{text}”", "用阿拉伯数字", number)
    elif _ZERO.search(text):
        plain = re.sub(r"(?<=[年月])0(?=\d)", "", text)
        yield departure("成文日期", f"“{text}”", f"“{plain}”", number)
    if look.align in ("right", "end") and not _LEAST <= in_characters(*look.right) <= _MOST:
        actual = f"右空{in_characters(*look.right) / 100:g}字"
        yield departure("成文日期", actual, "右空4字", number, lesser=True)


def in_characters(characters: int | None, length: int | None) -> int:
    """An indent in hundredths of a character of 16 pt."""
    return characters or round((length or 0) * 100 / _CHARACTER)


def starts_page(paragraph: Element, look: Look) -> bool:
    """Whether the paragraph begins a page, by its format or by a break right before it."""
    if look.new_page or _breaks(paragraph, before_text=True):
        return True
    before = paragraph.getprevious()
    while before is not None and before.tag == w("p") and not _breaks(before):
        if _section(before) is not None or _has_text(before):
            break
        before = before.getprevious()
    if before is None:
        return True
    section = _section(before) if before.tag == w("p") else None
    return _breaks(before) or (section is not None and _new_page(paragraph))


def _breaks(element: Element, before_text: bool = False) -> bool:
    """Whether a page break stands behind the last of its text; or before the first of it."""
    texts = (w("t"), w("br"))
    order = [n for n in element.iter(*texts) if n.tag == w("br") or (n.text or "").strip()]
    at = 0 if before_text else -1
    return bool(order) and order[at].tag == w("br") and order[at].get(w("type")) == "page"


def _has_text(paragraph: Element) -> bool:
    return any((node.text or "").strip() for node in paragraph.iter(w("t")))


def _section(paragraph: Element) -> Element | None:
    return paragraph.find(f"{w('pPr')}/{w('sectPr')}")


def _new_page(paragraph: Element) -> bool:
    """Whether the section that the paragraph stands in begins a page (ECMA-376 part 1, 17.6.22)."""
    section = next((s for p in paragraph.itersiblings() for s in p.iter(w("sectPr"))), None)
    kind = None if section is None else section.find(w("type"))
    return kind is None or kind.get(w("val")) != "continuous"
