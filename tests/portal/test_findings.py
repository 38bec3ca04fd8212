"""意见 in a browser: findings are sifted, and decided one by one, several at once, all at once."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from drafter.desk.records.records import Records
from drafter.desk.year.workspace import open_workspace
from drafter.model.decision import Decision
from tests.building import fill_form
from tests.portal.conftest import Look, Served
from tests.portal.county import LEGAL
from tests.portal.visitor import opening

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(county_desk: Served) -> Served:
    """The county's desk."""
    return county_desk


def go(page: Page, desk: Served, path: str) -> None:
    page.goto(f"{desk.root}{path}")
    page.wait_for_selector("main h1:text-is('意见')")


def decisions(desk: Served) -> list[Decision]:
    return Records(desk.folder, 2024).decisions()


def listed(page: Page) -> list[str]:
    return [row.inner_text() for row in page.locator(".docket tbody tr").all()]


def sifted(page: Page, **fields: str) -> list[str]:
    for label, choice in fields.items():
        page.get_by_label(label, exact=True).select_option(choice)
    page.get_by_role("button", name="筛选", exact=True).click()
    page.wait_for_load_state()
    return listed(page)


def test_the_page_is_sound(look: Look) -> None:
    look("/findings/")


def test_findings_are_sifted_by_department_sort_and_words(page: Page, desk: Served) -> None:
    go(page, desk, "/findings/")
    assert len(listed(page)) == 10
    assert len(sifted(page, 部门="县法院")) == 3
    rows = sifted(page, 类别="上下限")
    assert ["大于上限100" in row for row in rows] == [True, True]
    assert sifted(page, 部门="县审计局") == []
    go(page, desk, "/findings/")
    page.get_by_label("指标或文字").fill("援助.总数 613")
    assert len(sifted(page)) == 1


def test_what_a_department_has_to_mend_has_no_box(page: Page, desk: Served) -> None:
    go(page, desk, "/findings/?department=县信访局")
    assert len(listed(page)) == 1
    assert page.locator("input[type=checkbox]").count() == 0


def test_all_that_was_sifted_is_accepted_for_one_reason(page: Page, desk: Served) -> None:
    go(page, desk, "/findings/?category=上下限")
    page.get_by_label("理由").fill("含上年结转，已核对")
    page.get_by_label("经办人").fill("李四")
    page.get_by_role("button", name="采纳筛选出的全部2条").click()
    page.wait_for_selector(".notice")
    assert "采纳2条意见，记为2项决定" in page.locator(".notice").inner_text()
    assert [(d.about, d.reason, d.by) for d in decisions(desk)] == [
        ("诉讼.受理", "含上年结转，已核对", "李四"),
        ("诉讼.结案", "含上年结转，已核对", "李四"),
    ]
    assert listed(page) == []
    assert len(sifted(page, 处理情况="已决定")) == 2


def test_ticked_ones_are_accepted_and_a_conflict_takes_a_word(page: Page, desk: Served) -> None:
    go(page, desk, "/findings/")
    before = len(decisions(desk))
    page.get_by_role("checkbox", name="法律援助案件").check()
    page.get_by_role("checkbox", name="以县法院的数为准").check()
    page.get_by_label("理由").fill("以台账为准")
    page.get_by_role("button", name="采纳勾选的").click()
    page.wait_for_selector(".notice")
    made = decisions(desk)[before:]
    assert sorted((d.about, d.chosen, d.by) for d in made) == [
        ("援助.总数", "", "张三"),
        ("诉讼.案件", "县法院", "张三"),
    ]
    assert "诉讼案件" not in page.locator("main").inner_text()


def test_the_filled_in_list_is_sent_back(page: Page, desk: Served, tmp_path: Path) -> None:
    opened = open_workspace(desk.folder)
    fill_form(opened, "县司法局", {**LEGAL, "援助.总数": 619})
    book = openpyxl.load_workbook(opened.draft().folder / "核查.xlsx")
    sheet = book["核查意见"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(r for r in range(2, 20) if sheet.cell(r, heads["指标编号"]).value == "援助.总数")
    sheet.cell(row, heads["处理意见"]).value = "含行政6件"
    sheet.cell(row, heads["经办人"]).value = "王五"
    book.save(tmp_path / "核查.xlsx")
    go(page, desk, "/findings/")
    page.get_by_text("在核查.xlsx中填写后一并送回").click()
    page.get_by_label("把填好的核查.xlsx拖到这里").set_input_files(tmp_path / "核查.xlsx")
    page.get_by_role("button", name="照此决定").click()
    page.wait_for_selector(".notice")
    assert "采纳1条意见" in page.locator(".notice").inner_text()
    last = decisions(desk)[-1]
    assert (last.about, last.reason, last.by) == ("援助.总数", "含行政6件", "王五")


def test_what_changed_while_it_was_read_is_refused_by_name(page: Page, desk: Served) -> None:
    opened = open_workspace(desk.folder)
    fill_form(opened, "县司法局", {**LEGAL, "援助.总数": 617})
    go(page, desk, "/findings/?department=县司法局")
    page.get_by_role("checkbox", name="法律援助案件").check()
    page.get_by_label("理由").fill("属实")
    fill_form(opened, "县司法局", {**LEGAL, "援助.总数": 618})
    before = len(decisions(desk))
    page.get_by_role("button", name="采纳勾选的").click()
    page.wait_for_selector(".notice")
    told = page.locator(".notice").inner_text()
    assert "没有决定：县司法局.xlsx › 填报表!D7 援助.总数。这一条已有变化" in told
    assert len(decisions(desk)) == before
    page.wait_for_selector(".going", state="detached")
    assert "填报618" in page.locator("main").inner_text()


def test_it_is_done_without_script_and_by_keyboard_alone(desk: Served, chromium: Browser) -> None:
    opened = open_workspace(desk.folder)
    fill_form(opened, "县司法局", {**LEGAL, "援助.总数": 621})
    before = len(decisions(desk))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.root}{opening(desk)}")
    go(page, desk, "/findings/")
    page.locator("#words").focus()
    page.keyboard.type("援助.总数")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert len(listed(page)) == 1
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator("input[type=checkbox]:focus").count():
            break
    page.keyboard.press("Space")
    while not page.locator("#reason:focus").count():
        page.keyboard.press("Tab")
    page.keyboard.type("含行政8件")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice, .going")
    go(page, desk, "/findings/?standing=已决定&words=621")
    assert "已采纳" in listed(page)[0]
    assert [d.reason for d in decisions(desk)[before:]] == ["含行政8件"]
    context.close()
