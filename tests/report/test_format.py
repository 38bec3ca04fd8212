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

from drafter import findings as told
from drafter.report.format import check_format
from drafter.report.package import unpack
from drafter.report.standard import new_document, paragraph
from drafter.report.template.place import findings
from tests.conftest import Convert
from tests.report.filling import saved

ROOT = Path(__file__).parents[2]
BODY = (
    paragraph("某县报告", "Title")
    + paragraph("一、总体情况", "Heading1")
    + paragraph("（一）主要做法", "Heading2")
    + paragraph("1.抓部署", "Heading3")
    + paragraph("今年以来，全县各部门依法履职。")
)
STANDARD = "，公文格式（GB/T 9704）为"


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


def test_what_libreoffice_saves_of_the_shipped_template_is_in_the_standard(soffice: Convert):
    path = ROOT / "templates/报告模板.docx"
    assert said(path.read_bytes()) == []
    assert said(soffice(path, "docx").read_bytes()) == []
