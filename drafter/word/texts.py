"""Every text of every part of a Word file, its attributes and link addresses too: what can be seen,
heard or clicked on somewhere, or will be filled in nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.word.customary import named
from drafter.word.extent import is_markup
from drafter.word.ooxml import DRAWN, MATHS, Element, own_descendants, parsed, w
from drafter.word.pieces import paragraph_text
from drafter.word.relations import TYPES, owner_of, relations

_LINES = {f"{DRAWN}p": f"{DRAWN}t", f"{MATHS}oMath": f"{MATHS}t"}
# Read with the paragraph or the line that they are pieces of.
_PIECES = (*map(w, ("t", "delText", "instrText", "delInstrText")), *_LINES.values())
_ATTRIBUTES = {
    **dict.fromkeys(("descr", "title", "alt"), "替代文字"),
    **dict.fromkeys(("href", "tooltip"), "链接"),
    "string": "水印或艺术字",
    "instr": "域的代码",
}
_PARTS = (
    (named("diagramdata", "diagramdrawing"), "SmartArt图形"),
    (named("chart", "chartex"), "图表"),
    (named("customxml"), "自定义XML数据"),
    (named("core-properties", "extended-properties", "custom-properties"), "文档属性"),
)
PARAGRAPH, LINK, FORMULA, SHAPE, OTHER = "", "链接的地址", "公式", "图形", "附属部分"


class Text(Struct, frozen=True):
    """A text, what holds it ("" for a paragraph of Word's), its part, and the paragraph that it
    stands in or behind; `pieces` are the runs or elements that it is cut into."""

    part: str
    paragraph: int
    where: str
    text: str
    pieces: tuple[str, ...] = ()


def texts(parts: Mapping[str, bytes]) -> Iterator[Text]:
    """All texts, part by part; a part that cannot be read has none."""
    for name, content in parts.items():
        owner = owner_of(name)
        if owner is not None:
            addresses = (r.target for r in relations(parts, owner) if r.external)
            yield from (Text(owner, 0, LINK, unquote(address)) for address in addresses)
        elif name != TYPES and is_markup(content) and (root := parsed(content)) is not None:
            yield from _of(root, name)


def _of(root: Element, part: str) -> Iterator[Text]:
    holder = next((where for pattern, where in _PARTS if pattern.fullmatch(part)), "")
    number = 0
    for element in root.iter("*"):
        if element.tag == w("p"):
            number += 1
            yield Text(part, number, PARAGRAPH, paragraph_text(element))
            if code := "".join(e.text or "" for e in own_descendants(element, w("instrText"))):
                yield Text(part, number, "域的代码", unquote(code))
        elif element.tag in _LINES:
            pieces = tuple(e.text or "" for e in element.iter(_LINES[str(element.tag)]))
            where = holder or (SHAPE if element.tag == f"{DRAWN}p" else FORMULA)
            yield Text(part, number, where, "".join(pieces), pieces)
        elif element.tag not in _PIECES and (text := _own(element)):
            yield Text(part, number, holder or OTHER, text, (text,))
        for name, value in element.items():
            local = str(name).rpartition("}")[2]
            yield Text(part, number, _ATTRIBUTES.get(local, holder or OTHER), unquote(str(value)))


def _own(element: Element) -> str:
    return ((element.text or "") + "".join(child.tail or "" for child in element)).strip()


# {{ and {% as the template engine takes them, full-width too; { { is no tag to it.
_OPENING = pattern(r"[{｛﹛][{｛﹛%％#＃](?:.{0,40}?[}｝﹜%％#＃][}｝﹜]|.{0,20})", re.DOTALL)


def openings(text: str) -> list[str]:
    """What looks like the beginning of a tag, as far as it may go.

    >>> openings("水印｛｛ 报告.年度 ｝｝字")
    ['｛｛ 报告.年度 ｝｝']
    """
    return _OPENING.findall(text)
