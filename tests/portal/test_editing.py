"""指标目录 edited in the browser: asked in words, mistakes beside their field, nothing else changed."""

from __future__ import annotations

import zipfile

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page

import drafter
from drafter.desk.files.folders import CATALOGUE, TEMPLATE
from drafter.model.finding import Kind
from tests.portal.conftest import Look, Served, picture
from tests.workbook.test_editing import changed

pytestmark = pytest.mark.slow


def go(page: Page, desk: Served, address: str) -> None:
    """The page, when nothing is being done any more."""
    page.goto(f"{desk.root}{address}")
    page.wait_for_selector(".going", state="detached")


def catalogue_bytes(desk: Served) -> bytes:
    return (desk.folder / CATALOGUE).read_bytes()


def save(page: Page) -> str:
    """What is said after saving: done, or what is wrong."""
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_selector(".notice, .trouble")
    return page.inner_text("main")


def test_an_indicator_is_added_its_mistakes_beside_their_fields(
    desk: Served, page: Page, look: Look
) -> None:
    before = catalogue_bytes(desk)
    look("/catalogue/indicators/new/")
    page.get_by_label("属于哪个主题").fill("行政复议")
    page.get_by_label("简称").fill("1听证")
    page.get_by_label("填报表上叫什么").fill("听证审理的复议案件")
    page.get_by_label("区司法局", exact=True).check()
    assert "1听证" in save(page)
    page.get_by_label("简称").fill("听证件数")
    assert "没有保存" in save(page)
    assert page.get_by_label("单位", exact=True).first.get_attribute("aria-invalid") == "true"
    assert catalogue_bytes(desk) == before
    picture(page, "indicator-mistakes")
    page.get_by_label("单位", exact=True).first.fill("件")
    page.get_by_label("最大是多少").fill("500")
    page.get_by_label("可不可以报“80余”").select_option("可以报约数")
    assert "已保存" in save(page)
    assert changed(before, catalogue_bytes(desk)) == {"xl/worksheets/sheet3.xml"}
    added = drafter.open(desk.folder).catalogue().indicators["行政复议.听证件数"]
    assert (added.label, added.unit, added.departments) == (
        "听证审理的复议案件",
        "件",
        ("区司法局",),
    )
    assert (added.approximate, added.upper, added.inapplicable) == (True, 500, True)


def test_an_indicator_is_changed_and_only_its_cells(desk: Served, page: Page, look: Look) -> None:
    key = "法律援助.案件总数"
    old = drafter.open(desk.folder).catalogue().indicators
    look("/catalogue/indicators/?q=法律援助")
    page.get_by_role("link", name=old[key].label, exact=True).click()
    page.get_by_text("更多要求").click()
    page.get_by_label("统计口径").fill("含刑事法律援助；\n不含咨询")
    assert "已保存" in save(page)
    new = drafter.open(desk.folder).catalogue().indicators
    assert new[key].definition == "含刑事法律援助；\n不含咨询"
    assert {k: v for k, v in new.items() if k != key} == {k: v for k, v in old.items() if k != key}
    assert list((desk.folder / "records/目录模板").iterdir())


def test_a_table_gets_its_columns(desk: Served, page: Page) -> None:
    go(page, desk, "/catalogue/indicators/new/")
    page.get_by_label("属于哪个主题").fill("执法监督")
    page.get_by_label("简称").fill("案卷明细")
    page.get_by_label("填报表上叫什么").fill("评查的案卷")
    page.get_by_label("填什么", exact=True).first.select_option("明细表")
    page.get_by_label("区司法局", exact=True).check()
    page.get_by_text("明细表有哪些列").click()
    page.get_by_label("第1列列名").fill("单位")
    page.get_by_label("第2列列名").fill("案卷数")
    page.get_by_label("第2列填什么").select_option("整数")
    page.get_by_label("第2列单位").fill("件")
    assert "已保存" in save(page)
    table = drafter.open(desk.folder).catalogue().indicators["执法监督.案卷明细"]
    assert [(c.name, c.kind, c.unit) for c in table.columns] == [
        ("单位", Kind.TEXT, ""),
        ("案卷数", Kind.INTEGER, "件"),
    ]


def test_a_rate_is_picked_from_two_names(desk: Served, page: Page) -> None:
    go(page, desk, "/catalogue/indicators/new/")
    page.get_by_label("属于哪个主题").fill("行政复议")
    page.get_by_label("简称").fill("受理率")
    page.get_by_label("填报表上叫什么").fill("复议受理率")
    page.get_by_label("填什么", exact=True).first.select_option("比率")
    page.get_by_text("由别的指标算出的，在这里写").click()
    page.get_by_label("哪个数", exact=True).fill("行政复议.受理件数")
    page.get_by_label("除以哪个数").fill("行政复议.申请件数")
    assert "已保存" in save(page)
    rate = drafter.open(desk.folder).catalogue().indicators["行政复议.受理率"]
    assert (rate.asked, rate.unit) == (False, "%")


