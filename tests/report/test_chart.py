"""图(…): a native chart with its data, in which what is missing is a gap and says so."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from drafter.figure import Entry
from drafter.report.ooxml import parse
from drafter.report.template.template import Filled
from tests.conftest import Convert
from tests.report.filling import (
    detail,
    document_of,
    figures,
    fill,
    packed,
    refused,
    root_of,
    template,
)

FIGURES = """
    援助.民事 | 350 | 整数 | 件
    援助.刑事 | 263 | 整数 | 件
    援助.行政 | 待补 | 整数 | 件
    援助.人数 | 5 | 整数 | 人
    援助.率   | 98% | 比率
    举措.党委 | 抓落实 | 长文本
"""
ENTRIES: Mapping[str, Entry] = {
    **figures(FIGURES),
    "清单.亮点": detail(
        "清单.亮点",
        "部门 | 受理 | 办结\n=cmd() | 3 | 2\n教<育>& | 12 | 11",
        {"受理": "件", "办结": "件"},
    ),
    "清单.空": detail("清单.空", "部门 | 受理"),
}
CHART, BOOK = "word/charts/drafter1.xml", "word/embeddings/drafter1.xlsx"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def drawn(*tags: str) -> Filled:
    return fill(template(*(f"{{{{ 图({tag}) }}}}" for tag in tags)), ENTRIES)


def cached(filled: Filled, part: str = CHART) -> dict[str, list[str]]:
    """The chart's series by name, each with its categories and values as Word shows them at once."""
    root, found = root_of(filled, part), {}
    for series in root.iter(f"{C}ser"):
        texts = {
            kind: [(v.text or "") for v in series.find(f"{C}{kind}").iter(f"{C}v")]  # type: ignore[union-attr]
            for kind in ("tx", "cat", "val")
        }
        found[texts["tx"][0]] = [*texts["cat"], *texts["val"]]
    return found


def test_figures_become_a_chart_with_their_labels_and_values():
    filled = drawn("援助.民事, 援助.刑事, 标题=“案件构成”")
    assert cached(filled) == {"案件构成": ["民事", "刑事", "350", "263"]}
    assert [(mark.name, mark.words) for mark in filled.marks] == [
        ("_cht_0001", "350"),
        ("_cht_0002", "263"),
    ]


@pytest.mark.parametrize(
    ("kind", "element"),
    [("柱形图", "barChart"), ("条形图", "barChart"), ("折线图", "lineChart"), ("饼图", "pieChart")],
)
def test_there_are_four_kinds(kind: str, element: str):
    root = root_of(drawn(f"援助.民事, 援助.刑事, 类型='{kind}'"), CHART)
    assert next(root.iter(f"{C}{element}"), None) is not None


def test_a_tables_columns_become_series():
    assert cached(drawn("清单.亮点, '部门', '受理', '办结'")) == {
        "受理": ["=cmd()", "教<育>&", "3", "12"],
        "办结": ["=cmd()", "教<育>&", "2", "11"],
    }


def test_the_embedded_workbook_holds_the_data_and_text_stays_text():
    filled = drawn("清单.亮点, '部门', '受理', '办结'")
    part = filled.parts[BOOK]
    content = part if isinstance(part, bytes) else part.content
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "受理", "办结"],
        ["=cmd()", 3, 2],
        ["教<育>&", 12, 11],
    ]
    assert sheet["A2"].data_type == "s"


def test_a_missing_figure_is_a_gap_and_its_placeholder_stands_behind_the_chart():
    filled = drawn("援助.民事, 援助.行政")
    assert cached(filled) == {"件": ["民事", "行政（待补）", "350"]}
    assert document_of(filled).paragraphs[0].text == "【待补：县司法局：行政】"
    assert next(root_of(filled, CHART).iter(f"{C}dispBlanksAs")).get("val") == "gap"


def test_a_table_without_rows_is_an_empty_chart():
    assert cached(drawn("清单.空, '部门', '受理'")) == {"": ["空"]}


def test_two_charts_have_numbers_and_parts_of_their_own():
    filled = drawn("援助.民事", "援助.刑事")
    numbers = [d.get("id") for d in root_of(filled).iter("{*}docPr")]
    assert len(set(numbers)) == 2
    assert cached(filled, "word/charts/drafter2.xml") == {"件": ["刑事", "263"]}
    assert packed(filled) == packed(drawn("援助.民事", "援助.刑事"))


def test_the_chart_says_in_words_what_it_shows():
    (properties,) = root_of(drawn("援助.民事, 援助.刑事, 标题='案件'")).iter("{*}docPr")
    assert properties.get("descr") == "案件。民事350件、刑事263件"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("图()", "“图”的括号中应写几个数字指标，或一个明细表和它的列名"),
        ("图('甲')", "“图”的括号中应写几个数字指标，或一个明细表和它的列名"),
        ("图(举措.党委)", "“党委”不是数，不能作图"),
        ("图(援助.民事, 援助.人数)", "单位不同（件、人），不能画在一张图里"),
        ("图(援助.民事, 援助.率)", "单位不同（件、比率），不能画在一张图里"),
        ("图(援助.民事, 类型='雷达图')", "没有“雷达图”这种图，可写：柱形图"),
        ("图(援助.民事, 颜色='红')", "“图”没有“颜色”这一项，可写：标题、类型、宽、高"),
        ("图(援助.民事, 宽=9999)", "“宽”应是20到250的整数（毫米）"),
        ("图(援助.民事, 标题=5)", "“标题”应写引号中的文字"),
        ("图(清单.亮点)", "明细表作图要写列名：先写名称列，再写数字列"),
        ("图(清单.亮点, '部门', '件数')", "明细表“亮点”没有“件数”列，可写：部门、受理、办结"),
        ("图(清单.亮点, '受理', '部门')", "“部门”不是数，不能作图"),
        ("图", "“图”后面要写括号和指标"),
        ("图 ~ ''", "“图”后面要写括号和指标"),
        ("图(援助.民事) ~ ''", "图要单独写成一个标签"),
    ],
)
def test_what_cannot_be_drawn_is_told(typed: str, sentence: str):
    assert f"无法填写：{sentence}" in refused(template(f"{{{{ {typed} }}}}"), ENTRIES)


def test_libreoffice_draws_it(tmp_path: Path, soffice: Convert, pages: None):
    path = tmp_path / "图.docx"
    path.write_bytes(
        packed(drawn("援助.民事, 援助.刑事, 标题='案件构成'", "清单.亮点, '部门', '受理'"))
    )
    text = subprocess.run(
        ["pdftotext", str(soffice(path, "pdf")), "-"], capture_output=True, check=True
    ).stdout.decode()
    for words in ("案件构成", "民事", "350", "263", "=cmd()", "12"):
        assert words in text


def test_the_chart_is_well_formed_and_its_parts_are_in_the_order_of_the_schema():
    root = parse(packed_part(drawn("援助.民事")))
    order = [str(child.tag).rpartition("}")[2] for child in root]
    assert order == ["lang", "roundedCorners", "chart", "externalData"]


def packed_part(filled: Filled) -> bytes:
    part = filled.parts[CHART]
    return part if isinstance(part, bytes) else part.content
