"""The differential oracle: on the tags that both know, drafter and docxtpl make the same document.

The cases are those of docxtpl's published list, made anew here. Where the two differ, a test says
what each does, and who is right.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

import pytest
from docx.document import Document
from hypothesis import given
from hypothesis import strategies as st

from drafter.model.figure import Entry
from drafter.standard.new_document import new_document
from drafter.word.ooxml import escape
from tests.laws import cases
from tests.template.filling import (
    detail,
    edited,
    figures,
    fill,
    refused,
    root_of,
    said,
    template,
    with_word_part,
)
from tests.template.oracle import both, by_docxtpl, structure

ENTRIES: Mapping[str, Entry] = {
    **figures('案.名 | 某案 | 文本\n案.空 |  | 文本\n案.怪 | A<B & C > "D" | 文本'),
    "清单.多": detail("清单.多", "名 | 值\n甲 | 1\n乙 | 2\n丙 | 3"),
    "清单.一": detail("清单.一", "名 | 值\n丁 | 4"),
    "清单.空": detail("清单.空", "名 | 值"),
}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def p(text: str, form: str = "") -> str:
    return f'<w:p>{form}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def tbl(*rows: list[str], form: str = "") -> str:
    grid = '<w:gridCol w:w="2000"/>' * max(map(len, rows))
    cell = "<w:tc><w:tcPr><w:tcW w:w='2000' w:type='dxa'/>{}</w:tcPr>{}</w:tc>"
    made = "".join(f"<w:tr>{''.join(cell.format(form, p(t)) for t in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl><w:p/>"


CASES = {
    "a slot in a sentence": p("关于{{ 案.名 }}的报告"),
    "order": p("前") + tbl(["{{ 案.名 }}", "乙"]) + p("{{ 案.名 }}后") + tbl(["丁"]),
    "if, elif, else": p("{% if 案.空 %}甲{% elif 案.名 %}乙{% else %}丙{% endif %}丁"),
    "paragraph if": p("{%p if 案.空 %}") + p("甲") + p("{%p else %}") + p("乙") + p("{%p endif %}"),
    "paragraph for": p("{%p for 行 in 清单.多 %}") + p("{{ 行.名 }}") + p("{%p endfor %}"),
    "nested_for": p("{%p for 行 in 清单.多 %}") + p("{{ 行.名 }}：") + p("{%p for 项 in 清单.多 %}")
    + p("{{ 项.值 }}") + p("{%p endfor %}") + p("{%p endfor %}"),
    "inline for": p("{% for 行 in 清单.多 %}{{ loop.index }}.{{ 行.名 }}；{% endfor %}"),
    "dynamic_table, rows": tbl(["名", "值"], ["{%tr for 行 in 清单.多 %}", ""], ["{{ 行.名 }}", "{{ 行.值 }}"], ["{%tr endfor %}", ""]),
    "dynamic_table, columns": tbl(["{%tc for 行 in 清单.多 %}", "{{ 行.名 }}", "{%tc endfor %}"]),
    "less_cells_after_loop": tbl(["表头", "{%tc for 行 in 清单.一 %}", "{{ 行.名 }}", "{%tc endfor %}"], ["甲", "{%tc for 行 in 清单.一 %}", "{{ 行.值 }}", "{%tc endfor %}"]),
    "conditional rows": tbl(["甲"], ["{%tr if 案.空 %}"], ["乙"], ["{%tr else %}"], ["丙"], ["{%tr endif %}"]),
    "cell loop in cell": tbl(["{% for 行 in 清单.多 %}{{ 行.名 }}{% endfor %}", "{{ 案.名 }}"]),
    "vertical_merge": tbl(["{%tr for 行 in 清单.多 %}", ""], ["{% vm %}合", "{{ 行.名 }}"], ["{%tr endfor %}", ""]),
    "horizontal_merge": tbl(["{%tc for 行 in 清单.多 %}", "{% hm %}合", "{%tc endfor %}"]),
    "merge_paragraph": p("在城里") + p("{%- if 案.名 -%}") + p("中心") + p("{%- else -%}") + p("外面") + p("{%- endif -%}") + p("办公"),
    "preserve_spaces": p("  前  {{ 案.名 }}  后  "),
    "escape": p("值：{{ 案.怪 }}。") + tbl(["{{ 案.怪 }}"]),
    "text that looks like a tag stays": p("花括号 {不是} 标签 % 也不是 #"),
    "set": p("{% set 名 = 案.名 %}{{ 名 }}和{{ 名 }}"),
    "loop.first and last": p("{% for 行 in 清单.多 %}{% if not loop.first %}、{% endif %}{{ 行.名 }}{% if loop.last %}。{% endif %}{% endfor %}"),
    "for else": p("{% for 行 in 清单.空 %}甲{% else %}没有{% endfor %}"),
    "default": p("{{ 案.名|default('无') }}"),
    "a comparison": p("{% if 案.名 == '某案' %}是{% else %}否{% endif %}"),
    "inline if over paragraphs of a cell": "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
    + p("甲{% if 案.空 %}乙") + p("丙{% endif %}丁") + "</w:tc></w:tr></w:tbl><w:p/>",
    "inline for over paragraphs": p("甲{% for 行 in 清单.多 %}{{ 行.名 }}") + p("乙{% endfor %}丙"),
    "headings and styles": p("{{ 案.名 }}", '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'),
    "remark": p("甲{# 不印 #}乙"),
}  # fmt: skip


@pytest.mark.parametrize("body", CASES.values(), ids=CASES)
def test_both_make_the_same_document(body: str):
    ours, theirs = both(new_document(body), ENTRIES)
    assert ours == theirs


def test_header_footer():
    def build(document: Document) -> None:
        document.add_paragraph("正文{{ 案.名 }}")
        document.sections[0].header.paragraphs[0].text = "页眉{{ 案.名 }}"
        document.sections[0].footer.paragraphs[0].text = "页脚{% if 案.名 %}甲{% endif %}"

    ours, theirs = both(edited(build), ENTRIES)
    assert ours == theirs
    assert [name for name, _ in ours] == ["document", "header1", "footer1", "footer2"]


def test_footnotes():
    note = f'<w:footnote w:id="1">{p("注：{{ 案.名 }}")}</w:footnote>'
    part = f'<w:footnotes xmlns:w="{WORD}">{note}</w:footnotes>'
    body = (
        '<w:p><w:r><w:t>甲{{ 案.名 }}</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    ours, theirs = both(with_word_part(new_document(body), "footnotes", part), ENTRIES)
    assert ours == theirs


def test_multi_rendering():
    content = new_document(p("{{ 案.名 }}"))
    for name in ("甲", "乙"):
        ours, theirs = both(content, figures(f"案.名 | {name} | 文本"))
        assert ours == theirs == [("document", [name]), *ours[1:]]


def test_doc_properties():
    content = new_document(p("{{ 案.名 }}"), "{{ 案.名 }}")
    found = [root_of(fill(content, ENTRIES), "docProps/core.xml")]
    assert "".join(map(str, found[0].itertext())) == "某案"
    from io import BytesIO

    import docx

    assert docx.Document(BytesIO(by_docxtpl(content, ENTRIES))).core_properties.title == "某案"


def test_richtext_east_asia():
    """docxtpl needs RichText to keep the font of Chinese; here a figure has the format of its tag."""
    form = '<w:rPr><w:rFonts w:eastAsia="楷体_GB2312"/></w:rPr>'
    body = f"<w:p><w:r>{form}<w:t>{{{{ 案.名 }}}}</w:t></w:r></w:p>"
    for document in (root_of(fill(new_document(body), ENTRIES)),):
        assert [f.get(f"{{{WORD}}}eastAsia") for f in document.iter(f"{{{WORD}}}rFonts")] == [
            "楷体_GB2312"
        ]


@pytest.mark.parametrize("tag", ["{% cellbg 红 %}", "{% colspan 3 %}", "{{r 案.名 }}"])
def test_tags_that_only_docxtpl_knows_are_refused_with_a_place(tag: str):
    assert refused(template([[tag]]), ENTRIES).startswith(
        "模板.docx › 正文第1段（表1第1行第1列）："
    )


def test_where_docxtpl_loses_text_beside_a_paragraph_tag_drafter_keeps_it():
    content = new_document(p("前文{%p if 案.名 %}") + p("甲") + p("{%p endif %}后文"))
    ours, theirs = both(content, ENTRIES)
    assert ours[0][1] == ["前文", "甲", "后文"]
    assert theirs[0][1] == ["甲"]


def test_where_docxtpl_reads_on_after_a_comparison_drafter_does_too():
    """`<` in an expression: docxtpl 0.20 takes it as well; both print the rest of the sentence."""
    ours, theirs = both(new_document(p("甲{% if 1 < 2 %}乙{% endif %}丙")), ENTRIES)
    assert ours == theirs


def test_where_docxtpl_leaves_empty_lines_for_a_forgotten_p_drafter_leaves_none():
    content = new_document(p("{% if 案.名 %}") + p("甲") + p("{% endif %}"))
    ours, theirs = both(content, ENTRIES)
    assert (ours[0][1], theirs[0][1]) == (["甲"], ["", "甲", ""])


def test_where_docxtpl_leaves_a_cell_without_a_paragraph_drafter_keeps_one():
    body = tbl(["甲", "乙"]).replace(p("乙"), p("{%p if 案.空 %}") + p("丙") + p("{%p endif %}"))
    ours, theirs = both(new_document(body), ENTRIES)
    assert ours[0][1][0] == [[["甲"], [""]]]
    assert theirs[0][1][0] == [[["甲"], []]]


def test_where_docxtpl_leaves_a_table_without_rows_drafter_leaves_none():
    body = (
        p("前") + tbl(["{%tr for 行 in 清单.空 %}"], ["{{ 行.名 }}"], ["{%tr endfor %}"]) + p("后")
    )
    ours, theirs = both(new_document(body), ENTRIES)
    assert ours[0][1] == ["前", "", "后"]
    assert theirs[0][1] == ["前", [], "", "后"]


def test_where_docxtpl_prints_nothing_for_an_unknown_name_drafter_refuses_it():
    content = new_document(p("甲{{ 案.无此项 }}乙"))
    assert structure(by_docxtpl(content, ENTRIES))[0][1] == ["甲乙"]
    assert "“案”没有“无此项”" in refused(content, ENTRIES)


def test_where_docxtpl_tears_a_tag_drafter_understands_full_width_signs():
    content = new_document(p("甲｛｛ 案.名 ｝｝"))
    assert structure(by_docxtpl(content, ENTRIES))[0][1] == ["甲｛｛ 案.名 ｝｝"]
    assert said(content, ENTRIES) == ["甲某案"]


_WORDS = st.text("甲乙丙丁 ab<>&\"'，。（%#", max_size=6).filter(
    lambda t: not re.search("[%#]$|^[%#]", t)
)
_INLINE = st.one_of(
    st.just("{{ 案.名 }}"),
    st.just("{{ 案.怪 }}"),
    st.builds(lambda t: f"{{% if 案.名 %}}{t}{{% endif %}}", _WORDS),
    st.builds(lambda t: f"{{% if 案.空 %}}{t}{{% else %}}{t}否{{% endif %}}", _WORDS),
    st.builds(lambda t: f"{{% for 行 in 清单.多 %}}{t}{{{{ 行.名 }}}}{{% endfor %}}", _WORDS),
)
_SENTENCE = st.lists(st.one_of(_WORDS, _INLINE), min_size=1, max_size=5).map("".join)
_BLOCK = st.one_of(
    st.builds(lambda t: [t], _SENTENCE),
    st.builds(lambda t: ["{%p if 案.名 %}", t, "{%p endif %}"], _SENTENCE),
    st.builds(
        lambda t: ["{%p for 行 in 清单.多 %}", t + "{{ 行.值 }}", "{%p endfor %}"], _SENTENCE
    ),
)


@cases(200)
@given(st.lists(_BLOCK, min_size=1, max_size=4), st.integers(0, 2**32))
def test_generated_templates_come_out_the_same(blocks: list[list[str]], seed: int):
    chance = random.Random(seed)
    paragraphs = [_in_runs(text, chance) for block in blocks for text in block]
    ours, theirs = both(new_document("".join(paragraphs) + p("尾")), ENTRIES)
    assert ours == theirs


def _in_runs(text: str, chance: random.Random) -> str:
    """The text in runs of random length: never cut within a pair of braces, where docxtpl may err."""
    pieces = re.findall(r"\{[{%].*?[%}]\}|[^{]", text)
    made, run = "", ""
    for piece in pieces:
        run += piece
        if chance.random() < 0.3:
            made, run = made + _run(run), ""
    return f"<w:p>{made}{_run(run) if run else ''}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
