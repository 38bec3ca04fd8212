"""审签: a signature is recorded on the page, and lost with the next draft."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from drafter.desk.records.filings import Signature
from drafter.desk.year.workspace import open_workspace
from tests.portal.conftest import Look, Served
from tests.review.resubmitting import resubmit

pytestmark = pytest.mark.slow


def opened(page: Page, desk: Served) -> None:
    page.goto(f"{desk.root}/signatures/")
    page.wait_for_selector("h1:text-is('审签')", timeout=60_000)


def test_a_signature_is_recorded_and_lost_with_the_next_draft(page: Page, desk: Served) -> None:
    workspace = open_workspace(desk.folder)
    opened(page, desk)
    assert "先到“稿子”生成一稿" in page.inner_text("main")
    workspace.draft()
    opened(page, desk)
    assert "这一稿还没有人审签" in page.inner_text("main")
    page.fill("#who", "张三")
    page.fill("#role", "法制科科长")
    page.select_option("#opinion", "修改后同意")
    page.fill("#words", "第三部分再压缩")
    page.click("button:text-is('记下审签')")
    page.wait_for_selector(".notice", timeout=60_000)
    assert "张三（法制科科长）修改后同意：第三部分再压缩" in page.inner_text(".findings")
    (signature,) = workspace.records(2023).filed(Signature)
    assert (signature.draft, signature.who) == (1, "张三")
    resubmit(workspace, "区司法局", "法律援助.案件总数", 615)
    workspace.draft(stage="送审稿")
    opened(page, desk)
    text = page.inner_text("main")
    assert "这一稿还没有人审签" in text
    assert "第1稿审签后又有变动：变动的数1个" in text
    page.click("text=变动的1项")
    assert "法律援助案件　613件 → 615件" in page.inner_text("details")
    assert "送审稿\t第2稿" in page.inner_text("table")
    page.click("text=看变动")
    page.wait_for_selector(".compared", timeout=60_000)
    assert "第1稿 → 第2稿" in page.inner_text("h1")


def test_the_order_is_shown_and_the_draft_is_locked_until_it_is_unlocked_with_a_reason(
    page: Page, desk: Served
) -> None:
    opened(page, desk)
    seats = page.inner_text(".seats").split()
    assert seats == ["待审签", "科室", "未到", "分管领导", "未到", "主要负责人", "未到", "政府办"]
    page.fill("#who", "张三")
    page.fill("#role", "科室")
    page.click("button:text-is('记下审签')")
    page.wait_for_selector(".notice", timeout=60_000)
    assert page.inner_text(".seats").split()[0] == "已同意"
    page.click("text=送审并锁定第2稿")
    page.wait_for_selector("text=解锁前不生成新稿", timeout=60_000)
    workspace = open_workspace(desk.folder)
    resubmit(workspace, "区司法局", "法律援助.案件总数", 616)
    page.goto(f"{desk.root}/drafts/")
    page.click("button:has-text('生成新一稿')")
    page.wait_for_selector("text=先在“审签”栏解锁并写明理由", timeout=60_000)
    assert workspace.drafted().number == 2
    opened(page, desk)
    page.fill("#reason", "主要负责人要求补充数据")
    page.click("button:text-is('解锁')")
    page.wait_for_selector("text=送审并锁定第2稿", timeout=60_000)
    assert workspace.draft(stage="送审稿").number == 3


def test_the_page_is_sound(look: Look) -> None:
    look("/signatures/")
