"""What the list of edits says: a word and no letter of it, two edits as two, and what data changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.text.paragraph import Paragraph

from drafter.desk.review.reviewing import Review
from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, once, workspace
from tests.commands import drafter
from tests.review.editing import retype
from tests.review.test_joining import INDICATORS, opened_draft

TEMPLATE = """
    |{{ 报告.稿次 }}
    |排查隐患形成闭环，机制日益健全。全年办理民事案件{{ 援助.民事 }}件。群众满意。
    |办理刑事案件{{ 援助.刑事 }}件。春季开展集中宣传。
    |完
"""


@once
def county(folder: Path) -> Workspace:
    opened = workspace(folder / "县", catalogue_bytes(INDICATORS), TEMPLATE)
    fill_form(opened, "县司法局", {"援助.民事": 350, "援助.刑事": 263})
    opened.draft()
    return opened


def typed(paragraph: Paragraph, old: str, new: str) -> None:
    start = paragraph.text.index(old)
    retype(paragraph._p, start, start + len(old), new)


def taken(county: Workspace, change: str, number: int | None = None) -> list[str]:
    """What is listed after a copy came back: a line `old → new`, `-words`, `+` a paragraph."""
    document = opened_draft(county.drafted(number))
    paragraph = document.paragraphs[1]
    for old, _, new in (line.strip().partition(" → ") for line in change.strip().split("\n")):
        if old.startswith("+"):
            paragraph._p.addnext(document.paragraphs[0]._p.__copy__())
            Paragraph(paragraph._p.getnext(), paragraph._parent).text = old[1:]
        else:
            typed(paragraph, old.removeprefix("-"), new)
    document.save(str(county.folders.root / "改.docx"))
    Review(county).merge(county.folders.root / "改.docx", take=True)
    return [edit.change for edit in county.drafted().manifest.edits]


@pytest.mark.parametrize(
    ("change", "listed"),
    [
        ("办理 → 办结", ["由“全年办理民事案件”改为“全年办结民事案件”"]),
        ("满意 → 很满意", ["由“群众满意”改为“群众很满意”"]),
        ("群众 → 众", ["由“群众满意”改为“众满意”"]),
        ("办理 → 受案", ["由“办理”改为“受案”"]),
        ("350 → 351", ["由“350”改为“351”"]),
        ("案件350件 → 案件三百五十三件", ["由“350”改为“三百五十三”"]),
        ("-群众满意。\n+典型案例入选。", ["删去“群众满意。”", "增加“典型案例入选。”"]),
        ("-群众满意。\n+群众满意。", ["移动“群众满意。”"]),
    ],
)
def test_edits_are_told_in_words(county: Workspace, change: str, listed: list[str]) -> None:
    assert taken(county, change) == listed


def test_new_data_within_a_deleted_sentence_are_told(county: Workspace) -> None:
    taken(county, "-全年办理民事案件350件。")
    reported(county, 357)
    told = drafter("edits", folder=county.folders.root).stdout
    assert "删去“全年办理民事案件350件。”" in told
    assert "与新报数据冲突：现报“全年办理民事案件357件。”" in told
    assert "357" not in "".join(p.text for p in opened_draft(county.drafted()).paragraphs)


def test_sentences_that_two_people_delete_one_after_the_other_leave_the_same_paragraph(
    county: Workspace,
) -> None:
    taken(county, "-排查隐患形成闭环，机制日益健全。")
    last_words = "群众满意。"
    edits = taken(county, "-全年办理民事案件350件。")
    assert edits == ["删去“排查隐患形成闭环，机制日益健全。”", "删去“全年办理民事案件350件。”"]
    assert opened_draft(county.drafted()).paragraphs[1].text == last_words
    reported(county, 357)
    told = drafter("edits", folder=county.folders.root).stdout
    assert told.count("与新报数据冲突") == 1
    assert "现报“全年办理民事案件357件。”" in told


def test_new_data_in_a_paragraph_that_was_divided_are_no_conflict(county: Workspace) -> None:
    document = opened_draft(county.drafted())
    first, second = document.paragraphs[1], document.add_paragraph()
    first._p.addnext(second._p)
    second.add_run("民事案件")
    second._p.extend(list(first.runs[0]._r.itersiblings()))
    first.runs[0].text = first.text.removesuffix(second.runs[0].text)
    document.save(str(county.folders.root / "改.docx"))
    Review(county).merge(county.folders.root / "改.docx", take=True)
    reported(county, 357)
    told = drafter("edits", folder=county.folders.root).stdout
    assert told.count("移动") == 1
    assert "冲突" not in told
    assert opened_draft(county.drafted()).paragraphs[2].text == "民事案件357件。群众满意。"


def test_edits_stay_on_the_list_where_the_template_drops_their_paragraph(county: Workspace) -> None:
    taken(county, "闭环 → 回路\n350 → 351")
    form = county.folders.root / "templates/报告模板.docx"
    template = Document(str(form))
    gone = next(p._p for p in template.paragraphs if "援助.民事" in p.text)
    gone.getparent().remove(gone)
    template.save(str(form))
    county.draft()
    assert [e.change for e in county.drafted().manifest.edits] == [
        "由“闭环”改为“回路”",
        "由“350”改为“351”",
    ]
    told = drafter(
        "publish", "--checked-by", "甲", "--checked-on", "2024-11-20", folder=form.parents[1]
    )
    assert "“民事案件”由350手改为351" in told.stdout


def reported(county: Workspace, civil: int) -> None:
    """The department sends its form again, and the next draft is made."""
    fill_form(county, "县司法局", {"援助.民事": civil, "援助.刑事": 263})
    county.draft()


def differing(county: Workspace) -> list[str]:
    """What diff tells of the last two drafts: figures, then words, each with its cause."""
    found = Review(county).diff()
    words = [p for change in found.changes for p in change.parts if p.cause]
    return [
        *(f"{f.old}→{f.new} {f.cause.why}" for f in found.figures),
        *(f"{p.old}→{p.new} {p.cause.why}" for p in words if p.cause and p.old != p.new),
    ]


def test_a_figure_edited_in_an_old_copy_is_told_as_it_stood_in_the_last_draft(
    county: Workspace,
) -> None:
    reported(county, 357)
    taken(county, "350 → 351", number=1)
    assert differing(county) == ["357件→351件 手改", "357→351 手改"]


def test_what_a_withdrawal_brings_back_is_of_the_hand_whatever_the_data_are_now(
    county: Workspace,
) -> None:
    taken(county, "350 → 351")
    taken(county, "-群众满意。")
    taken(county, "-排查隐患形成闭环，")
    reported(county, 357)
    Review(county).withdraw([1, 2, 3])
    assert differing(county) == [
        "351件→357件 手改",
        "→排查隐患形成闭环， 手改",
        "351→357 手改",
        "→群众满意。 手改",
    ]


def test_a_deleted_sentence_that_comes_back_with_new_data_is_of_the_hand(
    county: Workspace,
) -> None:
    taken(county, "-全年办理民事案件350件。")
    reported(county, 357)
    Review(county).withdraw([1])
    assert {told.rpartition(" ")[2] for told in differing(county)} == {"手改"}


def test_words_that_differ_by_the_stage_say_so(county: Workspace) -> None:
    county.draft(stage="送审稿")
    county.draft(stage="审议稿")
    assert differing(county) == ["送审→审议 稿次"]


def test_a_copy_that_comes_back_goes_on_in_the_stage_of_the_last_draft(county: Workspace) -> None:
    county.draft(stage="征求意见稿")
    taken(county, "群众 → 各方面")
    assert county.drafted().manifest.stage == "征求意见稿"
    county.draft(stage="送审稿")
    taken(county, "形成 → 实现", number=2)  # an opinion that came late
    assert county.drafted().manifest.stage == "送审稿"
    Review(county).withdraw([1])
    assert county.drafted().manifest.stage == "送审稿"
