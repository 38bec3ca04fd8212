"""Automatic numbers, the rows of a table, numbers of headings, bookmarks: each read in one way."""

from __future__ import annotations

from lxml import etree

from drafter.word.bookmarks import bookmarks, drop_bookmarks, drop_halves
from drafter.word.numerals import Numerals
from drafter.word.ooxml import W, is_on, value
from drafter.word.outline import outline
from drafter.word.styles import read_styles
from drafter.word.tables import whole_cells

LEVEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    "</w:lvl>"
)
CHINESE = LEVEL.format(start=1, form="chineseCounting", text="%1、")


def element(xml: str) -> etree._Element:
    root = etree.fromstring(f'<w:body xmlns:w="{W}">{xml}</w:body>')
    return root[0] if len(root) == 1 else root


def part(name: str, xml: str) -> bytes:
    return f'<w:{name} xmlns:w="{W}">{xml}</w:{name}>'.encode()


def numerals(numbering: str, styles: str = "") -> Numerals:
    return Numerals.read({
        "word/numbering.xml": part("numbering", numbering),
        "word/styles.xml": part("styles", styles),
    })  # fmt: skip


def test_a_paragraph_is_numbered_by_what_its_style_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{CHINESE}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbers = numerals(lists, styles)
    paragraph = element('<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr></w:p>')
    assert [numbers.of(paragraph), numbers.of(paragraph)] == ["一、", "二、"]


def test_a_list_s_own_level_holds_before_that_of_its_definition() -> None:
    own = LEVEL.format(start=5, form="decimal", text="（%1）")
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{CHINESE}</w:abstractNum><w:num w:numId="1">'
        f'<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
    )
    paragraph = element('<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>')
    assert numerals(lists).of(paragraph) == "（5）"


def test_a_list_is_counted_as_the_style_that_it_is_linked_to_says() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="S"/>{CHINESE}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    paragraph = element('<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>')
    assert numerals(lists).of(paragraph) == "一、"


def test_rows_and_cells_in_content_controls_are_the_table_s() -> None:
    cell = "<w:tc><w:p/></w:tc>"
    held = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{cell}{held.format(cell)}</w:tr>"
    table = element(f"<w:tbl>{row}{held.format(row)}</w:tbl>")
    assert [len(cells) for cells in whole_cells(table)] == [2, 2]


def test_the_third_and_fourth_quarters_head_no_section() -> None:
    body = element(
        "<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>三、四季度办理613件。</w:t></w:r></w:p>"
    )
    assert [paragraph.section for paragraph in outline(body)] == ["一", "一"]


def test_bookmarks_are_whole_or_go() -> None:
    body = element(
        '<w:p><w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/></w:p>'
        '<w:p><w:bookmarkStart w:id="2" w:name="b"/><w:bookmarkEnd w:id="3"/></w:p>'
    )
    assert list(bookmarks(body)) == ["a"]
    drop_halves(body)
    assert [len(paragraph) for paragraph in body] == [2, 0]
    assert drop_bookmarks(body, "a".__eq__)
    assert not drop_bookmarks(body, "a".__eq__)


def test_a_switch_that_says_nothing_is_on() -> None:
    form = element('<w:rPr><w:b/><w:i w:val="off"/></w:rPr>')
    assert [is_on(form, name) for name in ("b", "i", "caps")] == [True, False, False]
    assert value(form, "b", empty="1") == "1"


def test_a_paragraph_of_a_style_that_is_not_there_is_shown_as_the_default_one() -> None:
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:pPr><w:jc w:val="center"/>'
    styles = read_styles({"word/styles.xml": part("styles", f"{normal}</w:pPr></w:style>")})
    name, look = styles.of_paragraph(element('<w:p><w:pPr><w:pStyle w:val="X"/></w:pPr></w:p>'))
    assert (name, look.align) == ("N", "center")
