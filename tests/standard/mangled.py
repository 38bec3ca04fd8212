"""Reports as people's machines leave them: every way of not being in standard format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from drafter.standard.new_document import new_document, paragraph
from drafter.word.package import Part, pack, unpack
from tests.template.filling import saved, with_word_part

LINES = (
    "平安县2024年法治政府建设工作报告",
    "（送审稿）",
    "",
    "市人民政府：",
    "2024年，平安县坚持依法行政。现将有关情况报告如下。",
    "一、总体情况",
    "（一）主要做法。全县各部门依法履职，办理法律援助案件613件。",
    "（二）存在的不足",
    "1.强化组织保障",
    "一是抓部署。开展专项检查3次，评查案卷80余卷。",
    "（1）及时反馈问题。",
    "2.抓落实。办结率98%，比上年提高2个百分点。",
    "二、下一年度安排",
    "继续推进法治政府建设。",
    "附件：1.主要指标表",
    "2.典型案例",
    "",
    "平安县人民政府",
    "2024年11月5日",
    "（联系人：张三，电话：12348）",
)
Edit = Callable[[Document], None]


def plain(lines: tuple[str, ...] = LINES) -> Document:
    """The report in python-docx's own template: Cambria and Calibri by theme, American letter."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return document


def font(run: Run, name: str, size: float | None = None) -> None:
    """The run in a font, for Latin and Chinese."""
    run.font.name = name
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
    run.font.size = Pt(size) if size else None


def everything_in_song(document: Document) -> None:
    for one in document.paragraphs:
        for run in one.runs:
            font(run, "宋体", 12)


def fake_headings(document: Document) -> None:
    for one in document.paragraphs:
        one.paragraph_format.first_line_indent = Pt(24)
        if one.text.startswith(("一、", "二、", "（一）", "（二）", "1.强")):
            for run in one.runs:
                run.bold = True
                run.font.size = Pt(14)


def as_wps_writes(document: Document) -> None:
    """Direct formatting on every run and every paragraph mark, in both kinds of units."""
    for number, one in enumerate(document.paragraphs):
        one.paragraph_format.line_spacing = 1.5
        one.paragraph_format.space_after = Pt(10)
        one._p.get_or_add_pPr().append(
            parse_xml(f'<w:ind {nsdecls("w")} w:firstLineChars="150" w:firstLine="420"/>')
        )
        one.alignment = WD_ALIGN_PARAGRAPH.CENTER if number < 2 else WD_ALIGN_PARAGRAPH.LEFT
        for run in one.runs:
            font(run, "微软雅黑", 10.5)
            run.font.color.rgb = RGBColor(0x33, 0x33, 0x33)


def wrong_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(182), Mm(257)
    section.left_margin = section.right_margin = Mm(15)
    section.gutter = Mm(10)


def landscape_section(document: Document) -> None:
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph("表1")
    document.add_table(2, 6).cell(0, 0).text = "指标"


def columns(document: Document) -> None:
    document.sections[0]._sectPr.find(qn("w:cols")).set(qn("w:num"), "2")
    document.add_section(WD_SECTION.CONTINUOUS)


def styled_headings(document: Document) -> None:
    kinds = {
        "平安": "Title",
        "一、": "Heading 1",
        "二、": "Heading 1",
        "（一": "Heading 2",
        "（二": "Heading 2",
        "1.强": "Heading 3",
    }
    for one in document.paragraphs:
        one.style = kinds.get(one.text[:2], kinds.get(one.text[:3], "Normal"))


def levels_mixed_up(document: Document) -> None:
    for number, one in enumerate(document.paragraphs):
        one.style = (
            f"Heading {number % 9 + 1}"
            if one.text.startswith(("一、", "（", "1."))
            else "Body Text"
        )


def coloured_table(document: Document) -> None:
    table = document.add_table(3, 3, style="Medium Shading 1 Accent 1")
    for row in table.rows:
        for cell in row.cells:
            cell.text = "民事案件350件"
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="FFFF00"/>')
    table.cell(0, 0)._tc.get_or_add_tcPr().append(shade)
    table.cell(1, 1).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def theme_fonts(document: Document) -> None:
    for one in document.paragraphs:
        for run in one.runs:
            fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
            for name, theme in (("asciiTheme", "minorHAnsi"), ("eastAsiaTheme", "minorEastAsia")):
                fonts.set(qn(f"w:{name}"), theme)


def typed_indents(document: Document) -> None:
    for one in document.paragraphs[4:14]:
        one.runs[0].text = "\u3000\u3000" + one.runs[0].text


def page_number_in_words(document: Document) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for code in ("PAGE", "NUMPAGES"):
        footer.add_run("第" if code == "PAGE" else "共")
        field(footer, code)
        footer.add_run("页 ")


def field(one: Paragraph, code: str) -> None:
    for kind in ("begin", None, "separate", "end"):
        run = one.add_run()
        made = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            made.set(qn("w:fldCharType"), kind)
        else:
            made.text = f" {code} "
        run._r.append(made)


def headers_and_title_page(document: Document) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "平安县司法局"
    section.different_first_page_header_footer = True
    section.first_page_footer.paragraphs[0].text = "内部资料"


def emphasis(document: Document) -> None:
    document.paragraphs[9].runs[0].text = ""
    document.paragraphs[9].add_run("一是抓部署。").bold = True
    document.paragraphs[9].add_run("开展专项检查").italic = True
    run = document.paragraphs[9].add_run("3次。")
    run.underline, run.font.highlight_color = True, 7
    document.paragraphs[9].add_run("【待补：县司法局·案卷】").font.highlight_color = 7


