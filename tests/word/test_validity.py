"""The checker of every output: what it finds in a document, and that it finds nothing in a sound one."""

from __future__ import annotations

import pytest

from drafter.standard.new_document import new_document
from drafter.word.package import Part, pack, unpack
from tests.template.filling import with_word_part
from tests.word.validity import flaws

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
P = "<w:p/>"
R = "<w:r><w:t>甲</w:t></w:r>"
TC = f"<w:tc>{P}</w:tc>"
GRID = "<w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
TBL = f"<w:tbl>{GRID}<w:tr>{TC}</w:tr></w:tbl>"
MARK = '<w:bookmarkStart w:id="1" w:name="甲"/><w:bookmarkEnd w:id="1"/>'


def found(body: str) -> list[str]:
    """What is wrong with a document of that body, without where it is."""
    return [flaw.rpartition(": ")[2] for flaw in flaws(new_document(body))]


def field(*kinds: str) -> str:
    chars = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)
    return f"<w:p>{''.join(chars)}</w:p>"


SOUND = {
    "text": f"<w:p><w:pPr><w:pStyle w:val='Title'/><w:jc w:val='left'/></w:pPr>{R}</w:p>",
    "table": TBL + P,
    "a row in a content control": f"<w:tbl>{GRID}<w:sdt><w:sdtContent><w:tr>{TC}</w:tr></w:sdtContent></w:sdt></w:tbl>",
    "a bookmark that ends behind the rows": "<w:p><w:bookmarkStart w:id='1' w:name='甲'/></w:p>"
    + TBL.replace("</w:tbl>", "<w:bookmarkEnd w:id='1'/></w:tbl>"),
    "field": field("begin", "separate", "end"),
    "a field in a field": field("begin", "begin", "end", "separate", "end"),
    "a text box's paragraph in a paragraph": f"<w:p><w:r><w:pict><w:txbxContent>{P}</w:txbxContent></w:pict></w:r></w:p>",
    "a change": f"<w:p><w:ins w:id='1' w:author='甲'>{R}</w:ins></w:p>",
    "what an old Word reads": "<w:p><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><mc:Choice Requires='wps'><w:pict><w:txbxContent><w:p>"
    + MARK
    + "</w:p></w:txbxContent></w:pict></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p>"
    + MARK
    + "</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
}  # fmt: skip


@pytest.mark.parametrize("body", SOUND.values(), ids=SOUND)
def test_nothing_is_found_in_a_sound_document(body: str) -> None:
    assert found(body) == []


UNSOUND = [
    ("<w:p><w:pPr><w:jc w:val='left'/><w:ind/></w:pPr></w:p>", "ind is out of order"),
    ("<w:p><w:pPr><w:b/></w:pPr></w:p>", "b does not belong there"),
    (f"<w:p>{R}<w:pPr/></w:p>", "pPr is not its first child"),
    ("<w:p><w:r><w:rPr><w:sz w:val='32'/><w:b/></w:rPr></w:r></w:p>", "b is out of order"),
    (TBL.replace("<w:tblPr/>", "<w:tblPr><w:jc/><w:tblW/></w:tblPr>"), "tblW is out of order"),
    (TBL.replace(TC, f"<w:tc><w:tcPr><w:shd/><w:tcW/></w:tcPr>{P}</w:tc>"), "tcW is out of order"),
    (TBL.replace(TC, f"{TC}<w:trPr/>"), "trPr stands behind a cell"),
    (TBL.replace("<w:tblPr/>", ""), "a table that does not begin with properties and grid"),
    (f"<w:tbl>{GRID}</w:tbl>", "a table without a row"),
    (TBL.replace(TC, ""), "a row without a cell"),
    (TBL.replace(TC, TC + TC), "a row of 2 columns in a grid of 1"),
    (TBL.replace(TC, f"<w:trPr><w:gridAfter w:val='1'/></w:trPr>{TC}"), "a row of 2 columns in a grid of 1"),
    (TBL.replace(P, ""), "tc without a paragraph"),
    (TBL.replace(P, TBL), "a cell that ends with a table"),
    ("<w:sdt><w:sdtContent/></w:sdt>", "sdtContent without content"),
    ("<w:p><w:r><w:pict><w:txbxContent/></w:pict></w:r></w:p>", "txbxContent without a paragraph"),
    ("<w:p><w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt></w:p>", "p stands in p"),
    ("<w:r><w:t>甲</w:t></w:r>", "r stands in body"),
    ("<w:p>甲</w:p>", "“甲” stands beside runs"),
    (f"<w:p>{R}甲</w:p>", "“甲” stands beside runs"),
    ("<w:p><w:r><w:t>甲 </w:t></w:r></w:p>", "spaces of “甲 ” are not kept"),
    (f"<w:p>{MARK}{MARK.replace('甲', '乙')}</w:p>", "bookmark 1 is there twice, first in word/document.xml"),
    (f"<w:p>{MARK.replace('甲', 'A')}{MARK.replace('甲', 'a').replace('1', '2')}</w:p>", "bookmark a is there twice, first in word/document.xml"),
    (f"<w:p>{MARK.replace('甲', '甲' * 41)}</w:p>", f"the bookmark's name “{'甲' * 41}” has 41 characters"),
    ("<w:p><w:bookmarkStart w:id='1' w:name='甲'/></w:p>", "bookmark 1 does not end"),
    ("<w:p><w:bookmarkEnd w:id='1'/></w:p>", "bookmark 1 ends and has not begun"),
    ("<w:p><w:r><w:commentReference w:id='3'/></w:r></w:p>", "comment 3 is not there"),
    ("<w:p><w:r><w:footnoteReference w:id='3'/></w:r></w:p>", "footnote 3 is not there"),
    ("<w:p><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:p>", "list 3 is not there"),
    ("<w:p><w:pPr><w:pStyle w:val='无此'/></w:pPr></w:p>", "paragraph style 无此 is not there"),
    (f"<w:p xmlns:w14='{WORD_2010}' w14:paraId='80000000'/>", "paragraph 80000000 is out of range"),
    (f"<w:p xmlns:w14='{WORD_2010}' w14:paraId='00000001'/>" * 2, "paragraph 00000001 is there twice, first in word/document.xml"),
    (f"<w:p><w:r><w:drawing><wp:docPr xmlns:wp='{DRAWING}' id='1'/></w:drawing></w:r></w:p>" * 2, "drawing 1 is there twice, first in word/document.xml"),
    (f"<w:sdt><w:sdtPr><w:id w:val='1'/></w:sdtPr><w:sdtContent>{P}</w:sdtContent></w:sdt>" * 2, "content control 1 is there twice, first in word/document.xml"),
    (f"<w:p><w:ins w:id='1' w:author='甲'>{R}</w:ins><w:ins w:id='1' w:author='甲'>{R}</w:ins></w:p>", "change 1 is there twice, first in word/document.xml"),
    (f"<w:p><w:ins>{R}</w:ins></w:p>", "a change without number or author"),
    (f"<w:p><w:del w:id='1' w:author='甲'>{R}</w:del></w:p>", "deleted text that stands as if it were not"),
    (field("begin", "separate"), "a field without an end"),
    (field("end"), "a field's “end” without a beginning"),
    ("<w:p><w:r><w:t>\ufdd0</w:t></w:r></w:p>", "1 characters of the engine"),
    ("<w:p><w:hyperlink r:id='rId99'/></w:p>", "no relation rId99"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "flaw"), UNSOUND, ids=[flaw for _, flaw in UNSOUND])
