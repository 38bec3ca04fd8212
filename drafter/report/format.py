"""公文格式: what in a Word file breaks GB/T 9704-2012, as standard.py sets it.

5.2 (page, lines, characters), 7.2.1 (title), 7.3.3 (body and heading levels), 7.5 (page numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter.model import Severity
from drafter.report import standard
from drafter.report.ooxml import Element, own_descendants, parse, w
from drafter.report.slip import BODY, Slip
from drafter.report.styles import Look, Styles, read_styles
from drafter.report.template.runs import paragraph_text

_FONTS = {
    "仿宋": ("仿宋", "仿宋_gb2312", "fangsong", "fangsong_gb2312", "方正仿宋_gbk", "方正仿宋简体", "华文仿宋"),
    "楷体": ("楷体", "楷体_gb2312", "kaiti", "kaiti_gb2312", "方正楷体_gbk", "方正楷体简体", "华文楷体"),
    "黑体": ("黑体", "simhei", "方正黑体_gbk", "方正黑体简体"),
    "小标宋": ("方正小标宋简体", "方正小标宋_gbk", "小标宋", "fzxiaobiaosong-b05s", "fzxbsjw--gb1-0"),
    "宋体": ("宋体", "simsun", "nsimsun", "新宋体", "方正书宋_gbk"),
}  # fmt: skip
_ROLES = {
    "title": ("标题", "小标宋", standard.TITLE),
    "0": ("一级标题", "黑体", standard.BODY),
    "1": ("二级标题", "楷体", standard.BODY),
    "2": ("三级标题", "仿宋", standard.BODY),
    "body": ("正文", "仿宋", standard.BODY),
}
_SIZES = {
    44: "二号",
    32: "三号",
    28: "四号",
    24: "小四",
    21: "五号",
    36: "小二",
    30: "小三",
    18: "小五",
}
_NUMBERED = (
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
)
_STATEMENT = re.compile(r"\{[%#].*?[%#]\}|\{\{p?\s")
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_FREE = ("稿次", "空行", "主送", "落款", "表格文字", "toc", "caption", "footnote", "endnote", "图")
_NEAR = 60  # twips: a millimetre


def check_format(parts: Mapping[str, bytes]) -> list[Slip]:
    """What in the document breaks the standard, in the order of the text."""
    root, styles = parse(parts[BODY]), read_styles(parts)
    slips = [*_pages(root, styles), *_footers(parts, styles)]
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        slips += _paragraph(number, paragraph, styles)
    return slips


def _slip(what: str, found: str, expected: str, number: int, start: int = 0, end: int = 0) -> Slip:
    details = {"what": what, "found": found, "expected": expected}
    spot = (BODY, number, start, end)
    return Slip("format-differs", Severity.WARNING, *spot, details=details)


def _pages(root: Element, styles: Styles) -> Iterator[Slip]:
    for section in root.iter(w("sectPr")):
        paragraph = next(section.iterancestors(w("p")), None)
        number = 0
        if paragraph is not None:
            number = next(n for n, p in enumerate(root.iter(w("p")), start=1) if p is paragraph)
        yield from _page(section, styles, number)


def _page(section: Element, styles: Styles, number: int) -> Iterator[Slip]:
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    width, height = _twips(size, "w"), _twips(size, "h")
    if {*_rounded(width, height)} != {*_rounded(*standard.PAGE)}:
        yield _slip("纸张", f"{_mm(width)}×{_mm(height)}毫米", "A4（210×297毫米）", number)
    if width > height:
        return  # a landscape section is an appendix's table, with margins of its own
    expected = (standard.TOP, standard.BOTTOM, standard.LEFT, standard.RIGHT)
    found = [_twips(margins, side) for side in ("top", "bottom", "left", "right")]
    if any(abs(a - b) > _NEAR for a, b in zip(found, expected, strict=True)):
        yield _slip("页边距（上下左右）", _list_mm(found), f"{_list_mm(expected)}毫米", number)
    yield from _grid(
        section, styles, height - found[0] - found[1], width - found[2] - found[3], number
    )


def _grid(section: Element, styles: Styles, height: int, width: int, number: int) -> Iterator[Slip]:
    grid, normal = section.find(w("docGrid")), styles.look(styles.normal)
    pitch = _twips(grid, "linePitch") if grid is not None and grid.get(w("type")) else 0
    pitch = normal.line or pitch if normal.rule == "exact" else pitch
    lines = round(height / pitch - 0.3) if pitch else 0
    if lines != standard.LINES:
        yield _slip("每页行数", str(lines or "未设置"), f"{standard.LINES}行（文档网格）", number)
    space = _whole(grid, "charSpace") if grid is not None else 0
    cell = (normal.size or standard.BODY) * 10 + space * 20 // 4096 + normal.spacing
    characters = int(width / cell) if cell > 0 else 0
    if characters != standard.CHARACTERS:
        yield _slip("每行字数", str(characters), f"{standard.CHARACTERS}字（文档网格）", number)


def _paragraph(number: int, paragraph: Element, styles: Styles) -> Iterator[Slip]:
    text = paragraph_text(paragraph)
    style, look = styles.of_paragraph(paragraph)
    if not _STATEMENT.sub("", text).strip() or _is_free(styles.name(style)):
        return
    if next(paragraph.iterancestors(w("tbl"), w("txbxContent")), None) is not None:
        return
    role = _role(styles.name(style), look, text)
    yield from _runs(number, paragraph, styles, look, role)
    what = _ROLES[role][0]
    if role == "title":
        if look.align != "center":
            yield _slip(what, "未居中", "居中", number)
    elif not _indented(look):
        yield _slip(what, "首行缩进不是2字", "首行缩进2字", number)
    if role != "title" and not _spaced(look):
        yield _slip(what, f"行距{_line(look)}", "固定值28.95磅左右，或按文档网格", number)


def _is_free(name: str) -> bool:
    return name.startswith(_FREE)


def _role(name: str, look: Look, text: str) -> str:
    """What the paragraph is: by its style, or by its number where the style does not say."""
    if name in ("title", "标题"):
        return "title"
    if look.level is not None and look.level <= 2:
        return str(look.level)
    if name.startswith("heading ") and name[8:] in ("1", "2", "3"):
        return str(int(name[8:]) - 1)
    level = next((n for n, pattern in enumerate(_NUMBERED) if pattern.match(text.strip())), None)
    return "body" if level is None else str(level)


def _runs(number: int, paragraph: Element, styles: Styles, look: Look, role: str) -> Iterator[Slip]:
    """The first text of another font, and of another size; a heading ends with its sentence."""
    what, font, size = _ROLES[role]
    pieces = list(_pieces(paragraph, styles, look))
    end = _heading_end(paragraph_text(paragraph)) if role in ("0", "1") else 10**9
    fonts = [font, "仿宋"] if role in ("0", "1") else [font]
    wrong = next(
        (p for p in pieces if p.chinese and not _is(p.look.font, fonts[p.start >= end :][:1])), None
    )
    if wrong:
        found = wrong.look.font or "未设置字体"
        yield _slip(what, found, font, number, wrong.start, wrong.end)
    other = next((piece for piece in pieces if piece.look.size != size), None)
    if other:
        found = _size(other.look.size or 0)
        yield _slip(what, found, _size(size), number, other.start, other.end)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run's text: where it stands in the paragraph, how it looks."""

    start: int
    end: int
    look: Look
    chinese: bool


