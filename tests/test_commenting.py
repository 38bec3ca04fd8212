"""批注 and 已核: what reviewers say of a draft's figures and paragraphs goes on with the next draft,
and a tick lapses with what it rested on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter.desk.opinions.commenting import (
    Placed,
    comment_on_figure,
    comment_on_paragraph,
    placed,
    respond,
    threads,
)
from drafter.desk.opinions.grounds import grounds
from drafter.desk.opinions.ticking import Ticked, tick, ticked, withdraw
from drafter.desk.records.review_filings import Act, Comment, Tick
from drafter.desk.year.workspace import Workspace
from drafter.draft.record import MarkRecord
from drafter.model.errors import WorkspaceError
from drafter.word.package import packed, unpack
from drafter.word.slip import BODY
from tests.building import once, sample
from tests.review.resubmitting import resubmit

CASES = "法律援助.案件总数"


@once
def opened(folder: Path) -> Workspace:
    """The sample with its first draft."""
    made = sample(folder)
    made.draft()
    return made


def mark_of(opened: Workspace, key: str) -> MarkRecord:
    return next(m for m in opened.drafted().manifest.marks if m.figure.key == key)


def reworded(template: Path, old: str, new: str) -> None:
    parts = unpack(template.read_bytes(), template.name)
    assert old.encode() in parts[BODY]
    template.write_bytes(packed({**parts, BODY: parts[BODY].replace(old.encode(), new.encode())}))


def standing(opened: Workspace) -> list[Placed]:
    draft = opened.drafted()
    held = threads(opened.records(2023).filed(Comment))
    return placed(held, draft, grounds(draft.manifest))


def ticks(opened: Workspace) -> Ticked:
    return ticked(opened.records(2023).filed(Tick), grounds(opened.drafted().manifest))


def test_a_comment_on_a_figure_is_answered_and_resolved_and_goes_on_with_the_next_draft(
    opened: Workspace,
) -> None:
    mark = mark_of(opened, CASES)
    comment = comment_on_figure(opened, None, mark.name, " 与月报不一致，\n\n请核 ", "王五")
    assert (comment.serial, comment.words) == (1, "与月报不一致，\n请核")
    respond(opened, 1, Act.ANSWERED, "10月补录，以此为准", "张三")
    (open_thread,) = standing(opened)
    assert (open_thread.mark, open_thread.paragraph, open_thread.change) == (
        mark.name,
        mark.paragraph,
        "",
    )
    assert not open_thread.thread.resolved
    respond(opened, 1, Act.RESOLVED, who="王五")
    (closed,) = standing(opened)
    assert closed.thread.resolved
    assert [(one.act, one.who, one.words) for one in closed.thread.acts] == [
        (Act.ANSWERED, "张三", "10月补录，以此为准"),
        (Act.RESOLVED, "王五", ""),
    ]
    resubmit(opened, "区司法局", CASES, 615)
    assert opened.draft().number == 2
    (later,) = standing(opened)
    assert later.mark == mark_of(opened, CASES).name
    assert later.change == "数值由“613”变为“615”；来源单元格或其填报有变动"


def test_what_is_resolved_can_be_opened_again_and_nothing_is_done_twice(opened: Workspace) -> None:
    comment_on_paragraph(opened, 1, 1, "标题用全称", "王五")
    with pytest.raises(WorkspaceError, match="第1号批注还没有办结"):
        respond(opened, 1, Act.REOPENED)
    respond(opened, 1, Act.RESOLVED)
    with pytest.raises(WorkspaceError, match="第1号批注已经办结"):
        respond(opened, 1, Act.RESOLVED)
    respond(opened, 1, Act.REOPENED, "还差一处")
    (again,) = standing(opened)
    assert not again.thread.resolved
    assert again.thread.acts[-1].who == "未署名"


@pytest.mark.parametrize(
    ("act", "thread", "words", "reason"),
    [
        (Act.ANSWERED, 7, "在", "没有第7号批注"),
        (Act.RAISED, 1, "在", "没有第1号批注"),
        (Act.ANSWERED, 1, " \n ", "请写明答复的内容"),
        (Act.ANSWERED, 1, "长" * 2001, "最多2000字"),
    ],
)
def test_what_is_no_answer_is_refused_and_not_kept(
    opened: Workspace, act: Act, thread: int, words: str, reason: str
) -> None:
    comment_on_paragraph(opened, 1, 1, "标题用全称")
    with pytest.raises(WorkspaceError, match=reason):
        respond(opened, thread, act, words)
    assert len(opened.records(2023).filed(Comment)) == 1


def test_a_comment_needs_words_and_something_that_it_is_about(opened: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="请写明批注的内容"):
        comment_on_paragraph(opened, 1, 1, "  ")
    with pytest.raises(WorkspaceError, match="没有这一段"):
        comment_on_paragraph(opened, 1, 99_999, "看")
    with pytest.raises(WorkspaceError, match="没有这个数"):
        comment_on_figure(opened, 1, "_fig_9999", "看")
    assert opened.records(2023).filed(Comment) == []


def test_a_comment_on_a_paragraph_goes_to_where_its_words_went(opened: Workspace) -> None:
    mark = mark_of(opened, CASES)
    comment_on_paragraph(opened, None, mark.paragraph, "压缩")
    comment_on_paragraph(opened, None, 1, "标题用全称")
    resubmit(opened, "区司法局", CASES, 615)
    opened.draft()
    title, changed = standing(opened)
    assert (title.paragraph, title.change) == (1, "")
    assert (changed.paragraph, changed.change) == (mark.paragraph, "所批文字已变动")


def test_a_comment_whose_record_is_damaged_is_told_and_its_answers_wait(opened: Workspace) -> None:
    comment_on_paragraph(opened, 1, 1, "标题用全称")
    respond(opened, 1, Act.ANSWERED, "好")
    path = opened.folders.root / "records/2023/批注/00001.json"
    sound = path.read_bytes()
    path.write_text(json.dumps({"serial": 1, "act": "批注"}), encoding="utf-8")
    assert standing(opened) == []
    (finding,) = opened.records(2023).findings()
    assert finding.details["again"] == "请本人重新批注"
    path.write_bytes(sound)
    assert len(standing(opened)[0].thread.acts) == 1


def test_a_tick_lapses_with_the_value_and_holds_where_nothing_changed(opened: Workspace) -> None:
    names = [m.name for m in opened.drafted().manifest.marks if m.figure.key]
    assert tick(opened, None, names, "王五") == len(names)
    assert tick(opened, None, names, "王五") == 0  # once is enough
    assert ticks(opened).by("王五") == {*names}
    resubmit(opened, "区司法局", CASES, 615)
    opened.draft()
    both = ticks(opened)
    keys = {m.name: m.figure.key for m in opened.drafted().manifest.marks}
    assert both.lapsed != ()
    (lapsed,) = [one for one in both.lapsed if keys[one.mark] == CASES]
    assert lapsed.reason == "数值由“613”变为“615”；来源单元格或其填报有变动"
    assert len(both.holding) + len(both.lapsed) == len(names)
    assert CASES not in {keys[mark] for mark in both.holding}
    tick(opened, None, [lapsed.mark], "李四")
    assert lapsed.mark not in ticks(opened).lapses


def test_a_tick_is_taken_back_by_who_gave_it(opened: Workspace) -> None:
    mark = mark_of(opened, CASES).name
    tick(opened, None, [mark], "王五")
    assert withdraw(opened, None, [mark], "李四") == 0
    assert withdraw(opened, None, [mark], "王五") == 1
    assert ticks(opened).holding == {}
    assert tick(opened, None, [mark], "王五") == 1
    with pytest.raises(WorkspaceError, match="请先选数"):
        tick(opened, None, [], "王五")
    with pytest.raises(WorkspaceError, match="没有这个数"):
        tick(opened, None, [mark_of(opened, "人民调解.调处成功率").name, "_fig_9999"], "王五")
    assert len(opened.records(2023).filed(Tick)) == 3


def test_a_tick_lapses_when_only_the_cells_or_only_the_sentence_change(opened: Workspace) -> None:
    rate, cases = (mark_of(opened, key) for key in ("人民调解.调处成功率", CASES))
    tick(opened, None, [rate.name, cases.name], "王五")
    resubmit(opened, "区司法局", "人民调解.调处成功件数", 1699)
    template = opened.folders.template
    reworded(template, "办理法律援助案件", "办理各类法律援助案件")
    opened.draft()
    by_key = {one.tick.ground.key: one.reason for one in ticks(opened).lapsed}
    assert by_key == {
        rate.figure.key: "来源单元格或其填报有变动",
        CASES: "所在的句子有改动",
    }
