"""溯源.xlsx and 核查.xlsx lead to the cells and paragraphs that they name, wherever all is moved."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook

from drafter.desk.year.workspace import Drafted, Workspace
from drafter.word.ooxml import w
from tests.building import catalogue_bytes, fill_form, once, workspace
from tests.word.validity import flaws

POLICE = "县公安局"
ODD = f"{POLICE} 报送#1'50%20&甲.xlsx"
INDICATORS = f"""
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | {POLICE}
    援助.成功率 | 成功率 | % | 比率 | | 援助.民事 / 援助.总数
    援助.清单 | 案'件 清单 | | 明细表 | {POLICE}
"""
TABLES = "援助.清单 | 案由 | | 文本 \n 援助.清单 | 件数 | 件 | 整数"
TEXT = """
    Heading1|一、工作情况
    |办理{{ 援助.总数 }}件，其中民事{{ 援助.民事 }}件，成功率{{ 援助.成功率 }}，{{ 援助.清单|列举 }}。
    |上年办理{{ 援助.总数|上年 }}件。
    |共办理20件，其中民事8件、刑事9件、行政4件。
"""


class Lead(NamedTuple):
    """A cell with a link: its text, the file that the link leads to, and the spot in it."""

    text: str
    path: Path
    spot: str


@once
def county(folder: Path) -> Workspace:
    """Forms of both years, a department with a name full of signs, a sentence that is wrong."""
    opened = workspace(folder / "甲", catalogue_bytes(INDICATORS, "", TABLES), TEXT)
    fill_form(opened, "县司法局", {"援助.总数": 613})
    sent = fill_form(opened, POLICE, {"援助.民事": "350件"}, {"援助.清单": [["劳动争议", 7]]})
    sent.rename(sent.with_name(ODD))
    last_year(opened, "县司法局", 600)
    opened.draft()
    return opened


@pytest.fixture
def drafted(county: Workspace) -> Drafted:
    return county.drafted()


def last_year(opened: Workspace, department: str, cases: int) -> None:
    """The same form of the year before."""
    own = catalogue_bytes(INDICATORS, "", TABLES, SETTINGS_2023)
    other = workspace(opened.folders.root.parent / "乙", own, TEXT)
    path = fill_form(other, department, {"援助.总数": cases})
    target = opened.folders.root / "inputs/2023" / path.name
    target.parent.mkdir(parents=True)
    path.rename(target)


SETTINGS_2023 = """
    地区          平安县
    级别          县
    年度          2023
    标题          平安县2023年法治政府建设年度报告
    统计起始日期  2023年1月1日
    截止日期      2023年10月31日
"""


def leads(book: Path) -> list[Lead]:
    """Every link of the workbook, as an office program follows it."""
    cells = (cell for sheet in load_workbook(book) for row in sheet for cell in row)
    return [
        Lead(
            str(cell.value),
            (book.parent / unquote(str(cell.hyperlink.target))).resolve(),
            str(cell.hyperlink.location or ""),
        )
        for cell in cells
        if cell.hyperlink
    ]


def is_there(lead: Lead) -> bool:
    """Whether the file has that cell, or that bookmark."""
    if lead.path.suffix == ".docx":
        body = etree.fromstring(ZipFile(lead.path).read("word/document.xml"))
        return lead.spot in {mark.get(w("name")) for mark in body.iter(w("bookmarkStart"))}
    sheet, _, cell = lead.spot.rpartition("!")
    names = load_workbook(lead.path).sheetnames
    return not sheet or (sheet[1:-1].replace("''", "'") in names and cell[0].isalpha())


@pytest.mark.parametrize("moved", [False, True])
def test_every_link_leads_to_what_it_names(drafted: Drafted, moved: bool) -> None:
    folder = drafted.folder
    if moved:
        root = folder.parents[2]
        other = root.rename(root.with_name("另一 处#2"))
        folder = other / folder.relative_to(root)
    for book in ("溯源.xlsx", "核查.xlsx"):
        links = leads(folder / book)
        assert links
        assert [lead for lead in links if not (lead.path.is_file() and is_there(lead))] == []


def test_a_figure_leads_to_its_words_and_to_its_cell(drafted: Drafted) -> None:
    links = leads(drafted.folder / "溯源.xlsx")
    told = [(lead.text, lead.path.name, lead.spot) for lead in links[:6]]
    assert told == [
        ("2", "报告.docx", "_fig_0001"),
        ("D7", "县司法局.xlsx", "'填报表'!D7"),
        ("2", "报告.docx", "_fig_0002"),
        ("D7", ODD, "'填报表'!D7"),
        ("2", "报告.docx", "_fig_0003"),
        ("D7", ODD, "'填报表'!D7"),
    ]
    years = {lead.path.parent.name for lead in links if lead.path.name == "县司法局.xlsx"}
    assert years == {"2024", "2023"}
    assert {lead.spot for lead in links} >= {"'案件 清单'!D6"}


def test_a_finding_leads_to_the_paragraph_without_a_figure_too(drafted: Drafted) -> None:
    links = leads(drafted.folder / "核查.xlsx")
    told = {(lead.text, lead.path.name, lead.spot) for lead in links}
    assert ("第4段 一", "报告.docx", "_par_0004") in told
    assert flaws((drafted.folder / "报告.docx").read_bytes()) == []
