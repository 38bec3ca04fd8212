"""Runs: however Word cuts a paragraph up, its tags are found, and nothing else in it is lost."""

from __future__ import annotations

import pytest

from drafter.model import sentence as told
from drafter.standard.new_document import new_document
from drafter.template.template import Template
from drafter.word.ooxml import w
from tests.template.filling import document_of, figures, fill, refused, root_of, say

AID = "法律援助.案件总数 | 613 | 整数 | 件"


def run(text: str, form: str = "") -> str:
    properties = f"<w:rPr>{form}</w:rPr>" if form else ""
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r>{properties}<w:t xml:space="preserve">{plain}</w:t></w:r>'


def paragraph(*pieces: str) -> bytes:
    return new_document(f"<w:p>{''.join(pieces)}</w:p>")


def text(content: bytes, entries: str = AID) -> str:
    return "\n".join(p.text for p in document_of(fill(content, entries)).paragraphs)


@pytest.mark.parametrize(
    "between",
    [
        '<w:proofErr w:type="spellStart"/>',
        '<w:bookmarkStart w:id="7" w:name="甲"/><w:bookmarkEnd w:id="7"/>',
        '<w:permStart w:id="8" w:edGrp="everyone"/><w:permEnd w:id="8"/>',
        "<w:r><w:lastRenderedPageBreak/></w:r>",
        "<w:r/>",
    ],
    ids=["proofErr", "bookmark", "permission", "page break as rendered", "empty run"],
)
def test_what_word_puts_between_the_pieces_of_a_tag_does_not_tear_it(between: str):
    content = paragraph(run("办理{{ 法律"), between, run("援助.案件总数 }}件"))
    assert text(content) == "办理613件"


def test_a_bookmark_around_a_tag_stays_around_its_figure():
    start, end = '<w:bookmarkStart w:id="7" w:name="甲"/>', '<w:bookmarkEnd w:id="7"/>'
    root = root_of(fill(paragraph(start, run("{{ 法律援助.案件总数 }}"), end, run("件")), AID))
    names = [mark.get(w("name")) for mark in root.iter(w("bookmarkStart"))]
    assert names == ["甲", "_fig_0001"]


def test_a_tag_that_runs_into_a_link_is_one_tag_and_the_link_stays():
    link = f'<w:hyperlink w:anchor="乙">{run("援助.案件总数 }}件")}</w:hyperlink>'
    root = root_of(fill(paragraph(run("办理{{ 法律"), link), AID))
    assert "".join(t.text or "" for t in root.iter(w("t"))) == "办理613件"
    assert len(list(root.iter(w("hyperlink")))) == 1


def test_a_block_that_opens_in_front_of_a_link_and_ends_in_it_is_understood():
    link = f'<w:hyperlink w:anchor="乙">{run("详见附件{% endif %}")}</w:hyperlink>'
    assert text(paragraph(run("正文{% if 1 %}"), link, run("。"))) == "正文详见附件。"
    gone = root_of(fill(paragraph(run("正文{% if 0 %}"), link, run("。"))))
    assert "".join(t.text or "" for t in gone.iter(w("t"))) == "正文。"


def test_a_block_that_ends_in_the_middle_of_a_link_is_refused_with_both_places():
    link = f'<w:hyperlink w:anchor="乙">{run("详见{% endif %}附件")}</w:hyperlink>'
    said = refused(paragraph(run("正文{% if 1 %}"), link))
    assert "与第1段“{% if 1 %}”不在同一层" in said


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def test_a_field_beside_a_tag_stays():
    root = root_of(fill(paragraph(run("第"), FIELD.format("1"), run("页，{{ 报告.年度 }}年"))))
    assert "".join(t.text or "" for t in root.iter(w("t"))) == "第1页，2024年"
    assert [node.text for node in root.iter(w("instrText"))] == [" PAGE "]


