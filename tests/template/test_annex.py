"""附件: the main figures against last year, and a chart, on a page of their own."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from openpyxl import load_workbook

import drafter
from drafter.desk.files.folders import TEMPLATE
from drafter.desk.year.workspace import Workspace
from drafter.draft.record import REPORT
from drafter.model import sentence as told
from tests.building import EQUIPMENT, SETTINGS, catalogue_bytes, fill_form, workspace
from tests.template.filling import cells
from tests.word.validity import flaws
from tools.build import KIT, template

ROOT = Path(__file__).parents[2]
INDICATORS = """
    援助.总数   | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事   | 民事案件     | 件 | 整数 | 县司法局
    复议.受理   | 受理行政复议 | 件 | 整数 | 县司法局
    复议.审结   | 审结行政复议 | 件 | 整数 | 县司法局
    复议.审结率 | 行政复议审结率 | % | 比率 | | 复议.审结 / 复议.受理
    执法.检查   | 专项检查     | 次 | 整数 | 县司法局
    执法.约谈   | 约谈         | 次 | 整数 | 县司法局
"""
SHIPPED = (KIT / "附件.txt").read_text(encoding="utf-8").splitlines()
CHART = '|{{ 图(援助.总数, 援助.民事, 标题="法律援助") }}'
COURSE = '|{{ 图(援助.总数|历年, 标题="近五年法律援助案件") }}'
FIRST, SECOND = (n for n, line in enumerate(SHIPPED) if line.startswith("Figure"))
# The shipped pages, their charts of this catalogue's indicators; 附件1 alone.
PAGES = [*SHIPPED[:FIRST], CHART, *SHIPPED[FIRST + 1 : SECOND], COURSE, *SHIPPED[SECOND + 1 :]]
ANNEX = SHIPPED[: FIRST + 1]
THIS = {"援助.总数": 450, "援助.民事": 400, "复议.受理": 50, "复议.审结": 49, "执法.检查": 5, "执法.约谈": "不适用"}  # fmt: skip
LAST = {"援助.总数": 400, "援助.民事": 400, "复议.受理": 40, "复议.审结": 38, "执法.检查": 0}


def catalogue(settings: str = SETTINGS, main: str = "是") -> bytes:
    """The catalogue with a column 附件, every indicator in it."""
    book = load_workbook(BytesIO(catalogue_bytes(INDICATORS, settings=settings)))
    sheet = book["指标"]
    column = sheet.max_column + 1
    sheet.cell(1, column, "附件")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column, main)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def county(folder: Path, last: dict[str, Any] | None, main: str = "是") -> Workspace:
    if last is not None:
        before = workspace(folder / "去年", catalogue(SETTINGS.replace("2024", "2023")))
        sent = fill_form(before, "县司法局", last)
        (folder / "inputs/2023").mkdir(parents=True)
        shutil.copy(sent, folder / "inputs/2023")
    opened = workspace(folder, catalogue(main=main))
    lines = ["|依法行政。", *PAGES]
    opened.folders.template.write_bytes(template(lines))
    fill_form(opened, "县司法局", THIS)
    return opened


def rows(opened: Workspace) -> list[list[str]]:
    content = (opened.draft().folder / REPORT).read_bytes()
    assert flaws(content) == []
    tables = docx.Document(BytesIO(content)).tables
    return cells(tables[0]) if tables else []


def test_the_main_figures_stand_beside_last_years(tmp_path: Path):
    assert rows(county(tmp_path, LAST)) == [
        ["指标", "单位", "本年", "上年", "增减"],
        ["法律援助案件", "件", "450", "400", "增长12.5%"],
        ["民事案件", "件", "400", "400", "持平"],
        ["受理行政复议", "件", "50", "40", "增长25%"],
        ["审结行政复议", "件", "49", "38", "增长28.9%"],
        ["行政复议审结率", "%", "98%", "95%", "提高3个百分点"],
        ["专项检查", "次", "5", "0", "—"],
        ["约谈", "次", "—", "【待补：上年数】", "—"],
    ]


def test_without_last_years_workbooks_its_column_is_loudly_missing(tmp_path: Path):
    assert rows(county(tmp_path, None))[1] == ["法律援助案件", "件", "450", "【待补：上年数】", "—"]


def test_a_catalogue_that_names_no_main_figures_leaves_the_heading_alone(tmp_path: Path):
    assert rows(county(tmp_path, LAST, main="否")) == [["指标", "单位", "本年", "上年", "增减"]]


def test_each_of_its_figures_leads_to_its_cells_of_both_years(tmp_path: Path):
    opened = county(tmp_path, LAST)
    marks = opened.draft().manifest.marks
    change = next(mark for mark in marks if mark.words == "增长12.5%")
    assert [source.file for source in change.figure.sources] == [
        "县司法局.xlsx",
        "2023/县司法局.xlsx",
    ]
    assert opened.trace("援助.总数").uses


def test_the_annex_has_a_chart_and_begins_a_page_in_standard_format(tmp_path: Path):
    opened = county(tmp_path, LAST)
    drafted = opened.draft()
    assert not [f for f in drafted.manifest.findings if f.code.startswith("format")]
    document = docx.Document(str(drafted.folder / REPORT))
    annexes = [p for p in document.paragraphs if p.text in ("附件1", "附件2")]
    assert [p.style.paragraph_format.page_break_before for p in annexes] == [True, True]
    names = [part.partname for part in document.part.package.iter_parts()]
    assert sum("/charts/drafter" in name for name in names) == 2


def test_the_second_annex_has_the_years_on_record(tmp_path: Path):
    content = (county(tmp_path, LAST).draft().folder / REPORT).read_bytes()
    _, years = docx.Document(BytesIO(content)).tables
    assert cells(years)[:3] == [
        ["指标", "2020年", "2021年", "2022年", "2023年", "2024年", "备注"],
        ["法律援助案件（件）", "—", "—", "—", "400", "450", ""],
        ["民事案件（件）", "—", "—", "—", "400", "400", ""],
    ]
    notes = [p.text for p in docx.Document(BytesIO(content)).paragraphs if "主要指标" in p.text]
    assert notes == [
        "附件：1.2024年法治政府建设主要指标",
        "　　　2.近五年法治政府建设主要指标",
        "2024年法治政府建设主要指标",
        "近五年法治政府建设主要指标",
    ]


def test_in_the_first_year_there_is_one_annex_only(tmp_path: Path):
    document = docx.Document(str(county(tmp_path, None).draft().folder / REPORT))
    texts = [p.text for p in document.paragraphs if "附件" in p.text or "近五年" in p.text]
    assert (texts, len(document.tables)) == (["附件：2024年法治政府建设主要指标", "附件"], 1)


def test_a_column_that_it_does_not_have_is_told_before_there_is_data(tmp_path: Path):
    opened = county(tmp_path, None)
    opened.folders.template.write_bytes(
        template(["|{% for 行 in 主要指标 %}{{ 行.今年 }}{% endfor %}"])
    )
    found = [told.line(f) for f in opened.lint().findings if f.code == "template-unknown"]
    assert found[0].startswith(
        "错误 报告模板.docx › 正文第1段 明细表“主要指标”没有“今年”，是否为“本年”"
    )


def test_the_shipped_example_goes_with_the_shipped_catalogue(tmp_path: Path):
    for name in ("templates", "inputs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(tmp_path / "templates/附件示例.docx", tmp_path / TEMPLATE)
    opened = drafter.open(tmp_path, equipment=EQUIPMENT)
    assert not [f for f in opened.lint().findings if f.severity != "提示"]
    table = rows(opened)
    assert ["法律援助案件", "件", "613", "【待补：上年数】", "—"] in table
    assert len(table) == 13