def _pieces(paragraph: Element, styles: Styles, look: Look) -> Iterator[_Piece]:
    at = 0
    for run in own_descendants(paragraph, w("r")):
        if next(run.iterancestors(w("del"), w("moveFrom")), None) is not None:
            continue
        text = "".join(node.text or "" for node in run.iterchildren(w("t")))
        length = sum(
            len(node.text or "") if node.tag == w("t") else 1 for node in run if _shows(node)
        )
        if text.strip():
            chinese = _CHINESE.search(text) is not None
            yield _Piece(at, at + length, styles.of_run(run, look), chinese)
        at += length


def _shows(node: Element) -> bool:
    return node.tag in (w("t"), w("tab"), w("br"), w("cr"), w("noBreakHyphen"))


def _heading_end(text: str) -> int:
    end = text.find("。")
    return end + 1 if end >= 0 else len(text)


def _is(font: str | None, wanted: Sequence[str]) -> bool:
    return any((font or "").lower() in _FONTS[name] for name in wanted)


def _indented(look: Look) -> bool:
    characters, twips = look.indent
    if characters:
        return characters == 200
    size = look.size or standard.BODY
    return twips is not None and abs(twips - size * 20) <= size * 2


def _spaced(look: Look) -> bool:
    if look.line is None:
        return True
    return 540 <= look.line <= 600 if look.rule in ("exact", "atLeast") else look.line == 240


def _line(look: Look) -> str:
    line = look.line or 240
    return f"{line / 20:g}磅" if look.rule in ("exact", "atLeast") else f"{line / 240:g}倍"


def _footers(parts: Mapping[str, bytes], styles: Styles) -> Iterator[Slip]:
    """A page number in 4号 宋体, outside: right on odd pages, left on even ones."""
    names = sorted(n for n in parts if re.fullmatch(r"word/footer\d*\.xml", n))
    roots = {name: parse(parts[name]) for name in names}
    numbered = {name: root for name, root in roots.items() if _has_page(root)}
    if not numbered:
        yield _slip("页码", "没有页码", "四号宋体，“— 1 —”，单页居右、双页居左", 0)
        return
    settings = parse(parts["word/settings.xml"]) if "word/settings.xml" in parts else None
    if settings is None or settings.find(w("evenAndOddHeaders")) is None:
        yield _slip("页码", "单双页相同", "单页居右、双页居左", 0)
    for name, root in numbered.items():
        yield from _page_number(name, root, styles)


def _page_number(name: str, root: Element, styles: Styles) -> Iterator[Slip]:
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        _, look = styles.of_paragraph(paragraph)
        wrong = [p.look for p in _pieces(paragraph, styles, look) if p.look.size != 28]
        if _has_page(paragraph) and wrong:
            details = {"what": "页码", "found": _size(wrong[0].size or 0), "expected": _size(28)}
            yield Slip("format-differs", Severity.WARNING, name, number, details=details)


def _has_page(root: Element) -> bool:
    codes = [node.text or "" for node in root.iter(w("instrText"))]
    codes += [node.get(w("instr"), "") for node in root.iter(w("fldSimple"))]
    return any(re.match(r"\s*PAGE\b", code, re.IGNORECASE) for code in codes)


def _size(half_points: int) -> str:
    named = _SIZES.get(half_points)
    return f"{half_points / 2:g}磅" + (f"（{named}）" if named else "")


def _twips(element: Element | None, name: str) -> int:
    return _whole(element, name) if element is not None else 0


def _whole(element: Element, name: str) -> int:
    try:
        return int(float(element.get(w(name), "0")))
    except ValueError:
        return 0


def _rounded(*twips: int) -> list[int]:
    return [round(value / 100) for value in twips]


def _mm(twips: int) -> str:
    return f"{twips / 56.7:.0f}"


def _list_mm(twips: Sequence[int]) -> str:
    return "、".join(map(_mm, twips))
