"""Paragraphs of a template written anew: what stays keeps its look, what is empty goes safely."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.document import Document

from drafter.template.rewriting import rewritten
from drafter.template.tags import find_tags
from drafter.template.trimming import Fate, trimmed
from drafter.word.slip import BODY
from tests.word.validity import flaws

KNOWN = {"甲.一", "甲.二", "乙.一", "乙.二"}


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("办理{{ 甲.一 }}件，来访{{ 乙.一 }}批。", "甲.一", "来访{{ 乙.一 }}批。"),
        ("共{{ 甲.一 }}件，其中民事{{ 甲.二 }}件、刑事{{ 乙.一 }}件。", "乙.一",
         "共{{ 甲.一 }}件，其中民事{{ 甲.二 }}件。"),
        ("受理、审理{{ 甲.一 }}件，来访{{ 乙.一 }}批。", "甲.一", "来访{{ 乙.一 }}批。"),
        ("{{ 序号 }}援助有力。办理{{ 甲.一 }}件。{{ 序号 }}信访有序。来访{{ 乙.一 }}批。", "甲.一",
         "{{ 序号 }}信访有序。来访{{ 乙.一 }}批。"),
        ("检查{{ 甲.一 }}次{% if 乙.一 %}，抽检{{ 乙.一 }}批{% endif %}。", "乙.一", "检查{{ 甲.一 }}次。"),
        ("{% if 甲.一 or 甲.二 %}共{{ 甲.二 }}件{% endif %}。", "甲.一",
         "{% if 甲.二 %}共{{ 甲.二 }}件{% endif %}。"),
        ("工作扎实推进。办理{{ 甲.一 }}件。", "甲.一", "工作扎实推进。"),
        ("办理{{ 甲.一 }}件。", "甲.一", ""),
        ("由{{ 甲.一 }}个所办理{{ 乙.一 }}件。", "甲.一", "由{{ 甲.一 }}个所办理{{ 乙.一 }}件。"),
        ("办理{{ 甲.一 }}件；；来访{{ 乙.一 }}批。", "乙.二", "办理{{ 甲.一 }}件；；来访{{ 乙.一 }}批。"),
    ],
)  # fmt: skip
def test_what_goes_takes_the_smallest_stretch_along(text: str, gone: str, left: str) -> None:
    assert trimmed(text, find_tags(text), Fate({gone}, KNOWN)) == left


def saved(document: Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def after(document: Document, texts: dict[int, str]) -> Document:
    """The document with those paragraphs written anew, sound for Word."""
    content = rewritten(saved(document), "报告模板.docx", {BODY: texts})
    assert not flaws(content)
    return docx.Document(BytesIO(content))


def test_what_stays_keeps_its_runs() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("办理")
    paragraph.add_run("{{ 甲.一 }}").bold = True
    paragraph.add_run("件，来访{{ 乙.一 }}批。")
    (new,) = after(document, {1: "全年办理{{ 甲.一 }}件。"}).paragraphs
    assert [(run.text, run.bold) for run in new.runs if run.bold] == [("{{ 甲.一 }}", True)]
    assert new.text == "全年办理{{ 甲.一 }}件。"


def test_an_empty_paragraph_goes_and_a_section_stays() -> None:
    document = docx.Document()
    for text in ("一", "二", "三"):
        document.add_paragraph(text)
    document.add_section()
    document.add_paragraph("四")
    new = after(document, {2: "", 3: "", 4: ""})
    assert [paragraph.text for paragraph in new.paragraphs] == ["一", "", "四"]
    assert len(new.sections) == 2


def test_a_row_that_says_nothing_goes_and_a_cell_keeps_its_paragraph() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        table._cells, ("援助", "{{ 甲.一 }}", "信访", "{{ 乙.一 }}"), strict=True
    ):
        cell.text = text
    document.add_paragraph("完")
    (rows,) = after(document, {1: "", 2: ""}).tables
    assert [[cell.text for cell in row.cells] for row in rows.rows] == [["信访", "{{ 乙.一 }}"]]
    (whole,) = after(document, {2: ""}).tables
    assert [cell.text for cell in whole._cells] == ["援助", "", "信访", "{{ 乙.一 }}"]
    assert after(document, {1: "", 2: "", 3: "", 4: ""}).tables == []
