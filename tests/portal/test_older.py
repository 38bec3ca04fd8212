"""往年 in the browser: an older year's pages are read with the catalogue of their time, and nothing
of that year can be changed; and the page that brings the first year's history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from drafter.desk.catalogue.rolling import roll
from drafter.desk.files.progress import silent
from drafter.desk.findings import deciding
from drafter.desk.publishing.publishing import checked_day, prepare, publish
from drafter.desk.publishing.signing import sign
from drafter.desk.year.workspace import open_workspace
from tests.building import catalogue_bytes, fill_form, workspace
from tests.portal.conftest import Look, Served, picture, served

pytestmark = pytest.mark.slow
FIRST = """
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局
    培训.场次 | 培训班 | 场 | 整数 | 县司法局 | | 下限10
"""
SECOND = """
    应诉.案件 | 应诉案件 | 件 | 整数 | 县司法局
    调解.案件 | 调解案件 | 件 | 整数 | 县司法局
"""
PAGES = (
    *(
        "",
        "departments/",
        "departments/of/县司法局/",
        "findings/",
        "ledger/",
        "drafts/",
        "compare/",
    ),
    *("signatures/", "publish/"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A county in its second year, 诉讼.案件 renamed; the first year's finding was accepted, its last
    draft signed and published."""
    folder = tmp_path_factory.mktemp("平安县")
    opened = workspace(
        folder, catalogue_bytes(FIRST), "|办理{{ 诉讼.案件 }}件，培训{{ 培训.场次 }}场。"
    )
    fill_form(opened, "县司法局", {"诉讼.案件": 470, "培训.场次": 6})
    opened.draft()
    fill_form(opened, "县司法局", {"诉讼.案件": 471, "培训.场次": 6})
    deciding.accept(opened, "培训.场次", "疫情后改为线上，属实", "张三")
    opened.draft()
    sign(opened, None, "赵六", "局长", "同意")
    day = checked_day(opened, "2024-11-19")
    publish(opened, prepare(opened, None), "周七", day, silent)
    roll(opened, 2025)
    settings = """
        地区          平安县
        级别          县
        年度          2025
        标题          平安县2025年法治政府建设年度报告
        统计起始日期  2025年1月1日
        截止日期      2025年10月31日
    """
    lineages = {"应诉.案件": "改名 诉讼.案件"}
    workspace(
        folder,
        catalogue_bytes(SECOND, settings=settings, lineages=lineages),
        "|应诉{{ 应诉.案件 }}件，{{ 应诉.案件|同比 }}。",
    )
    with served(folder) as serving:
        yield serving


def test_a_year_is_chosen_in_the_head_and_read_with_its_own_catalogue(
    desk: Served, page: Page, look: Look
) -> None:
    look("/ledger/")
    assert "应诉案件" in page.inner_text("main")
    page.get_by_role("link", name="2024年度").click()
    page.wait_for_selector("text=现在看的是2024年度")
    assert page.url == f"{desk.root}/years/2024/ledger/"
    text = page.inner_text("main")
    assert ("诉讼案件" in text, "培训班" in text, "应诉案件" in text) == (True, True, False)
    assert "471" in text
    page.get_by_role("link", name="诉讼案件").click()
    page.wait_for_selector("h1:has-text('诉讼案件')")
    assert "/years/2024/ledger/" in page.url
    page.get_by_role("link", name=re.compile("第2稿第")).first.click()
    page.wait_for_selector("article.leaf")
    assert "/years/2024/drafts/2/" in page.url
    page.locator("article .number", has_text="471").click()
    page.wait_for_selector("#beside .amount")
    assert "填报表!D" in page.inner_text("#beside")
    page.get_by_role("navigation").get_by_role("link", name="对比").click()
    page.get_by_role("button", name="比较", exact=True).click()
    page.wait_for_selector(".compared")
    assert ("470" in page.inner_text("main"), "471" in page.inner_text("main")) == (True, True)
    page.get_by_role("link", name="回到本年度").click()
    page.wait_for_selector("h1:has-text('总览')")
    assert "现在看的是" not in page.inner_text("body")


@pytest.mark.parametrize("address", PAGES)
def test_each_page_says_which_year_it_is_and_offers_nothing_to_change(
    look: Look, page: Page, address: str
) -> None:
    look(f"/years/2024/{address}")
    assert "现在看的是2024年度，照当年的目录" in page.inner_text("main")
    assert page.locator("form[method=post]").count() == 0
    for link in page.locator("header nav a, main a").all():
        href = link.get_attribute("href") or ""
        assert href.startswith(("/years/2024/", "#", "?")), href
    assert Axe().run(page).violations_count == 0
    picture(page, f"older-{PAGES.index(address)}")