def test_a_field_in_the_middle_of_a_tag_is_refused():
    said = refused(paragraph(run("{{ 法律援助."), FIELD.format("案件总数"), run(" }}")))
    assert said.startswith("模板.docx › 正文第1段：标签中间夹有域（如页码、交叉引用）")


def test_a_simple_field_whose_result_is_a_tag_is_filled():
    field = f'<w:fldSimple w:instr=" TITLE ">{run("{{ 报告.标题 }}")}</w:fldSimple>'
    root = root_of(fill(paragraph(field)))
    assert "".join(t.text or "" for t in root.iter(w("t"))) == "平安县2024年度报告"


@pytest.mark.parametrize("gap", ["<w:tab/>", "<w:br/>", "<w:cr/>"])
def test_a_tab_or_line_break_in_a_tag_is_a_space(gap: str):
    pieces = f"<w:r><w:t>共{{{{</w:t>{gap}<w:t>法律援助.案件总数</w:t>{gap}<w:t>}}}}件</w:t></w:r>"
    assert text(paragraph(pieces)) == "共613件"


def test_tabs_and_line_breaks_beside_a_tag_stay():
    pieces = (
        "<w:r><w:t>共</w:t><w:tab/><w:t>{{ 法律援助.案件总数 }}</w:t><w:br/><w:t>件</w:t></w:r>"
    )
    assert text(paragraph(pieces)) == "共\t613\n件"


def test_a_picture_in_the_middle_of_a_tag_is_not_lost():
    picture = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    root = root_of(fill(paragraph(run("共{{ 法律援助"), picture, run(".案件总数 }}件")), AID))
    assert len(list(root.iter(w("sym")))) == 1


def test_a_page_break_in_the_middle_of_a_tag_is_not_lost():
    made = '<w:r><w:br w:type="page"/></w:r>'
    root = root_of(fill(paragraph(run("共{{ 法律援助"), made, run(".案件总数 }}件")), AID))
    assert [br.get(w("type")) for br in root.iter(w("br"))] == ["page"]


def test_spaces_are_kept():
    content = paragraph(run("  前  {{ 法律援助.案件总数 }}  后　"))
    assert text(content) == "  前  613  后　"


def test_formats_around_a_tag_stay_as_they_are():
    content = paragraph(run("甲{{ 法律援助", "<w:b/>"), run(".案件总数 }}乙", "<w:i/>"), run("丙"))
    (made,) = document_of(fill(content, AID)).paragraphs
    assert [(r.text, r.bold, r.italic) for r in made.runs] == [
        ("甲", True, None),
        ("613", True, None),
        ("乙", None, True),
        ("丙", None, None),
    ]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("{{“甲”}}", "甲"),
        ("{{\xa0法律援助.案件总数\xa0}}", "613"),
        ("｛｛　法律援助．案件总数　｝｝", "613"),
        ("{{ 法律援助。案件总数 }}", "613"),
        ("｛％　ｉｆ　法律援助.案件总数　＞＝　６１３　％｝够｛％　ｅｎｄｉｆ　％｝", "够"),
        ("{% if 法律援助.案件总数 ≥ 613 and 1 ≠ 2 %}够{% endif %}", "够"),
        ("{{（法律援助.案件总数 × 2）}}", "1226"),
        ("{% if 法律援助.案件总数 < 700 and 2 > 1 %}少{% endif %}", "少"),
        ("{{ '甲&乙<丙>' }}", "甲&乙<丙>"),
        ("{{ '100%}' ~ '}}' }}", "100%}}}"),
        ("{{ '单引号里的“双引号”' }}", "单引号里的“双引号”"),
        ("{{ \u200b法律援助.案件总数\u200b }}", "613"),
    ],
)
def test_a_tag_is_understood_as_it_is_typed(typed: str, printed: str):
    assert say(typed, AID) == printed


