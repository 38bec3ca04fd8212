"""GB/T 9704-2012 as Word settings: page, grid, fonts by level, page number.

Lengths are in twentieths of a point (twips) unless named otherwise; sizes in half-points.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drafter.standard import theme
from drafter.word.ooxml import RELATIONSHIPS, W, quote

PAGE = (11906, 16838)
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474
LINES, CHARACTERS = 22, 28
LINE_PITCH = 579
# 28 characters of 16 pt take 156 mm at 15.75 pt each. The grid could say so (charSpace -849), and
# Word would follow; LibreOffice then finds a cell too small and gives each character two.
CHARACTER_SPACING = -5
BODY, TITLE, PAGE_NUMBER = 32, 44, 28

SONG, FANG, HEI, KAI, TITLE_FONT = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"


class Style(Struct, frozen=True):
    """A paragraph style of the standard: its id and name in Word, font, size, level, alignment.

    Indents are in hundredths of a character: `indent` of the first line, `left` and `right` of all.
    `pitch` 0 is as much as a line needs; `edges` are the rules of the 版记.
    """

    id: str
    name: str
    font: str
    size: int = BODY
    level: int | None = None
    align: str = "both"
    indent: int = 200
    left: int = 0
    right: int = 0
    pitch: int = LINE_PITCH
    new_page: bool = False
    edges: bool = False


STYLES = (
    Style("Normal", "Normal", FANG),
    Style("Title", "Title", TITLE_FONT, TITLE, None, "center", 0),
    Style("Heading1", "heading 1", HEI, BODY, 0),
    Style("Heading2", "heading 2", KAI, BODY, 1),
    Style("Heading3", "heading 3", FANG, BODY, 2),
    Style("DraftMark", "稿次", KAI, BODY, None, "center", 0),
    Style("Blank", "空行", FANG, BODY, None, "left", 0),
    Style("Recipient", "主送", FANG, BODY, None, "left", 0),
    Style("Signature", "落款", FANG, BODY, None, "right", 0, right=400),
    Style("AnnexNote", "附件说明", FANG, BODY, None, "left", -300, left=500),
    Style("Annex", "附件", HEI, BODY, None, "left", 0, new_page=True),
    Style("Imprint", "版记", FANG, PAGE_NUMBER, None, "left", 0, 100, 100, edges=True),
    Style("TableText", "表格文字", FANG, 24, None, "center", 0),
    Style("Figure", "图", FANG, BODY, None, "center", 0, pitch=0),
)


def standard_theme() -> str:
    """The theme in the standard's fonts: headings in 黑体, the body in 仿宋."""
    return theme.theme_xml(HEI, FANG)


def core_properties(title: str, others: Mapping[str, str] | None = None) -> str:
    """docProps/core.xml: the title and the other named properties, no author and no date."""
    properties = {"dc:title": title, **(others or {})}
    return (
        f"{_HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{''.join(f'<{name}>{quote(text)}</{name}>' for name, text in properties.items())}"
        "</cp:coreProperties>"
    )


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = f'xmlns:w="{W}" xmlns:r="{RELATIONSHIPS}"'


def defaults_xml() -> str:
    """What holds where no style says otherwise, as w:docDefaults."""
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'{_fonts(FANG)}<w:spacing w:val="{CHARACTER_SPACING}"/><w:kern w:val="2"/>{_size(BODY)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def style_xml(style: Style) -> str:
    """The style as an element of styles.xml."""
    normal = style.id == "Normal"
    based = "" if normal else '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    outline = "" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>'
    keep = "" if style.level is None else "<w:keepNext/>"
    page = "<w:pageBreakBefore/>" if style.new_page else ""
    pitch = f'w:line="{style.pitch or 240}" w:lineRule="{"exact" if style.pitch else "auto"}"'
    return (
        f'<w:style w:type="paragraph"{_DEFAULT if normal else ""} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>{based}<w:qFormat/><w:pPr>{keep}{page}'
        f'<w:widowControl w:val="0"/>{_EDGES if style.edges else ""}'
        '<w:overflowPunct w:val="1"/><w:snapToGrid w:val="1"/>'
        f'<w:spacing w:before="0" w:after="0" {pitch}/>{indents(style)}'
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f'<w:rPr>{_fonts(style.font)}<w:b w:val="0"/>{_size(style.size)}</w:rPr></w:style>'
    )


def indents(style: Style) -> str:
    """w:ind for the style: in characters for Word, in twips for other programs."""
    amounts = [("left", style.left), ("right", style.right)]
    amounts = [(side, amount) for side, amount in amounts if amount]
    amounts.append(("hanging", -style.indent) if style.indent < 0 else ("firstLine", style.indent))
    written = "".join(
        f' w:{side}Chars="{amount}" w:{side}="{amount * style.size * 10 // 100}"'
        for side, amount in amounts
    )
    return f"<w:ind{written}/>"


# 0.35 mm above and below, 0.25 mm between (7.4.1).
_EDGES = "<w:pBdr>{}</w:pBdr>".format(
    "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="1" w:color="auto"/>'
        for side, eighths in (("top", 8), ("bottom", 8), ("between", 6))
    )
)
_DEFAULT = ' w:default="1"'


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:cs="{font}"/>'


def _size(size: int) -> str:
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def footer_xml(align: str, side: str) -> str:
    """— 1 — in 4号 宋体, one character in from the outer edge."""
    form = f"<w:rPr>{_fonts(SONG)}{_size(PAGE_NUMBER)}</w:rPr>"
    field = "".join(
        f'<w:r>{form}<w:fldChar w:fldCharType="{step}"/></w:r>{code}'
        for step, code in (
            ("begin", f'<w:r>{form}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
            ("separate", f"<w:r>{form}<w:t>1</w:t></w:r>"),
            ("end", ""),
        )
    )
    dash, space = f'<w:r>{form}<w:t xml:space="preserve">— </w:t></w:r>', 280
    return (
        f'{_HEAD}<w:ftr {_SPACES}><w:p><w:pPr><w:pStyle w:val="Blank"/>'
        f'<w:ind w:{side}="{space}"/><w:jc w:val="{align}"/></w:pPr>'
        f"{dash}{field}{dash.replace('— ', ' —')}</w:p></w:ftr>"
    )
