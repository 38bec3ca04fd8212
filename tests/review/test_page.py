"""The page in Chromium: it opens from a file, fetches nothing, and its keys and filters work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from drafter.desk.review.reviewing import Review
from drafter.desk.year.workspace import Workspace
from drafter.review.compare.cause import Cause, CellChange, Why
from drafter.review.compare.changes import Comparison, FigureChange
from drafter.review.compare.page import page as written

pytestmark = pytest.mark.slow
NARROWEST = "Math.min(...[...document.querySelectorAll('td')].map((cell) => cell.clientWidth))"


@pytest.fixture(scope="module")
def html(two_drafts: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("网页") / "对比.html"
    path.write_text(written(Review(two_drafts).diff()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def opened(html: Path, chromium: Browser) -> Iterator[tuple[Page, list[str]]]:
    """The page, and every address that it asked for."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.goto(html.as_uri())
    yield page, asked
    page.close()


def changes(number: int) -> list[FigureChange]:
    """Numbers, one in three a long text of which a sentence changed, and one a placeholder."""
    cell = CellChange("县司法局", "县司法局.xlsx › 填报表!D5", "613", "620", "第2次报送", "")
    text = "完善行政执法与刑事司法衔接机制，健全案件移送标准和程序。" * 40
    told = FigureChange("援助.总数", "法律援助案件", "整数", "件", "613件", "620件", "613", "620",
        "+7", "+1.1%", Cause(Why.DATA, (cell,)), "二（一）1", 12)  # fmt: skip
    long = replace(cell, old=text, new=f"{text}已全部落实。")
    texts = {"old": text, "new": long.new, "old_value": "", "new_value": "", "difference": ""}
    cause = Cause(Why.DATA, (long,))
    wide = replace(told, label="工作情况", kind="长文本", **texts, rate="", cause=cause)
    blank = replace(told, old="【待补：县司法局·法律援助案件】", difference="", rate="")
    return [(told, wide, blank)[n % 3] for n in range(number)]


@pytest.mark.parametrize("width", [800, 1280])
def test_it_keeps_to_the_width_of_the_window_whatever_changed(
    chromium: Browser, tmp_path: Path, width: int
) -> None:
    path = tmp_path / "对比.html"
    path.write_text(written(Comparison("报告", "第1稿", "第2稿", changes(200), [])), "utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(NARROWEST) >= 60
    assert (
        page.locator("td.text").first.inner_text()
        == "…接机制，健全案件移送标准和程序。已全部落实。"
    )
    assert page.inner_text("header p").startswith("变动的数133个，变动的文字内容67项")
    page.close()


def test_it_opens_from_the_file_alone(opened: tuple[Page, list[str]], html: Path) -> None:
    page, asked = opened
    assert asked == [html.as_uri()]
    assert page.inner_text("h1") == "城中区2023年法治政府建设工作报告：第1稿与第2稿对比"


def test_the_figures_come_first_with_their_cells(opened: tuple[Page, list[str]]) -> None:
    page, _ = opened
    rows = page.locator("tbody tr").all_inner_texts()
    assert len(rows) == 3
    assert "934家" in rows[0]
    assert "951家" in rows[0]
    assert "区工业和信息化局.xlsx › 填报表!D10" in rows[0]
    assert "补报17家" in rows[0]


def test_keys_go_from_change_to_change(opened: tuple[Page, list[str]]) -> None:
    page, _ = opened
    places = []
    for key in "nnnnp":
        page.keyboard.press(key)
        places.append(page.inner_text("#position"))
    assert places == ["1 / 3", "2 / 3", "3 / 3", "1 / 3", "3 / 3"]
    assert page.locator(".passage.current ins").inner_text() == "1600余"


def test_unchanged_parts_are_folded_until_they_are_asked_for(
    opened: tuple[Page, list[str]],
) -> None:
    page, _ = opened
    first = page.locator("details .side").first
    assert not first.is_visible()
    page.click("#unfold")
    assert first.is_visible()
    page.click("#fold")
    assert not first.is_visible()


def test_a_cause_that_is_filtered_out_is_hidden(opened: tuple[Page, list[str]]) -> None:
    page, _ = opened
    page.uncheck(".filter input")
    assert page.locator(".passage.change:visible").count() == 0
    assert page.locator("tbody tr:visible").count() == 0
    page.check(".filter input")
    assert page.locator(".passage.change:visible").count() == 3


def test_it_uses_the_width_and_never_scrolls_sideways(opened: tuple[Page, list[str]]) -> None:
    page, _ = opened
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
    assert page.locator(".sides").bounding_box()["width"] > 1350  # type: ignore[index]
