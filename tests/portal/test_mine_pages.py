"""The department's pages as everybody has to be able to use them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from drafter.desk.returns.filling import filling, save
from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, workspace
from tests.portal.conftest import picture
from tests.portal.people import hired, links, officers, portal
from tests.test_filling import INDICATORS, NAME, RULES, TABLES, WRONG, with_value

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A county to which a form with an error has come."""
    folder = tmp_path_factory.mktemp("平安县")
    opened = workspace(folder, catalogue_bytes(INDICATORS, RULES, TABLES))
    save(opened, NAME, "", WRONG, "李四")
    return opened


@pytest.fixture(scope="module")
def page(opened: Workspace, chromium: Browser) -> Iterator[Page]:
    """A department's clerk who came in by the link."""
    folder = opened.folders.root
    officers(folder)
    with portal(folder) as serving:
        link, pin = links(hired(serving, "起草", "张三", "zhangsan"), NAME)[NAME]
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page = context.new_page()
        page.goto(f"{serving.root}{link}")
        page.fill("[name=name]", "赵敏")
        page.fill("[name=pin]", pin)
        page.click("main button")
        page.wait_for_load_state("networkidle")
        yield page
        context.close()


def sound(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    picture(page, name)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_clerk_sees_mends_and_confirms(page: Page, opened: Workspace) -> None:
    assert page.inner_text("h1").startswith("我的填报")
    sound(page, "mine")
    page.click("text=在线填报")
    sound(page, "online")
    total = page.locator("[name='v:援助.总数']")
    place = f"#{total.get_attribute('aria-describedby')}"
    assert "应为613" in page.inner_text(place)
    assert total.get_attribute("aria-invalid") == "true"
    page.click("#tried a:has-text('法律援助案件')")
    assert total.evaluate("one => one === document.activeElement")
    page.fill("[name='r:援助.站点:2'] >> nth=2", "七个")
    page.press("[name='r:援助.站点:2'] >> nth=2", "Tab")
    page.wait_for_selector(".below >> nth=2 >> text=七个")
    sound(page, "online-live")
    page.fill("[name='r:援助.站点:2'] >> nth=2", "3")
    page.fill("[name='v:援助.总数']", "613")
    page.press("[name='v:援助.总数']", "Tab")
    page.wait_for_selector("#tried >> text=没有核查意见")
    assert page.inner_html(place) == ""
    assert total.get_attribute("aria-invalid") == "false"
    page.click("main button:has-text('保存')")
    page.wait_for_load_state("networkidle")
    assert "第2次报送" in page.inner_text("main")
    other = filling(opened, NAME)
    save(opened, NAME, other.began, with_value(other.sheetful, "援助.日期", "2024-04-01"), "王五")
    page.fill("[name='v:援助.日期']", "2024-05-01")
    page.click("main button:has-text('保存')")
    page.wait_for_selector("text=别人保存过，下列1处不同，没有保存")
    assert page.inner_text(".trouble td >> nth=1").strip() == "2024年4月1日"
    sound(page, "online-clash")
    page.click("main button:has-text('保存')")
    page.wait_for_selector("text=第4次报送")
    page.click("text=我的填报")
    page.wait_for_load_state("networkidle")
    material = {"name": "名册.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.set_input_files("form[action='/mine/evidence/'] input[type=file]", material)
    page.click("form[action='/mine/evidence/'] button")
    page.wait_for_selector("text=名册.pdf已收到")
    sound(page, "mine-evidence")
    page.wait_for_load_state("networkidle")
    page.click("text=确认这一份")
    page.wait_for_load_state("networkidle")
    assert "已锁定" in page.inner_text("main")
    sound(page, "mine-confirmed")
