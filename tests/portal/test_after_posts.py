"""What a page says after something was sent is for everybody too: done, refused, failed, half done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.portal.conftest import Served, picture

pytestmark = pytest.mark.slow
SLIP = "全年受理案件613件，其中民事案件350件、刑事案件264件。"


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Word file with a slip, one that is none, a workbook that is none."""
    folder = tmp_path_factory.mktemp("文件")
    document = docx.Document()
    document.add_paragraph(SLIP)
    document.save(str(folder / "别处的报告.docx"))
    for name in ("假.docx", "假.xlsx"):
        (folder / name).write_bytes(b"PK\3\4" + bytes(100))
    return folder


class Sender:
    """Whoever sends forms, and holds every page that comes of it to the same."""

    def __init__(self, page: Page, desk: Served) -> None:
        self.page, self.root = page, desk.root

    def at(self, address: str) -> Page:
        """The page at the address, loaded."""
        self.page.goto(f"{self.root}{address}")
        self.page.wait_for_selector(".going", state="detached", timeout=60_000)
        return self.page

    def sends(self, button: str, name: str, says: str) -> None:
        """Press; what comes says that, and is sound at both sizes."""
        self.page.click(f"main button:has-text('{button}')")
        self.page.wait_for_selector(f"main >> text={says}", timeout=120_000)
        picture(self.page, f"after-{name}")
        results = Axe().run(self.page)
        assert results.violations_count == 0, results.generate_report()


@pytest.fixture
def sender(context: BrowserContext, desk: Served) -> Iterator[Sender]:
    """With a page of its own: that a page is a refusal is an error to the browser."""
    page = context.new_page()
    yield Sender(page, desk)
    page.close()


def test_files_that_are_sent(sender: Sender, sheets: Path) -> None:
    sender.at("/departments/").set_input_files("#files", sheets / "假.xlsx")
    sender.sends("收入", "received", "没有收入")
    assert "有没有办成的" in sender.page.inner_text(".notice[data-amiss]")
    sender.at("/returned/").set_input_files("#files", sheets / "假.docx")
    sender.sends("收稿并核对", "returned-none", "假.docx")
    sender.at("/catalogue/").set_input_files("#files", sheets / "假.docx")
    sender.sends("检查并换上", "replaced-none", "假.docx")


def test_forms_that_are_sent(sender: Sender) -> None:
    sender.at("/departments/")
    sender.sends("生成填报表", "issued", "请下载后发给各部门")
    sender.at("/drafts/")
    sender.sends("生成新一稿", "drafted", "已生成第1稿")
    sender.sends("生成新一稿", "drafted-again", "内容没有变化")
    sender.at("/findings/").fill("#reason", "不重复计入")
    sender.sends("采纳勾选的", "accepted-none", "还没有勾选意见")
    sender.at("/signatures/").fill("#who", "王五")
    sender.sends("记下审签", "signed", "已记下")
    sender.at("/tools/")
    sender.sends("检查", "machine", "下发、填写、读回，613无误")
    sender.at("/catalogue/indicators/of/法律援助.案件总数/").click("text=删去这项指标")
    sender.sends("确定删去", "not-removed", "没有保存")


@pytest.mark.parametrize("service", ["校对", "检查公文格式", "排成公文格式", "取出文字"])
def test_the_results_of_tools(sender: Sender, sheets: Path, service: str) -> None:
    page = sender.at("/tools/")
    page.set_input_files("#file", sheets / "别处的报告.docx")
    page.get_by_label(service, exact=True).check()
    sender.sends("开始", f"tool-{service}", "再办一件")
    page = sender.at("/tools/")
    page.set_input_files("#file", sheets / "假.docx")
    page.get_by_label(service, exact=True).check()
    sender.sends("开始", f"tool-{service}-refused", "假.docx")
    assert page.locator("main a:text('回到“工具”')").count() == 1
