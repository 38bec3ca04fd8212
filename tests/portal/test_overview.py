"""总览 and 部门 in a browser: how the year stands, and the way from one step to the next."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from playwright.sync_api import Page

from drafter.desk.year.workspace import open_workspace
from tests.building import fill_form
from tests.portal.conftest import Look, Served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(county_desk: Served) -> Served:
    """The county's desk."""
    return county_desk


def go(page: Page, desk: Served, path: str) -> None:
    page.goto(f"{desk.root}{path}")
    page.wait_for_selector("main h1:not(:text('核查'))")


def saved(page: Page, link: str, file: str = "") -> bytes:
    """What comes by the link of those words, as the file of that name."""
    with page.expect_download() as waiting:
        links = page.get_by_role("link", name=link)
        (links.last if file == "退回.zip" else links.first).click()
    assert file in ("", waiting.value.suggested_filename)
    return waiting.value.path().read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/departments/", "/departments/of/县司法局/", "/departments/of/县住建局/"),
        "/departments/of/县审计局/history/",
    ],
)
def test_the_page_is_sound(address: str, look: Look) -> None:
    look(address)


def test_the_overview_tells_how_the_year_stands(page: Page, desk: Served) -> None:
    go(page, desk, "/")
    facts = page.locator(".facts").inner_text()
    assert "已报3个，未报1个，待选定1个" in facts
    assert "还有" in facts
    rows = {row.split("\t")[0]: row.split("\t")[1:] for row in _rows(page, ".heat >> nth=0")}
    assert rows["县司法局"] == ["已报", "2"]
    assert [*rows] == ["县住建局", "县法院", "县司法局", "县信访局"]
    assert rows["县信访局"] == ["未报"]
    assert "县审计局" not in rows
    assert "已报、没有错误和警告的1个部门" in page.content()
    sorts = {row.split("\t")[0]: row.split("\t")[1] for row in _rows(page, ".drawn >> nth=0")}
    assert sorts == {
        "上下限": "2", "报表文件": "2", "部门不一致": "2", "合计校验": "1", "目录记录": "",
    }  # fmt: skip
    assert "县住建局报来不止一份，请选定一份" in page.locator(".step").inner_text()


def _rows(page: Page, table: str) -> list[str]:
    return [row.inner_text().strip() for row in page.locator(f"{table} >> tbody tr").all()]


def test_one_of_two_forms_is_chosen_with_a_reason(page: Page, desk: Served) -> None:
    go(page, desk, "/departments/of/县住建局/")
    page.get_by_label("县住建局（旧）.xlsx").check()
    page.fill("#reason", "新表漏报")
    page.get_by_role("button", name="选定").click()
    page.wait_for_selector(".notice")
    assert "已取表：新表漏报；张三" in page.locator(".notice").inner_text()
    assert "已报" in page.locator("h1").inner_text()
    assert len(list(desk.folder.glob("records/2024/决定/*.json"))) == 1


def test_forms_are_made_and_handed_out(page: Page, desk: Served) -> None:
    go(page, desk, "/departments/")
    page.get_by_role("button", name="重新生成").click()
    page.wait_for_selector(".notice")
    assert "填报表5份" in page.locator(".notice").inner_text()
    names = {f"县{name}.xlsx" for name in ("司法局", "法院", "住建局", "信访局", "审计局")}
    with ZipFile(BytesIO(saved(page, "全部下载（压缩包）"))) as archive:
        assert set(archive.namelist()) == names
    page.get_by_text("逐份下载").click()
    form = openpyxl.load_workbook(BytesIO(saved(page, "县信访局.xlsx")))
    assert "填报表" in form.sheetnames


def test_what_is_wrong_goes_back_with_a_message_to_copy(page: Page, desk: Served) -> None:
    go(page, desk, "/departments/of/县司法局/")
    assert "填报615，应为613" in page.locator("main").inner_text()
    assert "贵单位报送的" in page.get_by_label("随附的消息").input_value()
    page.get_by_role("button", name="写出退回的表").click()
    page.wait_for_selector(".notice")
    assert "写出退给2个部门的表和消息" in page.locator(".notice").inner_text()
    go(page, desk, "/departments/")
    with ZipFile(BytesIO(saved(page, "全部下载（压缩包）", "退回.zip"))) as archive:
        names = {f"县{name}.{ending}" for name in ("司法局", "法院") for ending in ("xlsx", "txt")}
        assert set(archive.namelist()) == names
    go(page, desk, "/departments/of/县司法局/")
    copy = openpyxl.load_workbook(BytesIO(saved(page, "下载退回的表")))
    assert copy.sheetnames[0] == "更正清单"


def test_what_each_version_changed_is_shown_cell_by_cell(page: Page, desk: Served) -> None:
    fill_form(open_workspace(desk.folder), "县审计局", {"审计.项目": 15})
    go(page, desk, "/departments/of/县审计局/")
    page.get_by_role("link", name="看各次报送改了什么").click()
    page.wait_for_selector("h1:text('历次报送')")
    assert _rows(page, "main table") == ["填报表!D7\t审计项目\t12\t15"]


def test_a_silent_department_has_a_message_to_copy(page: Page, desk: Served) -> None:
    go(page, desk, "/departments/of/县信访局/")
    assert "尚未收到" in page.get_by_label("催报的消息").input_value()
