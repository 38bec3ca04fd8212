"""公文格式: what in a Word file breaks GB/T 9704-2012, as standard.py sets it.

5.2 (page, lines, characters), 7.2.1 (title), 7.3.3 (body and heading levels), 7.5 (page numbers).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from drafter.model import Severity
from drafter.report import fonts, standard
from drafter.report.fonts import Fonts, Piece, Wanted, twips
from drafter.report.ooxml import RELATIONSHIPS, Element, own_descendants, parse, w
from drafter.report.slip import BODY, Slip
from drafter.report.styles import Look
from drafter.report.template.place import in_order
from drafter.report.template.runs import paragraph_text


class _Role(NamedTuple):
    """What a paragraph is, and how the standard prints it."""

    what: str
    wanted: Wanted
    align: str = ""
    indented: bool = True
    level: int | None = None


_PLAIN, _PAGE_NUMBER = Wanted("仿宋", standard.BODY), Wanted("宋体", standard.PAGE_NUMBER)
_TITLE = _Role("标题", Wanted("小标宋", standard.TITLE), "center", False)
_LEVELS = (
    _Role("一级标题", Wanted("黑体", standard.BODY), level=0),
    _Role("二级标题", Wanted("楷体", standard.BODY), level=1),
    _Role("三级标题", _PLAIN),
)
_TEXT = _Role("正文", _PLAIN)
_MARK = _Role("稿次", Wanted("楷体", standard.BODY), "center", False)
_RECIPIENT, _SIGNATURE = (_Role(what, _PLAIN, indented=False) for what in ("主送机关", "落款"))
_STYLES = {"title": _TITLE, "标题": _TITLE, "稿次": _MARK, "主送": _RECIPIENT, "落款": _SIGNATURE}
_FREE = ("空行", "表格文字", "toc", "caption", "footnote", "endnote", "图")
_NUMBERED = (
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
)
_DRAFT = re.compile(r"[（(].{0,20}稿.{0,20}[）)]")
_CAPTION = re.compile(r"[图表]\s*\d|附件|[{｛]{2}\s*图\s*[(（]")
_SETTINGS, _RELATIONS = "word/settings.xml", "word/_rels/document.xml.rels"
_NUMBER = re.compile(r"[—―–－]\s*\w*\s*[—―–－]")
_DIFFERS = ("format-differs", Severity.WARNING)
_NEAR = 60  # twips: a millimetre
_BY_CHARACTER = ("linesAndChars", "snapToChars")
_KINDS = {"default": ("单页", "right"), "even": ("双页", "left"), "first": ("首页", "right")}
_PLACES = {"left": "居左", "center": "居中", "right": "居右"}


@dataclass(slots=True)
class _Story:
    """The body as it is read: the role before, its sections by paragraph, its looks."""

    fonts: Fonts
    before: _Role | None = None
    sections: list[tuple[int, Element]] = field(default_factory=list)
    looks: Counter[Look] = field(default_factory=Counter)


def check_format(parts: Mapping[str, bytes]) -> list[Slip]:
    """What in the document breaks GB/T 9704-2012, in reading order.

    The cost is linear in the document. Raises etree.XMLSyntaxError for a damaged part.
    """
    root, story = parse(parts[BODY]), _Story(fonts.read_fonts(parts))
    slips = list[Slip]()
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        slips += _paragraph(number, paragraph, story)
        story.sections += ((number, s) for s in paragraph.iterfind(f"{w('pPr')}/{w('sectPr')}"))
    last = root.find(f"{w('body')}/{w('sectPr')}")
    story.sections.append((0, root if last is None else last))
    normal = story.fonts.styles.look(story.fonts.styles.normal)
    usual = next((look for look, _ in story.looks.most_common(1)), normal)
    for number, section in story.sections:
        slips += _page(section, usual, number)
    return in_order([*slips, *_footers(parts, story)])


def _slip(
    what: str, found: str, expected: str, *spot: int, part: str = BODY, lesser: bool = False
) -> Slip:
    """A departure from the standard; a lesser one where the standard leaves room for it."""
    number, start, end = (*spot, 0, 0)[:3]
    code, severity = ("format-advised", Severity.HINT) if lesser else _DIFFERS
    details = {"what": what, "found": found, "expected": expected}
    return Slip(code, severity, part, number, start, end, details=details)


def _page(section: Element, usual: Look, number: int) -> Iterator[Slip]:
    """5.2.1 to 5.2.3: A4, and its margins."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    width, height = twips(size, "w"), twips(size, "h")
    if not _near(sorted((width, height)), standard.PAGE):
        found = "未设置" if size is None else f"{'×'.join(_mm(width, height))}毫米"
        yield _slip("纸张", found, "A4（210×297毫米）", number)
    if width > height:
        return  # a landscape section is an appendix's table, with margins of its own
    expected = (standard.TOP, standard.BOTTOM, standard.LEFT, standard.RIGHT)
    top, bottom, left, right = (twips(margins, s) for s in ("top", "bottom", "left", "right"))
    sides = (abs(top), abs(bottom), left + twips(margins, "gutter"), right)
    if not _near(sides, expected):
        wanted = f"{'、'.join(_mm(*expected))}毫米"
        yield _slip("页边距（上下左右）", "、".join(_mm(*sides)), wanted, number)
    grid = section.find(w("docGrid"))
    yield from _lines(grid, usual, height - sides[0] - sides[1], number)
    yield from _characters(grid, usual.spacing, width - sides[2] - sides[3], number)


