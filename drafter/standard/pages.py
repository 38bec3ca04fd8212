"""The page of an official document: paper, margins, 22 lines of 28 characters, page numbers.

GB/T 9704-2012: 5.2.1 to 5.2.4 (page), 7.5 (page numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from drafter.model.pattern import pattern
from drafter.standard import fonts, standard
from drafter.standard.fonts import Fonts, twips
from drafter.standard.roles import PAGE_NUMBER
from drafter.word.ooxml import RELATIONSHIPS, Element, is_on, own_descendants, parse, w
from drafter.word.pieces import paragraph_text
from drafter.word.relations import relations
from drafter.word.slip import BODY, Slip, departure
from drafter.word.styles import Look

SETTINGS = "word/settings.xml"
_NUMBER = pattern(r"[—―–－]\s*\w*\s*[—―–－]")
_NEAR = 60  # twips: a millimetre
_BY_CHARACTER = ("linesAndChars", "snapToChars")
_KINDS = {"default": ("单页", "right"), "even": ("双页", "left"), "first": ("首页", "right")}
_PLACES = {"left": "居左", "center": "居中", "right": "居右"}


def page_slips(section: Element, usual: Look, number: int) -> Iterator[Slip]:
    """5.2.1 to 5.2.3: A4, and its margins."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    width, height = twips(size, "w"), twips(size, "h")
    if not _near(sorted((width, height)), standard.PAGE):
        actual = "未设置" if size is None else f"{'×'.join(_mm(width, height))}毫米"
        yield departure("纸张", actual, "A4（210×297毫米）", number)
    if width > height:
        return  # a landscape section is an appendix's table, with margins of its own
    expected = (standard.TOP, standard.BOTTOM, standard.LEFT, standard.RIGHT)
    top, bottom, left, right = (twips(margins, s) for s in ("top", "bottom", "left", "right"))
    sides = (abs(top), abs(bottom), left + twips(margins, "gutter"), right)
    if not _near(sides, expected):
        wanted = f"{'、'.join(_mm(*expected))}毫米"
        yield departure("页边距（上下左右）", "、".join(_mm(*sides)), wanted, number)
    grid = section.find(w("docGrid"))
    yield from _lines(grid, usual, height - sides[0] - sides[1], number)
    yield from _characters(grid, usual.spacing, width - sides[2] - sides[3], number)
    if (columns := section.find(w("cols"))) is not None and twips(columns, "num") > 1:
        yield departure("分栏", f"{twips(columns, 'num')}栏", "不分栏", number)


def _lines(grid: Element | None, usual: Look, height: int, number: int) -> Iterator[Slip]:
    """5.2.4: 22 lines a page, by the grid or by an exact pitch of the text."""
    pitch = twips(grid, "linePitch") if _kind(grid) in ("lines", *_BY_CHARACTER) else 0
    by_grid = _count(height, pitch)
    lines = _count(height, usual.line) if usual.rule == "exact" and usual.line else by_grid
    expected = f"{standard.LINES}行（文档网格）"
    if lines != standard.LINES:
        yield departure("每页行数", str(lines or "未设置"), expected, number)
    elif by_grid != standard.LINES:
        actual = f"{by_grid}行" if by_grid else "未设置"
        yield departure("文档网格", actual, expected, number, lesser=True)


def _characters(grid: Element | None, spacing: int, width: int, number: int) -> Iterator[Slip]:
    """5.2.4: 28 characters a line; 16磅 without a grid of characters gives 27 and a half."""
    space = twips(grid, "charSpace") * 20 / 4096 if _kind(grid) in _BY_CHARACTER else 0
    cell = standard.BODY * 10 + space + spacing
    count, wanted = width / cell if cell > 0 else 0, standard.CHARACTERS
    if not wanted <= count < wanted + 1:
        lesser, expected = wanted - 0.5 <= count < wanted, f"{wanted}字（文档网格）"
        yield departure("每行字数", str(int(count)), expected, number, lesser=lesser)