def test_a_rate_is_picked_by_labels_and_stays_where_one_is_unknown(
    desk: Served, page: Page
) -> None:
    indicators = drafter.open(desk.folder).catalogue().indicators
    go(page, desk, "/catalogue/indicators/new/")
    page.get_by_label("属于哪个主题").fill("行政复议")
    page.get_by_label("简称").fill("受理比率")
    page.get_by_label("填报表上叫什么").fill("复议受理比率")
    page.get_by_label("填什么", exact=True).first.select_option("比率")
    page.get_by_text("由别的指标算出的，在这里写").click()
    page.get_by_label("哪个数", exact=True).fill(indicators["行政复议.受理件数"].label)
    page.get_by_label("除以哪个数").fill("没有的案件")
    assert "没有叫“没有的案件”的指标" in save(page)
    kept = page.get_by_label("哪个数", exact=True).input_value()
    assert kept == indicators["行政复议.受理件数"].label
    page.get_by_label("除以哪个数").fill(indicators["行政复议.申请件数"].label)
    assert "已保存" in save(page)
    assert "行政复议.受理比率" in drafter.open(desk.folder).catalogue().indicators


def test_a_rule_is_put_together_of_labels(desk: Served, page: Page) -> None:
    indicators = drafter.open(desk.folder).catalogue().indicators
    go(page, desk, "/catalogue/rules/0/")
    page.locator("[name=left-0]").fill(indicators["法治考核.单位总数"].label)
    page.locator("[name=right-0]").fill("没有的数")
    page.locator("[name=rounded]").check()
    page.get_by_role("button", name="写成规则").click()
    page.wait_for_selector(".trouble")
    assert "没有叫“没有的数”的指标" in page.inner_text(".trouble")
    assert page.locator("[name=left-0]").input_value() == indicators["法治考核.单位总数"].label
    assert page.locator("[name=rounded]").is_checked()
    page.locator("[name=right-0]").fill(indicators["法治考核.法院数"].label)
    page.get_by_role("button", name="写成规则").click()
    rule = page.get_by_label("必须成立的关系")
    assert rule.input_value() == "法治考核.单位总数 = 法治考核.法院数 允许舍入"


def test_what_is_still_used_is_not_taken_away(desk: Served, page: Page) -> None:
    before = catalogue_bytes(desk)
    go(page, desk, "/catalogue/indicators/of/法治考核.镇街道数/")
    page.get_by_text("删去这项指标").click()
    page.get_by_role("button", name="确定删去").click()
    page.wait_for_selector(".trouble")
    assert "校验规则!A2" in page.inner_text("main")
    assert catalogue_bytes(desk) == before


def test_a_broken_catalogue_is_mended_in_the_browser(desk: Served, page: Page, look: Look) -> None:
    before = catalogue_bytes(desk)
    book = load_workbook(desk.folder / CATALOGUE)
    book["指标"]["D3"], book["指标"]["A5"] = "整树", "1错.编号"
    book.save(desk.folder / CATALOGUE)
    look("/catalogue/")
    assert "3处错误" in page.inner_text(".trouble")
    page.get_by_role("link", name="指标!D3").click()
    page.get_by_label("填什么", exact=True).first.select_option("长文本")
    assert "已保存" in save(page)
    go(page, desk, "/catalogue/")
    page.get_by_role("link", name="指标!A5").click()
    page.get_by_label("属于哪个主题").fill("学法用法")
    page.get_by_label("简称").fill("学习宣传活动次数")
    assert "已保存" in save(page)
    go(page, desk, "/catalogue/")
    assert page.locator(".trouble").count() == 0
    (desk.folder / CATALOGUE).write_bytes(before)


def test_the_template_is_handed_out_with_its_findings_as_comments(desk: Served, page: Page) -> None:
    before = (desk.folder / TEMPLATE).read_bytes()
    document = docx.Document(str(desk.folder / TEMPLATE))
    document.add_paragraph("全年共办理12件。")
    document.save(str(desk.folder / TEMPLATE))
    go(page, desk, "/catalogue/")
    page.get_by_role("button", name="生成加了批注的模板").click()
    page.wait_for_url("**/tools/*/?done=*")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "word/comments.xml" in archive.namelist()
    (desk.folder / TEMPLATE).write_bytes(before)