def _lines(grid: Element | None, usual: Look, height: int, number: int) -> Iterator[Slip]:
    """5.2.4: 22 lines a page, by the grid or by an exact pitch of the text."""
    pitch = twips(grid, "linePitch") if _kind(grid) in ("lines", *_BY_CHARACTER) else 0
    by_grid = _count(height, pitch)
    lines = _count(height, usual.line) if usual.rule == "exact" and usual.line else by_grid
    expected = f"{standard.LINES}行（文档网格）"
    if lines != standard.LINES:
        yield _slip("每页行数", str(lines or "未设置"), expected, number)
    elif by_grid != standard.LINES:
        found = f"{by_grid}行" if by_grid else "未设置"
        yield _slip("文档网格", found, expected, number, lesser=True)


def _characters(grid: Element | None, spacing: int, width: int, number: int) -> Iterator[Slip]:
    """5.2.4: 28 characters a line; 16磅 without a grid of characters gives 27 and a half."""
    space = twips(grid, "charSpace") * 20 / 4096 if _kind(grid) in _BY_CHARACTER else 0
    cell = standard.BODY * 10 + space + spacing
    count, wanted = width / cell if cell > 0 else 0, standard.CHARACTERS
    if not wanted <= count < wanted + 1:
        lesser, expected = wanted - 0.5 <= count < wanted, f"{wanted}字（文档网格）"
        yield _slip("每行字数", str(int(count)), expected, number, lesser=lesser)


def _kind(grid: Element | None) -> str:
    return "" if grid is None else grid.get(w("type"), "")


def _count(height: int, pitch: int | None) -> int:
    """Lines that fit; one that lacks a fifth of itself or less still counts."""
    return round(height / pitch - 0.3) if pitch else 0


def _near(found: Sequence[int], expected: Sequence[int]) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(found, expected, strict=True))


def _mm(*lengths: int) -> list[str]:
    return [f"{length / 56.7:.0f}" for length in lengths]


def _paragraph(number: int, paragraph: Element, story: _Story) -> Iterator[Slip]:
    pieces = story.fonts.pieces(paragraph)
    if not pieces or next(paragraph.iterancestors(w("txbxContent")), None) is not None:
        return
    if next(paragraph.iterancestors(w("tbl")), None) is not None:
        yield from _cell(number, pieces)
        return
    text, look = fonts.printed(paragraph_text(paragraph)), pieces[0].look
    style, _ = story.fonts.of_paragraph(paragraph)
    role = _role(story.fonts.styles.name(style), look, text, story.before)
    story.before = role or story.before
    if role is not None:
        yield from _text(number, text, pieces, role)
        yield from _shape(number, paragraph, text, look, role)
    if role is _TEXT:
        story.looks[look] += 1


def _role(name: str, look: Look, text: str, before: _Role | None) -> _Role | None:
    """What the paragraph is: by its style, or by number and place where the style does not say."""
    if name.startswith(_FREE):
        return None
    level = int(name[8:]) - 1 if re.fullmatch("heading [1-3]", name) else look.level
    if name not in _STYLES and level is not None and level < len(_LEVELS):
        return _LEVELS[level]
    return _STYLES.get(name) or _by_place(look, text.strip(), before)


def _by_place(look: Look, text: str, before: _Role | None) -> _Role | None:
    """As 7.2 and 7.3 lay a document out: title, 主送机关 flush left, body, 落款 on the right."""
    level = next((role for role, p in zip(_LEVELS, _NUMBERED, strict=True) if p.match(text)), None)
    if look.align == "center" and before in (None, _TITLE, _MARK):
        if before is None or (before is _TITLE and (look.size or 0) > standard.BODY):
            return _TITLE
        return _MARK if _DRAFT.fullmatch(text) else None
    if look.align == "center" and _CAPTION.match(text):
        return None
    if look.align in ("right", "end"):
        return _SIGNATURE
    if before in (_TITLE, _MARK) and text.endswith("：") and not any(look.indent):
        return _RECIPIENT
    return level or _TEXT


def _cell(number: int, pieces: Sequence[Piece]) -> Iterator[Slip]:
    named = (piece for piece in pieces if piece.chinese is not None)
    if other := next((piece for piece in named if not fonts.family(piece.chinese)), None):
        found, spot = other.look.font or "未设置字体", (number, other.start, other.end)
        yield _slip("表格文字", found, "仿宋等公文字体", *spot, lesser=True)


