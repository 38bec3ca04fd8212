"""稿子: drafts are made here, read, and every figure in them answers."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from drafter.draft.record import read_manifest
from tests.portal.conftest import Look, Served

pytestmark = pytest.mark.slow
FIRST = "output/2023/第1稿"


def make(page: Page, desk: Served, stage: str = "") -> None:
    page.goto(f"{desk.root}/drafts/")
    page.wait_for_selector("h1 >> text=稿子", timeout=30_000)
    if stage:
        page.select_option("#stage", stage)
    page.click("text=生成新一稿")
    page.wait_for_selector("table", timeout=60_000)


def test_a_draft_is_made_listed_and_downloaded(page: Page, desk: Served) -> None:
    make(page, desk)
    assert "已生成第1稿" in page.inner_text(".notice")
    assert "最新" in page.inner_text("tbody tr")
    with page.expect_download() as download:
        page.click("text=报告.docx")
    assert download.value.path().read_bytes() == (desk.folder / FIRST / "报告.docx").read_bytes()


def test_every_figure_of_the_record_is_a_link_and_opens_beside_the_text(
    page: Page, desk: Served
) -> None:
    manifest = read_manifest((desk.folder / FIRST / "ledger.json").read_bytes(), "")
    page.goto(f"{desk.root}/drafts/1/")
    page.wait_for_selector(".leaf", timeout=30_000)
    links = {
        a.get_attribute("id"): a.inner_text() for a in page.query_selector_all(".leaf a.figure[id]")
    }
    assert set(links) == {mark.name for mark in manifest.marks}
    for mark in manifest.marks:
        assert links[mark.name].replace("\n", "") in mark.words.replace("\n", ""), mark.name
    page.click("a.figure:text-is('613')")
    page.wait_for_selector("#beside >> text=区司法局.xlsx › 填报表!D56")
    beside = page.inner_text("#beside")
    assert page.url.endswith("/drafts/1/")
    assert "法律援助案件" in beside
    assert "613 = 350 + 263（相符）" in beside
    assert "第1稿起：613件" in beside
    assert "区司法局第1次报送" in beside


def test_a_finding_stands_at_its_figure_and_leads_to_the_next(page: Page, desk: Served) -> None:
    page.goto(f"{desk.root}/drafts/1/")
    first = page.inner_text("#f1")
    assert "45" in first
    assert "43" in first
    doubted = [a.inner_text() for a in page.query_selector_all("a.figure.doubted")]
    assert "45" in doubted
    page.click("#f1 >> text=下一条")
    assert page.url.endswith("#f2")


_BOXES = """() => { const one = document.querySelector('.noted'), box = (e) => e.getBoundingClientRect();
    return [box(one.querySelector('.remarks')), box(one.querySelector('p[id]'))]
        .map((b) => [b.left, b.right, b.top, b.bottom]); }"""


def test_findings_stand_in_the_margin_beside_their_paragraph_and_below_it_on_a_phone(
    page: Page, desk: Served
) -> None:
    page.goto(f"{desk.root}/drafts/1/")
    page.wait_for_selector(".noted")
    remarks, text = page.evaluate(_BOXES)
    assert remarks[0] >= text[1], "to the right of the text"
    assert abs(remarks[2] - text[2]) < 20, "where its paragraph begins"
    assert remarks[1] <= page.evaluate(
        "document.querySelector('.leaf').getBoundingClientRect().right"
    )
    page.set_viewport_size({"width": 390, "height": 844})
    remarks, text = page.evaluate(_BOXES)
    assert remarks[2] >= text[3], "below the text"
    page.set_viewport_size({"width": 1366, "height": 768})


def test_words_are_found_in_the_text(page: Page, desk: Served) -> None:
    page.goto(f"{desk.root}/drafts/1/?q={quote('法律援助')}")
    assert page.query_selector_all(".leaf mark")
    assert re.search(r"“法律援助”见于\d段", page.inner_text("[role=status]"))


def test_a_cell_leads_to_what_was_made_of_it(page: Page, desk: Served) -> None:
    page.goto(f"{desk.root}/drafts/1/")
    page.fill("#cell", "区司法局.xlsx!D50")
    page.press("#cell", "Enter")
    text = page.inner_text("main")
    assert "矛盾纠纷调处成功率　98%" in text
    assert "1698 ÷ 1732" in text
    page.click("text=第28段")
    assert "/drafts/1/#_fig_" in page.url


def test_a_draft_of_another_stage_says_what_changed(page: Page, desk: Served) -> None:
    make(page, desk, "送审稿")
    row = page.inner_text("tbody tr")
    assert "第2稿" in row
    assert "送审稿" in row
    assert "与第1稿比，变动的数0个" in row
    assert (desk.folder / "output/2023/第2稿/报告.docx").is_file()


ADDRESSES = ("/drafts/", "/drafts/1/", "/drafts/1/figures/_fig_0003/", f"/drafts/1/traced/?q={quote('区司法局.xlsx!D50')}")  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_are_sound(address: str, look: Look, desk: Served) -> None:
    look(address)


def test_without_script_a_figure_has_a_page_of_its_own(
    desk: Served, context: object, page: Page
) -> None:
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(page.context.cookies())
    opened = plain.new_page()
    opened.goto(f"{desk.root}/drafts/1/")
    opened.click("a.figure:text-is('613')")
    assert "/figures/_fig_" in opened.url
    assert "区司法局.xlsx › 填报表!D56" in opened.inner_text("main")
    opened.click("text=在稿中看")
    assert re.search(r"/drafts/1/#_fig_\d+$", opened.url)
    plain.close()