def breaks_and_tabs(document: Document) -> None:
    run = document.paragraphs[13].add_run("甲\t乙")
    run.add_break()
    run.add_text("丙")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("附件1")
    document.add_paragraph("主要指标表")
    document.add_table(1, 2).cell(0, 0).text = "\t613"


def tracked_changes(document: Document) -> None:
    for name, text in (("ins", "t"), ("del", "delText")):
        document.paragraphs[13]._p.append(
            parse_xml(
                f'<w:{name} {nsdecls("w")} w:id="9{len(name)}{text[0] == "t":d}" w:author="张三"><w:r><w:rPr><w:sz w:val="21"/></w:rPr>'
                f"<w:{text}>修改</w:{text}></w:r></w:{name}>"
            )
        )


def marks_and_comments(document: Document) -> None:
    run = document.paragraphs[6].runs[0]
    run._r.addprevious(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="71" w:name="_fig_0001"/>'))
    run._r.addnext(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="71"/>'))
    document.add_comment(document.paragraphs[4].runs, text="请核对", author="张三")


def text_box(document: Document) -> None:
    box = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:100pt;height:40pt"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>一、框内文字</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.paragraphs[13]._p.append(parse_xml(box))


def rare_and_signs(document: Document) -> None:
    font(document.paragraphs[13].add_run("þ"), "Wingdings", 9)
    font(document.paragraphs[13].add_run("\ue5e5王𠮷"), "方正超大字符集", 9)


def imprint(document: Document) -> None:
    document.add_paragraph("抄送：县委办公室，县人大常委会办公室。")
    document.add_paragraph("平安县人民政府办公室\t2024年11月6日印发")


def letterhead() -> bytes:
    """A document with its red head, whose formats are the printer's business."""
    document = plain(("平安县人民政府文件", "平政发〔2024〕5号", *LINES))
    font(document.paragraphs[0].runs[0], "方正小标宋简体", 48)
    document.paragraphs[0].runs[0].font.color.rgb = RGBColor(0xFF, 0, 0)
    for one in document.paragraphs[:3]:
        one.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return saved(document)


def no_styles() -> bytes:
    """A document of one part, as converters write them."""
    parts = unpack(saved(plain()), "报告.docx")
    kept = ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "docProps/core.xml")
    bare = {name: content for name, content in parts.items() if name in kept}
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    bare["[Content_Types].xml"] = types.encode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    bare["_rels/.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>'
    ).encode()
    return pack(Part.of(name, content) for name, content in bare.items())


def auto_numbers() -> bytes:
    """Headings that Word numbers: their 一、 and （一） stand in no text."""
    lists = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="tab"/><w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="840" w:hanging="420"/></w:pPr><w:rPr><w:color w:val="FF0000"/></w:rPr></w:lvl>'
        for level, (form, text) in enumerate(
            (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
        )
    )
    numbering = (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0">{lists}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    document = docx.Document(BytesIO(new_document("")))
    texts = (
        ("平安县报告", None),
        ("总体情况", 0),
        ("主要做法", 1),
        ("抓部署", 2),
        ("开展检查3次。", None),
        ("下一步", 0),
    )
    for text, level in texts:
        one = document.add_paragraph(text)
        one.paragraph_format.line_spacing = 1.5
        if level is not None:
            number = (
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
            )
            one._p.get_or_add_pPr().append(parse_xml(number))
    return with_word_part(saved(document), "numbering", numbering)


def footnotes() -> bytes:
    """A note at the foot, in the small print of its own style."""
    note = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>统计时间为2024年。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    document = plain()
    document.paragraphs[4]._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>')
    )
    return with_word_part(saved(document), "footnotes", note)


def drafter_s_own() -> bytes:
    """A draft that somebody has edited: a paragraph pasted in from elsewhere."""
    document = docx.Document(
        BytesIO(
            new_document(
                paragraph("平安县报告", "Title")
                + paragraph("一、总体情况", "Heading1")
                + paragraph("全县依法行政。")
            )
        )
    )
    font(document.add_paragraph().add_run("另起一段，从网页粘贴而来。"), "微软雅黑", 10.5)
    return saved(document)


_EDITS: dict[str, Edit] = {
    "python-docx的默认格式": lambda _: None,
    "通篇宋体小四": everything_in_song,
    "加粗充当标题": fake_headings,
    "WPS的直接格式": as_wps_writes,
    "十六开": wrong_page,
    "有横向的一节": landscape_section,
    "分栏": columns,
    "内置标题样式": styled_headings,
    "标题样式级别混乱": levels_mixed_up,
    "彩色表格": coloured_table,
    "主题字体": theme_fonts,
    "空格缩进": typed_indents,
    "第几页共几页": page_number_in_words,
    "页眉和首页不同": headers_and_title_page,
    "强调和突出显示": emphasis,
    "分页换行制表符": breaks_and_tabs,
    "修订": tracked_changes,
    "书签和批注": marks_and_comments,
    "文本框": text_box,
    "生僻字和符号": rare_and_signs,
    "版记": imprint,
}


_OTHERS: dict[str, Callable[[], bytes]] = {
    "只有正文一个部件": no_styles,
    "自动编号": auto_numbers,
    "脚注": footnotes,
    "红头文件": letterhead,
    "粘贴来的一段": drafter_s_own,
}


@cache
def _document(name: str) -> bytes:
    if name in _OTHERS:
        return _OTHERS[name]()
    document = plain()
    _EDITS[name](document)
    return saved(document)


class Documents(Mapping[str, bytes]):
    """The mangled documents by what is wrong with them, each made when it is first asked for."""

    def __iter__(self) -> Iterator[str]:
        return iter((*_EDITS, *_OTHERS))

    def __len__(self) -> int:
        return len(_EDITS) + len(_OTHERS)

    def __getitem__(self, name: str) -> bytes:
        return _document(name)


DOCUMENTS = Documents()
