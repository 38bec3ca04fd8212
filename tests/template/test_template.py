"""The template engine: what people type in Word, and what the filled document says."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph

from drafter.word.ooxml import w
from tests.template.filling import (
    cells,
    detail,
    document_of,
    edited,
    figures,
    fill,
    packed,
    root_of,
    said,
    saved,
    say,
    template,
)

AID = """
    法律援助.案件总数   | 613    | 整数 | 件
    法律援助.民事案件数 | 350    | 整数 | 件
    法律援助.刑事案件数 | 0      | 整数 | 件
    法律援助.咨询次数   | 80余   | 整数 | 次
    法律援助.成功率     | 99.6%  | 比率
    法律援助.启用日期   | 2024-11-05 | 日期
    法律援助.待报件数   | 待补   | 整数 | 件
    法律援助.窗口数     | 不适用 | 整数 | 个
"""
LISTS = {
    "清单.亮点": detail("清单.亮点", "标题 | 次数\n公调对接 | 3\n一站式 | 12", {"次数": "次"}),
    "清单.空": detail("清单.空", "标题 | 次数"),
}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("办理{{ 法律援助.案件总数 }}件", "办理613件"),
        ("办理｛｛法律援助.案件总数｝｝件", "办理613件"),
        ("接听{{法律援助.咨询次数}}次", "接听80余次"),
        ("成功率{{ 法律援助.成功率 }}", "成功率99.6%"),
        ("自{{ 法律援助.启用日期 }}起", "自2024年11月5日起"),
        ("{{ 报告.地区 }}{{ 报告.年度 }}年", "平安县2024年"),
        ("{{ 法律援助.成功率｜小数（1） }}", "99.6%"),
        ("{{（法律援助.案件总数　－　法律援助.民事案件数）}}", "263"),
        ("{{ 清单.亮点｜列举（“领域”，“；”） }}", "公调对接领域3次；一站式领域12次"),
        ("{% if 法律援助.案件总数 ＞ 600 %}多{% else %}少{% endif %}", "多"),
        ("｛％ if 法律援助.刑事案件数 ％｝有｛％ else ％｝未发生｛％ endif ％｝", "未发生"),
        ("{% if 法律援助.待报件数 %}写明{% endif %}", "写明"),
        ("{% if 法律援助.窗口数 %}设窗口{% endif %}其他", "其他"),
        ("{# 请司法局核对 #}正文{＃全角备注＃}", "正文"),
        ("{{ '“（A｜B），：”' }}", "“（A｜B），：”"),
        ("{% set 数 = 法律援助.案件总数 + 1 %}{{ 数 }}", "614"),
        (
            "{% for 行 in 清单.亮点 %}{{ loop.index }}.{{ 行.标题 }};{% endfor %}",
            "1.公调对接;2.一站式;",
        ),
        ("单个括号{不是}标签 { { 也不是 } }", "单个括号{不是}标签 { { 也不是 } }"),
    ],
)
def test_what_is_typed_on_a_chinese_keyboard_prints_as_meant(typed: str, printed: str):
    assert say(typed, {**figures(AID), **LISTS}) == printed


def test_a_tag_that_word_cut_into_one_run_a_character_is_still_one_tag():
    def one_run_a_character(document: Document) -> None:
        paragraph = document.add_paragraph()
        for character in "办理{{ 法律援助.案件总数 }}件，{% if 1 %}好{% endif %}。":
            paragraph.add_run(character)

    assert said(edited(one_run_a_character), AID) == ["办理613件，好。"]


def _bold_tag_in_italic_text(document: Document) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run("办理").italic = True
    paragraph.add_run("{").bold = True
    paragraph.add_run("{ 法律援助.案件总数 }}")
    paragraph.add_run("件").italic = True


def test_a_figure_takes_the_format_of_its_tags_first_character():
    (paragraph,) = document_of(fill(edited(_bold_tag_in_italic_text), AID)).paragraphs
    formats = [(run.text, run.bold, run.italic) for run in paragraph.runs]
    assert formats == [("办理", None, True), ("613", True, None), ("件", None, True)]


def test_a_paragraph_block_leaves_no_empty_paragraph_behind():
    content = template(
        "前",
        "{%p if 法律援助.刑事案件数 %}",
        "刑事{{ 法律援助.刑事案件数 }}件",
        "{%p else %}",
        "没有刑事案件",
        "{%p endif %}",
        "后",
    )
    assert said(content, AID) == ["前", "没有刑事案件", "后"]


def test_a_paragraph_block_may_open_and_close_beside_the_text_that_it_holds():
    content = template("{%p for 行 in 清单.亮点 %}{{ 行.标题 }}{{ 行.次数 }}次。{%p endfor %}")
    assert said(content, LISTS) == ["公调对接3次。", "一站式12次。"]


def test_a_long_text_becomes_one_paragraph_for_each_of_its_own():
    content = template("一、举措", "{{p 履职.举措 }}", "二、成效")
    text = "履职.举措 | 第一段。\\n\\n 第二段。 | 长文本"
    assert said(content, text) == ["一、举措", "第一段。", "第二段。", "二、成效"]


def test_rows_repeat_and_the_rows_that_held_only_tags_are_gone():
    rows = [
        ["事项", "次数"],
        ["{%tr for 行 in 清单.亮点 %}", ""],
        ["{{ 行.标题 }}", "{{ 行.次数 }}"],
        ["{%tr endfor %}", ""],
    ]
    (made,) = document_of(fill(template(rows), LISTS)).tables
    assert cells(made) == [["事项", "次数"], ["公调对接", "3"], ["一站式", "12"]]


def test_cells_repeat():
    rows = [["{%tc for 行 in 清单.亮点 %}", "{{ 行.标题 }}", "{%tc endfor %}"]]
    root = root_of(fill(template(rows), LISTS))
    texts = ["".join(t.text or "" for t in cell.iter(w("t"))) for cell in root.iter(w("tc"))]
    assert texts == ["公调对接", "一站式"]


def test_a_table_whose_loop_found_nothing_is_gone_and_its_neighbours_stay():
    rows = [["{%tr for 行 in 清单.空 %}{{ 行.标题 }}{%tr endfor %}"]]
    document = document_of(fill(template("前", rows, "后"), LISTS))
    assert (len(document.tables), [p.text for p in document.paragraphs]) == (0, ["前", "后"])


def test_a_cell_whose_loop_found_nothing_keeps_the_paragraph_that_word_demands():
    rows = [["事项", "{%p for 行 in 清单.空 %}\n{{ 行.标题 }}\n{%p endfor %}"]]
    (made,) = document_of(fill(template(rows), LISTS)).tables
    assert cells(made) == [["事项", ""]]
    assert len(made.cell(0, 1).paragraphs) == 1


@pytest.mark.parametrize(
    ("criminal", "printed"),
    [
        ("5", "一是审结民事。二是审结刑事。三是宣传。"),
        ("0", "一是审结民事。二是宣传。"),
    ],
)
def test_ordinals_count_the_items_that_survive(criminal: str, printed: str):
    item = "{% if 案.刑事 %}{{ 序号 }}审结刑事。{% endif %}"
    text = f"{{{{ 序号 }}}}审结民事。{item}{{{{序号}}}}宣传。"
    assert say(text, f"案.刑事 | {criminal}") == printed


def test_an_ordinal_is_absent_where_there_is_only_one_item():
    text = "{{ 序号 }}宣传。{% if 案.刑事 %}{{ 序号 }}审结。{% endif %}"
    assert say(text, "案.刑事 | 0") == "宣传。"


def test_ordinals_begin_anew_in_each_paragraph():
    content = template("{{ 序号 }}甲。{{ 序号 }}乙。", "{{ 序号 }}丙。{{ 序号 }}丁。")
    assert said(content) == ["一是甲。二是乙。", "一是丙。二是丁。"]


def _loud(paragraph: Paragraph) -> list[str]:
    return [run.text for run in paragraph.runs if run.font.highlight_color is not None]


def test_a_missing_figure_is_printed_loud():
    content = template("待报{{ 法律援助.待报件数 }}件，共{{ 法律援助.案件总数 }}件")
    (paragraph,) = document_of(fill(content, AID)).paragraphs
    assert paragraph.text == "待报【待补：县司法局：待报件数】件，共613件"
    assert _loud(paragraph) == ["【待补：县司法局：待报件数】"]


def test_a_sum_with_a_missing_term_names_what_is_missing():
    text = "共{{ 法律援助.案件总数 + 法律援助.待报件数 }}件"
    assert say(text, AID) == "共【待补：县司法局：待报件数】件"


HOSTILE = [
    "甲<乙 & 丙>丁",
    "</w:t></w:r></w:p><w:p/>",
    "{{ 报告.地区 }}",
    "{% for x in y %}",
    "{{ ''.__class__ }}",
    "&lt;&amp;]]>",
    "“引号”'与\"",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_departments_text_is_never_markup_or_code(text: str):
    content = template("称：{{ 部门.称 }}；{{ 部门.称 ~ '。' }}")
    assert said(content, f"部门.称 | {text} | 文本") == [f"称：{text}；{text}。"]


def test_characters_that_no_text_may_hold_are_shown_as_replaced_and_rare_names_are_kept():
    by_department = "\ufdd00\ufdd1冒充\ufdd2\ufdd3\ufddb\x07"
    assert say("{{ 部门.称 ~ '' }}", f"部门.称 | {by_department} | 文本") == "�0�冒充����"
    assert say("{{ 部门.称 }}", "部门.称 | 王\ue000\ue815 | 文本") == "王\ue000\ue815"


def test_line_breaks_of_a_text_are_line_breaks_in_word():
    assert say("{{ 部门.称 }}", "部门.称 | 一\\n二\t三 | 文本") == "一\n二\t三"


def _deleted_and_inserted(document: Document) -> None:
    paragraph = document.add_paragraph("办理")
    deleted, run = OxmlElement("w:del"), paragraph.add_run("{{ 无此项 }}")
    paragraph._p.append(deleted)
    deleted.append(run._r)
    paragraph.add_run("{{ 法律援助.案件总数 }}件")


def test_a_tag_that_was_deleted_with_changes_tracked_is_no_tag():
    (paragraph,) = document_of(fill(edited(_deleted_and_inserted), AID)).paragraphs
    assert paragraph.text == "办理613件"


def _section_ends_in_a_tag(document: Document) -> None:
    document.add_paragraph("{%p if 1 %}")
    document.add_section()
    document.paragraphs[-1].add_run("{%p endif %}")


def test_a_paragraph_that_ends_a_section_stays_when_its_tag_goes():
    assert len(document_of(fill(edited(_section_ends_in_a_tag))).sections) == 2


def _header_and_footer(document: Document) -> None:
    document.add_paragraph("{{ 报告.地区 }}")
    document.sections[0].header.paragraphs[0].text = "{{ 报告.标题 }}"
    document.sections[0].first_page_footer.paragraphs[0].text = "共{{ 法律援助.案件总数 }}件"


def test_tags_in_headers_and_footers_are_filled():
    section = document_of(fill(edited(_header_and_footer), AID)).sections[0]
    assert section.header.paragraphs[0].text == "平安县2024年度报告"
    assert section.first_page_footer.paragraphs[0].text == "共613件"


def test_the_same_input_gives_the_same_bytes():
    content = template("{{ 序号 }}{{ 法律援助.案件总数 }}件", [["{{ 报告.地区 }}"]])
    assert packed(fill(content, AID)) == packed(fill(content, AID))


def test_a_document_without_tags_stays_as_it_is():
    content = template("没有标签", [["一", "二"]])
    before, after = docx.Document(BytesIO(content)), document_of(fill(content))
    assert saved(after) == saved(before)
