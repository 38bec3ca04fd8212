"""How much a Word file may hold: counted on its bytes, before anything is made of them.

What reads, compares and writes it takes time and memory in proportion to these counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from drafter.model.pattern import pattern

MOST_TAGS, MOST_PARAGRAPHS, MOST_CHARACTERS = 500_000, 10_000, 200_000
_BEGINNINGS = (b"<", b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_PARAGRAPH = pattern(rb"<(?:[^\s<>/:]+:)?p[\s/>]")
# Comments and CDATA sections stay: what stands in them may be text.
_MARKUP = pattern(rb"<[^!>][^>]*>|\s+")
_SPLIT = "未打开；请拆成几个文件"


def excess(parts: Mapping[str, bytes]) -> str:
    """What there is too much of in the parts, in words for their sender; "" if nothing."""
    texts = [_narrow(part) for part in parts.values() if is_markup(part)]
    if sum(text.count(b"<") for text in texts) > MOST_TAGS:
        return f"内容和格式过多（超过{MOST_TAGS // 10_000}万个标记），{_SPLIT}"
    if sum(map(len, texts)) <= min(MOST_PARAGRAPHS * 3, MOST_CHARACTERS):
        return ""
    paragraphs = sum(len(_PARAGRAPH.findall(text)) for text in texts)
    if paragraphs > MOST_PARAGRAPHS:
        return f"有{paragraphs}段（含表格各格），超过{MOST_PARAGRAPHS}段，{_SPLIT}"
    characters = sum(len(_MARKUP.sub(b"", text).decode(errors="ignore")) for text in texts)
    if characters > MOST_CHARACTERS:
        return f"有{characters}字，超过{MOST_CHARACTERS // 10_000}万字，{_SPLIT}"
    return ""


def is_markup(part: bytes) -> bool:
    """Whether the part is XML, by its bytes: it need not be named so."""
    return part[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_BEGINNINGS)


def _narrow(part: bytes) -> bytes:
    """The part in UTF-8, where it is in UTF-16."""
    if not part.startswith(_WIDE):
        return part
    order = "utf-16-be" if part.startswith((b"\xfe\xff", b"\0<")) else "utf-16-le"
    return part.decode(order, errors="replace").encode(errors="replace")