def test_a_flaw_of_the_body_is_told(body: str, flaw: str) -> None:
    assert found(body)[:1] == [flaw]


def test_a_flaw_names_its_part_and_its_element() -> None:
    assert flaws(new_document(f"{P}<w:p>甲</w:p>")) == [
        "word/document.xml /w:document/w:body/w:p[2]: “甲” stands beside runs"
    ]


def test_a_tag_that_was_read_as_an_element_is_told() -> None:
    document = new_document("<w:p><w:r><w:t>甲<b xmlns=''/></w:t></w:r></w:p>")
    assert flaws(document)[0].endswith("/w:t/b: an element without a namespace")


@pytest.mark.parametrize(
    ("part", "old", "new", "flaw"),
    [
        ("word/footer1.xml", None, "", "word/footer1.xml is not there"),
        ("word/footer1.xml", "</w:ftr>", "", "word/footer1.xml: is no XML"),
        ("word/document.xml", "</w:document>", "", "word/document.xml: is no XML"),
        ("[Content_Types].xml", "/word/styles.xml", "/word/无.xml", "word/styles.xml: has no content type"),
        ("word/_rels/document.xml.rels", "rId1", "rId2", "rId2 is there 2 times"),
        ("word/_rels/document.xml.rels", "footer1.xml", "footer9.xml", "footer9.xml is not there"),
        ("word/_rels/document.xml.rels", None, "", "word/document.xml: no relation rId4"),
        ("word/document.xml", "</w:body>", "<w:p/></w:body>", "the body does not end with a section"),
    ],
)  # fmt: skip
def test_a_flaw_of_the_package_is_told(part: str, old: str | None, new: str, flaw: str) -> None:
    parts = {name: content.decode() for name, content in unpack(new_document(P), "甲").items()}
    whole = {n: c.replace(old, new) if n == part and old else c for n, c in parts.items()}
    kept = {n: c for n, c in whole.items() if n != part or old}
    told = flaws(pack(Part.of(name, content.encode()) for name, content in kept.items()))
    assert any(flaw in line for line in told), told


def test_what_is_no_zip_or_no_document_is_told_and_does_not_stop_the_suite() -> None:
    assert flaws("不是文档".encode())[0].startswith("the zip is damaged")
    assert flaws(pack([]))[0] == "[Content_Types].xml: is not there"


def test_ids_are_one_over_all_parts() -> None:
    part = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="1"><w:p>{MARK}</w:p></w:footnote></w:footnotes>'
    body = f'<w:p>{MARK}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    told = flaws(with_word_part(new_document(body), "footnotes", part))
    assert "word/footnotes.xml: bookmark 甲 is there twice, first in word/document.xml" in told


def test_a_list_of_a_kind_that_is_not_there_is_told() -> None:
    part = f'<w:numbering xmlns:w="{WORD}"><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:abstractNum w:abstractNumId="0"/></w:numbering>'
    told = flaws(with_word_part(new_document(P), "numbering", part))
    assert told == [
        "word/numbering.xml /w:numbering: abstractNum is out of order",
        "word/numbering.xml: kind of list 7 is not there",
    ]


def test_one_footnote_is_referred_to_once() -> None:
    part = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="1">{P}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>' * 2
    told = flaws(with_word_part(new_document(body), "footnotes", part))
    assert [flaw.rpartition(": ")[2] for flaw in told] == [
        "the reference to footnote 1 is there twice, first in word/document.xml"
    ]
