"""征求意见: the bureau sends a draft out, departments say what they think of it, each for itself, and
the bureau rules and writes the table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from playwright.sync_api import Page

from drafter.desk.opinions.consulting import consult, consultations
from drafter.desk.year.workspace import open_workspace
from tests.building import sample
from tests.portal.conftest import Look, Served
from tests.portal.people import entered, hired, links, officers, portal
from tests.portal.visitor import Stranger

pytestmark = pytest.mark.slow
LAW, OFFICE, COURT = "区司法局", "区政府办公室", "区检察院"


def test_the_bureau_sends_registers_rules_and_writes_the_table(page: Page, desk: Served) -> None:
    workspace = open_workspace(desk.folder)
    page.goto(f"{desk.root}/rounds/")
    page.wait_for_selector("text=先到“稿子”栏生成征求意见稿", timeout=60_000)
    workspace.draft(stage="征求意见稿")
    page.goto(f"{desk.root}/rounds/")
    page.fill("#until", "2099-12-01")
    page.click("text=只发给一部分部门")
    for name in (LAW, OFFICE, COURT):
        page.check(f"input[value='{name}']")
    page.click("text=发出第1稿")
    page.wait_for_selector("text=已向3个部门征求意见，请于2099年12月1日前反馈", timeout=60_000)
    with page.expect_download() as download:
        page.click("text=下载征求意见稿")
    assert b"comments" not in download.value.path().read_bytes()
    page.click("text=看发出的稿子")
    page.wait_for_selector(".leaf", timeout=60_000)
    page.click("[aria-label='对第32段提意见']")
    page.select_option("#department", OFFICE)
    page.fill("#proposal", "热线咨询次数改用全年数")
    page.fill("#reason", "与统计公报一致")
    page.click("text=提交意见")
    page.wait_for_selector("text=区政府办公室：意见已记下", timeout=60_000)
    assert page.inner_text("[aria-label='对第32段提意见']") == "已提意见1条"
    page.select_option("#department", COURT)
    page.click("button:text-is('登记')")
    page.wait_for_selector("text=区检察院：已记为无意见", timeout=60_000)
    page.goto(f"{desk.root}/rounds/")
    page.select_option(".thread select", "未采纳")
    page.fill(".thread input[name=reason]", "统计期为1月1日至11月5日，全文一致")
    page.click(".thread button:text-is('记下')")
    page.wait_for_selector(".thread >> text=未采纳：统计期", timeout=60_000)
    page.click("text=写出意见采纳情况表")
    page.wait_for_selector("text=已写出意见采纳情况表.docx", timeout=60_000)
    with page.expect_download() as download:
        page.click("text=下载意见采纳情况表.docx")
    rows = docx.Document(str(download.value.path())).tables[0].rows
    assert [cell.text for cell in rows[1].cells][4:] == [
        "未采纳",
        "统计期为1月1日至11月5日，全文一致",
    ]
    (standing,) = consultations(workspace.records(2023))
    assert (standing.silent, standing.content) == ((LAW,), (COURT,))


@pytest.mark.parametrize(
    "address", ["/rounds/", "/rounds/read/", "/rounds/1/of/32/", "/rounds/1/of/0/"]
)
def test_the_pages_are_sound(address: str, look: Look) -> None:
    look(address)


@pytest.fixture(scope="module")
def departments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Stranger]]]:
    """A shared portal with a round, and two departments who came in: one was asked, one not."""
    folder = tmp_path_factory.mktemp("城中区")
    workspace = sample(folder)
    workspace.draft(stage="征求意见稿")
    consult(workspace, "2099-12-01", [LAW, OFFICE])
    officers(folder)
    with portal(folder) as serving:
        clerk = hired(serving, "起草", "李文", "liwen")
        issued = links(clerk, LAW, OFFICE, COURT)
        yield folder, [entered(serving, *issued[name]) for name in (LAW, OFFICE, COURT)]


def test_a_department_speaks_for_itself_alone(departments: tuple[Path, list[Stranger]]) -> None:
    folder, (law, office, _) = departments
    assert "我单位没有意见" in law.get("/round/")
    assert "_fig_" not in law.page
    assert "批注" not in law.page
    law.get("/rounds/1/of/32/")
    sent = {"proposal": "<b>压缩</b>", "reason": "太长", "department": OFFICE, "by": "别人"}
    law.post("/rounds/1/of/32/sent/", sent)
    assert "区司法局：意见已记下" in law.page
    assert "&lt;b&gt;压缩&lt;/b&gt;" in law.page
    assert "压缩" not in office.get("/round/")
    office.post("/rounds/1/none/", {"department": LAW})
    assert "区政府办公室：已记为无意见" in office.page
    (standing,) = consultations(open_workspace(folder).records(2023))
    (opinion,) = standing.opinions
    assert (opinion.view.department, opinion.view.who) == (LAW, "赵敏")
    assert standing.content == (OFFICE,)


def test_who_was_not_asked_finds_nothing(departments: tuple[Path, list[Stranger]]) -> None:
    folder, (law, office, court) = departments
    assert "现在没有向贵单位征求意见" in court.get("/round/")
    name = next((folder / "output/2023/征求意见/第1轮").iterdir()).name
    for path in ("/rounds/1/of/32/", f"/rounds/1/files/{quote(name)}", "/rounds/7/of/32/"):
        court.ask("GET", path)
        assert court.status == 404, path
    law.ask("GET", f"/rounds/1/files/{quote(name)}")
    assert law.status == 200
    law.ask("GET", "/rounds/1/files/" + quote("意见采纳情况表.docx"))
    assert law.status == 404
    office.get("/rounds/1/of/32/")
    office.post("/rounds/1/views/1/back/", {})
    assert "区政府办公室没有提过这条意见" in office.page
