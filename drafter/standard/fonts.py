"""The formatting in force in a paragraph and its text, and where it is not what is wanted.

ECMA-376 part 1: 17.3.2.26 (one font for Chinese, another for Latin), 17.7.2 (style hierarchy).
Sizes in half-points; offsets in runs.paragraph_text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from drafter.model.pattern import pattern
from drafter.standard import standard
from drafter.word.ooxml import PLACED, Element, find, is_on, w
from drafter.word.pieces import run_texts
from drafter.word.styles import Look, Styles, read_styles

_NAMES = {
    "仿宋": "仿宋 仿宋_gb2312 fangsong fangsong_gb2312 方正仿宋_gbk 方正仿宋简体 华文仿宋",
    "楷体": "楷体 楷体_gb2312 kaiti kaiti_gb2312 方正楷体_gbk 方正楷体简体 华文楷体",
    "黑体": "黑体 simhei 方正黑体_gbk 方正黑体简体 华文黑体",
    "小标宋": "方正小标宋简体 方正小标宋_gbk 小标宋 fzxiaobiaosong fzxiaobiaosong-b05 "
    "fzxiaobiaosong-b05s fzxbsjw--gb1-0 fzxbsk--gbk1-0",
    "宋体": "宋体 simsun nsimsun 新宋体 方正书宋_gbk 方正书宋简体 华文宋体",
}
_FAMILIES = {name: family for family, names in _NAMES.items() for name in names.split()}
_LATIN = {*_FAMILIES, "times new roman", "arial", "liberation serif", "liberation sans"}
_SIZES = {
    standard.TITLE: "二号", 36: "小二", standard.BODY: "三号", 30: "小三",
    standard.PAGE_NUMBER: "四号", 24: "小四", 21: "五号", 18: "小五",
}  # fmt: skip
_WESTERN = pattern("[0-9A-Za-z]")
# What is not printed has no format. Each opening is read up to the next one only: linear.
_OPENING = "[{｛][%％#＃]"
_UNPRINTED = pattern(rf"{_OPENING}(?:(?!{_OPENING}).)*?[%％#＃][}}｝]", re.DOTALL)


class Piece(Struct, frozen=True):
    """A run's text: where it stands, what of it is printed, and how."""

    start: int
    end: int
    text: str
    look: Look
    latin: str | None

    @property
    def chinese(self) -> str | None:
        """The font of its Chinese characters, "" where none is set; None: it has no such."""
        return (self.look.font or "") if any(map(_is_chinese, self.text)) else None


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


class Wanted(Struct, frozen=True):
    """The font, by the standard's name, and the size that text should have."""

    family: str
    size: int


class Stretch(Struct, frozen=True):
    """Text that looks otherwise: how it does, and how it should."""

    start: int
    end: int
    actual: str
    expected: str


def family(font: str | None) -> str:
    """The font as the standard names it, 仿宋 for FangSong_GB2312; "" for any other font."""
    return _FAMILIES.get((font or "").strip().lower(), "")


def size_name(half_points: int | None) -> str:
    """16磅（三号）."""
    named = _SIZES.get(half_points or 0)
    return f"{(half_points or 0) / 2:g}磅" + (f"（{named}）" if named else "")


def printed(text: str) -> str:
    """The text with a space for each character of its statements and remarks."""
    return _UNPRINTED.sub(lambda match: " " * len(match[0]), text)


def differing(pieces: Iterable[Piece], wanted: Wanted, *, latin: bool = False) -> list[Stretch]:
    """The stretches of another font or size, each as long as it differs in the same way.

    `latin`: the font of digits counts, not that of Chinese characters.
    """
    spans = list[Stretch]()
    for piece in pieces:
        wrong = _compare(piece, wanted, piece.latin if latin else piece.chinese)
        if wrong and spans and (spans[-1].end, spans[-1].actual) == (piece.start, wrong[0]):
            spans[-1] = Stretch(spans[-1].start, piece.end, *wrong)
        elif wrong:
            spans.append(Stretch(piece.start, piece.end, *wrong))
    return spans


def _compare(piece: Piece, wanted: Wanted, font: str | None) -> tuple[str, str] | None:
    """(how it looks, how it should), each naming the font, the size or both: what differs."""
    other = font is not None and family(font) != wanted.family
    actual, expected = (font or "未设置字体", wanted.family) if other else ("", "")
    if piece.look.size != wanted.size:
        return f"{actual}{size_name(piece.look.size)}", f"{expected}{size_name(wanted.size)}"
    return (actual, expected) if other else None


