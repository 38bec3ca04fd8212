"""The outline: how a reader cites a paragraph."""

from __future__ import annotations

import pytest

from drafter.word.outline import outline
from tests.template.filling import fill, root_of, template


def sections(*lines: str) -> list[str]:
    """The section of each paragraph."""
    return [paragraph.section for paragraph in outline(root_of(fill(template(*lines))))]


def test_a_paragraph_is_cited_by_the_numbers_of_the_headings_above_it():
    lines = ["标题", "一、总体", "正文", "二、做法", "（一）制度", "1.学习", "正文", "（二）执法"]
    cited = ["", "一", "一", "二", "二（一）", "二（一）1", "二（一）1", "二（二）"]
    assert sections(*lines) == cited


@pytest.mark.parametrize("line", ["2024年工作", "3.5万件", "一是抓学习", "12345热线", "第一、二章"])
def test_a_number_that_begins_a_sentence_is_no_heading(line: str):
    assert sections("一、总体情况", line) == ["一", "一"]


def test_a_heading_ends_at_its_first_full_stop():
    paragraphs = outline(root_of(fill(template("1.抓学习。全年培训7次。"))))
    assert [(p.section, p.heading) for p in paragraphs] == [("1", "1.抓学习")]


def test_paragraphs_of_tables_and_empty_ones_are_counted():
    paragraphs = outline(root_of(fill(template("甲", "", [["乙", "丙"]], "丁"))))
    assert [p.text for p in paragraphs] == ["甲", "", "乙", "丙", "丁"]
    assert [p.number for p in paragraphs] == [1, 2, 3, 4, 5]


def test_a_paragraph_has_its_trace_marks_in_order():
    content = template("案件{{ 案.总数 }}件，{{ 案.说明 }}")
    (paragraph,) = outline(root_of(fill(content, "案.总数 | 613\n案.说明 | 全部办结 | 文本")))
    assert paragraph.marks == ("_fig_0001", "_blk_0002")
