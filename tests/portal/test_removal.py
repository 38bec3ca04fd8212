"""Many indicators of the kit deleted at once, with what the template and the rules say of them."""

from __future__ import annotations

from collections.abc import Iterator

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import drafter
from drafter.desk.catalogue.new_workspace import Wish, make, planned
from drafter.desk.catalogue.template_view import template_view
from drafter.desk.files.folders import TEMPLATE
from drafter.model.finding import Severity
from tests.portal.conftest import Look, Served, picture, served

pytestmark = pytest.mark.slow
KEPT = 12  # themes of the kit that a small county goes on asking for


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A county's workspace of the kit."""
    folder = tmp_path_factory.mktemp("平安县")
    folder.rmdir()
    make(folder, planned(Wish("平安县", "2024")))
    with served(folder) as serving:
        yield serving


def test_a_small_county_gets_to_its_own_indicators_in_the_browser(
    desk: Served, page: Page, look: Look
) -> None:
    old = drafter.open(desk.folder).catalogue()
    themes = list(dict.fromkeys(key.partition(".")[0] for key in old.indicators))[:KEPT]
    look("/catalogue/indicators/removed/")
    doomed = [key for key in old.indicators if key.partition(".")[0] not in themes]
    assert len(doomed) > 60
    for key in doomed:
        page.locator(f"[name=key][value='{key}']").check()
    page.get_by_role("button", name="牵连什么").click()
    page.wait_for_selector(".passage")
    text = page.inner_text("main")
    assert f"将要删去{len(doomed)}项指标" in text
    assert "行政复议.受理件数 <= 行政复议.申请件数" in text
    assert "请改写" not in text
    picture(page, "removal")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="照上面改模板").click()
    page.wait_for_selector(".notice")
    assert f"已删去{len(doomed)}项指标" in page.inner_text(".notice")

    workspace = drafter.open(desk.folder)
    new = workspace.catalogue()
    assert list(new.indicators) == [key for key in old.indicators if key not in doomed]
    assert {rule.text for rule in new.rules} < {rule.text for rule in old.rules}
    assert [f for f in template_view(workspace).findings if f.severity is Severity.ERROR] == []
    assert workspace.draft().made
    kept = {path.name[:4] for path in (desk.folder / "records/目录模板").iterdir()}
    assert kept == {"指标目录", "报告模板"}


def test_a_paragraph_that_is_left_holds_the_deletion_up_and_says_where(
    desk: Served, page: Page
) -> None:
    before = (desk.folder / TEMPLATE).read_bytes()
    key = "学法用法.理论中心组学法次数"
    other = "学法用法.学习宣传活动次数"
    page.goto(f"{desk.root}/catalogue/indicators/removed/")
    page.locator(f"[name=key][value='{other}']").check()
    page.get_by_label("只列出").fill(key)
    page.get_by_label("只列出").press("Enter")
    page.wait_for_selector("text=已勾选1项")
    page.locator(f"[name=key][value='{key}']").check()
    page.get_by_label("只列出").fill(other)
    page.get_by_role("button", name="筛选").click()
    page.wait_for_selector("text=已勾选1项")
    assert page.locator(f"[name=key][value='{other}']").is_checked()
    page.locator(f"[name=key][value='{other}']").uncheck()
    page.get_by_role("button", name="牵连什么").click()
    box = page.get_by_label("改后的文字").first
    assert key not in box.input_value()
    box.fill(f"理论学习{{{{ {key} }}}}次。")
    page.get_by_role("button", name="照上面改模板").click()
    page.wait_for_selector(".trouble")
    assert "没有保存" in page.inner_text(".trouble")
    assert box.input_value() == f"理论学习{{{{ {key} }}}}次。"
    assert (desk.folder / TEMPLATE).read_bytes() == before
    box.fill("全年坚持理论学习。")
    page.get_by_role("button", name="照上面改模板").click()
    page.wait_for_selector(".notice")
    document = docx.Document(str(desk.folder / TEMPLATE))
    assert "全年坚持理论学习。" in [paragraph.text for paragraph in document.paragraphs]
    assert key not in drafter.open(desk.folder).catalogue().indicators
