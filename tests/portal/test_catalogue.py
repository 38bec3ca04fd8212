"""目录模板: the catalogue and the template looked at, checked and replaced, in a browser."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from drafter.desk.files.folders import CATALOGUE, TEMPLATE
from tests.portal.conftest import Served

pytestmark = pytest.mark.slow


def send(page: Page, desk: Served, *files: Path) -> str:
    """What the desk says to the files."""
    page.goto(f"{desk.root}/catalogue/")
    page.wait_for_selector("#files")
    page.set_input_files("#files", [str(file) for file in files])
    page.get_by_role("button", name="检查并换上").click()
    page.wait_for_selector(".notice, .trouble")
    return page.inner_text("main")


def test_a_broken_catalogue_is_refused_with_its_mistakes(
    desk: Served, page: Page, tmp_path: Path
) -> None:
    before = (desk.folder / CATALOGUE).read_bytes()
    book = load_workbook(desk.folder / CATALOGUE)
    book["指标"]["D3"] = "整树"
    book["指标"]["E4"] = "区审计局"
    book.save(tmp_path / "目录.xlsx")
    text = send(page, desk, tmp_path / "目录.xlsx")
    assert "3处错误" in text
    assert "目录.xlsx › 指标!D3" in text
    assert "区审计局" in text
    assert (desk.folder / CATALOGUE).read_bytes() == before


def test_a_template_that_names_what_is_not_there_is_refused(
    desk: Served, page: Page, tmp_path: Path
) -> None:
    before = (desk.folder / TEMPLATE).read_bytes()
    document = docx.Document(str(desk.folder / TEMPLATE))
    document.add_paragraph("新增{{ 行政复议.没有这项 }}件。")
    document.save(str(tmp_path / "模板.docx"))
    text = send(page, desk, tmp_path / "模板.docx")
    assert "行政复议.没有这项" in text
    assert (desk.folder / TEMPLATE).read_bytes() == before
    page.goto(f"{desk.root}/catalogue/template/")


def test_both_are_replaced_together_and_the_old_ones_kept(
    desk: Served, page: Page, tmp_path: Path
) -> None:
    old = [(desk.folder / name).read_bytes() for name in (CATALOGUE, TEMPLATE)]
    book = load_workbook(desk.folder / CATALOGUE)
    row = book["指标"].max_row + 1
    for column, text in enumerate(
        ("行政复议.听证件数", "听证审理的案件", "件", "整数", "区司法局"), start=1
    ):
        book["指标"].cell(row, column, text)
    book.save(tmp_path / "目录.xlsx")
    document = docx.Document(str(desk.folder / TEMPLATE))
    document.add_paragraph("听证{{ 行政复议.听证件数 }}件。")
    document.save(str(tmp_path / "模板.docx"))
    text = send(page, desk, tmp_path / "目录.xlsx", tmp_path / "模板.docx")
    assert "指标目录.xlsx：已替换" in text
    assert "报告模板.docx：已替换" in text
    kept = [path.read_bytes() for path in (desk.folder / "records/目录模板").iterdir()]
    assert sorted(kept) == sorted(old)
    page.get_by_text("换下来的（2份）").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="指标目录（").click()
    assert download.value.path().read_bytes() == old[0]
    page.get_by_role("link", name="看模板和标签").click()
    tag = page.get_by_text("行政复议.听证件数", exact=True)
    assert tag.get_attribute("title") == "听证审理的案件（件，区司法局）"


@pytest.mark.parametrize("name", ["模板.docx", "目录.xlsx"])
def test_a_bomb_is_refused_and_the_desk_goes_on(
    desk: Served, page: Page, tmp_path: Path, name: str
) -> None:
    before = [(desk.folder / one).read_bytes() for one in (CATALOGUE, TEMPLATE)]
    source = CATALOGUE if name.endswith("xlsx") else TEMPLATE
    with zipfile.ZipFile(desk.folder / source) as good:
        members = {one: good.read(one) for one in good.namelist()}
    bomb = "xl/workbook.xml" if name.endswith("xlsx") else "word/document.xml"
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in members.items():
            archive.writestr(one, content + b" " * (400 << 20) if one == bomb else content)
    assert name in send(page, desk, tmp_path / name)
    assert page.locator(".trouble").count() == 1
    assert [(desk.folder / one).read_bytes() for one in (CATALOGUE, TEMPLATE)] == before
    page.goto(f"{desk.root}/catalogue/settings/")
    assert page.get_by_label("地区").count() == 1


def test_a_zip_that_calls_itself_a_template_is_refused(
    desk: Served, page: Page, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "模板.docx", "w") as archive:
        archive.writestr("甲.txt", "甲")
    assert "模板.docx" in send(page, desk, tmp_path / "模板.docx")
    assert (desk.folder / TEMPLATE).stat().st_size > 1000