def _text(number: int, text: str, pieces: Sequence[Piece], role: _Role) -> Iterator[Slip]:
    """7.3.3: font and size. A heading that runs into its paragraph ends with its sentence."""
    end = text.find("。") + 1 if role in _LEVELS[:2] else 0
    heading, body = fonts.split(pieces, end or len(text))
    wrong, rest = fonts.differing(heading, role.wanted), fonts.differing(body, _PLAIN)
    if found := wrong or rest:
        first, count = found[0], len(wrong + rest)
        what, tally = role.what if wrong else "标题后的正文", f"等{count}处" if count > 1 else ""
        lesser = not wrong and not fonts.differing(body, role.wanted)
        spot = (number, first.start, first.end)
        yield _slip(what, first.found + tally, first.expected, *spot, lesser=lesser)
    elif other := fonts.foreign_latin(pieces):
        found_font, spot = other.latin or "", (number, other.start, other.end)
        yield _slip("数字和字母", found_font, "仿宋或Times New Roman", *spot, lesser=True)


def _shape(number: int, paragraph: Element, text: str, look: Look, role: _Role) -> Iterator[Slip]:
    """7.2.1 and 7.3.3: centred, two characters in, on the lines of the grid."""
    if role.align and look.align != role.align:
        yield _slip(role.what, "未居中", "居中", number)
    if role.indented and not fonts.indented(paragraph, look):
        typed = text.startswith("\u3000\u3000")
        found = "用空格代替首行缩进" if typed else "首行缩进不是2字"
        yield _slip(role.what, found, "首行缩进2字", number, lesser=typed)
    if role is not _TITLE and not fonts.spaced(paragraph, look):
        yield _slip(role.what, fonts.line_name(look), "固定值28.95磅左右，或按文档网格", number)


def _footers(parts: Mapping[str, bytes], story: _Story) -> Iterator[Slip]:
    """7.5: — 1 — in 四号 宋体, outside: right on odd pages, left on even ones."""
    settings = parse(parts[_SETTINGS]) if _SETTINGS in parts else None
    sides = settings is not None and fonts.is_on(settings.find(w("evenAndOddHeaders")))
    used = {(part, kind): n for kind, part, n in reversed([*_used(parts, story.sections, sides)])}
    placed = {part: _page_paragraph(parse(parts[part])) for part, _ in used if part in parts}
    shown = {part: place for part, place in placed.items() if place is not None}
    if not shown:
        yield _slip("页码", "没有页码", "四号宋体，“— 1 —”，单页居右、双页居左", 0)
        return
    where = {part: story.fonts.side(paragraph) for part, (_, paragraph) in shown.items()}
    if not sides and set(where.values()) & set(_PLACES):
        yield _slip("页码", "单双页相同", "单页居右、双页居左", 0)
    for (part, kind), number in used.items():
        name, side = _KINDS.get(kind, _KINDS["default"])
        if part not in shown:
            yield _slip("页码", f"{name}没有页码", "各页都有页码", number)
        elif sides and where[part] in _PLACES and where[part] != side:
            found = f"{name}{_PLACES[where[part]]}"
            yield _slip("页码", found, name + _PLACES[side], shown[part][0], part=part)
    for part, (number, paragraph) in shown.items():
        yield from _page_number(part, number, paragraph, story.fonts)


def _used(
    parts: Mapping[str, bytes], sections: Sequence[tuple[int, Element]], sides: bool
) -> Iterator[tuple[str, str, int]]:
    """(kind, part, paragraph) of each footer that is printed; a section has those before it too."""
    related = parse(parts[_RELATIONS]) if _RELATIONS in parts else ()
    targets = {one.get("Id"): one.get("Target", "") for one in related}
    footers = dict[str, str]()
    for number, section in sections:
        for reference in section.iterchildren(w("footerReference")):
            target = targets.get(reference.get(f"{{{RELATIONSHIPS}}}id"), "")
            part = target.lstrip("/") if target.startswith("/") else f"word/{target}"
            footers[reference.get(w("type"), "default")] = part
        first = fonts.is_on(section.find(w("titlePg")))
        for kind in ("default", *["even"] * sides, *["first"] * first):
            yield kind, footers.get(kind, ""), number


def _page_paragraph(root: Element) -> tuple[int, Element] | None:
    """The first paragraph that shows the page's number, and its own number."""
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        codes = [node.text or "" for node in own_descendants(paragraph, w("instrText"))]
        simple = own_descendants(paragraph, w("fldSimple"))
        codes += [node.get(w("instr"), "") for node in simple]
        if re.search(r"\bPAGE\b", "".join(codes), re.IGNORECASE):
            return number, paragraph
    return None


def _page_number(part: str, number: int, paragraph: Element, known: Fonts) -> Iterator[Slip]:
    text = paragraph_text(paragraph).strip()
    wrong = fonts.differing(known.pieces(paragraph), _PAGE_NUMBER, latin=True)
    for one in wrong[:1]:
        yield _slip("页码", one.found, one.expected, number, one.start, one.end, part=part)
    if not _NUMBER.fullmatch(text):
        yield _slip("页码", f"“{text}”", "“— 1 —”", number, part=part)
