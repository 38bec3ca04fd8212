"""批注 and 已核: said and ticked on a draft's page, by mouse and without script, and on record."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from drafter.desk.records.review_filings import Act, Comment, Tick
from drafter.desk.year.workspace import open_workspace
from tests.portal.conftest import Look, Served
from tests.portal.visitor import Visitor
from tests.review.resubmitting import resubmit

pytestmark = pytest.mark.slow
CASES = "a.figure:text-is('613')"


def opened(page: Page, desk: Served, number: int = 1) -> None:
    page.goto(f"{desk.root}/drafts/{number}/")
    page.wait_for_selector(".leaf", timeout=60_000)


def test_a_figure_is_commented_on_answered_and_resolved(page: Page, desk: Served) -> None:
    workspace = open_workspace(desk.folder)
    workspace.draft()
    opened(page, desk)
    page.click(CASES)
    page.wait_for_selector("#beside >> text=还没有人核对这个数")
    page.fill("#beside #words", "与月报不一致，请核")
    page.fill("#beside #by", "王五")
    page.click("#beside >> text=记下批注")
    page.wait_for_selector(".thread >> text=与月报不一致")
    page.click("text=答复、办结")
    page.fill(".thread textarea", "10月补录，以此为准")
    page.click(".thread button:text-is('答复')")
    page.wait_for_selector(".acts >> text=10月补录")
    page.click("text=答复、办结")
    page.click(".thread button:text-is('办结')")
    page.wait_for_selector("text=已办结的1条")
    filed = workspace.records(2023).filed(Comment)
    assert [(c.act, c.who) for c in filed] == [
        (Act.RAISED, "王五"),
        (Act.ANSWERED, "未署名"),
        (Act.RESOLVED, "未署名"),
    ]


def test_a_ticked_figure_is_marked_and_lapses_with_its_value(page: Page, desk: Served) -> None:
    opened(page, desk)
    page.click(CASES)
    page.wait_for_selector("#beside >> text=记为已核")
    page.fill("#beside #t", "王五")
    page.click("#beside >> text=记为已核")
    page.wait_for_selector("text=已核1个数")
    opened(page, desk)
    assert page.get_attribute(".checked", "title") == "已核：王五"
    workspace = open_workspace(desk.folder)
    resubmit(workspace, "区司法局", "法律援助.案件总数", 615)
    workspace.draft()
    opened(page, desk, 2)
    assert page.inner_text(".checked.lapsed") == "✓失效"
    page.goto(f"{desk.root}/drafts/2/comments/")
    page.click("text=还没有核对的数")
    assert page.inner_text("details >> text=第32段") == "第32段"
    assert "数值由“613”变为“615”" in page.inner_text("main .findings")
    assert len(workspace.records(2023).filed(Tick)) == 1


def test_a_paragraph_is_commented_on_and_its_figures_ticked_without_script(desk: Served) -> None:
    visitor = Visitor(desk)
    visitor.get("/drafts/2/paragraphs/32/")
    left = visitor.page.count('name="mark"')
    assert left > 5
    marks = visitor.page.split('name="mark" value="')[1:]
    visitor.post(
        "/drafts/2/checked/",
        {"paragraph": "32", "by": "李四", "mark": [one.partition('"')[0] for one in marks]},
    )
    assert f"已核{left}个数" in visitor.page
    assert "个数没有核对" not in visitor.page
    visitor.post("/drafts/2/comments/new/", {"paragraph": "32", "words": "<b>压缩</b>"})
    assert "&lt;b&gt;压缩" in visitor.page
    assert "批注1条" in visitor.get("/drafts/2/")
    visitor.get("/drafts/2/paragraphs/32/")
    visitor.post("/drafts/2/comments/new/", {"paragraph": "32", "words": " "})
    assert "请写明批注的内容" in visitor.page


@pytest.mark.parametrize(
    "address",
    [
        "/drafts/2/",
        "/drafts/2/comments/",
        "/drafts/2/paragraphs/32/",
        "/drafts/2/figures/_fig_0113/",
    ],
)
def test_the_pages_are_sound(address: str, look: Look) -> None:
    look(address)
