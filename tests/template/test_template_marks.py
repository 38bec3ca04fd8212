"""Trace marks: every figure in a draft is found again, through whatever the template did to it."""

from __future__ import annotations

import re

import pytest

from drafter.word.ooxml import w
from tests.template.filling import detail, document_of, fill, marked, root_of, saved, template

AID = """
    法律援助.案件总数   | 613   | 整数 | 件
    法律援助.民事案件数 | 350   | 整数 | 件
    法律援助.咨询次数   | 80余  | 整数 | 次
    法律援助.待报件数   | 待补  | 整数 | 件
"""
LISTS = {"清单.亮点": detail("清单.亮点", "标题 | 次数\n公调对接 | 3\n一站式 | 12", {"次数": "次"})}


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("法律援助.案件总数", ["613"]),
        ("法律援助.案件总数 ~ '件'", ["613"]),
        ("[法律援助.民事案件数, 法律援助.咨询次数]|join('、')", ["350", "80余"]),
        ("法律援助.案件总数 - 法律援助.民事案件数", ["263"]),
        ("(法律援助.民事案件数 / 法律援助.案件总数)|比率(1)", ["57.1%"]),
        ("法律援助.待报件数", ["【待补：县司法局：待报件数】"]),
    ],
)
def test_a_figure_keeps_its_mark(expression: str, words: list[str]):
    filled = fill(template(f"共{{{{ {expression} }}}}。"), AID)
    assert list(marked(filled).values()) == words
    assert [mark.words for mark in filled.marks] == words


def test_a_calculated_figure_remembers_its_cells_and_workings():
    (mark,) = fill(template("{{ 法律援助.案件总数 - 法律援助.民事案件数 }}"), AID).marks
    assert mark.figure.workings == "613 - 350"
    assert [source.said for source in mark.figure.sources] == ["613", "350"]


def test_listed_rows_keep_a_mark_for_each_word_and_number():
    filled = fill(template("{{ 清单.亮点|列举 }}"), LISTS)
    assert marked(filled) == {
        "_blk_0001": "公调对接",
        "_fig_0002": "3",
        "_blk_0003": "一站式",
        "_fig_0004": "12",
    }


def test_trace_marks_are_unique_and_ascii_in_a_loop_too():
    content = template(
        "{%p for 行 in 清单.亮点 %}", "{{ 行.次数 }}、{{ 行.次数 }}", "{%p endfor %}"
    )
    starts = list(root_of(fill(content, LISTS)).iter(w("bookmarkStart")))
    names = [start.get(w("name"), "") for start in starts]
    assert len(set(names)) == len({start.get(w("id")) for start in starts}) == 4
    assert all(re.fullmatch(r"_(fig|blk)_\d{4}", name) for name in names)


def test_a_draft_that_becomes_a_template_loses_its_old_trace_marks():
    draft = document_of(fill(template("去年{{ 法律援助.案件总数 }}件，"), AID))
    draft.paragraphs[0].add_run("今年{{ 法律援助.民事案件数 }}件")
    filled = fill(saved(draft), AID)
    assert document_of(filled).paragraphs[0].text == "去年613件，今年350件"
    assert marked(filled) == {"_fig_0001": "350"}
