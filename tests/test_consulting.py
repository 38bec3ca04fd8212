"""征求意见: a clean copy goes out, departments say what they think of a paragraph, and the table tells
what became of it."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest

from drafter.desk.opinions.adoption_table import adoption_table, write_table
from drafter.desk.opinions.consultation import Consultation
from drafter.desk.opinions.consulting import (
    consult,
    consultations,
    give_view,
    have_none,
    rule,
    take_back,
)
from drafter.desk.records.review_filings import Ruling, View
from drafter.desk.year.workspace import Workspace
from drafter.draft.record import REPORT
from drafter.model.errors import WorkspaceError
from drafter.standard.check import check_format
from drafter.word.package import unpack
from tests.building import catalogue_bytes, fill_form, once, workspace
from tests.commands import drafter
from tests.word.validity import flaws

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县法院
    执法.检查 | 专项检查 | 次 | 整数 | 县市场监管局
"""
LAW, COURT, MARKET = "县司法局", "县法院", "县市场监管局"


@once
def opened(folder: Path) -> Workspace:
    lines = "Title|平安县2024年法治政府建设年度报告\n|办理法律援助案件{{ 援助.总数 }}件。\n|诉讼案件{{ 诉讼.案件 }}件。"
    made = workspace(folder, catalogue_bytes(INDICATORS), lines)
    fill_form(made, LAW, {"援助.总数": 613})
    fill_form(made, COURT, {"诉讼.案件": 21})
    fill_form(made, MARKET, {"执法.检查": 3})
    made.draft(stage="征求意见稿")
    return made


def latest(opened: Workspace) -> Consultation:
    return consultations(opened.records(2024))[0]


def paragraph(opened: Workspace, words: str) -> int:
    return next(p.number for p in opened.drafted(1).manifest.paragraphs if words in p.text)


def test_a_round_sends_a_clean_copy_of_the_draft_to_all(opened: Workspace) -> None:
    started = consult(opened, "2099-01-01", who="张三")
    assert started.round.departments == (LAW, COURT, MARKET)
    assert (started.round.until, started.silent) == ("2099年1月1日", (LAW, COURT, MARKET))
    (copy,) = (opened.folders.output(2024) / "征求意见/第1轮").iterdir()
    assert copy.name == "平安县2024年法治政府建设年度报告（征求意见稿）.docx"
    parts = unpack(copy.read_bytes(), copy.name)
    assert not [name for name in parts if "comment" in name or "custom" in name.lower()]
    assert b"_fig_" not in parts["word/document.xml"]
    own = docx.Document(str(opened.drafted().folder / REPORT)).paragraphs
    assert [p.text for p in docx.Document(str(copy)).paragraphs] == [p.text for p in own]
    assert flaws(copy.read_bytes()) == []


