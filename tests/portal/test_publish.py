"""公开 and 工具: what is open, the files that go out and their evidence, in a browser."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.commands import drafter
from tests.portal.conftest import Look, Served, picture

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]
SLIP = "全年受理案件613件，其中民事案件350件、刑事案件264件。"


def seen(page: Page, desk: Served, address: str) -> str:
    """What stands on the page when nothing is being done any more."""
    page.goto(f"{desk.root}{address}")
    page.wait_for_selector(".going", state="detached")
    return page.inner_text("main")


def test_the_whole_way_out(desk: Served, page: Page, look: Look, soffice: object) -> None:
    assert "还没有稿子" in seen(page, desk, "/publish/")
    assert drafter("draft", folder=desk.folder).returncode == 0
    look("/publish/")
    text = page.inner_text("main")
    assert "第1稿还不能公开，有1件事未办结" in text
    assert "填报45，应为43" in text
    page.get_by_role("link", name="到“意见”").click()
    page.wait_for_selector(".going", state="detached")
    (row,) = page.query_selector_all("tbody tr")
    assert "应为43" in row.inner_text()
    accept = ("accept", "法治考核.单位总数", "--reason", "含挂牌督办单位两个")
    assert drafter(*accept, folder=desk.folder).returncode == 0
    assert "生成新一稿" in seen(page, desk, "/publish/")
    assert drafter("draft", folder=desk.folder).returncode == 0
    assert "第2稿没有未办结的事项" in seen(page, desk, "/publish/")
    page.get_by_label("保密审查人").fill("李四")
    year = f"如{date.today().year}年"  # noqa: DTZ011
    assert year in (page.get_by_label("审查日期").get_attribute("placeholder") or "")
    page.get_by_label("审查日期").fill("2023年11月20日")
    picture(page, "publish-ready")
    page.get_by_role("button", name="生成公开文件").click()
    page.wait_for_selector(".notice", timeout=120_000)
    folder = desk.folder / "output/2023/公开"
    names = {path.name for path in folder.iterdir()}
    assert {"figures.csv", "figures.json", "证据包.zip"} < names
    look("/publish/")
    for name in names - {"证据包.zip"}:
        assert page.get_by_role("link", name=name).count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="下载证据包").click()
    pack = download.value.path()
    assert pack.read_bytes() == (folder / "证据包.zip").read_bytes()
    head = page.inner_text("code.copy")
    assert len(head) == 64
    _attested(desk, page, folder / "证据包.zip", head)


def _attested(desk: Served, page: Page, pack: Path, head: str) -> None:
    page.goto(f"{desk.root}/tools/")
    page.set_input_files("#pack", str(pack))
    page.get_by_label("公开时记下的总校验值").fill(f" {head[:32]} {head[32:].upper()}\t")
    page.get_by_role("button", name="核对有无改动").click()
    page.wait_for_url("**/tools/*/?done=*")
    assert "均与清单相符，没有改动" in page.inner_text("main")
    assert "与填写的一致" in page.inner_text("main")
    page.goto(f"{desk.root}/tools/")
    page.set_input_files("#pack", str(desk.folder / "templates/报告模板.docx"))
    page.get_by_role("button", name="核对有无改动").click()
    page.wait_for_selector(".trouble")
    assert "改动" not in page.inner_text(".trouble")
    assert "这不是drafter的证据包" in page.inner_text("main")
    page.goto(f"{desk.root}/tools/")
    page.set_input_files("#pack", str(pack))
    page.get_by_label("公开时记下的总校验值").fill(hashlib.sha256(b"").hexdigest())
    page.get_by_role("button", name="核对有无改动").click()
    page.wait_for_url("**/tools/*/?done=*")
    assert "处改动" in page.inner_text(".trouble")


def test_any_report_is_proofread_and_handed_back_with_its_remarks(
    desk: Served, page: Page, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph(SLIP)
    document.save(str(tmp_path / "别处的报告.docx"))
    for service, ending in (
        ("校对", "校对"),
        ("检查公文格式", "批注"),
        ("排成公文格式", "公文格式"),
    ):
        page.goto(f"{desk.root}/tools/")
        page.set_input_files("#file", str(tmp_path / "别处的报告.docx"))
        page.get_by_label(service, exact=True).check()
        page.get_by_role("button", name="开始").click()
        page.wait_for_url("**/tools/*/?done=*")
        with page.expect_download() as download:
            page.get_by_role("link", name="下载").click()
        assert download.value.suggested_filename == f"别处的报告（{ending}）.docx"
        with zipfile.ZipFile(download.value.path()) as archive:
            assert ("word/comments.xml" in archive.namelist()) == (service != "排成公文格式")
    page.goto(f"{desk.root}/tools/")
    page.set_input_files("#file", str(tmp_path / "别处的报告.docx"))
    page.get_by_label("取出文字", exact=True).check()
    page.get_by_role("button", name="开始").click()
    page.wait_for_url("**/tools/*/?done=*")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").click()
    assert SLIP in download.value.path().read_text("utf-8-sig")


def test_pasted_text_is_proofread(desk: Served, page: Page) -> None:
    page.goto(f"{desk.root}/tools/")
    page.get_by_label("把文字粘贴在这里").fill(SLIP)
    page.get_by_role("button", name="校对这段文字").click()
    page.wait_for_url("**/tools/*/?done=*")
    text = page.inner_text("main")
    assert "614" in text
    assert SLIP[:12] in text
    picture(page, "result")
    assert Axe().run(page).violations_count == 0


def test_what_is_no_document_is_refused_in_words(desk: Served, page: Page, tmp_path: Path) -> None:
    (tmp_path / "假.docx").write_bytes(b"PK\3\4" + bytes(100))
    page.goto(f"{desk.root}/tools/")
    page.set_input_files("#file", str(tmp_path / "假.docx"))
    page.get_by_role("button", name="开始").click()
    page.wait_for_selector(".trouble")
    assert "假.docx" in page.inner_text(".trouble")
