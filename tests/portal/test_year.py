"""A clerk's whole year in the browser, from an empty folder to an attested publication: by mouse, in
Chromium 86, by keyboard alone, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext

from drafter.desk.year.drafts import draft_in
from tests.portal.conftest import Served, served
from tests.portal.hands import Hands, Keys, OldHands

pytestmark = pytest.mark.slow
INPUTS = Path(__file__).parents[2] / "inputs/2023"
WRONG = "区法院"
PICTURES = {
    "ledger": "/ledger/",
    "signing": "/signatures/",
    "catalogue": "/catalogue/",
}


def opened(
    browser: Browser, desk: Served, hands: type[Hands], script: bool
) -> tuple[BrowserContext, Hands]:
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", java_script_enabled=script
    )
    page = context.new_page()
    page.goto(desk.opening)
    return context, hands(page, desk.root)


WAYS = {
    "today": (Hands, True),
    "chromium-86": (OldHands, True),
    "keyboard": (Keys, True),
    "without-script": (Hands, False),
}


@pytest.fixture(params=WAYS)
def clerk(
    request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path
) -> Iterator[tuple[Hands, Path]]:
    """The hands, and a folder with nothing in it."""
    kind, script = WAYS[request.param]
    browser = request.getfixturevalue("chromium86") if kind is OldHands else chromium
    folder = tmp_path / "城中区"
    folder.mkdir()
    with served(folder) as desk:
        context, hands = opened(browser, desk, kind, script)
        yield hands, folder
        context.close()


def spoiled(folder: Path) -> Path:
    """The court's form with words where a number should stand."""
    book = openpyxl.load_workbook(INPUTS / f"{WRONG}.xlsx")
    sheet = book["填报表"]
    row = next(r for r in range(2, sheet.max_row + 1) if isinstance(sheet.cell(r, 4).value, int))
    sheet.cell(row, 4).value = "见附件"
    path = folder / f"{WRONG}.xlsx"
    book.save(path)
    return path


def edited(path: Path, folder: Path) -> Path:
    """The draft as a leader sends it back: a figure changed, a sentence added."""
    document = docx.Document(str(path))
    paragraph = next(p for p in document.paragraphs if "613" in p.text)
    run = next(r for r in paragraph.runs if "613" in r.text)
    run.text = run.text.replace("613", "631")
    document.paragraphs[2].add_run("请各部门再核对一遍。")
    copy = folder / "报告（领导改）.docx"
    document.save(str(copy))
    return copy


def test_the_whole_year_is_done_in_the_browser(clerk: tuple[Hands, Path], tmp_path: Path) -> None:
    hands, folder = clerk
    hands.go("/")
    hands.fill("region", "城中区")
    hands.fill("year", "2023")
    hands.press("下一步：看看要建什么")
    hands.picture("new")
    hands.press("就这样新建")
    assert (folder / "templates/指标目录.xlsx").is_file()

    hands.go("/departments/")
    hands.press("生成填报表")
    assert len(list(folder.glob("output/2023/下发/*.xlsx"))) == 14

    good = [path for path in sorted(INPUTS.glob("*.xlsx")) if path.stem != WRONG]
    hands.go("/departments/")
    hands.drop([*good, spoiled(tmp_path)])
    hands.press("收入")
    assert hands.read(".notice").count("：收入") == 14
    hands.picture("overview", "/")
    hands.go("/findings/")
    hands.picture("findings")
    findings = hands.read()
    assert "应为43" in findings
    assert "见附件" in findings

    hands.go("/departments/")
    hands.press("写出退回的表")
    assert {path.stem for path in folder.glob("output/2023/退回/*.xlsx")} == {"区司法局", WRONG}
    hands.go("/departments/")
    hands.drop([INPUTS / f"{WRONG}.xlsx"])
    hands.press("收入")
    assert f"代替原来的{WRONG}.xlsx" in hands.read(".notice")

    hands.picture("departments", "/departments/")
    hands.go("/drafts/")
    hands.press("生成新一稿")
    first = folder / "output/2023/第1稿"
    assert (first / "报告.docx").is_file()
    mark = next(m for m in draft_in(first).manifest.marks if "613" in m.words)
    hands.go(f"/drafts/1/figures/{mark.name}/")
    assert "区司法局.xlsx › 填报表!" in hands.read()

    hands.go("/returned/")
    hands.drop([edited(first / "报告.docx", tmp_path)])
    hands.press("收稿并核对")
    assert "631" in hands.read()
    hands.picture("returned")
    hands.press("与今天的数据合并")
    hands.fill("by", "张副区长")
    hands.press("作为新的一稿")
    second = folder / "output/2023/第2稿"
    assert "请各部门再核对一遍。" in words(second)

    hands.go("/compare/?old=1&new=2")
    comparison = hands.read()
    assert "613" in comparison
    assert "631" in comparison
    hands.picture("comparison")

    hands.go("/publish/")
    assert "还不能公开" in hands.read()
    hands.picture("publish")
    hands.go("/returned/")
    withdraw(hands, "631")
    assert "613" in words(folder / "output/2023/第3稿")
    assert "请各部门再核对一遍。" in words(folder / "output/2023/第3稿")
    hands.go("/findings/")
    hands.tick("应为43")
    hands.fill("reason", "两个单位是跨镇设立的，不重复计入各镇")
    hands.press("采纳勾选的")
    hands.go("/drafts/")
    hands.press("生成新一稿")
    assert (folder / "output/2023/第4稿/报告.docx").is_file()

    hands.go("/signatures/")
    hands.fill("who", "王五")
    hands.press("记下审签")
    assert "王五" in hands.read()

    hands.go("/publish/")
    hands.fill("checked_by", "李四")
    hands.fill("checked_on", "2023年11月20日")
    hands.press("生成公开文件")
    published = folder / "output/2023/公开"
    assert {path.suffix for path in published.iterdir()} >= {
        ".docx",
        ".pdf",
        ".html",
        ".csv",
        ".zip",
    }
    head = re.search("[0-9a-f]{64}", hands.read())
    assert head is not None
    hands.go("/tools/")
    hands.picture("tools")
    hands.drop([published / "证据包.zip"], "pack")
    hands.fill("head", head[0])
    hands.press("核对有无改动")
    assert "没有改动" in hands.read() or "未被改动" in hands.read()
    for name, path in PICTURES.items():
        hands.picture(name, path)
    hands.picture("draft", "/drafts/4/", pressed=f"#{mark.name}")


def words(draft: Path) -> str:
    """What the draft's report says."""
    return "\n".join(p.text for p in docx.Document(str(draft / "报告.docx")).paragraphs)


def withdraw(hands: Hands, number: str) -> None:
    """Take back the edits in which the number stands."""
    hands.tick(number)
    hands.press("撤回勾选的手改")
