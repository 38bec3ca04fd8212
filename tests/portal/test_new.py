"""新建: from an empty folder to a workspace whose catalogue is sound, in a browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page

import drafter
from drafter.desk.files.folders import CATALOGUE
from drafter.model.finding import Severity
from tests.portal.conftest import Look, Served, picture, served
from tests.portal.test_entrance import asked, entered

pytestmark = pytest.mark.slow
PASTED = """序号\t部门\t联系人\t联系电话
1\t县司法局\t张三\t0971-1234567
2\t县委办\t李四\t13800000000
3\t县政府办公室
4\t县政务服务局
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A folder with nothing in it."""
    with served(tmp_path_factory.mktemp("空目录")) as serving:
        yield serving


def test_the_questions_are_for_everybody(page: Page, look: Look) -> None:
    look("/new/")
    page.get_by_label("哪个地区").fill("平安县")
    page.get_by_label("哪一年度").fill("2024")
    page.get_by_label("有哪些部门").fill(PASTED)
    page.get_by_role("button", name="下一步").click()
    picture(page, "new-plan")
    assert Axe().run(page).violations_count == 0


def test_five_questions_make_a_workspace_without_script(
    desk: Served, context: BrowserContext, chromium: Browser
) -> None:
    bare = chromium.new_context(java_script_enabled=False)
    bare.add_cookies(context.cookies())
    page = bare.new_page()
    page.goto(f"{desk.root}/departments/")
    assert page.url == f"{desk.root}/new/"
    page.get_by_label("哪个地区").fill("平安县")
    page.get_by_label("哪一年度").fill("202")
    page.get_by_label("有哪些部门").fill(PASTED)
    page.get_by_label("联系人").fill("王五")
    page.get_by_label("报送期限").fill("2024年11月20日")
    page.get_by_role("button", name="下一步").click()
    assert "应为四位年份" in page.inner_text("main")
    page.get_by_label("哪一年度").fill("2024")
    page.get_by_role("button", name="下一步").click()
    text = page.inner_text("main")
    assert "4个部门" in text
    assert page.get_by_label("县政务服务监督管理局").input_value() == "县政务服务局"
    assert page.get_by_label("县应急管理局").input_value() == "待定"
    page.get_by_label("县法院").select_option("县司法局")
    page.get_by_role("button", name="就这样新建").click()
    page.wait_for_url("**/?done=*")
    assert "4个部门" in page.inner_text(".notice")
    page.wait_for_selector("text=县政务服务局")
    catalogue = drafter.open(desk.folder).catalogue()
    assert [d.contact for d in catalogue.departments] == ["张三", "李四", "", ""]
    assert catalogue.settings.texts["联系人"] == "王五"
    indicators = catalogue.indicators.values()
    named = {name for indicator in indicators for name in indicator.departments}
    assert named == {"县司法局", "县委办", "县政府办公室", "县政务服务局"}
    later = [i for i in indicators if i.asked and not i.departments]
    assert later
    workspace = drafter.open(desk.folder)
    assert not [f for f in workspace.lint().findings if f.severity is Severity.ERROR]
    draft = workspace.draft()
    assert any(later[0].label in mark.words for mark in draft.manifest.marks)
    bare.close()
    assert entered(desk)


def test_one_of_several_workspaces_is_opened_and_no_other_desk_has_it(
    chromium: Browser, tmp_path: Path
) -> None:
    for region in ("平安县", "城东区"):
        drafter.new(tmp_path / region, region, 2024)
    with served(tmp_path) as first, served(tmp_path / "平安县") as second:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(first.opening)
        assert page.url == f"{first.root}/new/"
        page.get_by_role("button", name="平安县").click()
        assert "已在另一个网页工作台中打开" in page.inner_text(".trouble")
        page.goto(f"{first.root}/new/")
        page.get_by_role("button", name="城东区").click()
        page.goto(f"{first.root}/catalogue/settings/")
        page.wait_for_selector(".going", state="detached")
        assert page.get_by_label("地区").input_value() == "城东区"
        context.close()
        first.folder = tmp_path / "城东区"
        assert entered(first)
        assert second.stop() == 0


def test_a_broken_catalogue_leads_to_where_it_is_mended(tmp_path: Path) -> None:
    drafter.new(tmp_path, "平安县", 2024)
    book = load_workbook(tmp_path / CATALOGUE)
    book["指标"]["D5"] = "整树"
    book.save(tmp_path / CATALOGUE)
    with served(tmp_path) as serving:
        cookie = entered(serving)
        for _ in range(40):
            status, text, _ = asked(serving, "/", Cookie=cookie)
            if status != 202:
                break
            time.sleep(0.3)
        assert status == 409
        assert '<a class="button" href="/catalogue/">' in text
