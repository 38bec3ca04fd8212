"""领导: one page of the year, each leader's own; and letters on 部门."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from drafter.desk.records.review_filings import Look, Notice
from drafter.desk.year.workspace import open_workspace
from tests.building import sample
from tests.portal.conftest import Look as Looked
from tests.portal.conftest import Served
from tests.portal.people import hired, officers, portal
from tests.portal.visitor import Stranger
from tests.review.resubmitting import resubmit

pytestmark = pytest.mark.slow


def test_what_changed_since_the_last_look_is_listed(page: Page, desk: Served) -> None:
    workspace = open_workspace(desk.folder)
    workspace.draft()
    page.goto(f"{desk.root}/brief/")
    page.wait_for_selector("text=第一次阅看", timeout=60_000)
    assert "第1稿" in page.inner_text(".facts")
    page.click("button:text-is('已阅')")
    page.wait_for_selector(".step >> text=没有变化", timeout=60_000)
    resubmit(workspace, "区司法局", "法律援助.案件总数", 615)
    workspace.draft()
    page.goto(f"{desk.root}/brief/")
    page.wait_for_selector(".step >> text=新生成第2稿", timeout=60_000)
    page.click("text=看变动的数")
    assert "法律援助案件　613件 → 615件" in page.inner_text(".step")
    assert "法律援助案件" in page.inner_text(".findings")  # 615 is not 350 + 263
    assert len(workspace.records(2023).filed(Look)) == 1


def test_letters_are_written_and_downloaded(page: Page, desk: Served) -> None:
    workspace = open_workspace(desk.folder)
    (desk.folder / "inputs/2023/区检察院.xlsx").unlink()
    page.goto(f"{desk.root}/departments/")
    page.click("text=给未报的部门写函")
    page.wait_for_selector("#letters", timeout=60_000)
    with page.expect_download() as download:
        page.click("#letters a")
    (notice,) = workspace.records(2023).filed(Notice)
    assert download.value.suggested_filename == notice.file
    kept = desk.folder / "output/2023/函件" / notice.file
    assert download.value.path().read_bytes() == kept.read_bytes()


@pytest.mark.parametrize("address", ["/brief/", "/departments/", "/departments/of/区检察院/"])
def test_the_pages_are_sound(address: str, look: Looked) -> None:
    look(address)


@pytest.fixture(scope="module")
def leaders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Stranger]]:
    folder = tmp_path_factory.mktemp("城中区")
    sample(folder).draft(stage="送审稿")
    officers(folder)
    with portal(folder) as serving:
        yield [
            hired(serving, "领导", name, login)
            for name, login in (("钱力", "qianli"), ("孙明", "sunming"))
        ]


def test_each_leader_has_looked_for_himself(leaders: list[Stranger]) -> None:
    first, second = leaders
    assert "第一次阅看" in first.get("/")
    first.post("/brief/seen/", {})
    assert "没有变化" in first.get("/brief/")
    assert "第一次阅看" in second.get("/brief/")
    assert "<a" in second.get("/drafts/1/")


def test_leaders_sign_in_turn_and_under_their_own_names(leaders: list[Stranger]) -> None:
    first, second = leaders
    second.get("/signatures/")
    second.post("/signatures/made/", {"role": "分管领导", "opinion": "同意", "draft": "1"})
    assert "按审签顺序，分管领导之前应先由科室审签" in second.page
    first.get("/signatures/")
    sent = {"role": "科室", "opinion": "同意", "draft": "1", "who": "孙明"}
    first.post("/signatures/made/", sent)
    assert "钱力（科室）同意" in first.page
    second.get("/signatures/")
    second.post("/signatures/made/", {"role": "分管领导", "opinion": "同意", "draft": "1"})
    assert "孙明（分管领导）同意" in second.page


def test_no_page_of_a_leader_leads_to_one_that_he_may_not_open(leaders: list[Stranger]) -> None:
    first, _ = leaders
    pages = ("/brief/", "/drafts/", "/drafts/1/", "/drafts/1/comments/", "/signatures/")
    addresses = {
        path.partition("?")[0].partition("#")[0]
        for page in pages
        for path in re.findall(r'(?:href|action)="(/[^"]*)"', first.get(page))
    }
    figures = [path for path in addresses if "/figures/" in path]
    addresses |= set(re.findall(r'(?:href|action)="(/[^"#?]*)', first.get(figures[0])))
    for path in sorted(addresses - {*figures[3:]}):
        first.ask("GET", path)
        assert "不办这一项" not in first.page, path
