"""归正格式: whatever a document looks like, it comes out in standard format with its text untouched."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from drafter.model import sentence as told
from drafter.model.errors import TemplateError
from drafter.standard.restyle.restyle import Restyled, restyle
from drafter.word.ooxml import parse, w
from drafter.word.package import unpack
from tests.conftest import Convert
from tests.standard import mangled
from tests.standard.mangled import DOCUMENTS
from tests.template.filling import saved
from tests.word.validity import flaws

_SHOWN = tuple(map(w, ("t", "delText", "tab", "br", "cr", "noBreakHyphen", "instrText", "sym")))
_FOOTER = re.compile(r"word/footer\d*\.xml")
_ALONE = re.compile(r"[\s\d—第页共\-]*(?:PAGE|NUMPAGES|[\s\d—第页共\-])*")

# What a person has to see to: it cannot be mended without touching a character.
TOLD = {
    "空格缩进": 10,
    "强调和突出显示": 1,
    "页眉和首页不同": 1,
    "生僻字和符号": 1,
}


def words(content: bytes) -> dict[str, list[str]]:
    """All that is text by part, character by character; footers with page numbers alone left out."""
    found = {}
    for name, part in unpack(content, "报告.docx").items():
        text = list(_words(part)) if re.fullmatch(r"word/\w+\.xml", name) else []
        if text and not (_FOOTER.fullmatch(name) and _ALONE.fullmatch("".join(text))):
            found[name] = text
    return found


def _words(part: bytes) -> list[str]:
    root, texts = parse(part), list[str]()
    for paragraph in root.iter(w("p")):
        shown = (e for e in paragraph.iter(*_SHOWN) if e.getparent().tag != w("tabs"))  # type: ignore[union-attr]
        texts.append("".join(e.text or f"<{e.tag.rpartition('}')[2]}>" for e in shown))  # type: ignore[union-attr]
    return texts


@cache
def put_in_order(name: str) -> Restyled:
    """The document of that name, restyled."""
    return restyle(DOCUMENTS[name], "报告.docx")


def told_of(content: bytes) -> list[str]:
    return [told.line(finding) for finding in restyle(content, "报告.docx").findings]


def test_a_file_without_a_theme_is_given_one_and_an_old_copy_of_its_styles_goes():
    former = docx.Document()
    former.part.drop_rel(
        next(n for n, r in former.part.rels.items() if r.reltype.endswith("theme"))
    )
    assert "word/stylesWithEffects.xml" in unpack(saved(former), "报告.docx")
    parts = unpack(restyle(saved(former), "报告.docx").content, "报告.docx")
    assert 'minorFont><a:latin typeface="仿宋_GB2312"/>' in parts["word/theme/theme1.xml"].decode()
    assert "word/stylesWithEffects.xml" not in parts


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_text_is_the_same_to_the_character(name: str):
    assert words(put_in_order(name).content) == words(DOCUMENTS[name])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_standard_is_met_but_for_what_is_told(name: str):
    found = [told.line(finding) for finding in put_in_order(name).findings]
    assert len(found) == TOLD.get(name, 0), found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_word_opens_it_and_a_second_time_changes_nothing(name: str):
    once = put_in_order(name).content
    assert set(flaws(once)) <= set(flaws(DOCUMENTS[name]))
    assert restyle(once, "报告.docx").content == once


@pytest.mark.libreoffice
def test_libreoffice_opens_every_one_of_them(tmp_path: Path, soffice_all: Convert):
    for name in DOCUMENTS:
        (tmp_path / f"{name}.docx").write_bytes(put_in_order(name).content)
    folder = soffice_all(tmp_path, "txt:Text (encoded):UTF8")
    for name in DOCUMENTS:
        assert "平安县" in (folder / f"{name}.txt").read_text(encoding="utf-8"), name


@pytest.mark.libreoffice
def test_what_libreoffice_saved_comes_back_into_the_standard(tmp_path: Path, soffice_all: Convert):
    chosen = (
        "通篇宋体小四",
        "内置标题样式",
        "彩色表格",
        "页眉和首页不同",
        "自动编号",
        "脚注",
        "粘贴来的一段",
    )
    for name in chosen:
        (tmp_path / f"{name}.docx").write_bytes(DOCUMENTS[name])
    folder = soffice_all(tmp_path, "docx")
    for name in chosen:
        content = (folder / f"{name}.docx").read_bytes()
        once = restyle(content, "报告.docx")
        assert len(once.findings) == TOLD.get(name, 0), name
        assert words(once.content) == words(content)
        assert restyle(once.content, "报告.docx").content == once.content


def restyled(name: str) -> docx.document.Document:
    return docx.Document(BytesIO(put_in_order(name).content))


def test_each_paragraph_has_the_style_of_what_it_is():
    styles = [(p.style.name, p.text[:6]) for p in restyled("通篇宋体小四").paragraphs]
    assert styles == [
        ("Title", "平安县202"),
        ("稿次", "（送审稿）"),
        ("空行", ""),
        ("主送", "市人民政府："),
        ("Normal", "2024年，"),
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）主要做"),
        ("Heading 2", "（二）存在的"),
        ("Heading 3", "1.强化组织"),
        ("Normal", "一是抓部署。"),
        ("Normal", "（1）及时反"),
        ("Normal", "2.抓落实。"),
        ("Heading 1", "二、下一年度"),
        ("Normal", "继续推进法治"),
        ("附件说明", "附件：1.主"),
        ("附件说明", "2.典型案例"),
        ("空行", ""),
        ("落款", "平安县人民政"),
        ("落款", "2024年1"),
        ("Normal", "（联系人：张"),
    ]


def test_a_heading_that_runs_into_its_paragraph_ends_with_its_sentence():
    heading, rest = restyled("加粗充当标题").paragraphs[6].runs
    assert (heading.text, rest.text[:4]) == ("（一）主要做法。", "全县各部")
    fonts = rest._r.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert heading._r.rPr is None


def test_bold_in_part_of_a_paragraph_is_emphasis_and_of_a_whole_one_is_not():
    bold, slanted, lined, awaited = restyled("强调和突出显示").paragraphs[9].runs[1:]
    assert (bold.bold, slanted.italic, lined.underline) == (True, True, True)
    assert (lined.font.highlight_color, awaited.font.highlight_color) == (None, 7)
    assert not any(run.bold for p in restyled("加粗充当标题").paragraphs for run in p.runs)


def test_trace_marks_comments_and_changes_are_where_they_were():
    document = restyled("书签和批注")
    start = next(document.element.body.iter(qn("w:bookmarkStart")))
    assert start.get(qn("w:name")) == "_fig_0001"
    assert [comment.text for comment in document.comments] == ["请核对"]
    changes = restyled("修订").element.body
    assert [len(list(changes.iter(qn(f"w:{kind}")))) for kind in ("ins", "del")] == [1, 1]


def test_headings_that_word_numbers_keep_their_numbers_and_get_their_fonts():
    paragraphs = restyled("自动编号").paragraphs
    names = [p.style.name for p in paragraphs]
    assert names == ["Title", "Heading 1", "Heading 2", "Heading 3", "Normal", "Heading 1"]
    levels = [
        p._p.pPr.numPr.ilvl.val
        for p in paragraphs
        if p._p.pPr is not None and p._p.pPr.numPr is not None
    ]
    assert levels == [0, 1, 2, 0]


def test_an_annex_begins_a_page_and_not_two():
    paragraphs = {p.text: p for p in restyled("分页换行制表符").paragraphs}
    annex = paragraphs["附件1"]
    assert annex.style.name == "附件"
    assert annex._p.pPr.find(qn("w:pageBreakBefore")).get(qn("w:val")) == "0"
    assert paragraphs["主要指标表"].style.name == "Title"


def test_a_header_stands_on_left_pages_too_and_a_footer_with_words_stays():
    section = restyled("页眉和首页不同").sections[0]
    assert section.even_page_header.paragraphs[0].text == "平安县司法局"
    assert section.first_page_footer.paragraphs[0].text == "内部资料"
    assert section.footer.paragraphs[0].text == "— 1 —"


def test_a_red_head_is_left_as_it_was_and_the_title_stands_under_it():
    head, number, title, mark = restyled("红头文件").paragraphs[:4]
    assert (head.style.name, number.style.name) == ("原正文", "原正文")
    assert str(head.runs[0].font.color.rgb) == "FF0000"
    assert (title.style.name, mark.style.name) == ("Title", "稿次")


def test_the_text_of_boxes_and_notes_keeps_its_look():
    names = [s.name for s in restyled("文本框").styles]
    assert "原正文" in names
    parts = unpack(restyle(DOCUMENTS["脚注"], "报告.docx").content, "报告.docx")
    assert b"FormerNormal" in parts["word/footnotes.xml"]


def test_a_picture_in_a_line_is_not_cut_off(tmp_path: Path):
    document = mangled.plain()
    picture = tmp_path / "图.png"
    picture.write_bytes(_PNG)
    document.add_picture(str(picture))
    document.paragraphs[13].add_run().add_picture(str(picture))
    made = docx.Document(BytesIO(restyle(mangled.saved(document), "报告.docx").content))
    assert made.paragraphs[-1].style.name == "图"
    assert made.paragraphs[13].paragraph_format.line_spacing == 1


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "报告.docx：是PDF文件，不是.docx；请找到它的Word原件，另存为.docx"),
        (b"PK\3\4", "报告.docx：不是Word文档或已损坏；请用Word或WPS另存为.docx"),
        (b"", "报告.docx：不是Word文档或已损坏；请用Word或WPS另存为.docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "报告.docx：已加密，请去掉密码：在Word或WPS中打开，取消密码后另存为.docx",
        ),
    ],
)
def test_what_is_no_document_is_refused_in_one_sentence(content: bytes, reason: str):
    with pytest.raises(TemplateError) as caught:
        restyle(content, "报告.docx")
    assert str(caught.value) == reason


def test_a_damaged_part_is_refused():
    parts = unpack(DOCUMENTS["脚注"], "报告.docx")
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:body>", b"")
    content = mangled.pack(mangled.Part.of(name, part) for name, part in parts.items())
    with pytest.raises(TemplateError, match="已损坏"):
        restyle(content, "报告.docx")