def foreign_latin(pieces: Iterable[Piece]) -> Piece | None:
    """The first digits or letters in neither a font of the standard, Times New Roman nor Arial."""
    western = (piece for piece in pieces if piece.latin and _WESTERN.search(piece.text))
    return next((piece for piece in western if (piece.latin or "").lower() not in _LATIN), None)


def split(pieces: Iterable[Piece], at: int) -> tuple[list[Piece], list[Piece]]:
    """(pieces before the offset, pieces after it); one that spans it is cut in two."""
    before, after = list[Piece](), list[Piece]()
    for one in pieces:
        edge = min(max(at, one.start), one.end)
        halves = (one.text[: edge - one.start], one.text[edge - one.start :])
        if halves[0].strip():
            before.append(Piece(one.start, edge, halves[0], one.look, one.latin))
        if halves[1].strip():
            after.append(Piece(edge, one.end, halves[1], one.look, one.latin))
    return before, after


class Fonts(Struct):
    """A document's styles and theme, each style resolved once."""

    styles: Styles
    _latin: dict[str, str | None] = field(default_factory=dict)

    def pieces(self, paragraph: Element) -> list[Piece]:
        """The paragraph's printed text by runs; deleted, hidden and nested text left out."""
        style, look = self.styles.of_paragraph(paragraph)
        texts = run_texts(paragraph)
        shown, at, pieces = printed("".join(text for _, text in texts)), 0, []
        for run, text in texts:
            start, at = at, at + len(text)
            if shown[start:at].strip() and not is_on(run, "rPr", "vanish"):
                latin = self._last(self.styles.forms(run)) or self._latin_of(style)
                dressed = self.styles.of_run(run, look)
                pieces.append(Piece(start, at, shown[start:at], dressed, latin))
        return pieces

    def side(self, paragraph: Element) -> str:
        """left, center, right, outside: by its text box, its frame or itself; "" for unknown."""
        boxes = (f"{PLACED}anchor", f"{PLACED}inline", w("pict"))
        if (box := next(paragraph.iterancestors(*boxes), None)) is not None:
            return box.findtext(f"{PLACED}positionH/{PLACED}align", "")
        if (frame := find(paragraph, "pPr", "framePr")) is not None:
            return frame.get(w("xAlign"), "")
        align = self.styles.of_paragraph(paragraph)[1].align or "left"
        return {"both": "left", "start": "left", "end": "right"}.get(align, align)

    def _latin_of(self, style: str) -> str | None:
        if style not in self._latin:
            run = self.styles.run
            defaults = [] if run is None else [run]
            self._latin[style] = self._last([*defaults, *self.styles.run_forms(style)])
        return self._latin[style]

    def _last(self, forms: Sequence[Element]) -> str | None:
        """The Latin font of the last form that names one."""
        named = (fonts for form in reversed(forms) for fonts in form.iterchildren(w("rFonts")))
        return next(filter(None, (_western(fonts, self.styles.themes) for fonts in named)), None)


def read_fonts(parts: Mapping[str, bytes]) -> Fonts:
    """The styles and theme of a package. Raises etree.XMLSyntaxError."""
    return Fonts(read_styles(parts))


def _western(fonts: Element, themes: Mapping[str, str]) -> str:
    """The Latin font that a form names; a theme font takes precedence."""
    return themes.get(fonts.get(w("asciiTheme"), "-"), "") or fonts.get(w("ascii"), "")


def indented(paragraph: Element, look: Look) -> bool:
    """Whether the first line is indented by two characters."""
    own = find(paragraph, "pPr", "ind")
    if own is not None and own.get(w("hanging")) and not own.get(w("firstLineChars")):
        return False
    characters, length = look.indent
    if characters:
        return abs(characters - 200) <= 10
    size = look.size or standard.BODY
    return length is not None and abs(length - size * 20) <= size * 2


def spaced(paragraph: Element, look: Look) -> bool:
    """Whether the line pitch is 27 to 30 points, or that of the grid."""
    if look.line is not None and look.rule in ("exact", "atLeast"):
        return 540 <= look.line <= 600
    snap = find(paragraph, "pPr", "snapToGrid")
    return look.line in (None, 240) and (snap is None or is_on(snap))


def line_name(look: Look) -> str:
    """行距1.5倍."""
    line = look.line or 240
    exact = look.rule in ("exact", "atLeast")
    named = f"{line / 20:g}磅" if exact else f"{line / 240:g}倍"
    return f"行距{named}" if exact or line != 240 else "行距未对齐文档网格"


def twips(element: Element | None, name: str) -> int:
    """A length attribute in twips; 0 if it is missing or unreadable."""
    try:
        return 0 if element is None else int(float(element.get(w(name), "0")))
    except (ValueError, OverflowError):
        return 0
