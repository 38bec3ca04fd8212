"""公文格式: what departs from GB/T 9704 is told where it stands; the standard itself in silence."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from drafter.desk.year.results import Drafted
from drafter.model import sentence as told
from drafter.model.finding import Finding, Place
from drafter.standard.check import check_format
from drafter.standard.new_document import new_document, paragraph
from drafter.standard.restyle.restyle import restyle
from drafter.word.package import Part, pack, unpack
from drafter.word.place import findings
from drafter.word.slip import Slip
from tests.conftest import Convert
from tests.template.filling import saved

ROOT = Path(__file__).parents[2]
BODY = (
    paragraph("某县报告", "Title")
    + paragraph("一、总体情况", "Heading1")
    + paragraph("（一）主要做法", "Heading2")
    + paragraph("1.抓部署", "Heading3")
    + paragraph("今年以来，全县各部门依法履职。")
)
STANDARD, ADVISED = "，公文格式（GB/T 9704）为", "，按公文格式（GB/T 9704）宜为"


def said(content: bytes) -> list[str]:
    parts = unpack(content, "报告.docx")
    lines = map(told.line, findings(check_format(parts), parts, "报告.docx"))
    return [line.partition("（见")[0].replace("警告 报告.docx › ", "") for line in lines]


def changed(edit: Callable[[Document], None]) -> list[str]:
    document = docx.Document(BytesIO(new_document(BODY)))
    edit(document)
    return said(saved(document))


def test_the_standard_itself_is_met_with_silence():
    assert said(new_document(BODY)) == []


def _a_run(document: Document, size: float = 0, font: str = "") -> None:
    run = document.paragraphs[4].add_run("另行说明")
    if size:
        run.font.size = Pt(size)
    if font:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _letter(document: Document) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Mm(216), Mm(279)


def _spacing(document: Document) -> None:
    document.paragraphs[4].paragraph_format.line_spacing = 1.5


def _indent(document: Document) -> None:
    document.paragraphs[4].paragraph_format.first_line_indent = Mm(0)
    document.paragraphs[4]._p.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "0")


def _title_left(document: Document) -> None:
    document.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT


def _no_lines(document: Document) -> None:
    section = document.element.body.sectPr
    section.remove(section.find(qn("w:docGrid")))
    for style in document.styles.element.iter(qn("w:spacing")):
        style.attrib.pop(qn("w:lineRule"), None)
        style.attrib.pop(qn("w:line"), None)


def _margin(document: Document) -> None:
    document.sections[0].left_margin = Mm(40)


def _based_on(document: Document) -> None:
    style = document.styles.add_style("部门正文", 1)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(14)
    document.add_paragraph("另起一段", style="部门正文")


def _plain_headings(document: Document) -> None:
    document.add_paragraph("二、重点事项")
    document.add_paragraph("（一）依法行政。全面落实。")


def _one_side(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = False


def _small_number(document: Document) -> None:
    for run in document.sections[0].footer.paragraphs[0].runs:
        run.font.size = Pt(9)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda d: _a_run(d, size=12), [f"正文第5段 正文：现为12磅（小四）{STANDARD}16磅（三号）"]),
        (lambda d: _a_run(d, font="微软雅黑"), [f"正文第5段 正文：现为微软雅黑{STANDARD}仿宋"]),
        (lambda d: _a_run(d, font="FangSong"), []),
        (_spacing, [f"正文第5段 正文：现为行距1.5倍{STANDARD}固定值28.95磅左右，或按文档网格"]),
        (_indent, [f"正文第5段 正文：现为首行缩进不是2字{STANDARD}首行缩进2字"]),
        (_title_left, [f"正文第1段 标题：现为未居中{STANDARD}居中"]),
        (_letter, [f"正文 纸张：现为216×279毫米{STANDARD}A4（210×297毫米）"]),
        (_margin, [f"正文 页边距（上下左右）：现为37、35、40、26{STANDARD}37、35、28、26毫米"]),
        (_no_lines, [f"正文 每页行数：现为未设置{STANDARD}22行（文档网格）"]),
        (_based_on, [f"正文第6段 正文：现为14磅（四号）{STANDARD}16磅（三号）"]),
        (
            _plain_headings,
            [
                f"正文第6段 一级标题：现为仿宋_GB2312{STANDARD}黑体",
                f"正文第7段 二级标题：现为仿宋_GB2312{STANDARD}楷体",
            ],
        ),
        (_one_side, [f"正文 页码：现为单双页相同{STANDARD}单页居右、双页居左"]),
        (_small_number, [f"页脚1第1段 页码：现为9磅（小五）{STANDARD}14磅（四号）"]),
    ],
)
def test_each_departure_is_told_at_its_place(edit: Callable[[Document], None], expected: list[str]):
    first = changed(edit)
    assert first[: len(expected)] == expected
    assert bool(first) == bool(expected)


def test_tables_and_a_landscape_appendix_are_free():
    def build(document: Document) -> None:
        document.add_table(1, 1).cell(0, 0).text = "小字"
        section = document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width

    assert changed(build) == []


def test_a_theme_font_is_known_by_its_name_in_the_theme():
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:fontScheme>'
        '<a:minorFont><a:ea typeface=""/><a:font script="Hans" typeface="{}"/></a:minorFont>'
        "</a:fontScheme></a:theme>"
    )
    parts = unpack(new_document(BODY), "报告.docx")
    old, new = 'w:eastAsia="仿宋_GB2312"'.encode(), b'w:eastAsiaTheme="minorEastAsia"'
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(old, new)
    for font, silent in (("仿宋", True), ("等线", False)):
        parts["word/theme/theme1.xml"] = theme.format(font).encode()
        assert (check_format(parts) == []) is silent


def _draw(paragraph: Paragraph, drawing: str, style: str = "Normal") -> None:
    """The paragraph with runs as drawn: 甲‖乙@宋体‖丙@@12 (text, font, size)."""
    paragraph.style = style
    for drawn in drawing.split("‖"):
        text, font, size = (*drawn.split("@"), "", "")[:3]
        run = paragraph.add_run(text)
        run.font.size = Pt(float(size)) if size else None
        if font:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def slips(drawing: str, style: str = "Normal") -> list[Slip]:
    """What is found in a document in order, but for one paragraph more."""
    document = docx.Document(BytesIO(new_document(BODY)))
    _draw(document.add_paragraph(), drawing, style)
    return check_format(unpack(saved(document), "报告.docx"))


def told_of(slip: Slip) -> str:
    finding = Finding(slip.code, slip.severity, Place(""), details=slip.details)
    return f"{slip.severity} {told.sentence(finding)}"


KAI, SONG = "提示 标题后的正文：现为楷体_GB2312", "警告 正文：现为宋体"


@pytest.mark.parametrize(
    ("style", "drawing", "expected"),
    [
        # font and size at once; one word in several runs; several places
        (
            "Normal",
            "二、重点@宋体@12",
            f"警告 一级标题：现为宋体12磅（小四）{STANDARD}黑体16磅（三号）",
        ),
        ("Normal", "甲‖乙@宋体‖丙@宋体", f"{SONG}{STANDARD}仿宋"),
        ("Normal", "甲@宋体‖乙‖丙@宋体", f"{SONG}等2处{STANDARD}仿宋"),
        # digits have no Chinese font, but the size of the rest
        ("Normal", "共‖613@等线‖件", ""),
        ("Normal", "共‖613@@14", f"警告 正文：现为14磅（四号）{STANDARD}16磅（三号）"),
        # a heading that runs into its paragraph
        ("Normal", "（二）依法行政。@楷体‖全面落实。", ""),
        ("heading 2", "（二）依法行政。全面落实。", f"{KAI}{ADVISED}仿宋"),
        ("Normal", "（二）依法。@楷体‖落实。@宋体", f"警告 标题后的正文：现为宋体{STANDARD}仿宋"),
        # tags are printed in their own format; statements and remarks are not printed
        ("Normal", "办理{{ 援助.总数 }}@宋体", f"{SONG}{STANDARD}仿宋"),
        ("Normal", "{%p if 援助.总数 %}@宋体@9", ""),
        ("Normal", "｛＃此句待定＃｝@宋体@9", ""),
        ("Normal", "甲‖{% if 援助.总数 %}@宋体@9‖乙{% endif %}", ""),
        ("稿次", "（送审稿）@宋体", f"警告 稿次：现为宋体{STANDARD}楷体"),
        ("主送", "各乡镇：@黑体", f"警告 主送机关：现为黑体{STANDARD}仿宋"),
        ("落款", "2023年11月5日", ""),
    ],
)
def test_text_of_another_look_is_told_once_a_paragraph(style: str, drawing: str, expected: str):
    found = slips(drawing, style)
    assert "\n".join(map(told_of, found)) == expected
    assert all(slip.paragraph == 6 for slip in found)


def test_the_offsets_are_those_of_the_text_that_differs():
    (slip,) = slips("全县‖依法@宋体‖行政@宋体‖。")
    assert "全县依法行政。"[slip.start : slip.end] == "依法行政"


def _no_grid(document: Document) -> None:
    section = document.element.body.sectPr
    section.remove(section.find(qn("w:docGrid")))


def _table(document: Document) -> None:
    _draw(document.add_table(1, 1).cell(0, 0).paragraphs[0], "小字@微软雅黑@9")


def _latin(document: Document) -> None:
    document.paragraphs[4].add_run("613").font.name = "Comic Sans MS"


def _typed_indent(document: Document) -> None:
    document.paragraphs[4].runs[0].text = "\u3000\u3000今年以来"
    _indent(document)


def _no_spacing(document: Document) -> None:
    for style in document.styles.element.iter(qn("w:rPr")):
        for spacing in style.findall(qn("w:spacing")):
            style.remove(spacing)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (_no_grid, f"文档网格：现为未设置{ADVISED}22行（文档网格）"),
        (_no_spacing, f"每行字数：现为27{ADVISED}28字（文档网格）"),
        (_table, f"第6段（表1第1行第1列） 表格文字：现为微软雅黑{ADVISED}仿宋等公文字体"),
        (_latin, f"第5段 数字和字母：现为Comic Sans MS{ADVISED}仿宋或Times New Roman"),
        (_typed_indent, f"第5段 正文：现为用空格代替首行缩进{ADVISED}首行缩进2字"),
    ],
)
def test_lesser_departures_are_hints(edit: Callable[[Document], None], expected: str):
    between = "" if expected.startswith("第") else " "
    assert changed(edit) == [f"提示 报告.docx › 正文{between}{expected}"]


def _hyphens(footer: Paragraph) -> None:
    footer.runs[0].text, footer.runs[-1].text = "- ", " -"


def _other_font(footer: Paragraph) -> None:
    for run in footer.runs:
        run.font.name = "Times New Roman"


def _centred(footer: Paragraph) -> None:
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_hyphens, f"页脚1第1段 页码：现为“- 1 -”{STANDARD}“— 1 —”"),
        (_other_font, f"页脚1第1段 页码：现为Times New Roman{STANDARD}宋体"),
        (_centred, f"页脚1第1段 页码：现为单页居中{STANDARD}单页居右"),
        (Paragraph.clear, f"正文 页码：现为单页没有页码{STANDARD}各页都有页码"),
    ],
)
def test_the_page_number_is_looked_at(change: Callable[[Paragraph], object], expected: str):
    assert changed(lambda d: change(d.sections[0].footer.paragraphs[0])) == [expected]


def test_a_document_without_page_numbers_is_told_so_once():
    def clear(document: Document) -> None:
        for footer in (document.sections[0].footer, document.sections[0].even_page_footer):
            footer.paragraphs[0].clear()

    expected = f"正文 页码：现为没有页码{STANDARD}四号宋体，“— 1 —”，单页居右、双页居左"
    assert changed(clear) == [expected]


@pytest.mark.parametrize("target", ["./footer1.xml", "/word/footer1.xml", "../word/./footer1.xml"])
def test_a_footer_is_seen_in_whatever_form_its_relation_names_it(target: str):
    parts, relations = unpack(new_document(BODY), "报告.docx"), "word/_rels/document.xml.rels"
    for name in ("footer1.xml", "footer2.xml"):
        written = target.replace("footer1.xml", name).encode()
        parts[relations] = parts[relations].replace(b'"' + name.encode(), b'"' + written)
    assert check_format(parts) == []
    document = pack(Part.of(name, part) for name, part in parts.items())
    footers = [
        name for name in unpack(restyle(document, "报告.docx").content, "") if "footer" in name
    ]
    assert footers == ["word/footer1.xml", "word/footer2.xml"]


def test_every_section_is_looked_at_where_it_ends():
    def build(document: Document) -> None:
        document.add_section()
        document.sections[0].left_margin = Mm(40)

    expected = f"正文第6段 页边距（上下左右）：现为37、35、40、26{STANDARD}37、35、28、26毫米"
    assert expected in changed(build)


def test_a_character_style_takes_its_font_from_the_one_it_is_based_on():
    def build(document: Document) -> None:
        base, style = (document.styles.add_style(name, 2) for name in ("强调底", "强调"))
        base.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "微软雅黑")
        style.base_style = base
        document.paragraphs[4].add_run("另行说明", style="强调")

    assert changed(build) == [f"正文第5段 正文：现为微软雅黑{STANDARD}仿宋"]


def test_a_style_that_is_not_there_is_the_default_one_and_told_once():
    content = new_document(
        BODY + paragraph("另起一段。", "Absent") + paragraph("又一段。", "Absent")
    )
    assert said(content) == [
        "正文第6段 文件中没有样式“Absent”，Word按“正文”显示；请在Word中重新选定样式"
    ]


def test_a_document_formatted_by_hand_is_read_by_its_numbers_and_places():
    """As people type it in Word: everything in one style, fonts and sizes on the runs."""

    def build(document: Document) -> None:
        for one in document.paragraphs:
            one._p.getparent().remove(one._p)
        lines = (
            ("某县报告@方正小标宋_GBK@22", WD_ALIGN_PARAGRAPH.CENTER, 0),
            ("（送审稿）@KaiTi@16", WD_ALIGN_PARAGRAPH.CENTER, 0),
            ("市政府：@FangSong@16", WD_ALIGN_PARAGRAPH.LEFT, 0),
            ("一、总体情况@SimHei@16", None, 32),
            ("（一）主要做法。落实责任。@楷体@16", None, 32),
            ("1.抓部署。@仿宋@16", None, 32),
            ("某县人民政府@仿宋@16", WD_ALIGN_PARAGRAPH.RIGHT, 0),
        )
        style = document.styles.add_style("普通", 1)
        style.font.size = Pt(10.5)
        style.paragraph_format.line_spacing = Pt(28.95)
        for drawing, align, indent in lines:
            one = document.add_paragraph()
            _draw(one, drawing, "普通")
            one.alignment = align
            one.paragraph_format.first_line_indent = Pt(indent)

    assert changed(build) == [f"提示 报告.docx › 正文第5段 标题后的正文：现为楷体{ADVISED}仿宋"]


def ending(*lines: tuple[str, str]) -> list[str]:
    """What is found in a document that ends so: lines of (style, text)."""
    body = BODY + "".join(paragraph(text, style) for style, text in lines)
    return [line.partition("报告.docx › 正文")[2] or line for line in said(new_document(body))]


NOTE, DATE = ("AnnexNote", "附件：主要指标"), ("Signature", "2023年11月5日")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([NOTE, ("Signature", "某县人民政府"), DATE, ("Annex", "附件"), ("Title", "主要指标")], []),
        ([DATE, NOTE], [f"正文第7段 附件说明：现为在落款之后{STANDARD}在正文之后、落款之前"]),
        (
            [("Normal", "附件")],
            [
                f"正文第6段 附件：现为仿宋_GB2312{STANDARD}黑体",
                f"正文第6段 附件：现为接排在前文之后{STANDARD}另起一页",
            ],
        ),
        (
            [("Signature", "2023年05月05日")],
            [f"正文第6段 成文日期：现为“2023年05月05日”{STANDARD}“2023年5月5日”"],
        ),
        (
            [("Signature", "二〇二三年五月五日")],
            [f"正文第6段 成文日期：现为“二〇二三年五月五日”{STANDARD}用阿拉伯数字"],
        ),
        ([("Normal", "2023年5月5日")], [f"正文第6段 落款：现为未居右{STANDARD}居右"]),
        ([("Imprint", "抄送：县委办公室。"), ("Imprint", "某县政府办公室　2023年5月6日印发")], []),
        (
            [("Normal", "抄送：县委办公室。")],
            [f"正文第6段 版记：现为16磅（三号）{STANDARD}14磅（四号）", "第6段 版记"],
        ),
        ([("Normal", "三、四季度分别办理3件、4件。")], []),
    ],
)
def test_the_end_of_a_document_is_looked_at(lines: list[tuple[str, str]], expected: list[str]):
    found = ending(*lines)
    assert len(found) == len(expected)
    assert all(each.startswith(part) for each, part in zip(found, expected, strict=True)), found


def test_columns_are_told():
    def build(document: Document) -> None:
        columns = document.element.makeelement(qn("w:cols"), {qn("w:num"): "2"})
        document.element.body.sectPr.find(qn("w:docGrid")).addprevious(columns)

    assert changed(build) == [f"正文 分栏：现为2栏{STANDARD}不分栏"]


def test_the_draft_of_the_sample_is_in_the_standard(drafted: Drafted):
    assert said((drafted.folder / "报告.docx").read_bytes()) == []


def test_what_libreoffice_saves_of_the_shipped_template_is_in_the_standard(soffice: Convert):
    path = ROOT / "templates/报告模板.docx"
    assert said(path.read_bytes()) == []
    assert said(soffice(path, "docx").read_bytes()) == []
