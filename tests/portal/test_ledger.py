"""台账: indicators are looked for, and each says where it comes from and where it is used."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.portal.conftest import Look, Served

pytestmark = pytest.mark.slow
TOTAL = f"/ledger/{quote('法律援助.案件总数')}/"


def rows(page: Page) -> list[str]:
    return [row.inner_text() for row in page.query_selector_all("tbody tr")]


def opened(page: Page, desk: Served, address: str) -> None:
    page.goto(f"{desk.root}{address}")
    page.wait_for_selector("h1:not(:text('核查'))", timeout=60_000)


def test_indicators_are_found_by_word_department_and_open_findings(
    page: Page, desk: Served
) -> None:
    opened(page, desk, "/ledger/")
    assert "共123项，这里是第1至第50项" in page.inner_text("caption")
    page.click("text=下一页")
    assert "这里是第51至第100项" in page.inner_text("caption")
    page.fill("#q", "法律援助")
    page.select_option("#department", "区司法局")
    page.click("button:text('查找')")
    assert rows(page)
    assert all("区司法局" in row for row in rows(page))
    page.fill("#q", "")
    page.select_option("#department", "")
    page.check("[name=doubtful]")
    page.click("button:text('查找')")
    (only,) = rows(page)
    assert only.startswith("纳入法治建设考核的单位")
    assert "1条" in only


def test_an_indicator_tells_its_cells_rules_change_and_places(page: Page, desk: Served) -> None:
    opened(page, desk, "/drafts/")
    page.click("text=生成新一稿")
    page.wait_for_selector("text=已生成第1稿", timeout=60_000)
    opened(page, desk, TOTAL)
    text = page.inner_text("main")
    assert "613件" in text
    assert "613 = 350 + 263（相符）" in text
    assert "区司法局.xlsx › 填报表!D56" in text
    assert "应等于" in text
    assert "第1稿第32段" in text
    page.click("text=第1稿第32段")
    page.wait_for_selector(".leaf", timeout=30_000)
    assert page.inner_text("a.figure:target") == "613"


def test_what_is_no_indicator_is_said_so(page: Page, desk: Served) -> None:
    answer = page.request.get(f"{desk.root}/ledger/{quote('没有.这个')}/")
    assert "目录中没有指标" in answer.text()


@pytest.mark.parametrize("address", ["/ledger/", TOTAL])
def test_the_pages_are_sound(address: str, look: Look) -> None:
    look(address)