def test_a_tag_in_a_heading_and_in_a_numbered_item():
    heading = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    item = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr>'
    body = f"<w:p>{heading}{run('一、{{ 报告.年度 }}年')}</w:p><w:p>{item}{run('共{{ 报告.年度 }}')}</w:p>"
    made = document_of(fill(new_document(body))).paragraphs
    assert [(p.style and p.style.name, p.text) for p in made] == [
        ("Heading 1", "一、2024年"),
        ("Normal", "共2024"),
    ]


TRACKED = ' w:id="90" w:author="甲" w:date="2024-01-01T00:00:00Z"'


def test_insertions_are_accepted_and_deletions_left_out_and_that_is_said():
    inserted = f"<w:ins{TRACKED}>{run('法律援助.案件总数 }}件')}</w:ins>"
    deleted = f"<w:del{TRACKED}><w:r><w:delText>无此项 }}}}起</w:delText></w:r></w:del>"
    content = paragraph(run("办理{{ "), deleted, inserted)
    assert text(content) == "办理613件"
    root = root_of(fill(content, AID))
    assert not list(root.iter(w("ins"), w("del")))
    assert [told.line(finding) for finding in Template(content, "模板.docx").notes] == [
        "提示 模板.docx › 正文 有未处理的修订，已按接受插入（1处）、略去删除（1处）处理；请在Word中确认后保存"
    ]


def test_a_deleted_tag_is_no_tag():
    deleted = f"<w:del{TRACKED}><w:r><w:delText>{{{{ 无此项 }}}}</w:delText></w:r></w:del>"
    assert text(paragraph(run("甲"), deleted, run("乙"))) == "甲乙"


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next():
    mark = f"<w:pPr><w:rPr><w:del{TRACKED}/></w:rPr></w:pPr>"
    body = f"<w:p>{mark}{run('甲{{ 报告.年度')}</w:p><w:p>{run(' }}乙')}</w:p>"
    assert text(new_document(body)) == "甲2024乙"


def test_a_deleted_row_and_a_moved_paragraph_are_as_they_will_be():
    row = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc></w:tr>"
    gone = row.format(f"<w:trPr><w:del{TRACKED}/></w:trPr>", run("删去"))
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{gone}{row.format('', run('留下'))}</w:tbl>"
    moved = f"<w:p><w:moveFrom{TRACKED}>{run('原处')}</w:moveFrom></w:p>"
    here = f"<w:p><w:moveTo{TRACKED}>{run('新处')}</w:moveTo>{run('{{ 报告.年度 }}')}</w:p>"
    document = document_of(fill(new_document(moved + table + here)))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["留下"]]
    assert [p.text for p in document.paragraphs] == ["", "新处2024"]


def test_changes_of_format_are_accepted():
    change = f"<w:rPrChange{TRACKED}><w:rPr><w:b/></w:rPr></w:rPrChange>"
    root = root_of(fill(paragraph(run("{{ 报告.年度 }}", f"<w:i/>{change}"))))
    assert not list(root.iter(w("rPrChange")))


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (
            ["在", "{%- if 1 -%}", " 甲 ", "{%- else -%}", " 乙 ", "{%- endif -%}", " 办理"],
            "在甲办理",
        ),
        (
            ["在", "{%- if 0 -%}", " 甲 ", "{%- else -%}", " 乙 ", "{%- endif -%}", " 办理"],
            "在乙办理",
        ),
        (["前  {%- if 1 %}甲{% endif -%}  后"], "前甲后"),
        (["前", "{%- set 数 = 1 -%}", "后{{ 数 }}"], "前后1"),
    ],
)
def test_a_hyphen_joins_a_tag_to_the_text_beside_it(paragraphs: list[str], said: str):
    body = "".join(f"<w:p>{run(one)}</w:p>" for one in paragraphs)
    assert text(new_document(body)) == said


def test_the_run_is_cut_only_where_the_tag_is():
    content = paragraph(run("一{{ 法律援助.案件总数 }}二{{ 法律援助.案件总数 }}三"))
    root = root_of(fill(content, figures(AID)))
    assert [t.text for t in root.iter(w("t"))] == ["一", "613", "二", "613", "三"]
