"""对比: two drafts or two files, with causes, and the redline to download."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from playwright.sync_api import BrowserContext, Page

from drafter.desk.year.workspace import open_workspace
from tests.portal.conftest import Look, Served
from tests.review.resubmitting import resubmit_three

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def two(desk: Served) -> Served:
    """The desk with two drafts, three figures sent anew between them."""
    workspace = open_workspace(desk.folder)
    workspace.draft()
    resubmit_three(workspace)
    workspace.draft()
    return desk


def opened(page: Page, desk: Served, address: str) -> None:
    page.goto(f"{desk.root}{address}")
    page.wait_for_selector("#file-old", state="attached", timeout=60_000)


def test_two_drafts_are_compared_with_causes_and_a_redline(page: Page, two: Served) -> None:
    opened(page, two, "/compare/")
    assert page.input_value("#old") == "1"
    assert page.input_value("#new") == "2"
    page.click("button:text-is('比较')")
    page.wait_for_selector(".compared", timeout=60_000)
    text = page.inner_text("main")
    assert "第1稿 → 第2稿" in text
    assert "变动的数" in text
    assert "第2次报送" in text
    assert page.query_selector_all(".passage.change del")
    with page.expect_download() as whole:
        page.click("text=另存为网页")
    assert whole.value.suggested_filename == "第1稿与第2稿（对比）.html"
    assert "第2次报送" in whole.value.path().read_text("utf-8")
    page.click("#next")
    assert page.inner_text("#position").startswith("1 / ")
    page.fill("#author", "县司法局np")
    page.click("text=生成带修订的对比稿")
    page.wait_for_selector(".notice", timeout=60_000)
    assert "全部拒绝即旧稿" in page.inner_text(".notice")
    with page.expect_download() as download:
        page.click("text=下载第1稿与第2稿（对比稿）.docx")
    content = download.value.path().read_bytes()
    assert content == (two.folder / "output/2023/对比/第1稿与第2稿（对比稿）.docx").read_bytes()
    body = docx.Document(BytesIO(content)).element.xml
    assert "<w:ins " in body
    assert 'w:author="县司法局np"' in body


def written(path: Path, text: str) -> Path:
    document = docx.Document()
    document.add_paragraph(text)
    document.save(path)
    return path


def test_two_files_from_anywhere_are_compared(page: Page, two: Served, tmp_path: Path) -> None:
    opened(page, two, "/compare/")
    page.set_input_files("#file-old", written(tmp_path / "甲稿.docx", "办理案件613件。"))
    page.set_input_files("#file-new", written(tmp_path / "乙稿.docx", "办理案件620件。"))
    page.click("text=比较这两个文件")
    page.wait_for_selector(".compared", timeout=60_000)
    assert "甲稿.docx → 乙稿.docx" in page.inner_text("h1")
    assert [e.inner_text() for e in page.query_selector_all("del, ins")] == ["613", "620"]
    page.click("text=生成带修订的对比稿")
    page.wait_for_selector(".notice", timeout=60_000)
    assert (two.folder / "output/2023/对比/甲稿与乙稿（对比稿）.docx").is_file()


def test_what_is_no_word_file_or_no_more_there_is_said_so(
    context: BrowserContext, two: Served, tmp_path: Path
) -> None:
    page = context.new_page()  # the refusal is an error to its console
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04" + bytes(100))
    opened(page, two, "/compare/")
    page.set_input_files("#file-old", tmp_path / "坏.docx")
    page.set_input_files("#file-new", written(tmp_path / "乙稿.docx", "办理案件620件。"))
    page.click("text=比较这两个文件")
    page.wait_for_selector("[role=alert]", timeout=60_000)
    assert "坏.docx" in page.inner_text("[role=alert]")
    for old in ("f" * 64, "../../etc/passwd", "9", "x"):
        answer = page.request.get(f"{two.root}/compare/?old={old}&new=1")
        assert answer.status == 409, old
        assert "请重新送一次" in answer.text() or "没有第9稿" in answer.text()


@pytest.mark.parametrize("address", ["/compare/", "/compare/?old=1&new=2"])
def test_the_pages_are_sound(address: str, look: Look, two: Served) -> None:
    look(address)
