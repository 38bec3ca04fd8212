"""Blocks: where they may open and close, what stays when they leave nothing, and what is repeated."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from docx.document import Document

from drafter.model.figure import Entry
from drafter.standard.new_document import new_document
from drafter.word.ooxml import w
from tests.template.filling import (
    cells,
    detail,
    document_of,
    edited,
    figures,
    fill,
    root_of,
    said,
    template,
)

LISTS: Mapping[str, Entry] = {
    **figures("案.有 | 5 | 整数 | 件\n案.无 | 0 | 整数 | 件"),
    "清单.亮点": detail("清单.亮点", "标题 | 次数\n公调对接 | 3\n一站式 | 12", {"次数": "次"}),
    "清单.空": detail("清单.空", "标题 | 次数"),
}


@pytest.mark.parametrize(
    ("paragraphs", "printed"),
    [
        (["{%p if 案.有 %}甲{%p endif %}{%p if 案.有 %}乙{%p endif %}"], ["甲", "乙"]),
        (["{%p if 案.无 %}甲{%p endif %}{%p if 案.有 %}乙{%p endif %}"], ["乙"]),
        (["前{%p if 案.有 %}", "中", "{%p endif %}后"], ["前", "中", "后"]),
        (["前{%p if 案.无 %}", "中", "{%p endif %}后"], ["前", "后"]),
        (["前{%p if 案.有 %}后", "中", "{%p endif %}"], ["前", "后", "中"]),
        (["前{%p if 案.无 %}后", "中", "{%p endif %}"], ["前"]),
        (["{%p if 案.无 %}", "甲", "{%p elif 案.有 %}", "乙", "{%p else %}", "丙", "{%p endif %}"], ["乙"]),
        (["甲{% if 案.有 %}乙", "丙{% endif %}丁"], ["甲乙", "丙丁"]),
        (["甲{% if 案.无 %}乙", "丙{% endif %}丁"], ["甲丁"]),
        (["甲{% if 案.无 %}乙", "丙{% else %}丁", "戊{% endif %}己"], ["甲丁", "戊己"]),
        (["{% if 案.有 %}", "甲", "{% endif %}", "乙"], ["甲", "乙"]),
        (["{% if 案.无 %}", "甲", "{% else %}", "丙", "{% endif %}", "乙"], ["丙", "乙"]),
        (["{%p if 案.有 %}", "甲", "{% endif %}"], ["甲"]),
        (["{% set 数 = 2 %}", "{# 备注 #}", "共{{ 数 }}"], ["共2"]),
        (
            ["{% for 行 in 清单.亮点 %}{{ 行.标题 }}：", "{{ 行.次数 }}次。{% endfor %}"],
            ["公调对接：", "3次。一站式：", "12次。"],
        ),
        (
            ["{%p for 行 in 清单.亮点 %}", "{{ 行.标题 }}", "{%p for 项 in 清单.亮点 %}", "{{ 项.次数 }}",
             "{%p endfor %}", "{%p endfor %}"],
            ["公调对接", "3", "12", "一站式", "3", "12"],
        ),
        (["{%p for 行 in 清单.空 %}", "甲", "{%p else %}", "没有", "{%p endfor %}"], ["没有"]),
    ],
)  # fmt: skip
def test_a_block_keeps_what_is_beside_it(paragraphs: list[str], printed: list[str]):
    assert said(template(*paragraphs), LISTS) == printed


def test_an_inline_block_may_run_over_the_paragraphs_of_a_cell():
    for condition, printed in (("案.有", "甲乙\n丙丁"), ("案.无", "甲丁")):
        rows = [[f"甲{{% if {condition} %}}乙\n丙{{% endif %}}丁", "二"]]
        (made,) = document_of(fill(template(rows), LISTS)).tables
        assert cells(made) == [[printed, "二"]]


def _control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _p(text: str, form: str = "") -> str:
    return f'<w:p>{form}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def _table(*rows: str, columns: int = 1) -> str:
    grid = '<w:gridCol w:w="3000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def _row(*texts: str, form: str = "") -> str:
    return f"<w:tr>{form}{''.join(f'<w:tc>{_p(text)}</w:tc>' for text in texts)}</w:tr>"


def texts(body: str, part: str = "word/document.xml") -> list[str]:
    root = root_of(fill(new_document(body), LISTS), part)
    found = ["".join(t.text or "" for t in p.iter(w("t"))) for p in root.iter(w("p"))]
    return [text for text in found if text]


def test_content_controls_are_filled_at_every_level():
    inline = f"<w:p>{_control('<w:r><w:t>{{ 案.有 }}</w:t></w:r>')}</w:p>"
    cell = f"<w:tr>{_control('<w:tc>' + _p('格{{ 案.有 }}') + '</w:tc>')}</w:tr>"
    row = _control(_row("行{{ 案.有 }}"))
    assert texts(_control(_p("段{{ 案.有 }}")) + inline + _table(cell, row)) == [
        "段5", "5", "格5", "行5",
    ]  # fmt: skip


def test_a_content_control_shows_what_was_filled_in_and_not_its_hint_or_stored_data():
    bound = '<w:dataBinding w:xpath="/甲" w:storeItemID="{0}"/><w:showingPlcHdr/>'
    root = root_of(fill(new_document(_control(_p("{{ 案.有 }}"), bound)), LISTS))
    assert not list(root.iter(w("dataBinding"), w("showingPlcHdr")))


def test_a_content_control_that_a_block_leaves_empty_is_gone():
    body = _p("前") + _control(_p("{%p if 案.无 %}") + _p("中") + _p("{%p endif %}")) + _p("后")
    root = root_of(fill(new_document(body), LISTS))
    assert not list(root.iter(w("sdt")))


@pytest.mark.parametrize(
    "held",
    [
        "{# 待定 #}",
        "{% set 数 = 案.有 %}",
        "{% if 案.无 %}中{% endif %}",
        "{% for 行 in 清单.空 %}{{ 行.标题 }}{% endfor %}",
    ],
)
def test_a_content_control_in_a_line_that_holds_nothing_is_gone(held: str):
    inside = _control(f"<w:r><w:t>{held}</w:t></w:r>")
    body = f"<w:p><w:r><w:t>前</w:t></w:r>{inside}<w:r><w:t>后</w:t></w:r></w:p>"
    root = root_of(fill(new_document(body), LISTS))
    assert not list(root.iter(w("sdt")))
    assert [t.text for t in root.iter(w("t"))] == ["前", "后"]


def test_rows_in_a_content_control_are_repeated():
    rows = _row("{%tr for 行 in 清单.亮点 %}") + _row("{{ 行.标题 }}") + _row("{%tr endfor %}")
    assert texts(_table(_row("表头"), _control(rows))) == ["表头", "公调对接", "一站式"]


SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def _box(content: str) -> str:
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f"<w:p><w:r><mc:AlternateContent {SPACES}><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )


def test_both_copies_of_a_text_box_are_filled_and_the_figure_is_marked_once():
    filled = fill(new_document(_box(_p("共{{ 案.有 }}件"))), LISTS)
    root = root_of(filled)
    boxes = ["".join(t.text or "" for t in box.iter(w("t"))) for box in root.iter(w("txbxContent"))]
    assert boxes == ["共5件", "共5件"]
    assert [mark.name for mark in filled.marks] == ["_fig_0001"]
    assert len(list(root.iter(w("bookmarkStart")))) == 1


def test_ordinals_count_in_a_text_box_and_in_the_paragraph_that_holds_it():
    box = _box(_p("{{ 序号 }}丙。{{ 序号 }}丁。")).removeprefix("<w:p>")
    body = _p("{{ 序号 }}甲。{{ 序号 }}乙。").removesuffix("</w:p>") + box
    inside, around = "一是丙。二是丁。", "一是甲。二是乙。"
    assert texts(body) == [around + inside * 2, inside, inside]


def test_a_text_box_keeps_a_paragraph():
    body = _box(_p("{%p if 案.无 %}") + _p("中") + _p("{%p endif %}"))
    boxes = root_of(fill(new_document(body), LISTS)).iter(w("txbxContent"))
    assert [len(box.findall(w("p"))) for box in boxes] == [1, 1]


def test_headers_and_footers_of_every_kind_are_filled_and_keep_a_paragraph():
    def build(document: Document) -> None:
        document.settings.odd_and_even_pages_header_footer = True
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = "{{ 报告.年度 }}"
        section.first_page_header.paragraphs[0].text = "首页{{ 报告.年度 }}"
        section.even_page_header.paragraphs[0].text = "{%p if 案.无 %}甲{%p endif %}"
        section.footer.paragraphs[0].text = "页脚{{ 案.有 }}"

    section = document_of(fill(edited(build), LISTS)).sections[0]
    assert section.header.paragraphs[0].text == "2024"
    assert section.first_page_header.paragraphs[0].text == "首页2024"
    assert [p.text for p in section.even_page_header.paragraphs] == [""]
    assert section.footer.paragraphs[0].text == "页脚5"


def test_a_cell_keeps_a_paragraph_in_the_format_of_the_one_that_is_gone():
    form = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    cell = _p("{%p if 案.无 %}", form) + _p("中", form) + _p("{%p endif %}", form)
    root = root_of(fill(new_document(_table(f"<w:tr><w:tc>{cell}</w:tc></w:tr>")), LISTS))
    assert len(list(root.iter(w("jc")))) == 1


def test_a_long_text_that_is_empty_leaves_a_cell_its_paragraph():
    rows = [["{{p 履职.举措 }}"]]
    (made,) = document_of(fill(template(rows), "履职.举措 |  | 长文本")).tables
    assert cells(made) == [[""]]


def test_a_cell_whose_nested_table_is_gone_keeps_a_paragraph():
    inner = _table(_row("{%tr for 行 in 清单.空 %}{{ 行.标题 }}{%tr endfor %}"))
    (made,) = document_of(
        fill(new_document(_table(f"<w:tr><w:tc>{inner}</w:tc></w:tr>")), LISTS)
    ).tables
    assert cells(made) == [[""]]
    assert not made.cell(0, 0).tables


def test_the_last_paragraph_goes_and_the_document_keeps_one_and_its_section():
    document = document_of(fill(template("{%p if 案.无 %}", "甲", "{%p endif %}"), LISTS))
    assert [p.text for p in document.paragraphs] == [""]
    assert len(document.sections) == 1


SECTION = (
    '<w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:pPr>'
)


def test_a_section_whose_end_is_left_out_keeps_its_settings():
    body = (
        _p("横排") + _p("{%p if 案.无 %}") + _p("附表", SECTION) + _p("{%p endif %}") + _p("竖排")
    )
    sections = document_of(fill(new_document(body), LISTS)).sections
    assert [str(section.orientation) for section in sections] == ["LANDSCAPE (1)", "PORTRAIT (0)"]


def test_a_section_that_is_left_out_whole_is_gone():
    body = (
        _p("竖排", SECTION)
        + _p("{%p if 案.无 %}")
        + _p("附表", SECTION)
        + _p("{%p endif %}")
        + _p("后")
    )
    assert len(document_of(fill(new_document(body), LISTS)).sections) == 2


def test_two_tables_that_come_to_stand_side_by_side_stay_two():
    one = _table(_row("一")).removesuffix("<w:p/>")
    body = one + _p("{%p if 案.无 %}") + _p("之间") + _p("{%p endif %}") + one + _p("后")
    root = root_of(fill(new_document(body), LISTS))
    assert [child.tag.rpartition("}")[2] for child in root[0]] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_table_repeated_by_a_loop_is_as_many_tables():
    one = _table(_row("{{ 行.标题 }}")).removesuffix("<w:p/>")
    body = _p("{%p for 行 in 清单.亮点 %}") + one + _p("{%p endfor %}") + _p("后")
    tables = document_of(fill(new_document(body), LISTS)).tables
    assert [cells(made) for made in tables] == [[["公调对接"]], [["一站式"]]]


def test_a_long_text_keeps_its_paragraphs_their_ordinals_and_the_style_of_the_tag():
    form = '<w:pPr><w:pStyle w:val="Heading3"/></w:pPr>'
    text = "一是抓部署。\\n二是抓落实。"
    made = document_of(
        fill(new_document(_p("{{p 履职.举措 }}", form)), f"履职.举措 | {text} | 长文本")
    ).paragraphs
    assert [(p.style and p.style.name, p.text) for p in made] == [
        ("Heading 3", "一是抓部署。"),
        ("Heading 3", "二是抓落实。"),
    ]
