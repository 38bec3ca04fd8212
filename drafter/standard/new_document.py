"""A Word document in the format of GB/T 9704, made from nothing."""

from __future__ import annotations

from collections.abc import Container, Sequence

from msgspec import Struct

from drafter.standard.standard import (
    BOTTOM,
    FANG,
    HEI,
    KAI,
    LEFT,
    LINE_PITCH,
    PAGE,
    RIGHT,
    SONG,
    STYLES,
    TITLE_FONT,
    TOP,
    core_properties,
    defaults_xml,
    footer_xml,
    standard_theme,
    style_xml,
)  # fmt: skip
from drafter.word.ooxml import RELATIONSHIPS, W, quote
from drafter.word.package import packed
from drafter.word.styles import THEME

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = f'xmlns:w="{W}" xmlns:r="{RELATIONSHIPS}"'
_CLOSE = '<w:snapToGrid w:val="0"/><w:spacing w:line="340" w:lineRule="exact"/>'
_FLUSH = f'{_CLOSE}<w:jc w:val="left"/>'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


WIDTH, WIDE = PAGE[0] - LEFT - RIGHT, PAGE[1] - TOP - BOTTOM  # of the text; on a page that lies


def new_document(body: str, title: str = "", *, wide: bool = False) -> bytes:
    """A .docx in standard format with that body (a sequence of w:p and w:tbl as XML), on pages that
    lie where it is `wide`."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_relations(),
        "word/document.xml": _document(body, wide),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        THEME: standard_theme(),
        "word/footer1.xml": footer_xml("right", "right"),
        "word/footer2.xml": footer_xml("left", "left"),
        "word/_rels/document.xml.rels": _document_relations(),
        "docProps/core.xml": core_properties(title),
    }
    return packed({name: text.encode() for name, text in parts.items()})


def paragraph(text: str, style: str = "Normal", *, flush: bool = False) -> str:
    """A paragraph of a style, as XML; `flush` where it is a long text in a cell."""
    align = _FLUSH if flush else ""
    named = f'<w:pStyle w:val="{style}"/>' if style != "Normal" else ""
    form = f"<w:pPr>{named}{align}</w:pPr>" if named or align else ""
    run = f'<w:r><w:t xml:space="preserve">{quote(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{form}{run}</w:p>"


class Head(Struct, frozen=True):
    """A head that joins so many columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1


