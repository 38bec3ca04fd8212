"""The second kit in the browser, from an empty folder to what is published; a 固定表 filled in online
as the table that it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.disclosure import YEAR, figures, fill, two_years
from tests.portal.conftest import Served, picture, served
from tests.portal.hands import Hands
from tests.portal.people import hired, links, officers, portal
from tests.portal.test_year import opened

pytestmark = pytest.mark.slow
OFFICE = "县政府办公室"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Served, Path]]:
    """A folder with nothing in it, served."""
    folder = tmp_path / "平安县"
    folder.mkdir()
    with served(folder) as serving:
        yield serving, folder


def test_from_new_to_published(
    desk: tuple[Served, Path], chromium: Browser, tmp_path: Path
) -> None:
    serving, folder = desk
    context, hands = opened(chromium, serving, Hands, True)
    hands.go("/")
    hands.page.get_by_label("写哪一种报告").select_option("政府信息公开")
    hands.fill("region", "平安县")
    hands.fill("year", str(YEAR))
    hands.press("下一步：看看要建什么")
    assert hands.page.get_by_label("写哪一种报告").input_value() == "政府信息公开"
    assert Axe().run(hands.page).violations_count == 0
    hands.press("就这样新建")
    hands.go("/departments/")
    hands.press("生成填报表")
    issued = sorted((folder / f"output/{YEAR}/下发").glob("*.xlsx"))
    assert [path.stem for path in issued] == ["县司法局", "县政府办公室"]
    forms = [tmp_path / path.name for path in issued]
    wrong = {**figures(), "申请.重复申请_自然人": figures()["申请.重复申请_自然人"] + 1}
    for form, target in zip(issued, forms, strict=True):
        fill(form, target, wrong)
    hands.go("/departments/")
    hands.drop(forms)
    hands.press("收入")
    hands.go("/findings/")
    assert "所在的行和列都差1，请先核对此格" in hands.read()
    for form, target in zip(issued, forms, strict=True):
        fill(form, target, figures())
    hands.go("/departments/")
    hands.drop(forms)
    hands.press("收入")
    for path in ("/catalogue/", "/catalogue/indicators/", "/catalogue/template/", "/ledger/"):
        hands.go(path)
        assert Axe().run(hands.page).violations_count == 0, path
    hands.go("/drafts/")
    hands.press("生成新一稿")
    hands.go("/drafts/1/")
    assert "4.无正当理由大量反复申请" in hands.read()
    hands.go("/publish/")
    hands.fill("checked_by", "李四")
    hands.fill("checked_on", "2025年1月20日")
    hands.press("生成公开文件")
    published = folder / f"output/{YEAR}/公开"
    assert {path.suffix for path in published.iterdir()} >= {".docx", ".html", ".csv", ".zip"}
    context.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Page]:
    """The clerk of a department that fills in a 固定表, who came in by the link."""
    folder = tmp_path_factory.mktemp("信息公开") / "平安县"
    two_years(folder)
    officers(folder)
    with portal(folder) as serving:
        link, pin = links(hired(serving, "起草", "张三", "zhangsan"), OFFICE)[OFFICE]
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page = context.new_page()
        page.goto(f"{serving.root}{link}")
        page.fill("[name=name]", "赵敏")
        page.fill("[name=pin]", pin)
        page.click("main button")
        page.wait_for_load_state("networkidle")
        yield page
        context.close()


def test_a_table_is_filled_in_online_as_a_table(page: Page) -> None:
    cell = "[name='v:申请.国家秘密_自然人']"
    page.click("text=在线填报")
    page.wait_for_selector(cell)  # behind the page that waits for the form
    picture(page, "online-fixed")
    assert Axe().run(page).violations_count == 0
    assert page.input_value(cell) == f"{figures()['申请.国家秘密_自然人']:g}"
    page.fill(cell, "7")
    page.press(cell, "Tab")
    page.wait_for_selector("#tried >> text=请先核对此格")
    page.click("main button:has-text('保存')")
    page.wait_for_selector(f"{cell}[aria-invalid=true]")
    assert page.input_value(cell) == "7"
    assert page.get_attribute(cell, "aria-invalid") == "true"
    assert Axe().run(page).violations_count == 0