def test_every_link_on_the_pages_of_an_older_year_leads_somewhere(desk: Served, page: Page) -> None:
    seen, waiting = set[str](), [f"{desk.root}/years/2024/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = page.request.get(address)
        assert answer.ok, (answer.status, address)
        kept = "attachment" in answer.headers.get("content-disposition", "")
        if "text/html" in answer.headers["content-type"] and answer.status == 200 and not kept:
            page.goto(address)
            page.wait_for_selector("main")
            links = page.locator("a[href]").evaluate_all("all => all.map(a => a.href)")
            waiting += [one.partition("#")[0] for one in links if "/years/2024/" in one]
    assert len(seen) > 12


def test_what_was_decided_signed_and_published_is_read_in_an_older_year(
    desk: Served, page: Page, look: Look
) -> None:
    look("/years/2024/findings/")
    row = page.locator("tbody tr", has_text="培训班").inner_text()
    assert "已采纳：疫情后改为线上，属实；张三" in row
    assert page.locator("[type=checkbox]").count() == 0
    look("/years/2024/signatures/")
    assert "赵六（局长）同意" in page.inner_text("main")
    assert "记下审签" not in page.inner_text("main")
    look("/years/2024/publish/")
    text = page.inner_text("main")
    assert "第2稿，周七于2024年11月19日保密审查" in text
    published = desk.folder / "output/2024/公开"
    for path in published.iterdir():
        link = page.get_by_role(
            "link", name=re.compile("下载证据包" if path.suffix == ".zip" else re.escape(path.name))
        )
        answer = page.request.get(f"{desk.root}{link.get_attribute('href')}")
        assert answer.body() == path.read_bytes(), path.name


def test_nothing_of_an_older_year_is_written(desk: Served, page: Page) -> None:
    page.goto(f"{desk.root}/drafts/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    before = sorted((desk.folder / "output/2024").rglob("*"))
    for address in (
        *("drafts/made/", "departments/issued/", "departments/received/", "findings/accepted/"),
        *("signatures/made/", "signatures/locked/", "publish/now/"),
    ):
        answer = page.request.post(
            f"{desk.root}/years/2024/{address}",
            form={"csrfmiddlewaretoken": token},
            headers={"Origin": desk.root},
        )
        assert (answer.status, "只能看，不能改" in answer.text()) == (403, True), address
    assert page.request.get(f"{desk.root}/years/2024/catalogue/").status == 403
    assert page.request.get(f"{desk.root}/years/2019/ledger/").status == 404
    assert sorted((desk.folder / "output/2024").rglob("*")) == before


def test_without_script_too(desk: Served, chromium: Browser, page: Page) -> None:
    cookies = page.context.cookies()
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(f"{desk.root}/ledger/")
    plain.get_by_role("link", name="2024年度").click()
    expect(plain.locator("main")).to_contain_text("现在看的是2024年度")
    expect(plain.locator("main")).to_contain_text("诉讼案件")
    context.close()


REPORT = "平安县2023年法治政府建设年度报告\n应诉案件398件，与上年持平。全年各级调解组织受理调解案件约50件。\n"


def test_last_years_report_is_dropped_looked_through_and_taken(
    desk: Served, page: Page, look: Look, tmp_path: Path
) -> None:
    report = tmp_path / "平安县2023年报告.txt"
    report.write_text(REPORT, "utf-8")
    look("/catalogue/")
    page.get_by_role("link", name="往年数").click()
    page.locator("#files").set_input_files(report)
    page.get_by_role("button", name="找出往年的数").click()
    page.wait_for_selector("table.register")
    rows = page.locator("tbody tr")
    assert [row.inner_text().split("\t")[1:4] for row in rows.all()] == [
        ["应诉案件", "2023", "398"],
        ["调解案件", "2023", "约50"],
    ]
    assert [box.is_checked() for box in page.locator("[name=row]").all()] == [True, False]
    assert "受理调解案件约50件" in page.inner_text("table.register")
    assert Axe().run(page).violations_count == 0
    picture(page, "bygone")
    page.locator("[name=row]").nth(1).check()
    page.get_by_role("button", name="写入勾选的").click()
    page.wait_for_selector(".notice")
    assert "写入“历年”2项" in page.inner_text(".notice")
    bygone = open_workspace(desk.folder).catalogue().bygone[2023]
    assert {key: one.sources[0].said for key, one in bygone.items()} == {
        "诉讼.案件": "398",
        "调解.案件": "约50",
    }
    page.locator("#files").set_input_files(report)
    page.get_by_role("button", name="找出往年的数").click()
    page.wait_for_selector("table.register")
    assert page.locator("[name=row]").count() == 0
    assert page.inner_text("tbody").count("已有") == 2


def test_last_years_figure_is_traced_to_its_draft_of_record(
    desk: Served, page: Page, look: Look
) -> None:
    open_workspace(desk.folder).draft()
    look("/ledger/应诉.案件/")
    page.get_by_role("link", name="471件").click()
    page.wait_for_selector("h2:has-text('2024年应诉案件　471件')")
    text = page.inner_text("main")
    assert "来自：县司法局　2024/县司法局.xlsx › 填报表!D7　填报：471" in text
    assert "2024年的数取自定稿output/2024/第2稿" in text
    assert Axe().run(page).violations_count == 0
    page.locator("#q").fill("诉讼.案件")
    page.get_by_role("button", name="查出处").click()
    page.wait_for_selector("text=“诉讼.案件”已于2025年改名为“应诉.案件”")
