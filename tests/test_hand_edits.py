"""A figure edited by hand, from the Word file that came back to what goes out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from drafter import desk, publishing
from drafter.reviewing import Review, Signing
from drafter.run import Workspace
from drafter.workspace import Folders
from tests.building import catalogue_bytes, fill_form, said, workspace

INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"


@pytest.fixture
def merged(tmp_path: Path) -> Workspace:
    """The bureau has changed 613 to 620 in Word, and taken that as its next draft."""
    made = workspace(
        tmp_path, catalogue_bytes(INDICATORS), "|全年办理法律援助案件{{ 援助.总数 }}件。"
    )
    opened = Workspace(Folders(made.folders.root), lambda: datetime(2024, 11, 12, tzinfo=UTC))
    fill_form(opened, "县司法局", {"援助.总数": 613})
    document = docx.Document(str(opened.draft().folder / "报告.docx"))
    for run in (run for paragraph in document.paragraphs for run in paragraph.runs):
        run.text = run.text.replace("613", "620")
    document.save(str(tmp_path / "改.docx"))
    Review(opened).merge(tmp_path / "改.docx", signing=Signing(by="王五"), take=True)
    return opened


def test_an_edited_figure_stands_against_publishing_until_somebody_answers_for_it(
    merged: Workspace,
) -> None:
    assert merged.drafted().manifest.edits[0].date == "2024年11月12日"
    assert said(publishing.prepare(merged, None, str).findings) == [
        "错误 报告.docx › 第1段 援助.总数：“法律援助案件”由613手改为620（王五，2024年11月12日），"
        "部门报的是613件；请部门更正后重报，或用 drafter accept 采纳"
    ]
    desk.accept(merged, "援助.总数", "县司法局来函更正", by="张三")
    merged.draft()
    assert publishing.prepare(merged, None, str).findings == ()


def test_a_department_that_sends_the_edited_figure_itself_ends_the_edit(merged: Workspace) -> None:
    fill_form(merged, "县司法局", {"援助.总数": 620})
    merged.draft()
    assert publishing.prepare(merged, None, str).findings == ()


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("件，另有98.6%办结。", "98.6%"), ("万件。", "万")],
)
def test_a_number_that_nobody_submitted_stands_against_publishing_for_good(
    tmp_path: Path, words: str, numbers: str
) -> None:
    made = workspace(
        tmp_path, catalogue_bytes(INDICATORS), "|全年办理法律援助案件{{ 援助.总数 }}件。"
    )
    fill_form(made, "县司法局", {"援助.总数": 613})
    document = docx.Document(str(made.draft().folder / "报告.docx"))
    run = document.paragraphs[0].runs[-1]
    assert run.text == "件。"
    run.text = words
    document.save(str(tmp_path / "改.docx"))
    Review(made).merge(
        tmp_path / "改.docx", signing=Signing(by="王五", day="2024年11月12日"), take=True
    )
    expected = (
        f"错误 报告.docx › 第1段 手改数：手改写入了{numbers}（王五，2024年11月12日），"
        "没有部门报送，数据更新时也不会跟着变；请列入指标目录由部门报送，"
        "或核实后用 drafter accept 手改数 注明理由"
    )
    assert said(publishing.prepare(made, None, str).findings) == [expected]
    fill_form(made, "县司法局", {"援助.总数": 640})
    made.draft()
    assert said(publishing.prepare(made, None, str).findings) == [expected]
    desk.accept(made, "手改数", "已电话核实", by="张三")
    made.draft()
    assert publishing.prepare(made, None, str).findings == ()


def test_an_edit_of_words_leaves_every_comment_as_it_is(tmp_path: Path) -> None:
    """The figures are told of alike: rules, what is awaited, what was accepted."""
    made = workspace(
        tmp_path,
        catalogue_bytes(
            """
            援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
            援助.民事 | 民事案件 | 件 | 整数 | 县司法局
            援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
            调解.案件 | 调解案件 | 件 | 整数 | 县法院
            """,
            "援助.总数 = 援助.民事 + 援助.刑事",
        ),
        "|全年办理援助案件{{ 援助.总数 }}件，其中民事{{ 援助.民事 }}件，调解{{ 调解.案件 }}件。",
    )
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 262})
    desk.accept(made, "援助.总数", "以台账为准", by="张三")
    first = made.draft()
    document = docx.Document(str(first.folder / "报告.docx"))
    document.paragraphs[0].runs[0].text = "全年共办理援助案件"
    document.save(str(tmp_path / "改.docx"))
    taken = Review(made).merge(tmp_path / "改.docx", take=True).taken
    assert taken is not None
    assert "全年共办理" in taken.manifest.paragraphs[0].text
    for name in ("报告.docx", "报告(溯源版).docx"):
        before, after = (
            [comment.text for comment in docx.Document(str(draft.folder / name)).comments]
            for draft in (first, taken)
        )
        assert after == before