@pytest.mark.parametrize(
    ("until", "departments", "reason"),
    [
        ("", (), "“”不是日期"),
        ("下周", (), "“下周”不是日期"),
        ("2020年1月1日", (), "反馈期限“2020年1月1日”已过"),
        ("2099年1月1日", ("县卫健局",), "指标目录中没有“县卫健局”"),
    ],
)
def test_what_is_no_round_is_refused(
    opened: Workspace, until: str, departments: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(WorkspaceError, match=reason):
        consult(opened, until, departments)
    assert consultations(opened.records(2024)) == []
    assert not (opened.folders.output(2024) / "征求意见").exists()


def test_only_a_draft_of_that_stage_goes_out(opened: Workspace) -> None:
    opened.draft(stage="讨论稿")
    with pytest.raises(WorkspaceError, match="最后一稿（第2稿）不是征求意见稿"):
        consult(opened, "2099-01-01")


def test_departments_answer_and_the_table_tells_what_became_of_it(opened: Workspace) -> None:
    consult(opened, "2099-01-01")
    aid, cases = paragraph(opened, "援助"), paragraph(opened, "诉讼")
    give_view(opened, 1, COURT, cases, "改为“行政诉讼案件”", "避免歧义", "王五")
    give_view(opened, 1, LAW, 0, "增加法治宣传内容", "去年已写")
    give_view(opened, 1, LAW, aid, "数字以年报为准", "口径不同")
    have_none(opened, 1, MARKET)
    standing = latest(opened)
    assert [(h.department, h.state) for h in standing.heard] == [
        (LAW, "意见2条"),
        (COURT, "意见1条"),
        (MARKET, "无意见"),
    ]
    assert [o.view.paragraph for o in standing.opinions] == [0, aid, cases]
    rule(opened, 1, "采纳")
    rule(opened, 2, "部分采纳", "压缩后写入第四部分", "张三")
    rule(opened, 3, "采纳")
    rule(opened, 3, "未采纳", "统计期一致，以填报为准", "张三")
    standing = latest(opened)
    assert standing.unruled == 0
    content = adoption_table(opened.drafted(1), standing)
    document = docx.Document(BytesIO(content))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["序号", "单位", "条款原文", "意见建议", "采纳情况", "理由"]
    assert [(r[0], r[1], r[4], r[5]) for r in rows[1:]] == [
        ("1", LAW, "部分采纳", "压缩后写入第四部分"),
        ("2", LAW, "未采纳", "统计期一致，以填报为准"),
        ("3", COURT, "采纳", ""),
    ]
    assert rows[1][2] == "（全文）"
    assert rows[3][2:4] == [f"第{cases}段：诉讼案件21件。", "改为“行政诉讼案件”\n理由：避免歧义"]
    text = "\n".join(p.text for p in document.paragraphs)
    assert "向3个单位征求意见，3个单位反馈，提出意见3条，采纳1条，部分采纳1条，未采纳1条。" in text
    assert "无意见的单位：县市场监管局。" in text
    assert (flaws(content), check_format(unpack(content, "表.docx"))) == ([], [])
    assert content == adoption_table(opened.drafted(1), latest(opened))
    assert write_table(opened, standing) == "意见采纳情况表.docx"


def test_an_opinion_that_came_after_the_day_is_marked(opened: Workspace) -> None:
    day = opened.clock().date()
    consult(opened, day.isoformat())
    give_view(opened, 1, COURT, 0, "按期", "一")
    later = Workspace(opened.folders, clock=lambda: opened.clock() + timedelta(days=1))
    give_view(later, 1, LAW, 0, "逾期", "二")
    assert [(o.view.proposal, o.late) for o in latest(opened).opinions] == [
        ("按期", False),
        ("逾期", True),
    ]
    table = docx.Document(BytesIO(adoption_table(opened.drafted(1), latest(opened)))).tables[0]
    assert [row.cells[1].text for row in table.rows[1:]] == [COURT, f"{LAW}（逾期反馈）"]


def test_a_view_is_taken_back_by_its_department_until_it_is_ruled_on(opened: Workspace) -> None:
    consult(opened, "2099-01-01")
    cases = paragraph(opened, "诉讼")
    give_view(opened, 1, COURT, cases, "删去", "无此项")
    with pytest.raises(WorkspaceError, match="县法院已提出1条意见；没有意见的，请先撤回"):
        have_none(opened, 1, COURT)
    with pytest.raises(WorkspaceError, match="县司法局没有提过这条意见"):
        take_back(opened, 1, LAW, 1)
    take_back(opened, 1, COURT, 1)
    assert latest(opened).of(COURT).state == "未反馈"
    with pytest.raises(WorkspaceError, match="没有这条意见，或该部门已撤回"):
        rule(opened, 1, "采纳")
    assert have_none(opened, 1, COURT) == have_none(opened, 1, COURT)
    view = give_view(opened, 1, COURT, cases, "删去", "确无此项")
    rule(opened, view.serial, "采纳")
    with pytest.raises(WorkspaceError, match="这条意见已研究（采纳），不能撤回"):
        take_back(opened, 1, COURT, view.serial)
    assert len(opened.records(2024).filed(Ruling)) == 1


def test_who_was_not_asked_and_what_is_over_is_refused(opened: Workspace) -> None:
    consult(opened, "2099-01-01", [LAW, COURT])
    with pytest.raises(WorkspaceError, match="没有向县市场监管局征求过这一轮意见"):
        have_none(opened, 1, MARKET)
    with pytest.raises(WorkspaceError, match="没有向县司法局征求过这一轮意见"):
        have_none(opened, 2, LAW)
    with pytest.raises(WorkspaceError, match="请写明修改意见"):
        give_view(opened, 1, LAW, 0, "  ", "有")
    with pytest.raises(WorkspaceError, match="请写明理由"):
        give_view(opened, 1, LAW, 0, "改", "")
    with pytest.raises(WorkspaceError, match="没有这一段"):
        give_view(opened, 1, LAW, 999, "改", "有")
    with pytest.raises(WorkspaceError, match="采纳情况只有采纳、部分采纳、未采纳"):
        rule(opened, 1, "好")
    consult(opened, "2099-02-01")
    with pytest.raises(WorkspaceError, match="第1轮征求意见已经结束，请在第2轮反馈"):
        have_none(opened, 1, LAW)
    give_view(opened, 2, LAW, 0, "改", "有")
    with pytest.raises(WorkspaceError, match="请写明未采纳的理由"):
        rule(opened, 1, "未采纳")
    assert len(opened.records(2024).filed(View)) == 1


def test_the_command_sends_lists_and_writes_the_table(opened: Workspace) -> None:
    folder = opened.folders.root
    assert "还没有征求过意见" in drafter("consult", folder=folder).stdout
    sent = drafter("consult", "--until", "2099-01-01", "--to", LAW, "--to", COURT, folder=folder)
    assert "第1轮　第1稿　2099年1月1日前反馈：意见0条，待研究0条，未反馈2个部门" in sent.stdout
    give_view(opened, 1, COURT, 0, "压缩", "太长")
    done = drafter("consult", "--table", folder=folder)
    assert "县法院　意见1条" in done.stdout
    assert "output/2024/征求意见/第1轮：意见采纳情况表.docx" in done.stdout
    told = json.loads(drafter("consult", "--json", folder=folder).stdout)
    assert [one["department"] for one in told[0]["heard"]] == [LAW, COURT]
    assert drafter("consult", "--until", "昨天", folder=folder).returncode == 2


def test_what_a_department_types_is_text_in_the_table_whatever_it_is(opened: Workspace) -> None:
    consult(opened, "2099-01-01")
    strange = "改\x01为\u202e甲<w:p/>&amp;"
    rule(opened, give_view(opened, 1, LAW, 0, strange, "有").serial, "未采纳", strange)
    content = adoption_table(opened.drafted(1), latest(opened))
    (row,) = docx.Document(BytesIO(content)).tables[0].rows[1:]
    assert row.cells[5].text == "改〔U+0001〕为〔U+202E〕甲<w:p/>&amp;"
    assert flaws(content) == []