def _kind(grid: Element | None) -> str:
    return "" if grid is None else grid.get(w("type"), "")


def _count(height: int, pitch: int | None) -> int:
    """How many lines fit; a line at least 80 % visible counts."""
    return round(height / pitch - 0.3) if pitch else 0


def _near(actual: Sequence[int], expected: Sequence[int]) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(actual, expected, strict=True))


def _mm(*lengths: int) -> list[str]:
    return [f"{length / 56.7:.0f}" for length in lengths]


def footer_slips(
    parts: Mapping[str, bytes], sections: Sequence[tuple[int, Element]], own_fonts: Fonts
) -> Iterator[Slip]:
    """7.5: — 1 — in 四号 宋体, outside: right on odd pages, left on even ones."""
    sides = both_sides(parts)
    used = {(part, kind): n for kind, part, n in reversed([*used_footers(parts, sections, sides)])}
    placed = {part: page_paragraph(parse(parts[part])) for part, _ in used if part in parts}
    shown = {part: place for part, place in placed.items() if place is not None}
    if not shown:
        yield departure("页码", "没有页码", "四号宋体，“— 1 —”，单页居右、双页居左", 0)
        return
    where = {part: own_fonts.side(paragraph) for part, (_, paragraph) in shown.items()}
    if not sides and set(where.values()) & set(_PLACES):
        yield departure("页码", "单双页相同", "单页居右、双页居左", 0)
    for (part, kind), number in used.items():
        name, side = _KINDS.get(kind, _KINDS["default"])
        if part not in shown:
            yield departure("页码", f"{name}没有页码", "各页都有页码", number)
        elif sides and where[part] in _PLACES and where[part] != side:
            actual = f"{name}{_PLACES[where[part]]}"
            yield departure("页码", actual, name + _PLACES[side], shown[part][0], part=part)
    for part, (number, paragraph) in shown.items():
        yield from _page_number(part, number, paragraph, own_fonts)


def both_sides(parts: Mapping[str, bytes]) -> bool:
    """Whether left and right pages have headers and footers of their own."""
    return SETTINGS in parts and is_on(parse(parts[SETTINGS]), "evenAndOddHeaders")


def used_footers(
    parts: Mapping[str, bytes], sections: Sequence[tuple[int, Element]], sides: bool
) -> Iterator[tuple[str, str, int]]:
    """(kind, part, paragraph) of each printed footer; sections inherit earlier ones."""
    targets = {relation.id: relation.target for relation in relations(parts, BODY)}
    footers = dict[str, str]()
    for number, section in sections:
        for reference in section.iterchildren(w("footerReference")):
            part = targets.get(reference.get(f"{{{RELATIONSHIPS}}}id", ""), "")
            footers[reference.get(w("type"), "default")] = part
        first = is_on(section, "titlePg")
        for kind in ("default", *["even"] * sides, *["first"] * first):
            yield kind, footers.get(kind, ""), number


def page_paragraph(root: Element) -> tuple[int, Element] | None:
    """The first paragraph that shows the page's number, and its own number."""
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        codes = [node.text or "" for node in own_descendants(paragraph, w("instrText"))]
        simple = own_descendants(paragraph, w("fldSimple"))
        codes += [node.get(w("instr"), "") for node in simple]
        if re.search(r"\bPAGE\b", "".join(codes), re.IGNORECASE):
            return number, paragraph
    return None


def _page_number(part: str, number: int, paragraph: Element, own_fonts: Fonts) -> Iterator[Slip]:
    text = paragraph_text(paragraph).strip()
    wrong = fonts.differing(own_fonts.pieces(paragraph), PAGE_NUMBER, latin=True)
    for one in wrong[:1]:
        yield departure("页码", one.actual, one.expected, number, one.start, one.end, part=part)
    if not _NUMBER.fullmatch(text):
        yield departure("页码", f"“{text}”", "“— 1 —”", number, part=part)
