"""figures.csv and figures.json: what each figure is, and nothing of where it was typed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from drafter.desk.year.workspace import Workspace
from drafter.publish.opendata import Published, as_csv, as_json, published_figures
from tests.building import catalogue_bytes, fill_form, workspace

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.成功 | 调解成功 | 件 | 整数 | 县司法局、县法院
    援助.宣传 | 宣传场次 | 次 | 整数 | 县司法局 | | 约
    援助.成功率 | 成功率 | % | 比率 | | 援助.成功 / 援助.总数
    援助.增减 | 比上年增减 | 件 | 整数 | 县司法局 | | 下限-100
    援助.秘密 | 没有写进报告的数 | 件 | 整数 | 县司法局
    援助.情况 | 工作情况 | | 长文本 | 县司法局
    援助.清单 | 案件清单 | | 明细表 | 县司法局
"""
TABLES = "援助.清单 | 案由 | | 文本 \n 援助.清单 | 件数 | 件 | 整数"
TEXT = """
    Title|{{ 报告.标题 }}
    Heading1|一、法律援助
    |办理{{ 援助.总数 }}件，调解成功{{ 援助.成功 }}件，成功率{{ 援助.成功率 }}，宣传{{ 援助.宣传|万 }}次。
    Heading1|二、其他
    |全年{{ 援助.总数 }}件，比上年增减{{ 援助.增减 }}件，{{ 援助.清单|列举 }}，合计{{ 援助.成功 + 援助.增减 }}件。
    |{{p 援助.情况 }}
"""
VALUES = {
    "援助.总数": 613, "援助.成功": 600, "援助.宣传": "2.8万余", "援助.增减": -5, "援助.秘密": 7,
    "援助.情况": "依法办理。",
}  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = workspace(
        tmp_path_factory.mktemp("平安县"), catalogue_bytes(INDICATORS, "", TABLES), TEXT
    )
    notes = {"援助.总数": "含行政案件，见内部台账"}
    fill_form(made, "县司法局", VALUES, {"援助.清单": [["劳动争议", 7], ["婚姻", 7]]}, notes)
    fill_form(made, "县法院", {"援助.成功": 600})
    return made


@pytest.fixture(scope="module")
def figures(opened: Workspace) -> list[Published]:
    return published_figures(opened.catalogue(), opened.draft().manifest)


def test_each_figure_of_the_report_is_there_once_in_its_order(figures: list[Published]) -> None:
    assert [(f.label, f.value, f.hedge, f.text, f.unit, f.section) for f in figures] == [
        ("法律援助案件", "613", "", "613", "件", "一；二"),
        ("调解成功", "600", "", "600", "件", "一"),
        ("成功率", "0.978792822186", "", "98%", "", "一"),
        ("宣传场次", "28000", "余", "2.8万余", "次", "一"),
        ("比上年增减", "-5", "", "-5", "件", "二"),
        ("案件清单·劳动争议·件数", "7", "", "7", "件", "二"),
        ("案件清单·婚姻·件数", "7", "", "7", "件", "二"),
        ("调解成功 + 比上年增减", "595", "", "595", "件", "二"),
    ]


def test_a_figure_tells_what_it_is_and_whose(figures: list[Published]) -> None:
    rate = figures[2]
    assert (rate.department, rate.period) == ("", "2024年1月1日至10月31日")
    assert rate.formula == "“调解成功”除以“法律援助案件”"
    assert figures[1].department == "县司法局、县法院"


@pytest.mark.parametrize("secret", ["xlsx", "D7", "填报表", "台账", "没有写进报告的数", "_fig_"])
def test_neither_tells_cells_files_explanations_or_figures_left_out(
    secret: str, figures: list[Published], opened: Workspace
) -> None:
    manifest = opened.draft().manifest
    for content in (as_csv(figures), as_json(figures, manifest, "2024年")):
        assert secret not in content.decode("utf-8-sig")


def test_the_csv_opens_in_excel_and_numbers_are_numbers(figures: list[Published]) -> None:
    content = as_csv(figures)
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(content.decode("utf-8-sig").splitlines())
    assert head[:6] == ["指标编号", "指标名称", "数值", "约数", "正文表述", "计量单位"]
    assert [row[2] for row in rows][4] == "-5"


def named(label: str) -> list[str]:
    figure = Published("k", label, "-5", "", "-5", "件", label, "", "", "", "", "")
    (row,) = list(csv.reader(as_csv([figure]).decode("utf-8-sig").split("\r\n", 1)[1].splitlines()))
    return row


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+A1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "＝1+1", "＋A1", " =1+1", "\t=1", "－1+A1",
     "%0A=1", "|calc"],
)  # fmt: skip
def test_text_that_a_spreadsheet_would_run_is_text(formula: str) -> None:
    row = named(formula)
    assert row[1] == row[6] == f"'{formula}"
    assert row[2] == row[4] == "-5"


@pytest.mark.parametrize("plain", ["-5", "-0.5", "12%", "法律援助=民事+刑事", "'已引", "", 'a,b"c'])
def test_other_text_is_left_alone(plain: str) -> None:
    assert named(plain)[1] == plain


def test_the_json_says_what_its_fields_are(figures: list[Published], opened: Workspace) -> None:
    told = json.loads(as_json(figures, opened.draft().manifest, "2024年1月1日至10月31日"))
    assert told["title"] == "平安县2024年法治政府建设年度报告"
    assert told["fields"]["value"] == "数值"
    assert told["figures"][0]["value"] == "613"
    assert list(told["figures"][0]) == list(told["fields"])


INTERNAL, DEFINITION = "两家须核对一致", "统计期内办结的案件，不含转办"


def with_guides(path: Path, **columns: dict[str, str]) -> None:
    """The catalogue with a column more, or with its cells filled in, by indicator."""
    book = openpyxl.load_workbook(path)
    sheet = book["指标"]
    for head, texts in columns.items():
        heads = [cell.value for cell in sheet[1]]
        at = heads.index(head) + 1 if head in heads else len(heads) + 1
        sheet.cell(1, at).value = head
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 1).value in texts:
                sheet.cell(row, at).value = texts[sheet.cell(row, 1).value]
    book.save(path)


@pytest.mark.parametrize("given", [{}, {"援助.总数": DEFINITION}])
def test_the_definition_is_published_and_what_departments_are_told_is_not(
    tmp_path: Path, given: dict[str, str]
) -> None:
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS, "", TABLES), TEXT)
    columns = {"填报说明": {"援助.总数": INTERNAL}} | ({"口径": given} if given else {})
    with_guides(tmp_path / "templates/指标目录.xlsx", **columns)
    fill_form(opened, "县司法局", VALUES, {"援助.清单": [["劳动争议", 7]]})
    manifest = opened.draft().manifest
    published = published_figures(opened.catalogue(), manifest)
    assert {f.definition for f in published} == {"", *given.values()}
    assert INTERNAL not in as_csv(published).decode()
    assert INTERNAL not in as_json(published, manifest, "").decode()
    form = next(path for path in opened.forms().files if path.stem == "县司法局")
    label = str(openpyxl.load_workbook(form)["填报表"]["B7"].value)
    assert label == "\n".join(
        ["法律援助案件", "；".join([*(f"口径：{d}" for d in given.values()), INTERNAL])]
    )