def test_a_rule_is_put_together_tried_and_saved(desk: Served, page: Page, look: Look) -> None:
    look("/catalogue/rules/0/")
    page.locator("[name=left-0]").fill("法治考核.单位总数")
    page.locator("[name=right-0]").fill("法治考核.镇街道数")
    page.locator("[name=right-1]").fill("法治考核.党委政府部门数")
    page.get_by_label("关系", exact=True).select_option("不小于")
    page.get_by_role("button", name="试一试").click()
    page.wait_for_selector(".notice", timeout=60_000)
    text = page.inner_text(".notice")
    assert "不应小于" in text
    assert "45 ≥ 8 + 27（相符）" in text
    page.get_by_label("必须成立的关系").fill("法治考核.单位总数 >= 法治考核.没有的")
    page.get_by_role("button", name="试一试").click()
    page.wait_for_selector(".trouble", timeout=60_000)
    assert "没有的" in page.inner_text("main")
    page.get_by_label("必须成立的关系").fill("法治考核.单位总数 >= 法治考核.法院数")
    page.get_by_label("不成立的算什么").select_option("警告")
    assert "已保存" in save(page)
    rule = drafter.open(desk.folder).catalogue().rules[-1]
    assert (rule.text, rule.severity) == ("法治考核.单位总数 >= 法治考核.法院数", "警告")
    look("/catalogue/rules/")


def test_a_department_is_renamed_everywhere(desk: Served, page: Page, look: Look) -> None:
    look("/catalogue/departments/")
    page.locator("[value=区法院]:not([type=hidden])").fill("区人民法院")
    page.locator("[name$=联系人]").first.fill("张三")
    assert "已保存" in save(page)
    catalogue = drafter.open(desk.folder).catalogue()
    named = {name for i in catalogue.indicators.values() for name in i.departments}
    assert "区人民法院" in named
    assert "区法院" not in named
    assert catalogue.departments[0].contact == "张三"


def test_settings_are_changed_and_mistakes_shown(desk: Served, page: Page, look: Look) -> None:
    before = catalogue_bytes(desk)
    look("/catalogue/settings/")
    assert "生成时可以另选" in page.inner_text("main")
    assert "--stage" not in page.inner_text("main")
    page.get_by_label("截止日期").fill("某日")
    assert "没有保存" in save(page)
    assert page.get_by_label("截止日期").get_attribute("aria-invalid") == "true"
    assert catalogue_bytes(desk) == before
    page.get_by_label("截止日期").fill("2023年11月15日")
    page.get_by_label("报送期限").fill("2023年11月20日")
    assert "已保存" in save(page)
    settings = drafter.open(desk.folder).catalogue().settings
    assert settings.cutoff.day == 15
    assert settings.texts["报送期限"] == "2023年11月20日"


def test_two_who_change_one_indicator_do_not_overwrite_each_other(desk: Served, page: Page) -> None:
    address = "/catalogue/indicators/of/法律援助.民事案件数/"
    other = page.context.new_page()
    for one in (page, other):
        go(one, desk, address)
    other.get_by_label("填报表上叫什么").fill("民事法律援助")
    assert "已保存" in save(other)
    other.close()
    page.get_by_label("填报表上叫什么").fill("民事援助案件")
    assert "被别人改过" in save(page)
    indicators = drafter.open(desk.folder).catalogue().indicators
    assert indicators["法律援助.民事案件数"].label == "民事法律援助"


def contacts(desk: Served) -> list[str]:
    return [d.contact for d in drafter.open(desk.folder).catalogue().departments]


def test_two_who_change_one_department_are_told_both_values_and_choose(
    desk: Served, page: Page
) -> None:
    other = page.context.new_page()
    for one in (page, other):
        go(one, desk, "/catalogue/departments/")
    other.locator("[name='0-联系人']").fill("王一")
    other.locator("[name='1-联系人']").fill("王二")
    other.locator("[name='2-联系人']").fill("王三")
    assert "已保存" in save(other)
    other.close()
    page.locator("[name='0-联系人']").fill("李一")
    page.locator("[name='1-联系人']").fill("李二")
    page.locator("[name='3-联系人']").fill("李四")
    text = save(page)
    assert "没有保存" in text
    assert "别人已改为“王一”" in text
    assert "王三" not in page.inner_text(".trouble")
    assert contacts(desk)[:3] == ["王一", "王二", "王三"]
    picture(page, "departments-clash")
    assert Axe().run(page).violations_count == 0
    assert page.locator("[name='0-联系人']").input_value() == "李一"
    page.locator("[name='1-联系人-pick'][value=theirs]").check()
    assert "已保存" in save(page)
    assert contacts(desk)[:4] == ["李一", "王二", "王三", "李四"]


def test_two_who_change_one_setting_are_told_both_values(desk: Served, page: Page) -> None:
    other = page.context.new_page()
    for one in (page, other):
        go(one, desk, "/catalogue/settings/")
    other.get_by_label("落款机关").fill("甲政府")
    assert "已保存" in save(other)
    other.close()
    page.get_by_label("落款机关", exact=True).fill("乙政府")
    assert "别人已改为“甲政府”" in save(page)
    assert drafter.open(desk.folder).catalogue().settings.texts["落款机关"] == "甲政府"
    page.get_by_label("用别人的").check()
    assert "已保存" in save(page) or "没有变化" in page.inner_text("main")
    assert drafter.open(desk.folder).catalogue().settings.texts["落款机关"] == "甲政府"
