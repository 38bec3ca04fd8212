"""The second kit in the browser, from an empty folder to what is published; a 固定表 filled in online
as the table that it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.disclosure import YEAR, figures, fill
from tests.portal.conftest import Served, served
from tests.portal.hands import Hands
from tests.portal.test_year import opened

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Served, Path]]:
    """A folder with nothing in it, served."""
    folder = tmp_path / "平安县"
    folder.mkdir()
    with served(folder) as serving:
        yield serving, folder


def test_from_new_to_published(
    desk: tuple[Served, Path], chromium: Browser, tmp_path: Path
) -> None:
    serving, folder = desk
    context, hands = opened(chromium, serving, Hands, True)
    hands.go("/")
    hands.page.get_by_label("写哪一种报告").select_option("政府信息公开")
    hands.fill("region", "平安县")
    hands.fill("year", str(YEAR))
    hands.press("下一步：看看要建什么")
    assert hands.page.get_by_label("写哪一种报告").input_value() == "政府信息公开"
    assert Axe().run(hands.page).violations_count == 0
    hands.press("就这样新建")
    hands.go("/departments/")
    hands.press("生成填报表")
    issued = sorted((folder / f"output/{YEAR}/下发").glob("*.xlsx"))
    assert [path.stem for path in issued] == ["县司法局", "县政府办公室"]
    forms = [tmp_path / path.name for path in issued]
    wrong = {**figures(), "申请.重复申请_自然人": figures()["申请.重复申请_自然人"] + 1}
    for form, target in zip(issued, forms, strict=True):
        fill(form, target, wrong)
    hands.go("/departments/")
    hands.drop(forms)
    hands.press("收入")
    hands.go("/findings/")
    assert "所在的行和列都差1，请先核对此格" in hands.read()
    for form, target in zip(issued, forms, strict=True):
        fill(form, target, figures())
    hands.go("/departments/")
    hands.drop(forms)
    hands.press("收入")
    for path in ("/catalogue/", "/catalogue/indicators/", "/ledger/"):
        hands.go(path)
        assert Axe().run(hands.page).violations_count == 0, path
    hands.go("/drafts/")
    hands.press("生成新一稿")
    hands.go("/drafts/1/")
    assert "4.无正当理由大量反复申请" in hands.read()
    hands.go("/publish/")
    hands.fill("checked_by", "李四")
    hands.fill("checked_on", "2025年1月20日")
    hands.press("生成公开文件")
    published = folder / f"output/{YEAR}/公开"
    assert {path.suffix for path in published.iterdir()} >= {".docx", ".html", ".csv", ".zip"}
    context.close()
