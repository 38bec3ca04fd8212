"""A Word document in the format of GB/T 9704, made from nothing."""

from __future__ import annotations

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
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def new_document(body: str, title: str = "") -> bytes:
    """A .docx in standard format with that body (a sequence of w:p and w:tbl as XML)."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_relations(),
        "word/document.xml": _document(body),
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


def paragraph(text: str, style: str = "Normal") -> str:
    """A paragraph of a style, as XML."""
    form = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style != "Normal" else ""
    run = f'<w:r><w:t xml:space="preserve">{quote(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{form}{run}</w:p>"


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


def _document(body: str) -> str:
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}"'
        ' w:header="851" w:footer="1400" w:gutter="0"/>'
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
