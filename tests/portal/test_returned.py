"""收稿: an edited Word file is dropped in, held against its draft, merged and taken."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import BrowserContext, Page

from drafter.desk.files.loose import keep_loose
from drafter.desk.year.workspace import Workspace, open_workspace
from drafter.draft.record import Manifest
from tests.building import sample
from tests.portal.conftest import Look, Served, served
from tests.portal.test_entrance import asked, entered
from tests.portal.visitor import Visitor
from tests.review.resubmitting import resubmit

pytestmark = pytest.mark.slow
TOTAL = "法律援助.案件总数"
ADDED = "另外办结往年案件77件。"


def edited(report: Path, target: Path) -> Path:
    """The report as a person edited it: 613 became 620, and a sentence came."""
    document = docx.Document(str(report))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    next(run for run in runs if run.text == "613").text = "620"
    next(p for p in document.paragraphs if "办理法律援助案件" in p.text).add_run(ADDED)
    document.save(str(target))
    return target


def last(workspace: Workspace) -> Manifest:
    return workspace.drafted().manifest


@pytest.fixture(scope="module")
def copy(desk: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """第1稿 as it came back; since then the department reports another figure."""
    workspace = open_workspace(desk.folder)
    report = workspace.draft().folder / "报告.docx"
    path = edited(report, tmp_path_factory.mktemp("来稿") / "报告（张三改）.docx")
    resubmit(workspace, "区司法局", TOTAL, 615)
    return path


def test_what_came_back_is_verified_merged_and_taken(page: Page, desk: Served, copy: Path) -> None:
    workspace = open_workspace(desk.folder)
    page.goto(f"{desk.root}/returned/")
    page.set_input_files("#files", copy)
    page.click("text=收稿并核对")
    page.wait_for_selector("summary:has-text('全部')", timeout=60_000)
    text = page.inner_text("main")
    assert "报告（张三改）.docx：由第1稿改成" in text
    assert "有变动1处；没有出处的数1个" in text
    assert "620" in page.inner_text(".findings")
    assert "77" in page.inner_text(".findings")
    (kept,) = workspace.records(2023).returned()
    assert workspace.records(2023).returned_file(kept).read_bytes() == copy.read_bytes()
    page.click("text=与今天的数据合并")
    page.wait_for_selector("#merged", timeout=60_000)
    assert page.inner_text("#merged dl").split() == ["原稿", "613", "手改", "620", "现报", "615"]
    with page.expect_download() as download:
        page.click("text=下载报告（张三改）（合并）.docx")
    merged = desk.folder / "output/2023/收稿/报告（张三改）（合并）.docx"
    assert download.value.path().read_bytes() == merged.read_bytes()
    page.check("text=用现报的，撤回这处手改")
    page.fill("#by", "张三")
    page.fill("#day", "2023-11-20")
    page.click("text=作为新的一稿")
    page.wait_for_selector(".notice", timeout=60_000)
    manifest = last(workspace)
    assert f"已作为第{manifest.number}稿" in page.inner_text(".notice")
    assert [(e.new, e.by, e.date) for e in manifest.edits] == [(ADDED, "张三", "2023年11月20日")]
    assert [m.words for m in manifest.marks if m.figure.key == TOTAL] == ["615"]


def test_an_edit_in_force_is_listed_and_withdrawn(page: Page, desk: Served, copy: Path) -> None:
    workspace = open_workspace(desk.folder)
    page.goto(f"{desk.root}/returned/")
    assert "77" in page.inner_text("form table")
    page.check("[name=edit]")
    page.click("text=撤回勾选的手改")
    page.wait_for_selector(".notice", timeout=60_000)
    manifest = last(workspace)
    assert f"已撤回，生成第{manifest.number}稿" in page.inner_text(".notice")
    assert manifest.edits == ()
    assert not any(ADDED in paragraph.text for paragraph in manifest.paragraphs)


def test_nothing_chosen_a_wrong_day_and_a_strange_file_are_said_so(
    context: BrowserContext, desk: Served, copy: Path, tmp_path: Path
) -> None:
    page = context.new_page()
    strange = docx.Document()
    strange.add_paragraph("与此无关的文字。")
    strange.save(str(tmp_path / "别的.docx"))
    page.goto(f"{desk.root}/returned/")
    page.set_input_files("#files", tmp_path / "别的.docx")
    page.click("text=收稿并核对")
    page.wait_for_selector("[role=alert]", timeout=60_000)
    assert "请核对是否为本工作目录的稿子" in page.inner_text("[role=alert]")
    answer = page.request.get(f"{desk.root}/returned/{'0' * 64}/")
    assert "请把改回来的文件重新送一次" in answer.text()
    page.close()


def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    workspace = sample(tmp_path / "城中区")
    report = workspace.draft().folder / "报告.docx"
    path = edited(report, tmp_path / "改.docx")
    from drafter.desk.review.receiving import keep

    own = keep(workspace, path).sha256
    assert own == hashlib.sha256(path.read_bytes()).hexdigest()
    stored = workspace.records(2023).returned_file(keep(workspace, path))
    stored.write_bytes(b"")
    assert keep(workspace, path).serial == 1
    assert stored.read_bytes() == path.read_bytes()
    for _ in range(2):
        with served(tmp_path / "城中区") as serving:
            status, text, _ = asked(serving, "/returned/", Cookie=entered(serving))
            assert status == 200
            assert "改.docx" in text
            assert own in text


ADDRESSES = ("/returned/", "/returned/{own}/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_are_sound(address: str, look: Look, desk: Served, copy: Path) -> None:
    look(address.format(own=hashlib.sha256(copy.read_bytes()).hexdigest()))


def test_a_merge_and_a_comparison_are_there_after_a_restart(tmp_path: Path) -> None:
    sample(tmp_path)
    workspace = open_workspace(tmp_path)
    report = workspace.draft().folder / "报告.docx"
    copy = edited(report, tmp_path / "报告（李四改）.docx").read_bytes()
    resubmit(workspace, "区司法局", TOTAL, 615)
    with served(tmp_path) as serving:
        visitor = Visitor(serving)
        visitor.get("/returned/")
        visitor.post("/returned/sent/", files=[("报告（李四改）.docx", copy)])
        file = visitor.path.partition("?")[0]
        visitor.get(file)
        assert "今天的稿子" in visitor.post(f"{file}merged/")
        hashes = [
            keep_loose(workspace.folders, p) for p in (report, tmp_path / "报告（李四改）.docx")
        ]
        compared = f"/compare/?old={hashes[0]}&new={hashes[1]}"
        assert ADDED in visitor.get(compared)
    with served(tmp_path) as serving:
        visitor = Visitor(serving)
        page = visitor.get(file)
        assert "今天的稿子：第2稿" in page
        assert "双方都改了" in page
        link = re.search(r'href="(/returned/merges/[^"]+)"', page)
        assert link is not None
        visitor.get(link[1])
        assert visitor.status == 200
        assert ADDED in visitor.get(compared)