def table(
    rows: Sequence[Sequence[str]],
    shares: Sequence[int],
    flush: Container[int] = (),
    width: int = WIDTH,
    heads: Sequence[Sequence[Head]] = (),
) -> str:
    """A table as wide as the text, its columns in these shares (per cent), ruled in black, as XML.

    Its first row stands on every page, and no row on two. Below it long texts in the columns that
    are `flush` (from 0) begin at the left, line close under line; others are centred. With `heads`,
    these rows stand on every page, and all lines are close; what is not `flush` is a number, and
    stands at the right.
    """
    widths = [width * share // 100 for share in shares]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    form = f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    if heads:
        body = "".join(_close_row(row, widths, flush) for row in rows)
        return _ruled(form, grid, _head_rows(heads, widths) + body)
    lines = "".join(
        f"<w:tr><w:trPr><w:cantSplit/>{'' if number else '<w:tblHeader/>'}</w:trPr>"
        + "".join(
            _cell(text, column, number > 0 and at in flush)
            for at, (text, column) in enumerate(zip(row, widths, strict=True))
        )
        + "</w:tr>"
        for number, row in enumerate(rows)
    )
    return _ruled(form, grid, lines)


def _ruled(form: str, grid: str, lines: str) -> str:
    return f"<w:tbl><w:tblPr>{form}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _head_rows(heads: Sequence[Sequence[Head]], widths: Sequence[int]) -> str:
    """The rows of heads, each cell where the rows above it leave room."""
    above, lines = dict[int, tuple[Head, int]](), ""
    for row in heads:
        left, cells, at = iter(row), "", 0
        while at < len(widths):
            head, more = above.pop(at) if at in above else ((one := next(left)), one.rows)
            if more > 1:
                above[at] = (head, more - 1)
            span = f'<w:gridSpan w:val="{head.columns}"/>' if head.columns > 1 else ""
            first = more == head.rows
            joined = f'<w:vMerge w:val="{"restart" if first else "continue"}"/>'
            form = span + (joined if head.rows > 1 else "")
            width = sum(widths[at : at + head.columns])
            cells += _close_cell(head.text if first else "", width, "center", form)
            at += head.columns
        lines += f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    return lines


def _close_row(row: Sequence[str], widths: Sequence[int], flush: Container[int]) -> str:
    cells = (
        _close_cell(text, width, "left" if at in flush else "right")
        for at, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _close_cell(text: str, width: int, side: str, form: str = "") -> str:
    own = f'<w:tcW w:w="{width}" w:type="dxa"/>{form}<w:vAlign w:val="center"/>'
    style = f'<w:pStyle w:val="TableText"/>{_CLOSE}<w:jc w:val="{side}"/>'
    run = f'<w:r><w:t xml:space="preserve">{quote(text)}</w:t></w:r>' if text else ""
    return f"<w:tc><w:tcPr>{own}</w:tcPr><w:p><w:pPr>{style}</w:pPr>{run}</w:p></w:tc>"


def _cell(text: str, width: int, flush: bool) -> str:
    form = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
    lines = (paragraph(line, "TableText", flush=flush) for line in text.split("\n"))
    return f"<w:tc>{form}{''.join(lines)}</w:tc>"


def _content_types() -> str:
    kinds = {
        "word/document": "document.main",
        "word/styles": "styles",
        "word/settings": "settings",
        "word/fontTable": "fontTable",
        "word/footer1": "footer",
        "word/footer2": "footer",
    }
    overrides = "".join(
        f'<Override PartName="/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    drawn = "application/vnd.openxmlformats-officedocument.theme+xml"
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{overrides}<Override PartName="/{THEME}" ContentType="{drawn}"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _relations(targets: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{rows}</Relationships>'


def _root_relations() -> str:
    package = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    return _relations(
        [
            (f"{RELATIONSHIPS}/officeDocument", "word/document.xml"),
            (f"{package}/core-properties", "docProps/core.xml"),
        ]
    )


def _document_relations() -> str:
    names = (("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable"))
    footers = (("footer", "footer1"), ("footer", "footer2"))
    themes = (("theme", THEME.removeprefix("word/").removesuffix(".xml")),)
    parts = (*names, *footers, *themes)
    return _relations([(f"{RELATIONSHIPS}/{kind}", f"{part}.xml") for kind, part in parts])


def _document(body: str, wide: bool) -> str:
    paper, margins = (PAGE[0], PAGE[1], ""), (TOP, RIGHT, BOTTOM, LEFT)
    if wide:
        paper = (PAGE[1], PAGE[0], ' w:orient="landscape"')
        margins = (LEFT, TOP, RIGHT, BOTTOM)
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{paper[0]}" w:h="{paper[1]}"{paper[2]}/>'
        '<w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}"'.format(*margins)
        + f' w:header="851" w:footer="{min(1400, margins[2] - 400)}" w:gutter="0"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE_PITCH}"/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {_SPACES}><w:body>{body}{section}</w:body></w:document>"


def _styles() -> str:
    characters = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    styles = "".join(map(style_xml, STYLES))
    return f"{_HEAD}<w:styles {_SPACES}>{defaults_xml()}{styles}{characters}</w:styles>"


def _settings() -> str:
    return (
        f'{_HEAD}<w:settings {_SPACES}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="579"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat></w:settings>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name in (SONG, FANG, HEI, KAI, TITLE_FONT)
    )
    return f"{_HEAD}<w:fonts {_SPACES}>{fonts}</w:fonts>"
